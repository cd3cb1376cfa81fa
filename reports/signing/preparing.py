"""Reserving the fields: the printed PDF becomes the one that everybody signs."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

SEAL = "seal"  # the field of the organisation's seal
RESERVED_TAG = "/Art"  # what the printer makes of <article>; nothing but signature boxes is one
PRINTED_AND_LOCKED = 132  # annotation flags
SIGNATURES_ONLY_APPENDED = 3  # SigFlags


def prepare(content, places):
    """Return the PDF with an empty signature field at each place, ready to be frozen and signed.

    `places` is {field name: reports.printing.Place}, in the order of the document. Tags, metadata and attachments
    stay; each field stands in the tags where its box stood. The same input gives the same bytes. Raises ValueError when
    the tags do not hold one box for each place.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        widgets = [_add_field(pdf, name, place) for name, place in places.items()]
        pdf.Root.AcroForm = Dictionary(Fields=Array(widgets), SigFlags=SIGNATURES_ONLY_APPENDED)
        _tag(pdf, widgets)
        output = io.BytesIO()
        # Without object streams the difference of revisions is found thirty times faster.
        pdf.save(
            output,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return output.getvalue()


def _add_field(pdf, name, place):
    page = pdf.pages[place.page]
    left, bottom, right, top = place.box
    picture = pikepdf.Stream(pdf, b"")  # archives want an appearance even of an empty field
    picture.Type, picture.Subtype = Name.XObject, Name.Form
    picture.BBox = Array([0, 0, right - left, top - bottom])
    picture.Resources = Dictionary()
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(name),
            TU=String(place.title),
            Rect=Array(place.box),
            F=PRINTED_AND_LOCKED,
            P=page.obj,
            AP=Dictionary(N=pdf.make_indirect(picture)),
        )
    )
    if "/Annots" not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(widget)
    page.obj.Tabs = Name.S
    return widget


def _tag(pdf, widgets):
    """Turn the tag of each box into that of a form field."""
    root = pdf.Root.StructTreeRoot
    boxes = list(_reserved(root.K))
    if len(boxes) != len(widgets):
        raise ValueError(f"{len(boxes)} boxes in the tags for {len(widgets)} signature fields")
    numbers = root.ParentTree.Nums
    next_key = 1 + max((int(number) for number in list(numbers)[::2]), default=-1)
    for key, (element, widget) in enumerate(zip(boxes, widgets, strict=True), start=next_key):
        element.S = Name.Form
        element.Alt = widget.TU
        # Not in an array: only this form of the tag lets a validator see that the field alone changed (pyHanko).
        element.K = pdf.make_indirect(Dictionary(Type=Name.OBJR, Obj=widget, Pg=widget.P))
        widget.StructParent = key
        numbers.append(key)
        numbers.append(element)


def _reserved(kids):
    """The tags of signature boxes, in the order of the document."""
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            if kid.S == RESERVED_TAG:
                yield kid
            else:
                yield from _reserved(kid.get("/K", Array()))
