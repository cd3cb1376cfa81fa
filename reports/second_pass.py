"""What can only be set after the pages are known: distributed lines, continued rows, the cue at a memo's foot.

The first pass tells where lines and pages end; this module marks the HTML tree accordingly and returns the extra CSS; the
second pass then prints. It knows the printer's page boxes by their attributes, and does not import the printer.
"""

import itertools
import re
import unicodedata
from dataclasses import dataclass
from xml.etree import ElementTree

from pythainlp.tokenize import word_tokenize

# Letter-spacing beyond this looks torn; a line that would need more stays ragged.
WIDEST_SPACING = 2.0  # CSS px
CUE_WORDS = 2
CONTINUED = "(ต่อ)"


@dataclass(frozen=True)
class Line:
    """A line of a distributed paragraph as the first pass set it; widths in CSS px."""

    text: str
    width: float
    available: float


def mark(pages):
    """Mark the HTML elements behind the pages of the first pass.

    Returns (was anything marked?, extra CSS for the second pass).
    """
    lines = _distributed_lines(pages)
    for element, of_paragraph in lines.items():
        _set_lines(element, of_paragraph)
    continued = _rows_over_pages(pages)
    for element, page_count in continued.items():
        _mark_continued(element, page_count - 1)
    css = "".join(_cues(pages))
    return bool(lines or continued or css), css


def _boxes(page):
    return page._page_box.descendants()


# -- Thai distributed paragraphs -------------------------------------------------------------------


def _distributed_lines(pages):
    """Lines by paragraph element, over page ends, in order."""
    found = {}
    for page in pages:
        for box in _boxes(page):
            element = box.element
            if type(box).__name__ == "BlockBox" and element is not None and "distributed" in _classes(element):
                found.setdefault(element, []).extend(_lines_of(box))
    return found


def _lines_of(block):
    for line in block.children:
        text = "".join(_texts(line)).replace("\u200b", "").strip(" ")
        yield Line(text, line.width, block.width)  # the width of a first line holds its indent


def _texts(box):
    if hasattr(box, "text"):
        yield box.text
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _set_lines(element, lines):
    """Replace the paragraph's content by one unbroken block per line, spaced to fill the column; the last stays."""
    for child in list(element):
        element.remove(child)
    element.text = None
    for place, line in enumerate(lines):
        span = ElementTree.SubElement(element, "span", {"class": "line first" if place == 0 else "line"})
        span.text = line.text
        if line is not lines[-1]:
            spacing = _spacing(line)
            if spacing:
                span.set("style", f"letter-spacing: {spacing:.3f}px")


def _spacing(line):
    spacing = (line.available - line.width) / max(count_clusters(line.text), 1)
    return spacing if 0 < spacing <= WIDEST_SPACING else 0


def count_clusters(text):
    """How many places letter-spacing widens: characters, without marks that sit on others and without ำ."""
    return sum(1 for char in text if unicodedata.category(char) not in ("Mn", "Cf") and char != "ำ")


# -- Rows that go on over a page end ---------------------------------------------------------------


def _rows_over_pages(pages):
    """Body rows of labelled tables that stand on several pages: {element: number of pages}."""
    counts = {}
    for page in pages:
        rows = {
            box.element
            for box in _boxes(page)
            if type(box).__name__ == "TableRowBox" and box.element is not None and box.element.get("data-label")
        }
        for element in rows:
            counts[element] = counts.get(element, 0) + 1
    return {element: count for element, count in counts.items() if count > 1}


def _mark_continued(row, times):
    """Say (ต่อ) at the head of the first cell on each further page."""
    for _ in range(times):
        paragraph = ElementTree.SubElement(row[0], "p", {"class": "continued"})
        paragraph.text = CONTINUED


# -- The cue at the foot of a memo's page ----------------------------------------------------------


def _cues(pages):
    """CSS that prints the first words of the next page at the foot of each memo page but the last."""
    for number, (page, following) in enumerate(itertools.pairwise(pages), start=1):
        if _is_memo(page) and _is_memo(following):
            words = _first_words(following)
            if words:
                yield f'@page :nth({number}) {{ @bottom-right {{ content: "/{words}..."; }} }}'


def _is_memo(page):
    return page._page_box.page_type.name == "memo"


def _first_words(page):
    """The first words of the page's text, as a cue quotes them: of its first line, two words at most."""
    first = next(
        (box for box in _boxes(page) if type(box).__name__ == "LineBox" and "".join(_texts(box)).strip()), None
    )
    text = re.sub(r"[\s\u200b]+", " ", "".join(_texts(first))).strip() if first else ""
    words = [word for word in word_tokenize(text, engine="newmm") if word.strip()]
    return re.sub(r'["\\]', "", "".join(words[:CUE_WORDS]))


def _classes(element):
    return (element.get("class") or "").split()
