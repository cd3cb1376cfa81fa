"""The kinds of pages, as the @page rules of static/css/paper.css."""

from dataclasses import dataclass, replace

from docx.oxml.ns import qn

from reports.word.markup import el, flag, twips


@dataclass(frozen=True)
class PageSetup:
    """A kind of page; centimetres."""

    width: float = 21
    height: float = 29.7
    top: float = 2.5
    right: float = 2
    bottom: float = 2
    left: float = 2.5
    header: float = 1.25  # from the paper's edge to the page number
    is_first: bool = False  # its first page bears no number
    restarts_numbers: bool = False
    columns: tuple[float, ...] = ()  # their widths
    goes_on: bool = False  # on the page that has been begun

    @property
    def text_width(self):
        """Width of a line (of the first column) in twips."""
        return twips(self.columns[0] if self.columns else self.inner_width)

    @property
    def inner_width(self):
        return self.width - self.left - self.right


PORTRAIT = PageSetup()
COVER = PageSetup(is_first=True, restarts_numbers=True)
LANDSCAPE = PageSetup(29.7, 21, 2.2, 1.8, 1.6, 1.8, header=0.9)
SUMMARY = replace(LANDSCAPE, top=1.5)  # one page, without a number
SUMMARY_BELOW = replace(SUMMARY, goes_on=True)
SUMMARY_HALVES = replace(SUMMARY_BELOW, columns=(13.6, 11.5))
# The emblem stands 1.5 cm below the edge. On later pages the line of the page number pushes the text down to 2.5 cm.
MEMO = PageSetup(top=1.5, left=3)


def fill_section(properties, setup, uses_thai_digits, header_references):
    """Write a page setup into section properties (w:sectPr), in the order the format asks for."""
    for child in list(properties):
        properties.remove(child)
    landscape = {"orient": "landscape"} if setup.width > setup.height else {}
    parts = (
        el("type", val="continuous" if setup.goes_on else "nextPage"),
        el("pgSz", w=twips(setup.width), h=twips(setup.height), **landscape),
        el("pgMar", **_margins(setup)),
        _numbers(setup, uses_thai_digits),
        _columns(setup),
        flag("titlePg", setup.is_first),
    )
    properties.extend([*header_references, *(part for part in parts if part is not None)])


def fill_header(header, paragraph):
    """Put one paragraph into a header that may hold another."""
    header.is_linked_to_previous = False
    element = header._element
    for child in list(element):
        element.remove(child)
    element.append(paragraph)


def header_references(properties):
    return properties.findall(qn("w:headerReference"))


def _margins(setup):
    sides = {name: twips(getattr(setup, name)) for name in ("top", "right", "bottom", "left", "header")}
    return sides | {"footer": twips(1), "gutter": 0}


def _numbers(setup, uses_thai_digits):
    number = {"fmt": "thaiNumbers"} if uses_thai_digits else {}
    if setup.restarts_numbers:
        number["start"] = 1
    return el("pgNumType", **number) if number else None


def _columns(setup):
    widths = setup.columns
    if not widths:
        return el("cols", space=720)
    gap = (setup.inner_width - sum(widths)) / (len(widths) - 1)
    columns = [el("col", w=twips(width), space=twips(gap)) for width in widths[:-1]]
    return el("cols", *columns, el("col", w=twips(widths[-1])), num=len(widths), equalWidth=0)
