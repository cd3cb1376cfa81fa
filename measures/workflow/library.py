"""Writing measures of the library, and taking them out of use. Shared ones and those of an office go the same way."""

from assessments.workflow.library_rows import LibraryVerbs
from measures.models import MeasureTemplate

TOLD = ("kind", "titles", "steps", "target", "follow_up", "source")


def _told(template):
    """What the trail tells of a measure; what it is for by name, because keys tell people nothing."""
    row = template.question or template.indicator
    name = template.question.code if template.question else str(row or "")
    subject = f"{name} ปี {row.framework.year}" if row else name
    return {"subject": subject, **{name: getattr(template, name) for name in TOLD}}


VERBS = LibraryVerbs(
    model=MeasureTemplate,
    told=_told,
    save="save_template",
    retire="retire_template",
    restore="restore_template",
    word="มาตรการ",
)


def save_template(template, values, *, version=0, by):
    """Store a measure of the library; a new one is created, a stored one changed if it still has the `version` seen.

    `values` maps fields to what they shall be. A stale version raises StaleLibraryRow, values that break a rule
    ValidationError; both store nothing. Measures of plans made from it keep their words. Returns the template.
    """
    return VERBS.store(template, values, version=version, by=by)


def retire_template(template, *, version, by):
    """Offer the measure no more; what was made from it stays. Raises StaleLibraryRow."""
    VERBS.switch(template, is_retired=True, version=version, by=by)


def restore_template(template, *, version, by):
    """Offer a retired measure again. Raises StaleLibraryRow."""
    VERBS.switch(template, is_retired=False, version=version, by=by)
