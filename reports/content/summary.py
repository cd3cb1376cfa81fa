"""The one-page summary for executives: level, strongest, weakest, late measures."""

from assessments.models import Assessment
from assessments.score_tree import verdict_of
from ita_portal import thai_dates
from measures.models import Measure, PlanStatus, ProgressState
from reports.content import sections
from reports.content.analysis import AnalysisContent

SHOWN = 3


def summary_report(assessment, rows, today):
    """One landscape page on an assessment and the measures made from it, as of `today`."""
    content = AnalysisContent(assessment, rows)
    known = sorted(
        (line for line in content.indicators if line.score is not None),
        key=lambda line: (-line.score, line.number),
    )
    overdue = tuple(_overdue_lines(content, rows, today))
    section = sections.Summary(
        heading=f"สรุปผลการประเมิน ITA ปีงบประมาณ พ.ศ. {content.year} {content.organization.name}",
        facts=tuple(_facts(content, rows)),
        strongest=tuple(known[:SHOWN]),
        weakest=tuple(reversed(known[-SHOWN:])),
        overdue=overdue[:5],
        overdue_title=f"มาตรการที่เลยกำหนด ณ วันที่ {thai_dates.short_date(today)} ({len(overdue)} รายการ)",
        chart=content.indicator_chart(),
    )
    return sections.Report(section.heading, content.organization.name, content.style, (section,))


def _facts(content, rows):
    assessment = content.assessment
    verdict = verdict_of(assessment, content.total)
    shortfalls = " · ".join(
        f"{row.label} {row.value:.2f} ยังไม่ถึง {row.needed:.2f}" for row in verdict.shortfalls
    )
    better = f"จะถึงระดับ {verdict.better.name}: {shortfalls}" if verdict.better and shortfalls else ""
    total = assessment.total
    yield sections.SummaryFact("คะแนนรวม", "–" if total is None else f"{total:.2f}", _change(assessment, rows))
    yield sections.SummaryFact("ระดับ", assessment.rating or "–", better)
    for line in content.instruments:
        yield sections.SummaryFact(line.code, "–" if line.score is None else f"{line.score:.2f}")


def _change(assessment, rows):
    before = (
        rows(Assessment)
        .filter(organization=assessment.organization_id, framework__year=assessment.year - 1)
        .select_related("framework")
        .first()
    )
    if before is None or before.total is None or assessment.total is None:
        return "ไม่มีคะแนนของปีก่อนให้เทียบ"
    difference = assessment.total - before.total
    word = "เพิ่มขึ้น" if difference > 0 else "ลดลง" if difference < 0 else "เท่าเดิม"
    return f"{word} {abs(difference):.2f} จากปีก่อน" if difference else "เท่ากับปีก่อน"


def _overdue_lines(content, rows, today):
    """Titles of adopted measures whose window ended before today without being reported done."""
    if content.plan is None or content.plan.status != PlanStatus.ADOPTED:
        return
    late = rows(Measure).filter(plan=content.plan, due_on__lt=today).in_print_order()
    for measure in late.exclude(progress_entries__state=ProgressState.DONE).exclude(
        progress_summaries__isnull=False
    ):
        yield f"{measure.title} (กำหนด {thai_dates.short_date(measure.due_on)})"
