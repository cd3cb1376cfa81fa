"""Appends paragraphs, tables and page setups to a Word document, in the document's digits."""

import io
from dataclasses import replace

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from ita_portal.thai_text import hold_together
from reports.paper_filters import paper_plain, paper_score
from reports.word import emblem
from reports.word.markup import bookmarked, el, field, paragraph, run
from reports.word.pages import MEMO, PORTRAIT, fill_header, fill_section, header_references
from reports.word.tables import chart_line, chart_percents, chart_stops, column_widths, table_element


class WordWriter:
    """Every section first calls `begin` with the kind of page it needs; `finish` closes the document."""

    def __init__(self, document, style):
        self.document, self.style = document, style
        self.end = document.element.body.sectPr  # describes the last section and stays last
        self.setup, self.breaks_page, self.bookmarks = None, False, set()
        self.header_references = self._headers()

    # -- texts -------------------------------------------------------------------------------------

    def text(self, value):
        """A text as it is printed: the document's digits, what belongs together held together."""
        return paper_plain(hold_together(str(value)), self.style)

    def plain(self, value):
        """A text in the document's digits that may break at every space: for cells narrower than a date."""
        return paper_plain(str(value), self.style)

    def texts(self, values):
        return [self.text(value) for value in values]

    def score(self, value):
        return paper_score(value, self.style)

    # -- pages -------------------------------------------------------------------------------------

    def begin(self, setup=PORTRAIT, on_new_page=False):
        """Go on in a page setup: on a new page where the setup changes or where asked for."""
        if self.setup is None:
            self.setup = replace(setup, is_first=True)
        elif setup.restarts_numbers or not self._is_on(setup):
            self._end_section()
            self.setup = setup
        else:
            self.breaks_page = on_new_page

    def finish(self):
        self.begin(self.setup or PORTRAIT)
        self._fill_section(self.end)

    def _is_on(self, setup):
        """True when pages of this setup are being written; whether their first one is numbered does not matter."""
        return self.setup == replace(setup, is_first=self.setup.is_first)

    def _end_section(self):
        """Describe the section that ends here in its last paragraph; after a table that is one of a hair's height."""
        last = self.end.getprevious()
        if last.style == "AfterTable":
            last.style = "SectionEnd"
        properties = el("sectPr")
        last.get_or_add_pPr().append(properties)
        self._fill_section(properties)

    def _fill_section(self, properties):
        fill_section(properties, self.setup, self.style.uses_thai_digits, self.header_references)
        self.header_references = ()  # later sections inherit them

    def _headers(self):
        """Write «- ๒ -» for every page but first ones; returns the references for the first section."""
        first = self.document.sections[0]
        instruction, shown = ("PAGE", "๒") if self.style.uses_thai_digits else ("PAGE", "2")
        fill_header(first.header, paragraph("Header", "- ", *field(instruction, shown), " -"))
        fill_header(first.first_page_header, paragraph("HeaderOfFirst"))
        return header_references(self.end)

    # -- paragraphs --------------------------------------------------------------------------------

    def paragraph(self, look, *pieces, **options):
        """Append a paragraph in a style of the stylesheet; a page that is due begins with it."""
        element = paragraph(look, *pieces, page_break=self.breaks_page, **options)
        self.breaks_page = False
        self.end.addprevious(element)

    def paragraphs(self, look, texts, **options):
        for text in texts:
            self.paragraph(look, self.text(text), **options)

    def heading(self, level, *lines, anchor="", is_centered=False):
        """A heading of one or more lines, with the bookmark of its anchor."""
        pieces = (run("\n".join(self.texts(lines))),)
        name = bookmark_name(anchor)
        if anchor and name not in self.bookmarks:
            self.bookmarks.add(name)
            pieces = bookmarked(name, len(self.bookmarks), *pieces)
        self.paragraph(f"Heading{level}", *pieces, align="center" if is_centered else "")

    def emblem(self, stored_key=""):
        """The emblem as a piece of a paragraph: at the left margin, 1.5 cm below the edge of the paper."""
        picture = io.BytesIO(emblem.emblem_png(stored_key))
        inline = self.document.part.new_pic_inline(picture, height=Cm(emblem.HEIGHT_CM))
        inline.docPr.set("name", "emblem")
        inline.docPr.set("descr", emblem.DESCRIPTION)
        drawing = OxmlElement("w:drawing")
        drawing.append(_anchored(inline))
        return el("r", drawing)

    # -- tables ------------------------------------------------------------------------------------

    def table(self, style, percents, lines, caption=""):
        """Append a table. `percents` are the widths of its columns in percent of the line."""
        if self.breaks_page:
            self.paragraph("SectionEnd")
        widths = column_widths(self.setup.text_width, percents)
        self.end.addprevious(table_element(style, widths, lines, caption))
        self.paragraph("AfterTable")  # two tables that touch would become one

    def chart(self, chart):
        """A bar chart as a table: label, a bar of shaded cells, the exact number."""
        title, stops = self.text(chart.title), chart_stops(chart)
        lines = [chart_line(bar, stops, self.text(bar.label), self.score(bar.value)) for bar in chart.bars]
        if lines:
            lines[-1] = replace(lines[-1], keeps_next=False)
        self.paragraph("ChartTitle", title)
        self.table("Plain", chart_percents(stops), lines, caption=title)


def bookmark_name(anchor):
    """Bookmarks hold letters, digits and underscores, at most 40; those with _Toc stay off the list that users see."""
    return f"_Toc_{anchor.replace('-', '_')}"[:40]


def _anchored(inline):
    """A picture that stands at a fixed place of the page instead of in the line."""
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp")} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{Cm(MEMO.top)}</wp:posOffset></wp:positionV></wp:anchor>'
    )
    extent, *rest = list(inline)
    anchor.extend([extent, parse_xml(f"<wp:wrapNone {nsdecls('wp')}/>"), *rest])
    return anchor
