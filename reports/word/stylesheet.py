"""The styles of the Word documents: the sizes and distances of static/css/paper.css as Word's own styles.

Every font and size is given for complex scripts too (cs, szCs, bCs): Word takes those for Thai.
"""

from dataclasses import dataclass

from reports.word.markup import borders, el, flag, points, tab_stops, twips

FONT = "TH Sarabun New"
BODY_SIZE = 16
LINE = (6, "000000")  # 0.75 pt


@dataclass(frozen=True)
class Look:
    """A paragraph style. Sizes in points, indents in centimetres."""

    id: str
    name: str
    based_on: str = "Normal"
    size: int = 0
    is_bold: bool = False
    align: str = ""
    before: float = 0
    after: float = 0
    left: float = 0
    first_line: float = 0
    exact_line: float = 0
    least_line: float = 0
    keep_next: bool = False
    keep_lines: bool = False
    outline: int | None = None  # level in the contents, from 0
    tabs: tuple = ()

    def element(self):
        return el(
            "style",
            el("name", val=self.name),
            el("basedOn", val=self.based_on),
            el("next", val=_NEXT.get(self.id, self.id)),
            flag("qFormat", True),
            self._paragraph_properties(),
            el("rPr", *bold_properties(self.is_bold), *self._sizes()) if self.size or self.is_bold else None,
            type="paragraph",
            styleId=self.id,
            **({} if self.name in BUILT_IN else {"customStyle": 1}),
        )

    def _paragraph_properties(self):
        return el(
            "pPr",
            flag("keepNext", self.keep_next),
            flag("keepLines", self.keep_lines),
            tab_stops(self.tabs),
            self._spacing(),
            el("ind", left=twips(self.left), **self._first_line()) if self.left or self.first_line else None,
            el("jc", val=self.align) if self.align else None,
            None if self.outline is None else el("outlineLvl", val=self.outline),
        )

    def _spacing(self):
        line = self.exact_line or self.least_line
        rule = {"line": points(line), "lineRule": "exact" if self.exact_line else "atLeast"} if line else {}
        return el("spacing", before=points(self.before), after=points(self.after), **rule)

    def _first_line(self):
        side = "firstLine" if self.first_line >= 0 else "hanging"
        return {side: twips(abs(self.first_line))}

    def _sizes(self):
        return size_properties(self.size) if self.size else ()


BUILT_IN = ("heading 1", "heading 2", "Title", "Subtitle", "header", "toc 1", "toc 2", "TOC Heading", "caption")
_NEXT = {"Heading1": "BodyIndent", "Heading2": "BodyIndent", "Title": "Subtitle"}
_TO_RIGHT_EDGE = ((twips(16.5), "right", "dot"),)

LOOKS = (
    Look("Heading1", "heading 1", size=18, is_bold=True, after=10, keep_next=True, keep_lines=True, outline=0),
    Look("Heading2", "heading 2", is_bold=True, before=14, after=6, keep_next=True, keep_lines=True, outline=1),
    Look("HeadingRest", "ข้อความต่อท้ายหัวข้อ", is_bold=True, after=6, keep_next=True),
    Look("Title", "Title", size=28, is_bold=True, align="center", before=156, least_line=42),
    Look("Subtitle", "Subtitle", size=24, is_bold=True, align="center", before=170, least_line=36),
    Look("TOCHeading", "TOC Heading", size=20, is_bold=True, align="center", after=4, keep_next=True),
    Look("TOC1", "toc 1", after=4, tabs=_TO_RIGHT_EDGE),
    Look("TOC2", "toc 2", after=4, left=1, tabs=_TO_RIGHT_EDGE),
    Look("Header", "header", align="center", after=14),
    Look("HeaderOfFirst", "หัวกระดาษหน้าแรก", size=1, exact_line=1),
    Look("BodyIndent", "ข้อความย่อหน้า", first_line=2.5, after=8),
    Look("Item", "รายการ", left=1.2, first_line=-0.6, after=4),
    Look("Figures", "รายการคะแนน", left=2.5),
    Look("TableFigure", "ตัวเลขท้ายบรรทัด", align="right"),
    Look("Result", "ผลคะแนน", size=20, is_bold=True, align="center", before=6, after=12),
    Look("SignedBy", "ท้ายคำนำ", align="right", before=18),
    Look("TableText", "ตาราง", size=14),
    Look("TableHead", "หัวตาราง", based_on="TableText", size=14, is_bold=True, align="center", keep_next=True),
    Look("MeasureText", "ตารางมาตรการ", based_on="TableText", size=13),
    Look("MeasureHead", "หัวตารางมาตรการ", based_on="TableHead", size=13, is_bold=True, align="center"),
    Look("AfterTable", "ช่องว่างหลังตาราง", size=1, exact_line=10),
    Look("SectionEnd", "ท้ายตอน", size=1, exact_line=1),
    Look("ChartTitle", "caption", is_bold=True, before=6, after=2, keep_next=True),
    Look("ChartText", "แผนภูมิ", based_on="TableText", size=14, exact_line=17),
    Look("MemoTitle", "บันทึกข้อความ", size=29, is_bold=True, align="center", before=10, after=3, exact_line=35),
    Look("MemoLine", "หัวบันทึก"),
    Look("MemoTo", "เรียน", before=6),
    Look("MemoText", "ย่อหน้าบันทึก", first_line=2.5, before=6, align="thaiDistribute"),
    Look("MemoClosing", "คำลงท้ายบันทึก", first_line=2.5, before=6, keep_next=True),
    Look("RoutingHead", "หัวข้อความเห็น", is_bold=True, before=12, keep_next=True),
    Look("Dots", "เส้นไข่ปลา", keep_next=True),
    Look("Signature", "ลายมือชื่อ", align="center", left=7.3, keep_lines=True),
    Look("SignatureRank", "ยศหน้าลายมือชื่อ", left=7.3, before=42, keep_next=True),
    Look("SignatureName", "ชื่อผู้ลงนาม", based_on="Signature", align="center", left=7.3, before=63),
    Look("SummaryHead", "หัวข้อสรุป", based_on="Heading2", before=6, after=2),
    Look("SummaryItem", "รายการสรุป", size=13, left=1.2, first_line=-0.6),
    Look("FactLabel", "ชื่อตัวเลขสรุป", size=14, align="center"),
    Look("FactValue", "ตัวเลขสรุป", size=26, is_bold=True, align="center"),
    Look("FactNote", "หมายเหตุตัวเลขสรุป", size=12, align="center"),
)


def size_properties(size):
    return el("sz", val=2 * size), el("szCs", val=2 * size)


def bold_properties(is_bold):
    return (el("b"), el("bCs")) if is_bold else ()


def fill_stylesheet(styles):
    """Replace what the library's template brings along (blue headings, a hundred table styles) by the styles here."""
    for child in list(styles):
        if child.tag.endswith("}style") or child.tag.endswith("}docDefaults"):
            styles.remove(child)
    styles.insert(0, _defaults())
    styles.extend([*_bases(), *(look.element() for look in LOOKS), *_character_styles(), *_table_styles()])


def _defaults():
    fonts = el("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    language = el("lang", val="en-US", eastAsia="en-US", bidi="th-TH")
    run_properties = el("rPr", fonts, *size_properties(BODY_SIZE), language)
    spacing = el("spacing", before=0, after=0, line=240, lineRule="auto")
    return el(
        "docDefaults",
        el("rPrDefault", run_properties),
        el("pPrDefault", el("pPr", el("widowControl"), spacing)),
    )


def _bases():
    fonts = el("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    normal = el("rPr", fonts, *size_properties(BODY_SIZE), el("lang", val="en-US", bidi="th-TH"))
    yield _style("paragraph", "Normal", "Normal", flag("qFormat", True), normal, is_default=True)
    yield _style("character", "DefaultParagraphFont", "Default Paragraph Font", is_default=True)
    no_margins = el("tblCellMar", *(el(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    plain = el("tblPr", el("tblInd", w=0, type="dxa"), no_margins)
    yield _style("table", "TableNormal", "Normal Table", plain, is_default=True)
    yield _style("numbering", "NoList", "No List", is_default=True)


def _character_styles():
    yield _style("character", "Strong", "Strong", flag("qFormat", True), el("rPr", *bold_properties(True)))
    label = el("rPr", *bold_properties(True), *size_properties(20))
    yield _style("character", "MemoLabel", "ป้ายหัวบันทึก", flag("qFormat", True), label)
    dotted = el("rPr", el("u", val="dotted"))
    yield _style("character", "OnDots", "ข้อความบนเส้นไข่ปลา", flag("qFormat", True), dotted)


def _table_styles():
    everywhere = ("top", "left", "bottom", "right", "insideH", "insideV")
    yield _table_style("Ruled", "ตารางมีเส้น", dict.fromkeys(everywhere, LINE), (1.5, 4))
    yield _table_style("Framed", "ตารางมีกรอบ", dict.fromkeys(everywhere[:4], LINE), (2, 4))
    yield _table_style("Plain", "ตารางไม่มีเส้น", {}, (0, 0))


def _table_style(style_id, name, lines, padding):
    vertical, horizontal = map(points, padding)
    margins = {"top": vertical, "left": horizontal, "bottom": vertical, "right": horizontal}
    properties = el(
        "tblPr",
        borders("tblBorders", **lines),
        el("tblCellMar", *(el(side, w=width, type="dxa") for side, width in margins.items())),
    )
    return _style("table", style_id, name, properties, based_on="TableNormal")


def _style(kind, style_id, name, *properties, is_default=False, based_on=""):
    attributes = {"type": kind, "styleId": style_id}
    if is_default:
        attributes["default"] = 1
    based = el("basedOn", val=based_on) if based_on else None
    return el("style", el("name", val=name), based, *properties, **attributes)
