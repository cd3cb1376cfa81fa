"""Tools for building spreadsheets in tests: taking workbooks apart and putting them together again, by hand.

Every function takes the bytes of a workbook, mostly the sheet of one organisation as the portal writes it, and returns
other bytes.
"""

import io
import re
import struct
import zipfile

from openpyxl import load_workbook

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def parts_of(content):
    """{name: bytes} of a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    """A zip file of {name: bytes}, or of pairs, where names may come twice."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression, compresslevel=1) as archive:
        for name, part in parts.items() if isinstance(parts, dict) else parts:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = compression
            archive.writestr(entry, part)
    return content.getvalue()


def with_part(content, name, part):
    return packed(parts_of(content) | {name: part})


def without_part(content, name):
    return packed({other: part for other, part in parts_of(content).items() if other != name})


def replaced(content, name, old, new, count=1):
    """The file with a text of one part replaced; it has to be there."""
    part = parts_of(content)[name].decode()
    assert old in part, f"{old} is not in {name}"
    return with_part(content, name, part.replace(old, new, count).encode())


def edited(content, edit):
    """The workbook after `edit(workbook, its first sheet)`, written by openpyxl."""
    workbook = load_workbook(io.BytesIO(content))
    edit(workbook, workbook.worksheets[0])
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def with_cell(content, reference, value, number_format=None):
    def put(workbook, sheet):
        sheet[reference].value = value
        if number_format:
            sheet[reference].number_format = number_format

    return edited(content, put)


def row_of(content, code):
    """The row in which a code stands."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return next(row[0].row for row in sheet.iter_rows() if row[1].value == code)


def with_score(content, code, value, column="D", number_format=None):
    return with_cell(content, f"{column}{row_of(content, code)}", value, number_format)


def with_raw_cell(content, code, attributes, inside, column="D"):
    """The sheet with one cell written as XML by hand."""
    reference = f"{column}{row_of(content, code)}"
    part = parts_of(content)[SHEET].decode()
    pattern = rf'<c r="{reference}"[^>]*?(?:/>|>.*?</c>)'
    assert re.search(pattern, part)
    cell = f'<c r="{reference}"{attributes}>{inside}</c>'
    return with_part(content, SHEET, re.sub(pattern, lambda match: cell, part, count=1).encode())


def with_rows(content, more):
    """The sheet with more rows after its own."""
    return replaced(content, SHEET, "</sheetData>", f"{more}</sheetData>")


def with_shared_strings(content):
    """The sheet with its texts in a part of their own, as Excel and LibreOffice write them."""
    texts = []

    def share(match):
        texts.append(match[2])
        return f'<c {match[1]} t="s"><v>{len(texts) - 1}</v></c>'

    sheet = re.sub(
        r'<c ([^>]*?) t="inlineStr"><is><t(?: [^>]*)?>(.*?)</t></is></c>',
        share,
        parts_of(content)[SHEET].decode(),
        flags=re.S,
    )
    assert texts
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    content = with_part(content, SHEET, sheet.encode())
    content = with_part(content, STRINGS, f'<sst xmlns="{MAIN}">{items}</sst>'.encode())
    content = replaced(
        content, TYPES, "</Types>", f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'
    )
    return replaced(
        content,
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{relation}" Target="sharedStrings.xml"/></Relationships>',
    )


def prefixed(content, name, prolog):
    """One part with something between its declaration and its root."""
    part = re.sub(rb"^<\?xml[^>]*\?>", b"", parts_of(content)[name])
    return with_part(content, name, prolog + part)


# -- The directory of the zip file ------------------------------------------------------------------


def directory_entry(content, name):
    """Where the directory of a zip file tells of an entry."""
    place = content.rindex(b"PK\x05\x06")
    start = struct.unpack("<L", content[place + 16 : place + 20])[0]
    while content[start : start + 4] == b"PK\x01\x02":
        name_size, extra_size, comment_size = struct.unpack("<HHH", content[start + 28 : start + 34])
        if content[start + 46 : start + 46 + name_size].decode() == name:
            return start
        start += 46 + name_size + extra_size + comment_size
    raise KeyError(name)


def with_directory_field(content, name, offset, field):
    """The file with a field of an entry changed, in the directory only."""
    place = directory_entry(content, name) + offset
    return content[:place] + field + content[place + len(field) :]


def data_of(content, name):
    """Where the packed data of an entry starts."""
    entry = directory_entry(content, name)
    header = struct.unpack("<L", content[entry + 42 : entry + 46])[0]
    name_size, extra_size = struct.unpack("<HH", content[header + 26 : header + 30])
    return header + 30 + name_size + extra_size


def with_extra_field(content, extra):
    """The file with an extra field on the sheet's entry, whose size is said to stand there."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts_of(content).items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name == SHEET:
                entry.extra = struct.pack("<HHQ", 0x7FFF, 8, 0)  # room for the record, replaced below
            archive.writestr(entry, part)
    changed = bytearray(saved.getvalue())
    start = directory_entry(bytes(changed), SHEET)
    changed[start + 24 : start + 28] = struct.pack("<L", 0xFFFFFFFF)
    name_size = struct.unpack("<H", changed[start + 28 : start + 30])[0]
    changed[start + 46 + name_size : start + 46 + name_size + len(extra)] = extra
    return bytes(changed)


def with_doubled_entry(content, name, part):
    """The file with a second entry of the same name; written under another name of the same length first."""
    other = name[:-5] + "?.xml"
    return packed(parts_of(content) | {other: part}).replace(other.encode(), name.encode())
