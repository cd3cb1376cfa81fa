"""What was done: entries that only grow, the standing they give, and the one summary that is printed."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from ita_portal.thai_dates import round_month_in
from measures.models import (
    Measure,
    MeasureStep,
    PlanStatus,
    ProgressEntry,
    ProgressResult,
    ProgressState,
    ProgressSummary,
)
from measures.responsibility import may_write_summary, owning_divisions, reporting_divisions
from measures.standing import EntrySaid, standing_of
from organizations import trail

CLOSED = "รายงานผลของมาตรการนี้ไม่ได้ เพราะแผนยังไม่ประกาศใช้ หรือมาตรการถูกยกเลิกแล้ว"


class SentBefore(Exception):
    """The form was sent before; `entry` is what it made then. Nothing was stored this time."""

    def __init__(self, entry):
        super().__init__("แบบรายงานนี้บันทึกไปแล้ว")
        self.entry = entry


class StaleSummary(Exception):
    """Somebody wrote the summary in between; `current` is what is stored now."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นบันทึกสรุปผลนี้ระหว่างที่ท่านแก้ไข")
        self.current = current


@dataclass(frozen=True)
class DraftedSummary:
    """What a summary could say, from the entries up to its round: results in the order of the steps, and the outcome."""

    results: tuple[str, ...]
    outcome: str


@transaction.atomic
def report_progress(
    measure, *, division, done_on, state, percent, text, today, by, round_month=None, form_key=None, **further
):
    """Record what a division did about a measure or one of its steps; the standing of the measure follows.

    `by` is staff of the division or the auditor on its behalf; None for a command. `round_month` is that of the day
    in the plan's year unless said. `further` may name the step, outcome and problems, and as `corrects` the entry this
    one takes the place of. Raises SentBefore for a `form_key` that made an entry already, and ValidationError with Thai
    sentences by field; then nothing is stored.
    """
    _hold(measure)
    if form_key and (sent := _entries(measure).filter(form_key=form_key).first()):
        raise SentBefore(sent)
    entry = ProgressEntry(
        measure=measure,
        division=division,
        round_month=round_month or round_month_in(measure.plan.fiscal_year, done_on),
        done_on=done_on,
        state=state,
        percent=percent,
        text=text,
        by=by,
        form_key=form_key,
        **further,
    )
    _check_entry(entry, today)
    return _store(entry)


def _store(entry):
    """Write a checked entry, move the standing of its measure, and leave a trail. Returns the entry."""
    measure, corrects = entry.measure, entry.corrects
    entry.take_organization()
    entry.full_clean(exclude=["organization", "by"])
    entry.save()
    before = (measure.state, measure.percent)
    refresh_standing(measure)
    trail.record(
        "report_progress",
        measure,
        by=entry.by,
        changes={
            "state": (before[0], measure.state),
            "percent": (before[1], measure.percent),
            "corrects": (corrects and corrects.text, entry.text if corrects else None),
            "entry": (None, entry.text),
        },
    )
    return entry


def _hold(measure):
    """Take the measure for the time of this transaction; refuse where nothing can be reported."""
    rows = Measure.objects.unscoped("the measure in hand").filter(
        pk=measure.pk, plan__status=PlanStatus.ADOPTED, cancelled_on__isnull=True
    )
    if not rows.update(version=F("version")):
        raise ValidationError(CLOSED)
    measure.refresh_from_db(fields=["state", "percent"])


def _check_entry(entry, today):
    problems = {}
    if entry.division not in owning_divisions(entry.measure):
        problems["division"] = "ส่วนราชการนี้ไม่ได้รับผิดชอบมาตรการนี้"
    elif entry.by and entry.division not in reporting_divisions(entry.measure, entry.by):
        problems["division"] = "ท่านรายงานผลได้เฉพาะส่วนราชการที่ท่านสังกัด"
    if entry.done_on > today:
        problems["done_on"] = "วันที่ดำเนินการยังมาไม่ถึง โปรดพิมพ์วันที่ที่ดำเนินการแล้ว"
    if entry.step and entry.step.measure_id != entry.measure.pk:
        problems["step"] = "ขั้นตอนที่เลือกไม่ใช่ของมาตรการนี้"
    if not entry.text.strip():
        problems["text"] = "โปรดเขียนว่าดำเนินการอะไรไปแล้ว หรือเหตุที่ยังไม่ได้ดำเนินการ"
    if problem := _percent_problem(entry.state, entry.percent):
        problems["percent"] = problem
    if entry.corrects and not _may_correct(entry.corrects, entry):
        problems["corrects"] = "รายการที่แก้ต้องเป็นของมาตรการเดียวกัน และเป็นของส่วนราชการที่ท่านสังกัด"
    if problems:
        raise ValidationError(problems)


def _may_correct(corrected, entry):
    """An entry may turn out to be about another step, never about another measure; staff correct their own division's."""
    if corrected.measure_id != entry.measure.pk:
        return False
    return entry.by is None or _entries(entry.measure).editable_by(entry.by).filter(pk=corrected.pk).exists()


def _percent_problem(state, percent):
    """Why a percentage does not go with a state; "" when it does."""
    if not 0 <= percent <= 100:
        return "ความก้าวหน้าต้องอยู่ระหว่าง 0 ถึง 100"
    if state == ProgressState.DONE and percent != 100:
        return "แล้วเสร็จคือร้อยละ 100 ถ้ายังไม่ครบ โปรดเลือกกำลังดำเนินการ"
    if state == ProgressState.NOT_STARTED and percent != 0:
        return "ยังไม่เริ่มคือร้อยละ 0 ถ้าเริ่มแล้ว โปรดเลือกกำลังดำเนินการ"
    if state in (ProgressState.UNDER_WAY, ProgressState.NOT_DONE) and percent == 100:
        return "ร้อยละ 100 คือแล้วเสร็จ โปรดเลือกแล้วเสร็จหรือลดตัวเลข"
    return ""


def recompute_standing(measure):
    """The standing that the stored entries give (a Standing); what `Measure.state` and its steps hold as well."""
    said = [
        EntrySaid(row.pk, row.step_id, row.division_id, row.done_on, row.state, row.percent)
        for row in _entries(measure).counting()
    ]
    steps = measure.steps.values_list("pk", flat=True)
    return standing_of(said, steps=steps, lead=measure.lead_division_id)


def refresh_standing(measure):
    """Store the standing that the entries give; for the verbs that change entries, steps or owners."""
    standing = recompute_standing(measure)
    rows = Measure.objects.unscoped("the measure in hand").filter(pk=measure.pk)
    rows.update(state=standing.state, percent=standing.percent)
    for step in measure.steps.all():
        if step.state != standing.steps[step.pk]:
            steps = MeasureStep.objects.unscoped("a step of the measure in hand").filter(pk=step.pk)
            steps.update(state=standing.steps[step.pk])
    measure.refresh_from_db(fields=["state", "percent"])


def _entries(measure):
    return ProgressEntry.objects.unscoped("entries of the measure in hand").filter(measure=measure)


# -- The printed summary ---------------------------------------------------------------------------


def drafted_summary(measure, round_month):
    """What the entries up to a round of the year say, ready to be edited: a DraftedSummary."""
    entries = list(_entries(measure).counting().filter(round_month__lte=round_month).select_related("step"))
    last = max(step.order for step in measure.steps.all()) + 1 if measure.steps.all() else 1
    entries.sort(key=lambda row: (row.step.order if row.step else last, row.done_on, row.pk))
    return DraftedSummary(
        tuple(dict.fromkeys(row.text for row in entries)),
        "\n".join(dict.fromkeys(row.outcome for row in entries if row.outcome)),
    )


@transaction.atomic
def write_summary(measure, round_month, results, outcome, *, version, by):
    """Write what is printed of a measure for a round: results in order, and the outcome. Returns the summary.

    `version` is the one its writer saw (0: there was none). Raises StaleSummary, and ValidationError for a measure on
    which nothing can be reported, a person who does not write it, or a summary that says nothing.
    """
    _hold(measure)
    if by and not may_write_summary(measure, by):
        raise ValidationError("สรุปผลที่พิมพ์เขียนโดยส่วนราชการหลักของมาตรการ หรือผู้ตรวจสอบภายใน")
    results = [text.strip() for text in results if text.strip()]
    if not results and not outcome.strip():
        raise ValidationError("โปรดเขียนผลการดำเนินการหรือผลลัพธ์อย่างน้อยหนึ่งอย่าง")
    summaries = ProgressSummary.objects.unscoped("the summary of the measure in hand")
    summary = summaries.filter(measure=measure, round_month=round_month).first()
    before = _summary_content(summary)
    if (summary.version if summary else 0) != version:
        raise StaleSummary(summary)
    summary = _store_summary(summary, measure, round_month, outcome)
    ProgressResult.objects.unscoped("results of the summary in hand").filter(summary=summary).delete()
    ProgressResult.objects.bulk_create(
        ProgressResult(summary=summary, order=order, text=text) for order, text in enumerate(results, start=1)
    )
    after = {"results": "\n".join(results), "outcome": outcome}
    changes = {name: (before[name], after[name]) for name in after}
    trail.record("write_summary", summary, by=by, changes=changes)
    return summary


def _store_summary(summary, measure, round_month, outcome):
    if summary is None:
        summary = ProgressSummary(measure=measure, round_month=round_month, outcome=outcome)
        summary.take_organization()
        summary.full_clean(exclude=["organization"])
        try:
            with transaction.atomic():
                summary.save()
        except IntegrityError:
            raise StaleSummary(
                ProgressSummary.objects.unscoped("the summary another person wrote").get(
                    measure=measure, round_month=round_month
                )
            ) from None
        return summary
    rows = ProgressSummary.objects.unscoped("the summary in hand").filter(
        pk=summary.pk, version=summary.version
    )
    if not rows.update(outcome=outcome, version=F("version") + 1):
        raise StaleSummary(ProgressSummary.objects.unscoped("the summary in hand").get(pk=summary.pk))
    summary.refresh_from_db()
    return summary


def _summary_content(summary):
    if summary is None:
        return {"results": None, "outcome": None}
    results = "\n".join(row.text for row in summary.results.all())
    return {"results": results, "outcome": summary.outcome}
