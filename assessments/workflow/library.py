"""Writing texts of the library, and taking them out of use. Shared texts and those of an office go the same way."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from assessments.models import Recommendation
from organizations import trail


class StaleRecommendation(Exception):
    """Somebody saved the text in between; `current` is what is stored now."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นแก้ไขข้อความนี้ระหว่างที่ท่านเขียน")
        self.current = current


@transaction.atomic
def save_recommendation(text, values, *, version=0, by):
    """Store a text of the library; a new one is created, a stored one changed if it still has the `version` seen.

    `values` maps fields of the text to what they shall be. A stale version raises StaleRecommendation, values that break
    a rule ValidationError; both store nothing. Analyses made from the text keep their words. Returns the text.
    """
    stored = {name: getattr(text, name) for name in values} if text.pk else None
    if stored == values:
        return text
    before = _told(text) if text.pk else {}
    for name, value in values.items():
        setattr(text, name, value)
    text.full_clean()
    if text.pk is None:
        text.save()
    else:
        _update(text, values, version)
    changes = {name: (before.get(name, ""), value) for name, value in _told(text).items()}
    trail.record("save_recommendation", text, by=by, changes=changes)
    return text


@transaction.atomic
def retire_recommendation(text, *, version, by):
    """Offer the text no more; what was made from it stays. Raises StaleRecommendation."""
    _switch(text, True, version, by)


@transaction.atomic
def restore_recommendation(text, *, version, by):
    """Offer a retired text again. Raises StaleRecommendation."""
    _switch(text, False, version, by)


def _switch(text, is_retired, version, by):
    if text.is_retired == is_retired:
        raise ValidationError("ข้อความนี้เลิกใช้ไว้แล้ว" if is_retired else "ข้อความนี้ใช้อยู่แล้ว")
    _update(text, {"is_retired": is_retired}, version)
    verb = "retire_recommendation" if is_retired else "restore_recommendation"
    trail.record(verb, text, by=by, changes={"is_retired": (not is_retired, is_retired)})


def _update(text, values, version):
    """One conditional update: of two people who save at once, the second is shown what the first wrote."""
    rows = Recommendation.objects.unscoped("the text in hand").filter(pk=text.pk)
    if not rows.filter(version=version).update(**values, version=F("version") + 1):
        raise StaleRecommendation(rows.get())
    text.refresh_from_db()


def _told(text):
    """What the trail tells of a text; what it is for as a code, because keys tell people nothing."""
    row = text.question or text.indicator
    name = text.question.code if text.question else str(row or text.instrument_code)
    subject = f"{name} ปี {row.framework.year}" if row else name
    return {
        "subject": subject,
        **{field: getattr(text, field) for field in ("kind", "band", "finding", "recommendation", "source")},
    }
