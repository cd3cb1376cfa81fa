"""Sections, memos, page setups and styles in Word files."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
from docx.oxml.ns import qn
from PIL import Image

from ita_portal import file_store
from reports.charts import Bar, Chart
from reports.content import sections
from reports.content.analysis import with_contents
from reports.content.style import PaperStyle
from reports.word import render_docx
from reports.word.emblem import path_points
from reports.word.sections import WRITERS
from tests.reports.reading_word import opened, word_blocks

pytestmark = pytest.mark.any_database


STYLE = PaperStyle()


def report_of(*parts, style=STYLE, title="เอกสาร"):
    return sections.Report(title, "เทศบาลตำบลตัวอย่าง", style, parts)


def memo(**changes):
    block = sections.SignatureBlock("นางสมใจ ตัวอย่าง", ("ปลัดเทศบาล",))
    fields = {
        "office": "สำนักปลัด",
        "number": "นค 1",
        "date": "1 ตุลาคม 2568",
        "subject": "รายงานผล",
        "addressee": "นายกเทศมนตรี",
        "paragraphs": ("ตามที่ได้ประกาศผลแล้ว นั้น",),
        "closing": "จึงเรียนมาเพื่อโปรดทราบ",
        "author": block,
    }
    return sections.Memo(**(fields | changes))


def table_of(*rows, **changes):
    columns = (sections.Column("มาตรการ", 40), sections.Column("ผล", 60))
    return sections.Table(columns, rows, **changes)


# -- Reading back -----------------------------------------------------------------------------------


def section_types(kind=sections.Section):
    for child in kind.__subclasses__():
        yield child
        yield from section_types(child)


# -- Sections ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(section_types()), ids=lambda kind: kind.__name__)
def test_every_section_type_has_a_writer(kind):
    assert kind in WRITERS


def test_a_section_type_without_a_writer_is_refused():
    with pytest.raises(TypeError, match="Report"):
        render_docx(report_of(report_of()))


def test_a_head_of_two_levels_spans_columns_and_rows():
    columns = (
        sections.Column("ตัวชี้วัด", 20),
        sections.Column("มาตรการ", 40, "การนำผลไปใช้"),
        sections.Column("ผล", 40, "การนำผลไปใช้"),
    )
    table = sections.Table(columns, (sections.Row(tuple(sections.Cell((text,)) for text in "กขค")),))

    upper, lower, row = opened(report_of(table)).tables[0].rows

    assert [cell.text for cell in upper.cells] == ["ตัวชี้วัด", "การนำผลไปใช้", "การนำผลไปใช้"]
    assert [cell.text for cell in lower.cells] == ["ตัวชี้วัด", "มาตรการ", "ผล"]
    assert [cell.text for cell in row.cells] == ["ก", "ข", "ค"]


def test_columns_take_their_percent_of_the_line():
    table = opened(report_of(table_of(is_landscape=False))).tables[0]

    widths = [column.width.cm for column in table.columns]

    assert widths == pytest.approx([16.5 * 0.4, 16.5 * 0.6], abs=0.01)


def test_short_rows_are_kept_whole_and_long_ones_may_break():
    short, long = (sections.Row((sections.Cell((text,)), sections.Cell(("ข",)))) for text in ("ก", "ก" * 2000))

    _, *rows = opened(report_of(table_of(short, long))).tables[0]._tbl.tr_lst

    assert [row.trPr.find(qn("w:cantSplit")) is not None for row in rows] == [True, False]


def test_numbers_and_dashes_of_cells_are_text():
    row = sections.Row((sections.Cell(("ก", "ข"), "number"), sections.Cell(("ค", "ง"), "dash")))

    _, cells = (line.cells for line in opened(report_of(table_of(row))).tables[0].rows)

    assert [cell.text for cell in cells] == ["๑. ก\n๒. ข", "- ค\n- ง"]


def test_bars_are_as_long_as_their_scores_and_the_numbers_exact():
    chart = Chart(
        "ผล", (Bar("IIT", Decimal("93.80"), "IIT"), Bar("OIT", Decimal("40"), "OIT"), Bar("EIT", None, "EIT"))
    )

    rows = opened(report_of(sections.Charts((chart,)))).tables[0].rows

    assert [bar_share(row._tr) for row in rows] == pytest.approx([0.94, 0.40, 0], abs=0.002)
    assert [row.cells[-1].text for row in rows] == ["๙๓.๘๐", "๔๐.๐๐", "–"]


def bar_share(row):
    """How much of its track the bar in a row fills."""
    pieces = [(cell.width, cell.find(f".//{qn('w:shd')}").get(qn("w:fill"))) for cell in row.tc_lst[1:-1]]
    return sum(width for width, fill in pieces if fill != "E7EAEE") / sum(width for width, _ in pieces)


def test_questions_share_one_cell_for_their_analysis():
    questions = tuple(sections.QuestionLine(code, "คำถาม", (Decimal(90),)) for code in ("i1", "i2"))
    block = sections.QuestionBlock("", questions, ("วิเคราะห์ร่วมกัน",))
    indicator = sections.IndicatorBlock(1, "การปฏิบัติหน้าที่", Decimal(90), "IIT", (), (), (block,))

    _, first, second = opened(report_of(indicator)).tables[0].rows

    assert first.cells[3].text == second.cells[3].text == "วิเคราะห์ร่วมกัน"
    assert first.cells[3]._tc is second.cells[3]._tc


def test_the_contents_page_is_a_field_with_its_lines_in_place():
    chapters = tuple(sections.Prose(("ความ",), f"บทที่ {number}", f"chapter-{number}") for number in range(1, 5))
    cover = sections.Cover(("รายงาน",), ("เทศบาล",))
    document = opened(report_of(*with_contents((cover, *chapters))))

    instructions = [element.text.strip() for element in document.element.body.iter(qn("w:instrText"))]
    lines = [line.text.strip() for line in document.paragraphs if line.style.name.startswith("toc")]

    assert instructions == [
        r'TOC \o "1-2" \h \z',
        *(rf"PAGEREF _Toc_chapter_{number} \h" for number in range(1, 5)),
    ]
    assert lines == ["บทที่ ๑", "บทที่ ๒", "บทที่ ๓", "บทที่ ๔"]
    assert document.settings.element.find(qn("w:updateFields")) is not None


# -- Memos ------------------------------------------------------------------------------------------


def test_memo_paragraphs_are_distributed_the_thai_way():
    document = opened(report_of(memo()))

    (paragraph,) = (row for row in document.paragraphs if row.text.startswith("ตามที่"))

    justification = paragraph.style.element.pPr.find(qn("w:jc"))
    assert justification.get(qn("w:val")) == "thaiDistribute"
    assert paragraph.style.paragraph_format.first_line_indent.cm == pytest.approx(2.5, abs=0.01)


def test_no_signature_stands_without_text_above_it():
    document = opened(report_of(memo(paragraphs=("ก", "ข"))))

    kept = [
        row.paragraph_format.keep_with_next or row.style.paragraph_format.keep_with_next
        for row in document.paragraphs
    ]
    texts = [row.text for row in document.paragraphs]

    assert all(kept[texts.index("ข") : texts.index("ปลัดเทศบาล")])
    assert not kept[texts.index("ก")]


def test_the_emblem_is_one_and_a_half_centimetres_high_and_described():
    document = opened(report_of(memo()))

    (anchor,) = document.element.body.iter(qn("wp:anchor"))

    assert int(anchor.find(qn("wp:extent")).get("cy")) == 540_000  # 360,000 per centimetre
    assert anchor.find(qn("wp:docPr")).get("descr") == "ตราครุฑ"


def test_the_stored_emblem_of_the_organisation_replaces_our_drawing():
    picture = io.BytesIO()
    Image.new("RGB", (20, 40), "red").save(picture, "PNG")
    key = file_store.store(picture.getvalue(), area="emblems", limit_bytes=10_000).key

    file = zipfile.ZipFile(io.BytesIO(render_docx(report_of(memo(emblem_key=key)))))

    assert file.read("word/media/image1.png") == picture.getvalue()


def test_the_outline_of_the_emblem_is_followed_over_lines_and_curves():
    points = path_points("M0 0l10 0c0 5 0 5 0 10z")

    assert (points[0], points[1], points[-1]) == ((0, 0), (10, 0), (10, 10))


def test_an_outline_with_an_unknown_step_is_refused():
    with pytest.raises(ValueError, match="'A'"):
        path_points("M0 0A1 1 0 0 0 5 5z")


def test_a_memo_without_a_comment_offers_dotted_lines():
    empty = sections.SignatureBlock("นายก", (), heading="ข้อพิจารณา")

    document = opened(report_of(memo(routing=(empty,))))

    assert [row.style.name for row in document.paragraphs].count("เส้นไข่ปลา") == 2


# -- Pages, styles, the file ------------------------------------------------------------------------


def test_pages_turn_for_wide_tables_and_back():
    row = sections.Row((sections.Cell(("ก",)), sections.Cell(("ข",))))
    parts = (
        memo(),
        sections.Cover(("ปก",), ("เทศบาล",)),
        sections.Prose(("ก",)),
        table_of(row),
        sections.Prose(("ข",)),
    )

    pages = opened(report_of(*parts)).sections

    assert [round(page.page_width.cm, 1) for page in pages] == [21, 21, 21, 29.7, 21]
    assert [page.orientation.name == "LANDSCAPE" for page in pages] == [False, False, False, True, False]
    assert [round(page.left_margin.cm, 1) for page in pages] == [3, 2.5, 2.5, 1.8, 2.5]


def test_page_numbers_are_thai_from_the_second_page_and_start_again_after_a_cover():
    parts = (memo(), sections.Cover(("ปก",), ("เทศบาล",)), sections.Prose(("ก",)))

    pages = list(opened(report_of(*parts)).sections)

    assert [page.different_first_page_header_footer for page in pages] == [True, True, False]
    assert (pages[0].first_page_header.paragraphs[0].text, pages[0].header.paragraphs[0].text) == ("", "- ๒ -")
    assert [page.header.is_linked_to_previous for page in pages] == [False, True, True]
    numbers = [page._sectPr.find(qn("w:pgNumType")) for page in pages]
    assert [number.get(qn("w:fmt")) for number in numbers] == ["thaiNumbers"] * 3
    assert [number.get(qn("w:start")) for number in numbers] == [None, "1", None]


def test_a_document_of_arabic_digits_has_no_thai_digit():
    document = opened(report_of(memo(), style=PaperStyle(uses_thai_digits=False)))

    text = "".join(word_blocks(document)) + document.sections[0].header.paragraphs[0].text

    assert "1ตุลาคม2568" in text
    assert not re.search("[๐-๙]", text)


def test_every_size_and_weight_is_given_for_thai_as_well():
    styles = opened(report_of(memo())).styles.element

    for western, thai in (("w:sz", "w:szCs"), ("w:b", "w:bCs")):
        assert [e.get(qn("w:val")) for e in styles.iter(qn(western))] == [
            e.get(qn("w:val")) for e in styles.iter(qn(thai))
        ]
    for fonts in styles.iter(qn("w:rFonts")):
        assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "cs")} == {"TH Sarabun New"}


def test_the_file_says_its_title_author_and_language_and_no_date():
    properties = opened(report_of(memo(), title="รายงาน ปี 2568")).core_properties

    assert (properties.title, properties.author, properties.language) == (
        "รายงาน ปี ๒๕๖๘",
        "เทศบาลตำบลตัวอย่าง",
        "th",
    )
    assert (properties.created, properties.modified) == (None, None)


def test_nothing_of_the_librarys_template_is_left_in_the_file():
    file = zipfile.ZipFile(io.BytesIO(render_docx(report_of(memo()))))

    litter = [
        name for name in file.namelist() if re.search("thumbnail|customXml|numbering|Effects|app.xml", name)
    ]

    assert litter == []
    assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_markup_and_broken_characters_of_users_stay_text():
    document = opened(report_of(sections.Prose(("<b>หนา</b> & \x00\ud800จบ",))))

    assert word_blocks(document) == ["<b>หนา</b>&จบ"]


def test_a_huge_cell_and_a_thousand_rows_arrive_whole():
    huge = sections.Row((sections.Cell(("มาตรการ " * 12_500,)), sections.Cell(("ข",))))
    rows = [sections.Row((sections.Cell((f"มาตรการ {number}",)), sections.Cell(()))) for number in range(1000)]

    blocks = word_blocks(opened(report_of(table_of(huge, *rows))))

    assert "มาตรการ" * 12_500 in blocks
    assert blocks[-1] == "มาตรการ๙๙๙"
