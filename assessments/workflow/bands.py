"""Where the office draws the line between a strength, what it develops and what it mends at once."""

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.models import Assessment
from organizations import trail


class StaleBands(Exception):
    """Somebody moved the limits in between; `current` are those stored now."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นเปลี่ยนเกณฑ์ระดับระหว่างที่ท่านแก้ไข")
        self.current = current


@transaction.atomic
def set_band_limits(assessment, limits, *, seen, by):
    """Store the limits of the bands; analyses that are written already keep their texts and dispositions.

    `seen` are the limits that the person saw: others in the database raise StaleBands. They go by themselves and not by
    the assessment's version, which counts its figures. Raises ValidationError for limits out of order.
    """
    values = {"strength_above": limits.strength_above, "urgent_below": limits.urgent_below}
    if not 0 <= limits.urgent_below <= limits.strength_above <= 100:
        raise ValidationError("ขีดเร่งแก้ไขต้องไม่สูงกว่าขีดจุดแข็ง และอยู่ระหว่าง 0 ถึง 100")
    rows = Assessment.objects.unscoped("the assessment in hand").filter(
        pk=assessment.pk, strength_above=seen.strength_above, urgent_below=seen.urgent_below
    )
    changed = rows.update(**values)
    assessment.refresh_from_db(fields=list(values))
    if not changed and assessment.band_limits != limits:
        raise StaleBands(assessment.band_limits)
    if changed and seen != limits:
        changes = {name: (getattr(seen, name), value) for name, value in values.items()}
        trail.record("set_band_limits", assessment, by=by, changes=changes)
