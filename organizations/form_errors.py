"""What a verb refuses, shown beside the field it speaks of."""


def show(form, error, *, field=None):
    """Put a ValidationError of a verb on a form: at its own fields, else at `field`, else above the form."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else field, errors)
    else:
        form.add_error(field, error)
