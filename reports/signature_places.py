"""Where the laid-out pages have boxes for signatures: the elements with data-field, which a template reserves room for.

It knows the printer's boxes by their attributes and does not import the printer.
"""

import itertools

POINTS = 0.75  # of a CSS px


def found_in(pages):
    """[[field name, page from 0, [left, bottom, right, top] in PDF points, title], …] in the order of the pages."""
    return [place for number, page in enumerate(pages) for place in _on_page(page, number)]


def _on_page(page, number):
    height = page._page_box.margin_height()
    for box in _boxes(page._page_box):
        element = box.element
        if element is not None and element.get("data-field") and type(box).__name__ == "BlockBox":
            yield [element.get("data-field"), number, _rectangle(box, height), element.get("data-title", "")]


def _boxes(box):
    yield box
    children = (child for child in getattr(box, "children", ()) if type(child).__name__ != "LineBox")
    yield from itertools.chain.from_iterable(map(_boxes, children))


def _rectangle(box, page_height):
    left, top = box.border_box_x(), box.border_box_y()
    corners = (left, page_height - top - box.border_height(), left + box.border_width(), page_height - top)
    return [round(length * POINTS, 2) for length in corners]
