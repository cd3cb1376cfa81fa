"""What is taken out of the portal by those who oversee organisations."""

from django.db import transaction

from organizations import trail


@transaction.atomic
def record_oversight_export(framework, *, words, count, by):
    """Tell the trail that the results of a year left the portal as a sheet: which, and of how many organisations."""
    changes = {"filters": (None, words), "count": (None, count)}
    return trail.record("export_oversight", framework, by=by, changes=changes)
