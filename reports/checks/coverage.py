"""Coverage: every score is answered, every measure has a result, nothing low is "kept as it is". Pure.

The rules of plans are those of measures/plan_checks.py; here they become findings on the document that prints the plan.
A plan that has been adopted is no longer stopped by its own gaps: they are shown.
"""

import re

from django.db.models import TextChoices

from assessments.bands import MEASURE_EXPECTED_BELOW
from measures.plan_checks import Check
from reports.checks.finding import Family, Kind, about_data
from reports.models import PROGRESS_REPORTS

OF_COVERAGE = (Check.EMPTY, Check.UNCOVERED, Check.LOW_SCORE, Check.ANSWERS_NOTHING, Check.SAME_TITLE)
OF_FORM = (
    Check.TITLE,
    Check.OWNER,
    Check.STEPS,
    Check.DATES,
    Check.PLACEHOLDER,
    Check.VAGUE_OWNER,
    Check.REPEATED,
)
MAINTAIN = re.compile(r"(?:ควร|เห็นควร|เพื่อ)?(?:เป็นการ)?รักษา(?:ระดับ|มาตรฐาน)")


class Missing(TextChoices):
    """What a measure still lacks in the report on it."""

    RESULTS = "results", "ยังไม่มีผลการดำเนินการ ช่องนี้จึงพิมพ์ว่าง"
    OUTCOME = "outcome", "ยังไม่มีผลลัพธ์หรือความสำเร็จ ช่องนี้จึงพิมพ์ว่าง"


def coverage_in_text(text, facts):
    """A score below the pass mark is not to be kept at its level."""
    if text.kind != Kind.ANALYSIS or text.score is None or text.score >= MEASURE_EXPECTED_BELOW:
        return
    if match := MAINTAIN.search(text.words):
        sentence = (
            f"คะแนน {text.score:.2f} ต่ำกว่าเกณฑ์ {MEASURE_EXPECTED_BELOW:.2f} จึงไม่ควรเขียนว่ารักษาระดับ "
            "โปรดเขียนว่าจะปรับปรุงอย่างไร"
        )
        yield text.finding(Family.COVERAGE, "kept though low", sentence, match.span(), blocks=True)


def coverage_of_document(facts):
    """Findings on the plan behind a document, and on the results of a report."""
    told = {}
    for finding in facts.plan_findings:
        if finding.check in OF_COVERAGE or (finding.check in OF_FORM and _is_printed(finding, facts)):
            told.setdefault((finding.check, finding.sentence), []).append(finding)
    for alike in told.values():
        yield _of_plan(alike, facts)
    for measure in facts.lacking:
        yield about_data(
            Family.COVERAGE,
            measure.missing,
            str(measure.pk),
            Missing(measure.missing).label,
            measure.url,
            blocks=measure.missing == Missing.RESULTS,
            place=f"มาตรการที่ {measure.number}",
        )
    for draft in facts.drafts:
        sentence = "การวิเคราะห์นี้ยังเป็นร่างที่ระบบจัดให้ โปรดอ่าน แก้ไข หรือรับร่างก่อนเสนอ"
        yield about_data(
            Family.COVERAGE, "draft", str(draft.pk), sentence, draft.url, blocks=True, place=draft.place
        )


def _is_printed(finding, facts):
    """Whether results repeat the plan is a matter of the report only."""
    return finding.check != Check.REPEATED or facts.kind in PROGRESS_REPORTS


def _of_plan(alike, facts):
    """Findings of the plan checks that say the same, as one."""
    first, measures = alike[0], [finding.measure for finding in alike if finding.measure]
    family = Family.COVERAGE if first.check in OF_COVERAGE else Family.FORM
    subject = f"{first.field} {first.subject.row if first.subject else ''} {measures}"
    numbers = ", ".join(str(finding.number) for finding in alike if finding.measure)
    place = f"มาตรการที่ {numbers}" if numbers else "แผนมาตรการ"
    blocks = first.blocks and not facts.plan_is_adopted
    url = _where_to_mend(first, measures, facts)
    return about_data(family, first.check.value, subject, first.sentence, url, blocks=blocks, place=place)


def _where_to_mend(finding, measures, facts):
    """The page of the one measure, else the row of the score in the analysis, else the checks of the plan."""
    if len(measures) == 1:
        urls = facts.summary_urls if finding.check == Check.REPEATED else facts.measure_urls
        return urls[measures[0]]
    if finding.subject and facts.result:
        row = finding.subject.row
        return f"{facts.result.analysis_url}#row-{row.code if finding.subject.is_question else row.number}"
    return facts.plan_url
