"""What a document prints when it is put before its signers: empty boxes for digital signatures, names for the pen."""

import io
from dataclasses import replace

import pypdfium2
import pytest
from PIL import Image

from ita_portal import qr
from reports.composition import Paper, compose
from reports.content import sections
from reports.content.issue import IssueMarks
from reports.content.signatures import SignatureFields
from reports.content.style import PaperStyle
from reports.models import Document, Signer, SigningMethod
from reports.word.sections import WRITERS
from tests import builders

MARKS = IssueMarks("K7M2-9QXT", "https://ita.example.go.th/v/K7M29QXT", "ab" * 32, 2, "แทนฉบับที่ 1")


def everything(model):
    return model.objects.unscoped("the test reads all")


@pytest.fixture
def assessment(db):
    return builders.an_assessment(official=builders.FULL_SCORES)


def put_before_signers(assessment, kind, method):
    """The report of a document with an author and two others, as it is put before them."""
    organization = assessment.organization
    document = Document.objects.create(
        organization=organization, fiscal_year=assessment.year, kind=kind, subject="รายงาน"
    )
    for order, role in enumerate(("author", "opinion", "decision"), start=1):
        term = builders.a_term(organization, person_name=f"นายผู้ลงนามคนที่ {order}")
        Signer.objects.create(
            organization=organization, document=document, order=order, role=role, term=term, comment=""
        )
    return compose(organization, assessment.year, kind, everything, method=method)


def test_a_digital_memo_prints_boxes_and_no_names(assessment):
    paper = put_before_signers(assessment, "memo", SigningMethod.DIGITAL)

    places = paper.pdf_for_signing().places

    assert list(places) == ["author-1", "opinion-2", "decision-3", "seal"]
    assert "นายผู้ลงนาม" not in paper.html()
    assert places["opinion-2"].title == "ลายมือชื่อและความเห็น"


def test_a_digital_report_closes_with_its_boxes(assessment):
    closing = put_before_signers(assessment, "analysis", SigningMethod.DIGITAL).report.sections[-1]

    assert isinstance(closing, SignatureFields)
    assert [block.heading for block in closing.blocks] == ["ผู้จัดทำ", "ความเห็น", "ข้อพิจารณา"]
    assert {block.name for block in closing.blocks} == {""}


def test_a_report_for_the_pen_names_its_signers_and_has_no_boxes(assessment):
    html = put_before_signers(assessment, "analysis", SigningMethod.PEN).html()

    assert all(f"(นายผู้ลงนามคนที่ {number})" in html for number in "๑๒๓")
    assert "data-field" not in html


@pytest.mark.parametrize("kind", ["memo", "analysis"])
def test_a_draft_has_no_boxes(assessment, kind):
    html = put_before_signers(assessment, kind, None).html()

    assert "data-field" not in html
    assert "signature-fields" not in html


def test_the_closing_section_has_a_word_writer():
    assert SignatureFields in WRITERS


# -- The marks of an issued edition ----------------------------------------------------------------


@pytest.fixture(scope="module")
def issued():
    """A portrait and a landscape page with the marks."""
    rows = (sections.Row((sections.Cell(("ข้อความ",)),)),)
    table = sections.Table(columns=(sections.Column("มาตรการ", 20),), rows=rows, heading_lines=("ตาราง",))
    parts = (sections.Prose(("ย่อหน้า",)), table, SignatureFields((), is_landscape=True))
    return Paper(sections.Report("ทดสอบ", "หน่วยงาน", PaperStyle(), parts), "x", MARKS)


def modules_of(png):
    """The code as rows of booleans, True for black: one pixel a module, without the quiet zone."""
    with Image.open(io.BytesIO(png)) as picture:
        grey = picture.convert("L")
        edge = qr.QUIET_ZONE
        inner = grey.crop((edge, edge, grey.width - edge, grey.height - edge))
    return [[inner.getpixel((x, y)) < 128 for x in range(inner.width)] for y in range(inner.height)]


def seen_on(page, dots=12):
    """The code as a scanner finds it at the foot of a page: at the left, as high as its two finder patterns."""
    picture = page.render(scale=dots, grayscale=True).to_pil().convert("L")
    margin = 45 if picture.width > picture.height else 56  # points below the text: 1.6 cm, 2 cm
    foot = picture.crop((0, picture.height - margin * dots, picture.width, picture.height))
    black = foot.point(lambda value: 255 * (value < 128))
    left = black.getbbox()[0]
    _, top, _, bottom = black.crop((left, 0, left + 5 * dots, black.height)).getbbox()
    count = len(modules_of(qr.png(MARKS.address, scale=1)))
    middles = [round((number + 0.5) * (bottom - top) / count) for number in range(count)]
    return [[black.getpixel((left + x, top + y)) > 0 for x in middles] for y in middles]


def test_the_code_on_each_page_holds_the_address_of_the_check(issued):
    wanted = modules_of(qr.png(MARKS.address, scale=1))
    pages = pypdfium2.PdfDocument(issued.pdf())

    assert len(pages) == 2
    assert all(seen_on(page) == wanted for page in pages)


def test_the_end_names_the_edition_and_the_head_of_the_history(issued):
    pages = pypdfium2.PdfDocument(issued.pdf())
    text = pages[1].get_textpage().get_text_bounded()

    assert "ฉบับที่ ๒ แทนฉบับที่ ๑" in text
    assert "ab" * 32 in text.replace("\r\n", "")


def test_without_marks_nothing_changes(issued):
    html = replace(issued, issue=None).html()

    assert "issue" not in html
    assert "asset:qr" not in html
