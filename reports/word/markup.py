"""The elements Word documents are made of: small functions from values to XML, measures in twips (1/1440 inch)."""

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# What XML cannot hold; texts are cleaned on input, this only keeps an old row from stopping the document.
NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def twips(cm):
    return round(cm * 1440 / 2.54)


def points(value):
    """Points as twips."""
    return round(value * 20)


def el(tag, *children, **attributes):
    """An element of the main namespace; children that are None are left out, True becomes "1"."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), "1" if value is True else str(value))
    element.extend(child for child in children if child is not None)
    return element


def flag(tag, is_set):
    """An on/off element, or None where it is off."""
    return el(tag) if is_set else None


def run(text, *properties):
    """A run of text; line feeds become line breaks."""
    content = []
    for number, line in enumerate(NOT_IN_XML.sub("", text).split("\n")):
        if number:
            content.append(el("br"))
        content.append(_text(line))
    return _run(content, properties)


def bold(text):
    return run(text, el("rStyle", val="Strong"))


def label(text):
    """A label of the memo head."""
    return run(text, el("rStyle", val="MemoLabel"))


def on_dots(text):
    """The value of a memo line, on the dots that go on to the edge."""
    return run(text, el("rStyle", val="OnDots"))


def tab():
    return _run([el("tab")])


def column_break():
    return _run([el("br", type="column")])


def line_broken(lines):
    """Pieces of one paragraph: the lines, with line breaks between them."""
    return (run("\n".join(lines)),)


def field(instruction, shown):
    """The pieces of a field with the text it shows until Word computes it."""
    return (*open_field(instruction), run(shown), field_end())


def open_field(instruction):
    """The pieces before what a field shows; `field_end()` closes it."""
    text = el("instrText")
    text.text = f" {instruction} "
    _keep_spaces(text)
    marks = (el("fldChar", fldCharType=kind) for kind in ("begin", "separate"))
    return tuple(_run([part]) for part in (next(marks), text, next(marks)))


def field_end():
    return _run([el("fldChar", fldCharType="end")])


def link(anchor, *pieces):
    """Pieces that lead to a bookmark of the document."""
    return el("hyperlink", *_runs(pieces), anchor=anchor, history=True)


def bookmarked(name, number, *pieces):
    """Pieces between the marks of a bookmark."""
    return (el("bookmarkStart", id=number, name=name), *pieces, el("bookmarkEnd", id=number))


def paragraph(look, *pieces, keep_next=False, page_break=False, align="", tabs=(), hanging=0):
    """A paragraph in a style (its id in the stylesheet); pieces are texts or elements.

    `tabs` are (twips, alignment, leader); `hanging` is the hanging indent in twips.
    """
    properties = el(
        "pPr",
        el("pStyle", val=look),
        flag("keepNext", keep_next),
        flag("pageBreakBefore", page_break),
        tab_stops(tabs),
        el("ind", left=hanging, hanging=hanging) if hanging else None,
        el("jc", val=align) if align else None,
    )
    return el("p", properties, *_runs(pieces))


def tab_stops(tabs):
    if not tabs:
        return None
    return el("tabs", *(el("tab", val=align, leader=leader, pos=place) for place, align, leader in tabs))


def shading(fill):
    return el("shd", val="clear", color="auto", fill=fill) if fill else None


def borders(tag, **sides):
    """Borders of a table or cell: side → (size in eighths of a point, colour); size 0 draws none."""
    if not sides:
        return None
    lines = (
        el(side, val="single" if size else "nil", sz=size, space=0, color=colour)
        for side, (size, colour) in sides.items()
    )
    return el(tag, *lines)


def _runs(pieces):
    return (run(piece) if isinstance(piece, str) else piece for piece in pieces)


def _run(content, properties=()):
    return el("r", el("rPr", *properties) if properties else None, *content)


def _text(text):
    element = el("t")
    element.text = text
    _keep_spaces(element)
    return element


def _keep_spaces(element):
    element.set(qn("xml:space"), "preserve")
