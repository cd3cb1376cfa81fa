"""Visual regression: the pages of the five documents compared with approved images; a moved table turns it red.

Approved images lie in tests/reports/approved/, one sheet of pages per document, grey, 36 dpi. After a wanted change of
layout look at the pages, then run with APPROVE_PAGES=1 and commit the new sheets (and raise LAYOUT_VERSION).
"""

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from reports import pdf
from reports.composition import compose
from tests.reports.printed import pdf_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

APPROVED = Path(__file__).parent / "approved"
DPI = 36
PER_ROW = 6
BLOCK = 12  # px; a third of an inch
MOVED = 48  # of 255: a block whose mean grey differs by this much holds something else
DOCUMENTS = [
    ("khlongse", 2568, "analysis"),
    ("khokphutsa", 2568, "analysis"),
    ("phochai", 2567, "memo"),
    ("bangkhrok", 2568, "progress"),
    ("thana", 2564, "memo"),
]


def everything(model):
    return model.objects.unscoped("the test reads all")


def sheet_of(content):
    """All pages of a PDF on one grey sheet, each at its place in a grid of landscape-sized cells."""
    document = pypdfium2.PdfDocument(content)
    pages = [page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L") for page in document]
    side = max(max(page.size) for page in pages)
    rows = -(-len(pages) // PER_ROW)
    sheet = Image.new("L", (side * PER_ROW, side * rows), 128)
    for number, page in enumerate(pages):
        sheet.paste(page, (number % PER_ROW * side, number // PER_ROW * side))
    return sheet


def changed_blocks(sheet, approved):
    """How many blocks of the sheets hold something else; a sheet of another size differs everywhere."""
    if sheet.size != approved.size:
        return sheet.width * sheet.height // BLOCK**2
    soft = [image.filter(ImageFilter.BoxBlur(2)) for image in (sheet, approved)]
    difference = ImageChops.difference(*soft).reduce(BLOCK)
    return sum(1 for value in difference.tobytes() if value >= MOVED // 2)


@pytest.mark.parametrize(("slug", "year", "kind"), DOCUMENTS)
def test_the_pages_look_as_approved(municipality, slug, year, kind):
    sheet = sheet_of(pdf_of(compose(municipality(slug), year, kind, rows=everything)))
    path = APPROVED / f"{slug}-{kind}-{year}.png"
    if os.environ.get("APPROVE_PAGES"):
        path.parent.mkdir(exist_ok=True)
        sheet.save(path, optimize=True)

    with Image.open(path) as approved:
        assert changed_blocks(sheet, approved.convert("L")) == 0


def test_a_moved_table_turns_the_comparison_red(municipality):
    paper = compose(municipality("bangkhrok"), 2568, "progress", rows=everything)
    moved = paper.html().replace(
        '<table class="ruled measures">', '<p>ย่อหน้าที่แทรก</p><table class="ruled measures">'
    )

    sheet = sheet_of(pdf.render_pdf(moved))

    with Image.open(APPROVED / "bangkhrok-progress-2568.png") as approved:
        assert changed_blocks(sheet, approved.convert("L")) > 10
