"""Starting an assessment, confirming it, and opening it again."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from assessments.models import Assessment, AssessmentStatus
from assessments.readiness import missing_before_confirming
from organizations import trail


@transaction.atomic
def start(organization, framework, *, by):
    """Begin the assessment of a year, empty; the bands are those of the office's latest assessment.

    Returns the assessment; the one that is there already, when another person was quicker.
    """
    earlier = organization.assessments.order_by("-framework__year").first()
    limits = {name: getattr(earlier, name) for name in ("strength_above", "urgent_below")} if earlier else {}
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(organization=organization, framework=framework, **limits)
    except IntegrityError:
        return organization.assessments.get(framework=framework)
    trail.record("start", assessment, by=by, changes={"year": (None, framework.year)})
    return assessment


@transaction.atomic
def confirm(assessment, *, by, seen=None):
    """The auditor confirms the figures: they become read-only and visible to the province's overseer.

    `seen` is `trail.latest(assessment)` of the page the auditor looked at: what changed since then is not confirmed
    unseen. Raises ValidationError when something stands in the way (readiness.py) or somebody was quicker.
    """
    _move(assessment, AssessmentStatus.DRAFT, AssessmentStatus.CONFIRMED)
    if seen is not None and seen != trail.latest(assessment):
        raise ValidationError("มีผู้บันทึกตัวเลขหลังจากที่ท่านเปิดหน้านี้ จึงยังไม่ได้ยืนยัน โปรดอ่านรายการอีกครั้งแล้วจึงยืนยัน")
    obstacles = [gap.sentence for gap in missing_before_confirming(assessment) if gap.blocks]
    if obstacles:
        raise ValidationError(obstacles)
    trail.record("confirm", assessment, by=by, changes={"status": ("draft", "confirmed")})


@transaction.atomic
def reopen(assessment, *, reason, by, at):
    """Open confirmed figures for change again; the reason stays on record, and `at` (a moment) on the assessment.

    Documents written before `at` are out of date from then on. Raises ValidationError without a reason, or when the
    assessment is open already.
    """
    if not reason.strip():
        raise ValidationError("โปรดเขียนเหตุผลที่เปิดแก้ไข")
    _move(assessment, AssessmentStatus.CONFIRMED, AssessmentStatus.DRAFT, reopened_at=at)
    changes = {"status": ("confirmed", "draft"), "reason": ("", reason.strip())}
    trail.record("reopen", assessment, by=by, changes=changes)


def _move(assessment, old, new, **fields):
    """One conditional update: of two people doing this at once, the second is told."""
    rows = Assessment.objects.unscoped("the assessment in hand").filter(pk=assessment.pk, status=old)
    if not rows.update(status=new, version=F("version") + 1, **fields):
        raise ValidationError("สถานะของผลการประเมินเปลี่ยนไปแล้ว โปรดเปิดหน้านี้ใหม่")
    assessment.refresh_from_db(fields=["status", "version", *fields])
