"""Every text that a document prints, each with the place where it is mended."""

from django.urls import reverse

from assessments.bands import lowest
from assessments.models import Analysis, DocumentForm, Limitation
from assessments.subjects import subjects_of
from measures.models import Measure
from reports.checks.finding import Kind, Text
from reports.models import OF_A_PLAN, PROGRESS_REPORTS, Document, DocumentKind

# The office's own words that each kind prints.
OWN_WORDS = {
    DocumentKind.MEMO: ("subject", "addressee", "phone_text", "body", "closing"),
    DocumentKind.ANALYSIS: ("subject", "introduction"),
    DocumentKind.MEASURE_PLAN: ("subject", "introduction", "conclusion"),
    **dict.fromkeys(PROGRESS_REPORTS, ("subject", "preface", "introduction", "conclusion")),
}
# Forms of a report on the result that end in the table of measures.
WITH_MEASURES = (DocumentForm.PER_INDICATOR, DocumentForm.INDICATOR_TABLE)


def texts_of(document, assessment, plan, rows):
    """The texts of a document in the order of its kind; an enclosed document is read by itself.

    `assessment` and `plan` are those it prints, or None; `rows(model)` as in composition.compose.
    """
    texts = list(_own_words(document))
    if assessment and document.kind in (DocumentKind.ANALYSIS, DocumentKind.MEASURE_PLAN):
        texts += _analyses(assessment, rows)
    if assessment and document.kind == DocumentKind.ANALYSIS:
        texts += _limitations(assessment, rows)
    if plan and _prints_measures(document, plan):
        for number, measure in enumerate(_measures(plan, rows), start=1):
            texts += _of_measure(measure, number, plan)
            if document.kind in PROGRESS_REPORTS:
                texts += _of_summary(measure, number, plan, PROGRESS_REPORTS[document.kind])
    return tuple(text for text in texts if text.typed.strip())


def _own_words(document):
    slug, year, kind = document.organization.slug, document.fiscal_year, document.kind
    for name in OWN_WORDS.get(kind, ()):
        field = Document._meta.get_field(name)
        url = f"{reverse('reports:edit', args=[slug, year, kind])}#id_{name}"
        place = f"{document.get_kind_display()} · {field.verbose_name}"
        yield Text(f"{kind} {name}", place, url, getattr(document, name))
    for signer in document.signers.all():
        url = reverse("reports:preview", args=[slug, year, kind])
        yield Text(f"{kind} signer {signer.order}", f"{signer.get_role_display()}", url, signer.comment)


def _analyses(assessment, rows):
    slug, year = assessment.organization.slug, assessment.year
    scores = {subject.row: subject.score for subject in subjects_of(assessment)}
    for row in rows(Analysis).filter(assessment=assessment).in_print_order():
        questions = tuple(row.questions.all())
        url = reverse("measures:edit_analysis", args=[slug, year, row.pk])
        about = ", ".join(question.code for question in questions) or str(row.indicator)
        known = [scores.get(subject) for subject in questions or (row.indicator,)]
        for name in ("finding", "recommendation"):
            yield Text(
                key=f"analysis {row.pk} {name}",
                place=f"การวิเคราะห์ {about} · {Analysis._meta.get_field(name).verbose_name}",
                url=f"{url}#id_{name}",
                typed=getattr(row, name),
                kind=Kind.ANALYSIS,
                indicator=row.indicator.number,
                codes=tuple(question.code for question in questions),
                score=lowest(known),
            )


def _limitations(assessment, rows):
    url = reverse("measures:limitations", args=[assessment.organization.slug, assessment.year])
    for number, row in enumerate(rows(Limitation).filter(assessment=assessment), start=1):
        yield Text(f"limitation {row.pk}", f"ข้อจำกัดที่ {number}", url, row.text, Kind.LIMITATION)


def _prints_measures(document, plan):
    if document.kind == DocumentKind.ANALYSIS:
        return plan.form in WITH_MEASURES
    return document.kind in OF_A_PLAN


def _measures(plan, rows):
    measures = rows(Measure).filter(plan=plan).in_print_order()
    return measures.prefetch_related("progress_summaries__results")


def _of_measure(measure, number, plan):
    page = "measures:amend_measure" if plan.is_adopted else "measures:edit_measure"
    url = reverse(page, args=[plan.organization.slug, plan.fiscal_year, measure.pk])
    said = {
        "titles": ("ชื่อมาตรการ", "\n".join(title.text for title in measure.titles.all())),
        "finding": ("ผลการวิเคราะห์", measure.finding),
        "steps": ("ขั้นตอน", "\n".join(step.text for step in measure.steps.all())),
        "owner_text": ("ผู้รับผิดชอบ", measure.owner_text),
        "period_text": ("ช่วงเวลา", measure.period_text),
        "follow_up": ("การติดตามผล", measure.follow_up),
    }
    for name, (label, typed) in said.items():
        key = f"measure {measure.pk} {name}"
        yield Text(key, f"มาตรการที่ {number} · {label}", url, typed, Kind.PLAN)


def _of_summary(measure, number, plan, round_month):
    """What is printed of what was done up to a round, each result by itself, for each is an item of a list."""
    summary = measure.summary_up_to(round_month)
    if summary is None or measure.cancelled_on:
        return
    address = [plan.organization.slug, plan.fiscal_year, measure.pk, summary.round_month]
    url = reverse("measures:write_summary", args=address)
    place = f"มาตรการที่ {number}"
    for order, result in enumerate(summary.results.all(), start=1):
        key = f"measure {measure.pk} result {order}"
        yield Text(key, f"{place} · ผลการดำเนินการข้อ {order}", url, result.text, Kind.RESULT)
    yield Text(f"measure {measure.pk} outcome", f"{place} · ผลลัพธ์", url, summary.outcome, Kind.RESULT)
