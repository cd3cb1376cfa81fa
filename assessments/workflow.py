"""The verbs of an assessment: recording figures, confirming, reopening. Each is one transaction and leaves a trail."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from assessments import scoring
from assessments.models import (
    Assessment,
    AssessmentStatus,
    IndicatorScore,
    InstrumentScore,
    QuestionScore,
)
from assessments.score_tree import figures_of, officials_of, verdict_of
from organizations import trail


@transaction.atomic
def record_scores(assessment, figures, *, by):
    """Store official figures and refresh the computed ones.

    `figures` maps element keys ("total", "IIT", "EIT/1", "4", "i4", "e1/2", "O27") to a Decimal 0–100 with two
    decimals, or None to take a figure away. Keys that are not mentioned stay as they are. Raises ValidationError with
    Thai sentences for an unknown key, a figure out of range, or an assessment that is confirmed.
    """
    _hold_draft(assessment)
    before = officials_of(assessment)
    writers = _writers(assessment.framework)
    _check_figures(figures, writers, assessment.framework)
    for key, value in figures.items():
        if key == "total":
            assessment.official_total = value
        else:
            model, place = writers[key]
            model.objects.unscoped("rows of the assessment in hand").update_or_create(
                assessment=assessment, **place, defaults={"official": value}
            )
    if "total" in figures:
        assessment.save(update_fields=["official_total"])
    refresh_computed(assessment)
    changes = {key: (before.get(key), value) for key, value in figures.items()}
    trail.record("record_scores", assessment, by=by, changes=changes)


def _hold_draft(assessment):
    """Take the draft for the time of this transaction; refuse when it is confirmed, also meanwhile by another person."""
    rows = Assessment.objects.unscoped("the assessment in hand")
    if not rows.filter(pk=assessment.pk, status=AssessmentStatus.DRAFT).update(status=AssessmentStatus.DRAFT):
        raise ValidationError("ผลการประเมินนี้ยืนยันแล้ว โปรดเปิดแก้ไขก่อนบันทึกคะแนน")
    # What others recorded meanwhile: the verb compares with the database, not with what was read before.
    assessment.refresh_from_db(fields=["status", "official_total", "computed_total", "computed_rating"])


def _check_figures(figures, writers, framework):
    """Refuse unknown keys and figures that are no scores of two decimals."""
    unknown = [key for key in figures if key != "total" and key not in writers]
    if unknown:
        raise ValidationError([f"ไม่มี “{key}” ใน{framework}" for key in unknown])
    for key, value in figures.items():
        if value is None:
            continue
        if not value.is_finite() or not 0 <= value <= scoring.FULL_SCORE:
            raise ValidationError(f"คะแนนของ {key} ต้องอยู่ระหว่าง 0 ถึง 100")
        if value != value.quantize(scoring.CENT):
            raise ValidationError(f"คะแนนของ {key} มีทศนิยมเกิน 2 ตำแหน่ง")


@transaction.atomic
def refresh_computed(assessment):
    """Write the computed figures of an assessment to their caches. The only writer of them.

    Returns True when a cached figure changed.
    """
    total = figures_of(assessment)
    level = verdict_of(assessment, total).level
    computed = {figure.element.key: figure.computed for figure in total.walk()}
    changed = _write(assessment, computed_total=total.computed, computed_rating=level.name if level else "")
    for key, (model, place) in _writers(assessment.framework).items():
        if model is QuestionScore:
            continue
        rows = model.objects.unscoped("rows of the assessment in hand")
        row = rows.filter(assessment=assessment, **place).first()
        if row is None and computed.get(key) is not None:
            row = model(assessment=assessment, **place)
        if row is not None:
            changed |= _write(row, computed=computed.get(key))
    return changed


@transaction.atomic
def confirm(assessment, *, by):
    """The auditor confirms the figures: they become read-only and visible to the province's overseer."""
    _move(assessment, AssessmentStatus.DRAFT, AssessmentStatus.CONFIRMED)
    trail.record("confirm", assessment, by=by, changes={"status": ("draft", "confirmed")})


@transaction.atomic
def reopen(assessment, *, reason, by):
    """Open confirmed figures for change again; the reason stays on record."""
    if not reason.strip():
        raise ValidationError("โปรดเขียนเหตุผลที่เปิดแก้ไข")
    _move(assessment, AssessmentStatus.CONFIRMED, AssessmentStatus.DRAFT)
    trail.record(
        "reopen", assessment, by=by, changes={"status": ("confirmed", "draft"), "reason": ("", reason)}
    )


def _move(assessment, old, new):
    """One conditional update: of two people doing this at once, the second is told."""
    rows = Assessment.objects.unscoped("the assessment in hand").filter(pk=assessment.pk, status=old)
    if not rows.update(status=new, version=F("version") + 1):
        raise ValidationError("สถานะของผลการประเมินเปลี่ยนไปแล้ว โปรดเปิดหน้านี้ใหม่")
    assessment.refresh_from_db(fields=["status", "version"])


def _write(row, **values):
    """Save the values if they differ from what the row holds; True when they did."""
    differing = [name for name, value in values.items() if getattr(row, name) != value or row.pk is None]
    for name in differing:
        setattr(row, name, values[name])
    if row.pk is None:
        row.save()
    elif differing:
        row.save(update_fields=differing)
    return bool(differing)


def _writers(framework):
    """Where each element key of a framework is stored: key → (model, lookup)."""
    places = {}
    for instrument in framework.instruments.prefetch_related("parts", "indicators__questions"):
        parts = list(instrument.parts.all())
        places[instrument.code] = (InstrumentScore, {"instrument": instrument, "part": None})
        for part in parts:
            places[f"{instrument.code}/{part.number}"] = (
                InstrumentScore,
                {"instrument": instrument, "part": part},
            )
        for indicator in instrument.indicators.all():
            places[str(indicator.number)] = (IndicatorScore, {"indicator": indicator})
            for question in indicator.questions.all():
                for part in parts or [None]:
                    key = f"{question.code}/{part.number}" if part else question.code
                    places[key] = (QuestionScore, {"question": question, "part": part})
    return places
