"""What can only be set once the pages are known: distributed lines, continued rows, the cue at a memo's foot.

The printer lays a document out once. This module then changes the laid-out pages: it spaces the letters of lines, writes
into cells that a page end left empty, and puts words into the box at a memo's foot. Nothing here moves a line or a page
end, so no second layout is needed. It knows the printer's boxes by their attributes and does not import the printer:
shaping is the printer's and comes in as a Typesetter.
"""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Letter-spacing beyond this looks torn; a line that would need more stays ragged.
WIDEST_SPACING = 2.0  # CSS px
CUE_WORDS = 2
CUE_BOX = "@bottom-right"  # paper.css gives every memo page one, with a placeholder
CONTINUED = "(ต่อ)"
ZERO_WIDTH_SPACE = "\u200b"  # it would be spaced like a letter


@dataclass(frozen=True)
class Typesetter:
    """What the printer offers: `set_text(box, text, letter_spacing)` shapes a text anew in the style of a text box and
    sets the box's width; `words(text)` cuts a text into words."""

    set_text: Callable[[Any, str, float], None]
    words: Callable[[str], list[str]]


def finish(pages, typesetter):
    """Change the pages in place."""
    page_boxes = [page._page_box for page in pages]
    paragraphs, rows = _collect(page_boxes)
    for blocks in paragraphs.values():
        _distribute(blocks, typesetter)
    for fragments in rows.values():
        _mark_continued(fragments, typesetter)
    _set_cues(page_boxes, typesetter)


def _collect(page_boxes):
    """Distributed paragraphs and labelled rows, each as the boxes it has on one page or several."""
    paragraphs, rows = {}, {}
    for box in itertools.chain.from_iterable(map(_blocks, page_boxes)):
        element, kind = box.element, type(box).__name__
        if kind == "BlockBox" and element is not None and "distributed" in element.get("class", "").split():
            paragraphs.setdefault(element, []).append(box)
        elif kind == "TableRowBox" and element is not None and element.get("data-label"):
            rows.setdefault(element, []).append(box)
    return paragraphs, rows


def _blocks(box):
    """A box and what is in it, down to the lines."""
    yield box
    for child in box.children:
        if type(child).__name__ != "LineBox":
            yield from _blocks(child)


def _lines(box):
    return (inner for inner in box.descendants() if type(inner).__name__ == "LineBox")


def _texts(box):
    return [inner for inner in box.descendants() if type(inner).__name__ == "TextBox"]


def _words_of(box):
    return "".join(text.text for text in _texts(box)).replace(ZERO_WIDTH_SPACE, "").strip()


# -- Thai distributed paragraphs -------------------------------------------------------------------


def _distribute(blocks, typesetter):
    """Fill the column with every line of a paragraph but its last."""
    lines = [(line, block.width) for block in blocks for line in block.children]
    for line, available in lines[:-1]:
        _spread(line, available - line.width, typesetter)  # the width of a first line holds its indent


def _spread(line, slack, typesetter):
    """Widen a line by `slack` with even letter-spacing, unless that would tear it."""
    texts = [box for box in _texts(line) if box.text.strip(ZERO_WIDTH_SPACE)]
    widths = {box: box.width for box in texts}
    _space(texts, 1, typesetter)  # what one pixel adds says how many places there are
    places = sum(box.width - widths[box] for box in texts)
    spacing = slack / max(places - 1, 1)  # the space after the last letter is not seen
    _space(texts, spacing if 0 < spacing <= WIDEST_SPACING else 0, typesetter)
    _move(line, 0, {box: box.width - width for box, width in widths.items()})


def _space(texts, spacing, typesetter):
    for box in texts:
        typesetter.set_text(box, box.text.replace(ZERO_WIDTH_SPACE, ""), spacing)


def _move(box, offset, growths):
    """Place a line's boxes one after the other again. Returns by how much the box has grown."""
    growth = growths.get(box, 0)
    for child in getattr(box, "children", ()):
        child.position_x += offset + growth
        growth += _move(child, offset + growth, growths)
    if box not in growths:
        box.width += growth
    return growth


# -- Rows that go on over a page end ---------------------------------------------------------------


def _mark_continued(fragments, typesetter):
    """Say (ต่อ) on each further page of a row where its first cell has nothing more to say, as its first line did."""
    cells = [row.children[0] for row in fragments]
    sample = next((line for cell in cells for line in _lines(cell) if _words_of(line)), None)
    for cell in cells[1:]:
        if sample is not None and not _words_of(cell):
            cell.children = [_line_like(sample, CONTINUED, cell, typesetter)]


def _line_like(sample, words, cell, typesetter):
    """A line of these words in the style of another line, at the head of a cell."""
    text = _texts(sample)[0].copy()
    typesetter.set_text(text, words, 0)
    line = sample.copy_with_children([text])
    line.width = text.width
    line.translate(cell.content_box_x() - line.position_x, cell.content_box_y() - line.position_y)
    return line


# -- The cue at the foot of a memo's page ----------------------------------------------------------


def _set_cues(page_boxes, typesetter):
    """Put the first words of the next page at the foot of each memo page; the last one has no cue."""
    for page_box, following in itertools.pairwise([*page_boxes, None]):
        if not _is_memo(page_box):
            continue
        words = _first_words(following, typesetter) if following and _is_memo(following) else ""
        page_box.children = [box for box in page_box.children if words or not _is_cue(box)]
        for box in filter(_is_cue, page_box.children):
            _align_right(_texts(box)[0], f"/{words}...", typesetter)


def _is_memo(page_box):
    return page_box.page_type.name == "memo"


def _is_cue(box):
    return getattr(box, "at_keyword", "") == CUE_BOX


def _align_right(box, text, typesetter):
    end = box.position_x + box.width
    typesetter.set_text(box, text, 0)
    box.position_x = end - box.width


def _first_words(page_box, typesetter):
    """The first words of a page's text, as a cue quotes them: of its first line, two words at most."""
    first = next(filter(None, map(_words_of, _lines(page_box))), "")
    words = [word for word in typesetter.words(re.sub(r"\s+", " ", first)) if word.strip()]
    return "".join(words[:CUE_WORDS])
