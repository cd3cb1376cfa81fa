"""The documents of a measure plan: the plan itself and the report on what was done."""

from assessments.models import DocumentForm
from ita_portal import thai_dates
from measures.models import Measure
from measures.rounds import WHOLE_YEAR
from reports.content import sections
from reports.content.analysis import AnalysisContent
from reports.content.measures import LAYOUTS, STANDALONE, measure_table
from reports.content.signatures import signature_block
from reports.content.style import PaperStyle, text_lines

PLAN_NAME = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"


def plan_report(plan, rows, document=None, method=None):
    """The plan as a document (kind `measure_plan`) in its form, with the analysis it grew out of.

    `method` says how it is signed; None for a draft.
    """
    organization, year = plan.organization, plan.fiscal_year
    analysis = AnalysisContent(plan.source_assessment, rows, document) if plan.source_assessment else None
    builders = {
        DocumentForm.SEVEN_TOPICS: _by_topics,
        DocumentForm.THREE_BANDS: _by_bands,
    }
    build = builders.get(plan.form, _by_indicators) if analysis else _standalone
    parts = [_cover(plan, document), *build(plan, rows, document, analysis), _closing(document, method)]
    return sections.Report(
        title=f"{PLAN_NAME} ประจำปีงบประมาณ พ.ศ. {year} {organization.name}",
        organization=organization.name,
        style=PaperStyle.of(organization),
        sections=tuple(part for part in parts if part is not None),
    )


def _cover(plan, document):
    organization = plan.organization
    division = document.division.name if document and document.division else ""
    return sections.Cover(
        title_lines=(
            "มาตรการส่งเสริมคุณธรรม",
            "และความโปร่งใสภายในหน่วยงาน",
            f"ประจำปีงบประมาณ พ.ศ. {plan.fiscal_year}",
        ),
        division=division,
        organization_lines=tuple(
            line for line in (organization.name, organization.district, organization.province_line) if line
        ),
    )


def _introduction(document):
    return text_lines(document.introduction) if document else ()


def _by_topics(plan, rows, document, analysis):
    """The form of 2567–68: results, the seven topics, then the measures of each topic."""
    introduction = _introduction(document) or (analysis.result_sentence(),)
    heading = f"{PLAN_NAME} {plan.organization.located_name}"
    rank = _rank_sentence(analysis.assessment)
    return [
        sections.Prose((*introduction[:1], *rank), heading=heading, anchor="result", is_centered=True),
        analysis.charts(),
        analysis.indicator_table(),
        sections.Prose(introduction[1:]) if introduction[1:] else None,
        analysis.topics("1. การวิเคราะห์ผลในประเด็นต่าง ๆ"),
        analysis.measures(
            DocumentForm.SEVEN_TOPICS,
            heading_lines=("2. แนวทางในการกำหนดวิธีการนำผลการวิเคราะห์แต่ละประเด็นไปสู่การปฏิบัติ มีรายละเอียด ดังนี้",),
        ),
    ]


def _by_bands(plan, rows, document, analysis):
    """The form of 2564–66: results, findings, three bands, guidelines, then measures with their follow-up."""
    introduction = _introduction(document) or (analysis.result_sentence(),)
    heading = (
        f"1. การวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใสภายในหน่วยงาน ITA "
        f"(Integrity and Transparency Assessment) ของ{plan.organization.name} ประจำปีงบประมาณ พ.ศ. {analysis.assessment.year}"
    )
    table_heading = (f"2. ข้อเสนอแนะในการพัฒนาคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. {plan.fiscal_year}",)
    return [
        sections.Prose(introduction[:1], heading=heading, anchor="result"),
        analysis.charts(),
        sections.Prose(("โดยวิเคราะห์ผลการประเมินแต่ละตัวชี้วัด ได้ดังนี้",)),
        *analysis.bands(),
        analysis.measures(DocumentForm.THREE_BANDS, heading_lines=table_heading, is_landscape=False),
    ]


def _by_indicators(plan, rows, document, analysis):
    """The form of 2569: the measures by indicator with the scores they answer."""
    return [
        analysis.measures(plan.form, heading_lines=_table_heading(plan), introduction=_introduction(document))
    ]


def _standalone(plan, rows, document, analysis):
    """A plan without a result behind it."""
    measures = rows(Measure).filter(plan=plan).in_print_order()
    return [
        measure_table(
            measures, STANDALONE, heading_lines=_table_heading(plan), introduction=_introduction(document)
        )
    ]


def _table_heading(plan):
    return (PLAN_NAME, f"{plan.organization.name} ประจำปีงบประมาณ พ.ศ. {plan.fiscal_year}")


def _rank_sentence(assessment):
    if assessment.official_rank is None:
        return ()
    scope = f" ของหน่วยงานประเภท{assessment.rank_scope}" if assessment.rank_scope else ""
    return (f"ผลการประเมินอยู่ในลำดับที่ {assessment.official_rank}{scope}",)


def _closing(document, method):
    """The office's last paragraphs, the date and the signature; None when there is nothing of the kind.

    What is put before its signers (`method` is not None) has all signatures in a section of their own.
    """
    if document is None or not (document.conclusion or document.signers.all()):
        return None
    signer = document.signers.select_related("term__position", "acting__position").first()
    day = document.dated_on
    date_line = (
        f"วันที่ {day.day} เดือน {thai_dates.MONTHS[day.month - 1]} พ.ศ. {thai_dates.buddhist_year(day)}"
        if day
        else ""
    )
    if method is not None:
        paragraphs = (*text_lines(document.conclusion), *filter(None, [date_line]))
        return sections.Closing(paragraphs) if paragraphs else None
    return sections.Closing(
        text_lines(document.conclusion), date_line, signature_block(signer) if signer else None
    )


def progress_report(plan, reporting_round, rows, document=None, method=None):
    """The report on what was done (PROGRESS_REPORTS) up to the end of a Round: cover, preface, and the six-column table."""
    organization, year = plan.organization, plan.fiscal_year
    round_lines = _round_lines(reporting_round)
    name = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
    measures = rows(Measure).filter(plan=plan).in_print_order().prefetch_related("progress_summaries__results")
    preface = text_lines(document.preface) if document else ()
    introduction = _introduction(document) or (
        f"ตามที่{organization.name}ได้กำหนดมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน "
        f"ประจำปีงบประมาณ พ.ศ. {year} และได้ดำเนินการตามมาตรการแล้ว "
        f"{' '.join((*round_lines, 'มีผลการดำเนินการดังนี้'))}",
    )
    parts = [
        sections.Cover(
            title_lines=(
                "รายงานผลการดำเนินการ",
                "เพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
                f"ประจำปีงบประมาณ พ.ศ. {year}",
                *round_lines,
            ),
            organization_lines=(
                organization.name,
                f"{organization.district} {organization.province_line}".strip(),
            ),
        ),
        sections.Prose(
            preface, "คำนำ", "preface", is_centered=True, on_new_page=True, signed_by=organization.name
        )
        if preface
        else None,
        measure_table(
            measures,
            LAYOUTS[DocumentForm.PROGRESS],
            heading_lines=(name, f"{organization.name} ประจำปีงบประมาณ พ.ศ. {year}", *round_lines),
            introduction=introduction,
            anchor="progress",
            reporting_round=reporting_round,
        ),
        _closing(document, method),
    ]
    return sections.Report(
        title=" ".join((f"{name} ประจำปีงบประมาณ พ.ศ. {year}", *round_lines, organization.name)),
        organization=organization.name,
        style=PaperStyle.of(organization),
        sections=tuple(part for part in parts if part is not None),
    )


def _round_lines(reporting_round):
    """How a report of a part of the year says so; nothing for the whole year."""
    if reporting_round.month == WHOLE_YEAR:
        return ()
    days = thai_dates.period(reporting_round.starts_on, reporting_round.ends_on)
    return (f"รอบ {reporting_round.month} เดือน ({days})",)
