"""Random changes to spreadsheets, on three levels: the zip file, the XML in it, the cells of the sheet."""

import re
import struct
import zipfile
import zlib

from tests.assessments.sheet_files import SHEET, packed, parts_of

NASTY = (
    *("", "0", "-1", "1e400", "NaN", "97.435", "100.01", "99999999999", "ก", "๙๗.๔๓", "=1+1", "#REF!", "true"),
    *("&#0;", "&lt;", "<v>", "</c>", "]]>", "&a;", "A1", "XFD1048576", "\u202e", "%00", "i1", "total", "e1/1"),
)


def mutated(content, random):
    """The file after one to three random changes on one of the levels: what is broken outside is not looked into."""
    mutate = random.choice((mutated_bytes, mutated_xml, mutated_xml, mutated_cell, mutated_cell))
    for _ in range(random.randint(1, 3)):
        content = mutate(content, random)
    return content


def mutated_bytes(content, random):
    """Bytes changed, cut out, doubled or put in, anywhere in the file."""
    place = random.randrange(len(content) + 1)
    length = random.choice((1, 1, 4, 30, 500))
    match random.randrange(4):
        case 0:
            return content[:place] + random.randbytes(length) + content[place + length :]
        case 1:
            return content[:place] + content[place + length :]
        case 2:
            return content[: place + length] + content[place:]
        case _:
            return content[:place]


def mutated_xml(content, random):
    """A stretch of one part cut out, doubled, moved or made nasty; the zip file around it stays sound."""
    parts = _parts_or_none(content)
    if parts is None:
        return content
    name = random.choice(sorted(parts))
    pieces = re.split(rb"(?=<)", parts[name])
    place, other = random.randrange(len(pieces)), random.randrange(len(pieces))
    match random.randrange(6):
        case 0:
            del pieces[place]
        case 1:
            pieces.insert(place, pieces[other])
        case 2:
            pieces[place], pieces[other] = pieces[other], pieces[place]
        case 3 | 4:  # well-formed still, so that openpyxl comes to see it
            nasty = b'"%s"' % _escaped(random.choice(NASTY))
            pieces[place] = re.sub(rb'"[^"]*"', lambda match: nasty, pieces[place], count=1)
        case _:
            pieces[place] += random.choice(NASTY).encode()
    return _packed_or_same(content, parts | {name: b"".join(pieces)})


def mutated_cell(content, random):
    """One cell of the sheet with another value, type, place or style."""
    parts = _parts_or_none(content)
    cells = list(re.finditer(rb"<c [^>]*?(?:/>|>.*?</c>)", (parts or {}).get(SHEET, b""), re.S))
    if not cells:
        return content
    cell = random.choice(cells)
    kind = random.choice(("n", "s", "str", "str", "b", "e", "d", "inlineStr", "inlineStr", "junk"))
    value = _escaped(random.choice(NASTY))
    own = re.search(rb'r="[^"]*"', cell[0])
    reference = random.choice([own[0] if own else b"", own[0] if own else b"", b'r="D9"', b'r="A1"', b""])
    inside = b"<is><t>%s</t></is>" % value if kind == "inlineStr" else b"<v>%s</v>" % value
    if random.random() < 0.2:
        inside = b"<f>1+1</f>" + inside
    new = b'<c %s t="%s" s="%d">%s</c>' % (reference, kind.encode(), random.randrange(30), inside)
    sheet = parts[SHEET]
    return _packed_or_same(content, parts | {SHEET: sheet[: cell.start()] + new + sheet[cell.end() :]})


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").encode()


def _parts_or_none(content):
    try:
        return parts_of(content)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None  # an earlier change broke the zip file: what is inside cannot be changed any more


def _packed_or_same(content, parts):
    try:
        return packed(parts)
    except (ValueError, struct.error, UnicodeError):
        return content  # an earlier change left a name that no zip file can hold
