"""Writing texts of the library, and taking them out of use. Shared texts and those of an office go the same way."""

from assessments.models import Recommendation
from assessments.workflow.library_rows import LibraryVerbs


def _told(text):
    """What the trail tells of a text; what it is for as a code, because keys tell people nothing."""
    row = text.question or text.indicator
    name = text.question.code if text.question else str(row or text.instrument_code)
    subject = f"{name} ปี {row.framework.year}" if row else name
    return {
        "subject": subject,
        **{field: getattr(text, field) for field in ("kind", "band", "finding", "recommendation", "source")},
    }


VERBS = LibraryVerbs(
    model=Recommendation,
    told=_told,
    save="save_recommendation",
    retire="retire_recommendation",
    restore="restore_recommendation",
    word="ข้อความ",
)


def save_recommendation(text, values, *, version=0, by):
    """Store a text of the library; a new one is created, a stored one changed if it still has the `version` seen.

    `values` maps fields of the text to what they shall be. A stale version raises StaleLibraryRow, values that break
    a rule ValidationError; both store nothing. Analyses made from the text keep their words. Returns the text.
    """
    return VERBS.store(text, values, version=version, by=by)


def retire_recommendation(text, *, version, by):
    """Offer the text no more; what was made from it stays. Raises StaleLibraryRow."""
    VERBS.switch(text, is_retired=True, version=version, by=by)


def restore_recommendation(text, *, version, by):
    """Offer a retired text again. Raises StaleLibraryRow."""
    VERBS.switch(text, is_retired=False, version=version, by=by)
