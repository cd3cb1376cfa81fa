"""What a machine reads out of every PDF equals its source, letter by letter, in three readers."""

import pytest

from reports.composition import Paper, compose
from reports.content import sections
from reports.content.style import PaperStyle
from tests.reports import reading_back
from tests.reports.printed import pdf_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DOCUMENTS = [
    ("khlongse", 2568, "analysis"),
    ("khlongse", 2568, "memo"),
    ("khlongse", 2568, "summary"),
    ("khlongse", 2569, "measure_plan"),
    ("khokphutsa", 2568, "analysis"),
    ("phochai", 2567, "memo"),
    ("phochai", 2567, "analysis"),
    ("bangkhrok", 2568, "progress"),
    ("bangkhrok", 2568, "measure_plan"),
    ("thana", 2564, "memo"),
    ("thana", 2564, "analysis"),
    ("thana", 2565, "measure_plan"),
]
CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
UPPER_AND_LOWER = ["", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู"]
TONES = ["", "่", "้", "๊", "๋"]


def everything(model):
    return model.objects.unscoped("the test reads all")


def differences(paper, path, content=None):
    """What each reader misses and what it has left over, in the printed paper or in other bytes made of it."""
    path.write_bytes(content or pdf_of(paper))
    found = {
        name: reading_back.compare(paper.html(), read(path)) for name, read in reading_back.READERS.items()
    }
    return {name: both for name, both in found.items() if both != ([], "")}


@pytest.mark.parametrize(("slug", "year", "kind"), DOCUMENTS)
def test_every_reader_gets_every_letter(municipality, tmp_path, slug, year, kind):
    paper = compose(municipality(slug), year, kind, rows=everything)

    assert differences(paper, tmp_path / "document.pdf") == {}


def a_paper(*paragraphs, first="สำนักปลัด"):
    """A document of plain paragraphs that opens with a word of many marks."""
    prose = sections.Prose((first, *paragraphs))
    return Paper(sections.Report("ทดสอบ", "หน่วยงาน", PaperStyle(), (prose,)), "torture")


def torture_paragraphs():
    """Every consonant with every vowel mark and tone, with ำ, and with the vowels written before it."""
    for consonant in CONSONANTS:
        marked = [f"{consonant}{vowel}{tone}" for vowel in UPPER_AND_LOWER for tone in TONES]
        marked += [f"{consonant}{tone}ำ" for tone in TONES]
        marked += [f"{before}{consonant}{tone}" for before in "เแโใไ" for tone in TONES]
        marked += [f"{consonant}็", f"{consonant}์", f"{consonant}ะ", f"เ{consonant}ียะ", f"เ{consonant}ื้อ"]
        yield " ".join(marked)
    yield "ฤๅ ฦๅ ฯลฯ ๆ ฿ ญุ ญู ฐุ ฐู ฎุ ฏู ฤๅษี ทุทฺโธ สฺวากฺขาโต ๐๑๒๓๔๕๖๗๘๙ 0123456789 ABC xyz “อ้าง” ‘เดี่ยว’ – — …"


@pytest.mark.parametrize("first", ["สำนักปลัด", "น้ำ", "การ", "ป้ำเป๋อ"])
def test_every_thai_cluster_comes_back_whatever_the_document_opens_with(tmp_path, first):
    paper = a_paper(*torture_paragraphs(), first=first)

    assert differences(paper, tmp_path / "torture.pdf") == {}


def test_the_comparison_turns_red_with_the_stock_font(tmp_path, monkeypatch):
    from reports import paper_font, pdf

    stock = {name: paper_font.SOURCE / "files" / source for name, (source, *_) in paper_font.FACES.items()}
    monkeypatch.setattr(paper_font, "face_paths", lambda: stock)
    pdf._stylesheets.cache_clear()
    try:
        paper = a_paper("ดำเนินการ น้ำ อำเภอ")
        found = differences(paper, tmp_path / "stock.pdf", pdf.render_pdf(paper.html()))
    finally:
        pdf._stylesheets.cache_clear()

    assert set(found) == set(reading_back.READERS)
