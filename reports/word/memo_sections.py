"""Memos and signatures as Word has them: what their templates print on paper."""

from reports.content import sections
from reports.content.signatures import SignatureFields
from reports.word.markup import label, on_dots, tab, twips
from reports.word.pages import MEMO

MEMO_EDGE, MEMO_MIDDLE = twips(16), twips(8)


def write_closing(section: sections.Closing, word):
    word.begin()
    is_signed = section.signature is not None
    word.paragraphs("BodyIndent", section.paragraphs, keep_next=is_signed)
    if is_signed:
        if section.date_line:
            word.paragraph("Signature", word.text(section.date_line), keep_next=True)
        _write_signature(section.signature, word)


def _write_signature(block, word):
    """Room for a pen, the rank before it, the name in brackets and the titles, all on one page."""
    if block.military_rank:
        word.paragraph("SignatureRank", word.text(block.military_rank))
    lines = [f"({word.text(block.name)})", *word.texts(block.title_lines)]
    looks = ["Signature" if block.military_rank else "SignatureName", *["Signature"] * (len(lines) - 1)]
    for place, (look, line) in enumerate(zip(looks, lines, strict=True), start=1):
        word.paragraph(look, line, keep_next=place < len(lines))


def write_memo(section: sections.Memo, word):
    word.begin(MEMO)
    word.paragraph("MemoTitle", word.emblem(section.emblem_key), "บันทึกข้อความ")
    _memo_line("ส่วนราชการ", section.office, 2.6, word)
    _memo_number_line(section, word)
    _memo_line("เรื่อง", section.subject, 1.3, word)
    word.paragraph("MemoTo", label("เรียน"), f" {word.text(section.addressee)}")
    word.paragraphs("MemoText", section.paragraphs[:-1])
    word.paragraphs("MemoText", section.paragraphs[-1:], keep_next=True)  # no signature without text above it
    word.paragraph("MemoClosing", word.text(section.closing))
    _write_signature(section.author, word)
    for block in section.routing:
        _write_routing(block, word)


def _memo_line(title, value, width, word):
    """A label and its value on dots to the edge; further lines begin below the value. `width` of the label in cm."""
    tabs = ((twips(width), "left", "none"), (MEMO_EDGE, "right", "dot"))
    pieces = (label(title), tab(), on_dots(word.text(value)), tab())
    word.paragraph("MemoLine", *pieces, tabs=tabs, hanging=twips(width))


def _memo_number_line(section, word):
    dots_end, date_start = MEMO_MIDDLE - twips(0.3), MEMO_MIDDLE + twips(1.4)
    number = (label("ที่"), tab(), on_dots(word.text(section.number)), tab(), tab())
    date = (label("วันที่"), tab(), on_dots(word.text(section.date)), tab())
    tabs = (
        (twips(0.8), "left", "none"),
        (dots_end, "left", "dot"),
        (MEMO_MIDDLE, "left", "none"),
        (date_start, "left", "none"),
        (MEMO_EDGE, "right", "dot"),
    )
    word.paragraph("MemoLine", *number, *date, tabs=tabs)


def write_signature_fields(section: SignatureFields, word):
    word.begin()
    for block in section.blocks:
        _write_routing(block, word)


def _write_routing(block, word):
    word.paragraph("RoutingHead", block.heading)
    if block.comment:
        word.paragraph("MemoText", word.text(block.comment), keep_next=True)
    elif block.asks_for_words:
        for _ in range(2):
            word.paragraph("Dots", tab(), tabs=((MEMO_EDGE, "right", "dot"),))
    _write_signature(block, word)
