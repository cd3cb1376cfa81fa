"""What a verb refuses, shown beside the field it speaks of."""

from django.core.exceptions import ValidationError


def show(form, error, *, field=None):
    """Put a ValidationError of a verb on a form: at its own fields, else at `field`, else above the form."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else field, errors)
    else:
        form.add_error(field, error)


def accepts(form, field, confirm, user, *, refusal):
    """True when `confirm` (of reauthentication.py) takes what the user typed in a field; else the reason stands there."""
    try:
        if confirm(user, form.cleaned_data[field]):
            return True
    except ValidationError as error:
        form.add_error(field, error)
    else:
        form.add_error(field, refusal)
    return False
