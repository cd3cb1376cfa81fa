"""Adopting a plan, and what may happen to its measures afterwards: amended or cancelled with a reason, never deleted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from measures.measure_content import content_of, differences
from measures.models import Measure, MeasurePlan, PlanStatus
from measures.plan_readiness import missing_before_adoption
from measures.workflow.measure_rows import rewrite_rows, stored_measures
from measures.workflow.plans import ADOPTED
from measures.workflow.progress import refresh_standing
from measures.workflow.snapshots import forget
from organizations import trail

CHANGED_MEANWHILE = "แผนเปลี่ยนไปหลังจากท่านเปิดหน้านี้ จึงยังไม่ได้ประกาศใช้ โปรดอ่านรายการอีกครั้งแล้วจึงประกาศใช้"
STILL_A_DRAFT = "แผนนี้ยังเป็นร่าง จึงแก้ไขหรือลบมาตรการได้โดยตรงจากหน้าแผน"
CANCELLED = "มาตรการนี้ถูกยกเลิกแล้ว จึงแก้ไขหรือยกเลิกอีกไม่ได้"


@transaction.atomic
def adopt(plan, *, on, by, seen=None):
    """Fix a draft plan as the plan of its year, from the day `on`; the steps back are gone.

    `seen` is the version of the plan that the person looked at: what changed since is not adopted unseen. Raises
    ValidationError with the sentences of what stands in the way (plan_readiness.py); then the plan stays a draft.
    """
    rows = MeasurePlan.objects.unscoped("the plan in hand").filter(pk=plan.pk)
    if not rows.filter(status=PlanStatus.DRAFT).update(
        status=PlanStatus.ADOPTED, adopted_on=on, version=F("version") + 1
    ):
        raise ValidationError(ADOPTED)
    if seen is not None and rows.get().version != seen + 1:
        raise ValidationError(CHANGED_MEANWHILE)
    obstacles = [finding for finding in missing_before_adoption(plan) if finding.blocks]
    if obstacles:
        raise ValidationError([_told(finding) for finding in obstacles])
    forget(plan)
    changes = {"status": (PlanStatus.DRAFT.value, PlanStatus.ADOPTED.value), "adopted_on": (None, on)}
    trail.record("adopt", plan, by=by, changes=changes)
    plan.refresh_from_db(fields=["status", "adopted_on", "version"])


@transaction.atomic
def amend_measure(measure, content, *, reason, version, by):
    """Change a measure of an adopted plan; the reason and what changed stay on record. Returns the measure.

    `version` is the one its writer saw. Raises StaleMeasure (with `current`) when somebody else changed it meanwhile,
    ValidationError with Thai sentences by field; then nothing is stored. A content that equals what is stored is refused.
    """
    reason = _required(reason, "โปรดเขียนเหตุผลที่แก้ไขมาตรการ")
    _hold(measure)
    current = stored_measures(measure.plan).get(pk=measure.pk)
    before = content_of(current)
    if before == content:
        raise ValidationError("ยังไม่มีสิ่งใดเปลี่ยนไป จึงไม่มีอะไรให้แก้ไข")
    changed = rewrite_rows(current, content, version=version)
    if changed.progress_entries.exists():  # a new step or another lead may change how far it is
        refresh_standing(changed)
    changes = {"reason": (None, reason), **differences(before, content)}
    trail.record("amend_measure", changed, by=by, changes={**changes, "state": (current.state, changed.state)})
    return changed


@transaction.atomic
def cancel_measure(measure, *, reason, on, by):
    """Take a measure of an adopted plan out of what is still to be done, from the day `on`; it stays in the plan, struck out.

    Raises ValidationError without a reason, for a draft plan, or when it is cancelled already.
    """
    reason = _required(reason, "โปรดเขียนเหตุผลที่ยกเลิกมาตรการ")
    _hold(measure)
    rows = Measure.objects.unscoped("the measure in hand").filter(pk=measure.pk)
    rows.update(cancelled_on=on, cancel_reason=reason, version=F("version") + 1)
    changes = {"cancelled_on": (None, on), "cancel_reason": (None, reason)}
    trail.record("cancel_measure", measure, by=by, changes=changes)
    measure.refresh_from_db(fields=["cancelled_on", "cancel_reason", "version"])


def _hold(measure):
    """Take a standing measure of an adopted plan for the time of this transaction; refuse any other."""
    rows = Measure.objects.unscoped("the measure in hand").filter(
        pk=measure.pk, plan__status=PlanStatus.ADOPTED, cancelled_on__isnull=True
    )
    if not rows.update(version=F("version")):
        measure.plan.refresh_from_db(fields=["status"])
        raise ValidationError(CANCELLED if measure.plan.is_adopted else STILL_A_DRAFT)


def _required(reason, sentence):
    if not reason.strip():
        raise ValidationError({"reason": sentence})
    return reason.strip()


def _told(finding):
    """The sentence of a finding, with the measure it speaks of."""
    return f"มาตรการที่ {finding.number}: {finding.sentence}" if finding.number else finding.sentence
