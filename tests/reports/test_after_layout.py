"""What is set into laid-out pages: distributed lines, continued rows, the memo's cue. And: shortcuts change no byte."""

import hashlib
import os
import subprocess
import sys

import pypdf
import pypdfium2
import pytest

from reports import pdf
from reports.composition import Paper
from reports.content import sections
from reports.content.style import PaperStyle

WORDS = "รายงานผลการวิเคราะห์การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ "


def html_of(*parts):
    return Paper(sections.Report("ทดสอบ", "หน่วยงาน", PaperStyle(), parts), "test").html()


def a_memo(paragraphs):
    author = sections.SignatureBlock("นายทดสอบ ตัวอย่าง", ("ปลัดเทศบาล",))
    return sections.Memo(
        "สำนักปลัด", "ที่ ๑", "๑ มกราคม ๒๕๖๘", "ทดสอบ", "นายก", paragraphs, "จึงเรียนมาเพื่อโปรดทราบ", author
    )


def a_table(*cells):
    columns = (sections.Column("ตัวชี้วัด", 20), sections.Column("ผลการวิเคราะห์", 80))
    rows = tuple(sections.Row(tuple(sections.Cell((text,)) for text in row), row[0]) for row in cells)
    return sections.Table(columns, rows)


def printed(html, tmp_path):
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf.render_pdf(html))
    return path


def pages_of(path):
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def right_ends(path, page=0):
    """Where the lines of a page end, in points from the left."""
    text = pypdfium2.PdfDocument(path)[page].get_textpage()
    lines = {}
    for index in range(text.count_chars()):
        if text.get_text_range(index, 1).strip():
            _, bottom, right, _ = text.get_charbox(index, loose=True)
            lines[round(bottom)] = max(lines.get(round(bottom), 0), right)
    return list(lines.values())


def test_the_lines_of_a_memo_end_together(tmp_path):
    path = printed(html_of(a_memo((WORDS * 6,))), tmp_path)

    ends = right_ends(path)

    at_the_margin = [end for end in ends if abs(end - (595.3 - 56.7)) < 1.5]
    assert len(at_the_margin) >= 6


def test_a_row_that_goes_on_says_so_on_each_further_page(tmp_path):
    path = printed(html_of(a_table(("ก. การปฏิบัติหน้าที่", WORDS * 150), ("ข. การใช้อำนาจ", WORDS))), tmp_path)

    marks = [text.count("(ต่อ)") for text in pages_of(path)]

    assert len(marks) >= 3
    assert marks == [0, *[1] * (len(marks) - 1)]


def test_the_word_on_a_continued_row_is_in_the_structure_tree(tmp_path):
    path = printed(html_of(a_table(("ก. การปฏิบัติหน้าที่", WORDS * 60))), tmp_path)

    reader = pypdf.PdfReader(path)
    bodies = elements(reader.root_object["/StructTreeRoot"], "/TBody")
    heads = [head for body in bodies for head in elements(body, "/TH")]

    assert [head["/Pg"] == reader.pages[1] for head in heads] == [False, True]
    assert all(head["/K"] for head in heads)


def elements(parent, kind):
    """Structure elements of a kind, in reading order."""
    for child in parent.get("/K", []):
        child = child.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield from [child] if child["/S"] == kind else elements(child, kind)


@pytest.mark.parametrize(("times", "pages"), [(1, 1), (12, 2)])
def test_the_cue_stands_at_the_foot_of_every_memo_page_but_the_last(tmp_path, times, pages):
    path = printed(
        html_of(a_memo((WORDS * times, WORDS * times)), sections.Prose((WORDS,), on_new_page=True)), tmp_path
    )

    cues = [[line for line in text.splitlines() if line.startswith("/")] for text in pages_of(path)]

    *with_cue, last, enclosed = cues
    assert len(cues) == pages + 1
    assert all(len(lines) == 1 and lines[0].endswith("...") and len(lines[0]) > 6 for lines in with_cue)
    assert last == enclosed == []


def test_the_shortcuts_change_no_byte():
    html = html_of(a_memo((WORDS * 3,)), a_table(("ก. การปฏิบัติหน้าที่", WORDS * 60), ("ข. การใช้อำนาจ", WORDS)))
    program = (
        "import hashlib, sys, django, weasyprint; weasyprint.__version__ = 'another'; django.setup();"
        "from reports import pdf, pdf_shortcuts; assert not pdf_shortcuts.install(weasyprint);"
        "print(hashlib.sha256(pdf.render_pdf(sys.stdin.read())).hexdigest())"
    )
    environment = {**os.environ, "PYTHONUTF8": "1"}

    without = subprocess.run(
        [sys.executable, "-c", program], input=html, capture_output=True, text=True, check=True, env=environment
    )

    assert without.stdout.strip() == hashlib.sha256(pdf.render_pdf(html)).hexdigest()


def test_the_contents_name_the_pages_that_their_chapters_stand_on(tmp_path):
    cover = sections.Cover(("รายงาน",), ("เทศบาล",))
    chapters = [sections.Prose(("ความ",), title, title) for title in ("เหตุ", "ผล")]
    contents = sections.Contents(tuple(line for chapter in chapters for line in chapter.contents()))

    paper = printed(html_of(cover, contents, cover, chapters[0], cover, chapters[1]), tmp_path)

    lines = pypdf.PdfReader(paper).pages[1].extract_text().splitlines()
    assert [line.replace(".", "").split() for line in lines if "..." in line.replace(" ", "")] == [
        ["เหตุ", "๔"],
        ["ผล", "๖"],
    ]
