"""Tables, and bar charts as tables: from boxes and lines to the elements of Word."""

from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from docx.oxml.ns import qn

from reports.charts import PASS_LINE
from reports.word.markup import borders, el, flag, paragraph, shading


@dataclass(frozen=True)
class Box:
    """A cell: paragraphs, over how many columns, its place in a vertical merge ("restart", "continue" or "")."""

    paragraphs: tuple = ()
    span: int = 1
    merge: str = ""
    fill: str = ""
    is_middle: bool = False
    lines: tuple = ()  # borders of its own: (side, (size, colour))


@dataclass(frozen=True)
class Line:
    """A row: its boxes; whether it heads every page, is kept whole, stays with the next row."""

    boxes: tuple[Box, ...]
    is_head: bool = False
    is_whole: bool = False
    keeps_next: bool = False


def table_element(style, widths, lines, caption=""):
    """A table of fixed column widths (twips) in a table style; the caption is for those who listen."""
    properties = el(
        "tblPr",
        el("tblStyle", val=style),
        el("tblW", w=sum(widths), type="dxa"),
        el("tblLayout", type="fixed"),
        el("tblLook", val="0000"),
        el("tblCaption", val=caption) if caption else None,
    )
    grid = el("tblGrid", *(el("gridCol", w=width) for width in widths))
    return el("tbl", properties, grid, *(_row(line, widths) for line in lines))


def column_widths(text_width, percents):
    """Widths in twips that add up to the line."""
    total = sum(percents)
    edges = [round(text_width * part / total) for part in accumulate(percents, initial=0)]
    return [end - start for start, end in pairwise(edges)]


def _row(line, widths):
    properties = el("trPr", flag("cantSplit", line.is_whole or line.is_head), flag("tblHeader", line.is_head))
    row, column = el("tr", properties), 0
    for box in line.boxes:
        row.append(_cell(box, sum(widths[column : column + box.span])))
        column += box.span
    if line.keeps_next:
        _keep_with_next(row)
    return row


def _cell(box, width):
    merge = {"restart": el("vMerge", val="restart"), "continue": el("vMerge")}.get(box.merge)
    properties = el(
        "tcPr",
        el("tcW", w=width, type="dxa"),
        el("gridSpan", val=box.span) if box.span > 1 else None,
        merge,
        borders("tcBorders", **dict(box.lines)),
        shading(box.fill),
        el("vAlign", val="center") if box.is_middle else None,
    )
    return el("tc", properties, *(box.paragraphs or (paragraph("TableText"),)))


def _keep_with_next(row):
    for content in row.iter(qn("w:p")):
        content.get_or_add_pPr().keepNext_val = True


# -- Bar charts ------------------------------------------------------------------------------------

MARKED = int(PASS_LINE)
MARK, GAP, TRACK = (6, "9B1C1C"), (24, "FFFFFF"), "E7EAEE"
LABEL_WIDTH, BAR_WIDTH, NUMBER_WIDTH = 38, 50, 12


def chart_stops(chart):
    """Where cells of the bars begin and end, in hundredths: the ends of all bars, the marked score, the scale's ends."""
    ends = {_end(bar) for bar in chart.bars}
    return sorted({0, MARKED, 100} | ends)


def chart_percents(stops):
    """The widths of a chart's columns: label, the pieces of the bar, number."""
    pieces = (BAR_WIDTH * (end - start) / 100 for start, end in pairwise(stops))
    return (LABEL_WIDTH, *pieces, NUMBER_WIDTH)


def chart_line(bar, stops, label, score):
    """A bar as a row: label, shaded cells to the nearest hundredth with the marked score as a line, exact number."""
    return Line(
        (
            Box((paragraph("ChartText", label),), is_middle=True),
            *_bar_boxes(bar, stops),
            Box((paragraph("ChartText", score, align="right"),), is_middle=True),
        ),
        is_whole=True,
        keeps_next=True,
    )


def _bar_boxes(bar, stops):
    end = _end(bar)
    pieces = groupby(pairwise(stops), key=lambda piece: (piece[1] <= end, piece[1] <= MARKED))
    for (is_filled, _), piece in pieces:
        piece = list(piece)
        mark = (("left", MARK),) if piece[0][0] == MARKED else ()
        yield Box(
            (paragraph("ChartText"),),
            span=len(piece),
            fill=bar.hue.lstrip("#").upper() if is_filled else TRACK,
            lines=(("top", GAP), *mark, ("bottom", GAP)),
        )


def _end(bar):
    return 0 if bar.value is None else max(0, min(100, round(bar.value)))
