"""Writing the trail: verbs call `record` in the transaction of the change they make."""

from organizations.models import Organization, TrailEntry


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
        changes=kept,
    )


def _as_text(value):
    return None if value is None else str(value)
