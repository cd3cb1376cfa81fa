"""The annual analysis report of อบต.คลองเส (seed 001) out of the database: complete, exact, readable by machines."""

import functools
import re
import subprocess
from decimal import Decimal

import pypdf
import pytest

from assessments.models import Analysis, Assessment, Limitation, QuestionScore
from ita_portal.thai_text import to_thai_digits
from measures.models import Measure
from organizations.models import Organization
from reports.composition import CannotCompose, compose
from reports.content import sections
from reports.content.analysis import analysis_report
from tests.reports.printed import pdf_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def everything(model):
    return model.objects.unscoped("the test reads all")


def paper_of(organization, year=2568, kind="analysis"):
    return compose(organization, year, kind, rows=everything)


def report_of(organization):
    return analysis_report(Assessment.objects.get(organization=organization), everything)


def indicator_block(organization, number):
    blocks = report_of(organization).sections
    return next(row for row in blocks if isinstance(row, sections.IndicatorBlock) and row.number == number)


def folded(text):
    """Text without white space and zero-width marks: what is left must be the same on paper as in the data."""
    return re.sub(r"[\s\u200b\u00a0]+", "", text)


def as_printed(text):
    """A text of the data as paper shows it: Thai digits outside codes and addresses, no white space."""
    return folded(to_thai_digits(text))


@functools.cache
def read_by_poppler(path):
    return subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout


@functools.cache
def pages_by_pypdf(path):
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def read_by_pypdf(path):
    return "\n".join(pages_by_pypdf(path))


@pytest.fixture
def khlongse(municipality):
    return municipality("khlongse")


@pytest.fixture(scope="module")
def khlongse_pdf(five_municipalities, module_rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("printed") / "khlongse.pdf"
    with module_rows():
        path.write_bytes(pdf_of(paper_of(Organization.objects.get(slug="khlongse"))))
    return path


def printed_texts(organization):
    """Every text and figure of the data that the report must hold, by what it is."""
    assessment = Assessment.objects.get(organization=organization)
    for score in QuestionScore.objects.filter(assessment=assessment).select_related("question"):
        yield "question", score.question.text
        yield "score", f"{score.official:.2f}"
    for score in assessment.indicator_scores.select_related("indicator"):
        yield "indicator", score.indicator.name
        yield "score", f"{score.official:.2f}"
    for analysis in Analysis.objects.filter(assessment=assessment):
        yield from (("analysis", line) for line in analysis.text.splitlines())
    for limitation in Limitation.objects.filter(assessment=assessment):
        yield "limitation", limitation.text
    for measure in Measure.objects.filter(plan__source_assessment=assessment):
        yield from (("measure title", title.text) for title in measure.titles.all())
        yield from (("step", step.text) for step in measure.steps.all())
        yield from (("finding", line) for line in measure.finding.splitlines())
        yield "period", measure.period_line
        yield from (("owner", owner) for owner in measure.owner_lines)


def holds(text, wanted, pieces=3):
    """True when the text holds what is wanted, letter by letter: whole, or cut by a page end into a few long pieces."""
    if wanted in text:
        return True
    low, high = 0, len(wanted)
    while low < high:  # the longest beginning of it that stands somewhere
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in text else (low, middle - 1)
    rest = wanted[low:]
    return pieces > 1 and low >= 20 and len(rest) >= 3 and holds(text, rest, pieces - 1)


def without_furniture(text):
    """Page text without page numbers and without the table heads that repeat on every page."""
    text = re.sub(r"(?m)^\s*- *[๐-๙]+ *-\s*$", "", text)
    heads = [
        "ตัวชี้วัดผลการประเมิน(คะแนน)การนำผลการประเมินITAไปสู่การพัฒนาองค์กร"
        "มาตรการ/โครงการ/กิจกรรมผลการวิเคราะห์ตัวชี้วัดตามหลักเกณฑ์การประเมินITA"
        "ขั้นตอน/วิธีการดำเนินการช่วงระยะเวลาในการดำเนินการผู้รับผิดชอบ",
        "เครื่องมือข้อคำถามคะแนนการวิเคราะห์ผลการประเมินฯ",
        "เครื่องมือข้อคำถามคะแนน(EITส่วนที่๑)คะแนน(EITส่วนที่๒)การวิเคราะห์ผลการประเมินฯ",
    ]
    text = folded(text)
    for head in heads:
        text = text.replace(head, "")
    return text


@pytest.mark.parametrize("read", [read_by_poppler, read_by_pypdf])
def test_the_pdf_of_seed_001_holds_every_text_and_figure(khlongse, khlongse_pdf, read):
    text = without_furniture(read(khlongse_pdf))

    missing = [
        (what, wanted) for what, wanted in printed_texts(khlongse) if not holds(text, as_printed(wanted))
    ]

    assert missing == []


@pytest.mark.parametrize("read", [read_by_poppler, read_by_pypdf])
def test_sara_am_reaches_every_reader_as_one_character(khlongse_pdf, read):
    text = read(khlongse_pdf)

    assert "องค์การบริหารส่วนตำบลคลองเส" in text
    assert "อำเภอถ้ำพรรณรา" in text
    assert "\u0e4d" not in text  # half of a ำ that was torn apart


def test_the_report_prints_the_printed_totals_of_seed_001(khlongse):
    result = report_of(khlongse).section(sections.Result)

    assert (result.total, result.rating) == (Decimal("96.83"), "ผ่านดี")
    assert [line.score for line in result.instruments] == [
        Decimal("93.80"),
        Decimal("97.38"),
        Decimal("97.22"),
        Decimal("98.75"),
    ]


def test_an_analysis_over_several_items_stands_once(khlongse):
    disclosure = indicator_block(khlongse, 9)

    first = disclosure.blocks[0]

    assert [question.code for question in first.questions] == ["O1", "O2", "O3", "O4"]
    assert first.heading == "ข้อมูลพื้นฐาน"
    assert len(first.paragraphs) == 1


def test_both_parts_of_the_external_survey_stand_side_by_side(khlongse):
    e1 = indicator_block(khlongse, 6).blocks[0].questions[0]

    assert e1.scores == (Decimal("96.80"), Decimal("98.00"))


def test_the_pdf_is_tagged_thai_and_archival(khlongse_pdf):
    reader = pypdf.PdfReader(khlongse_pdf)

    catalog = reader.root_object

    assert catalog["/Lang"] == "th"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "พ.ศ. ๒๕๖๘" in reader.metadata.title
    titles = [
        item.title for level in reader.outline for item in (level if isinstance(level, list) else [level])
    ]
    assert sum(title.startswith("ตัวชี้วัดที่") for title in titles) == 10


def test_the_same_data_gives_the_same_bytes(khlongse, khlongse_pdf):
    assert paper_of(khlongse).pdf() == khlongse_pdf.read_bytes()


def test_pages_are_numbered_in_thai_from_the_second(khlongse_pdf):
    pages = pages_by_pypdf(khlongse_pdf)

    assert "- ๑ -" not in pages[0]
    assert "- ๒ -" in pages[1]
    assert f"- {to_thai_digits(str(len(pages)))} -" in pages[-1]


def test_a_year_without_a_result_is_refused_in_one_sentence(khlongse):
    with pytest.raises(CannotCompose, match="ยังไม่มีผลการประเมินปี ๒๕๖๐"):
        compose(khlongse, 2560, "analysis", rows=everything)


def test_an_unknown_kind_is_refused_naming_the_kinds(khlongse):
    with pytest.raises(CannotCompose, match="memo, analysis, measure_plan, progress, .*, summary"):
        compose(khlongse, 2568, "poster", rows=everything)


def test_the_plan_in_three_bands_heads_its_findings_with_the_year_of_the_results(municipality):
    plan = paper_of(municipality("thana"), 2565, "measure_plan").report

    headings = [row.heading for row in plan.sections if isinstance(row, sections.Prose) and row.heading]

    assert headings[0].endswith("ของเทศบาลตำบลท่านา ประจำปีงบประมาณ พ.ศ. 2564")
