"""Writing measures of the library, and taking them out of use. Shared ones and those of an office go the same way."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from measures.models import MeasureTemplate
from organizations import trail

TOLD = ("kind", "titles", "steps", "target", "follow_up", "source")


class StaleTemplate(Exception):
    """Somebody saved the measure in between; `current` is what is stored now."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นแก้ไขมาตรการนี้ในคลังระหว่างที่ท่านเขียน")
        self.current = current


@transaction.atomic
def save_template(template, values, *, version=0, by):
    """Store a measure of the library; a new one is created, a stored one changed if it still has the `version` seen.

    `values` maps fields to what they shall be. A stale version raises StaleTemplate, values that break a rule
    ValidationError; both store nothing. Measures of plans made from it keep their words. Returns the template.
    """
    stored = {name: getattr(template, name) for name in values} if template.pk else None
    if stored == values:
        return template
    before = _told(template) if template.pk else {}
    for name, value in values.items():
        setattr(template, name, value)
    template.full_clean()
    if template.pk is None:
        template.save()
    else:
        _update(template, values, version)
    changes = {name: (before.get(name, ""), value) for name, value in _told(template).items()}
    trail.record("save_template", template, by=by, changes=changes)
    return template


@transaction.atomic
def retire_template(template, *, version, by):
    """Offer the measure no more; what was made from it stays. Raises StaleTemplate."""
    _switch(template, True, version, by)


@transaction.atomic
def restore_template(template, *, version, by):
    """Offer a retired measure again. Raises StaleTemplate."""
    _switch(template, False, version, by)


def _switch(template, is_retired, version, by):
    if template.is_retired == is_retired:
        raise ValidationError("มาตรการนี้เลิกใช้ไว้แล้ว" if is_retired else "มาตรการนี้ใช้อยู่แล้ว")
    _update(template, {"is_retired": is_retired}, version)
    verb = "retire_template" if is_retired else "restore_template"
    trail.record(verb, template, by=by, changes={"is_retired": (not is_retired, is_retired)})


def _update(template, values, version):
    """One conditional update: of two people who save at once, the second is shown what the first wrote."""
    rows = MeasureTemplate.objects.unscoped("the measure in hand").filter(pk=template.pk)
    if not rows.filter(version=version).update(**values, version=F("version") + 1):
        raise StaleTemplate(rows.get())
    template.refresh_from_db()


def _told(template):
    """What the trail tells of a measure; what it is for by name, because keys tell people nothing."""
    row = template.question or template.indicator
    name = template.question.code if template.question else str(row or "")
    subject = f"{name} ปี {row.framework.year}" if row else name
    return {"subject": subject, **{name: getattr(template, name) for name in TOLD}}
