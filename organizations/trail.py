"""Writing the trail: verbs call `record` in the transaction of the change they make."""

from organizations.models import Organization, TrailEntry

LONGEST_NAME = TrailEntry._meta.get_field("subject_name").max_length


def record(verb, subject, *, by, changes=None):
    """Write one act on `subject` to the trail.

    `changes` maps a field to (old, new); equal pairs are left out, values are kept as text. `by` is a User, or None
    for a command. Returns the entry.
    """
    kept = {
        field: [_as_text(old), _as_text(new)] for field, (old, new) in (changes or {}).items() if old != new
    }
    return TrailEntry.objects.create(
        organization_id=subject.pk
        if isinstance(subject, Organization)
        else getattr(subject, "organization_id", None),
        by=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=str(subject)[:LONGEST_NAME],
        fiscal_year=_year_of(subject),
        changes=kept,
    )


def latest(row):
    """The number of the latest act on a row, 0 when there is none.

    Two looks that find the same number saw the same row: what a person confirms is what the page showed.
    """
    return row.organization.trail.about(row).values_list("pk", flat=True).last() or 0


def _as_text(value):
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return None if value is None else str(value)


def _year_of(row):
    """The fiscal year whose work a row belongs to: its own, else that of the row it is part of; None without one."""
    for name in ("fiscal_year", "year"):
        if hasattr(row, name):
            return getattr(row, name)
    parent = getattr(row, "organization_from", None)
    return _year_of(getattr(row, parent)) if parent else None
