"""Files that people bring as evidence: is it what its name says, and nothing more? `examine` runs in a guarded child.

Pictures are decoded and encoded anew (a phone writes the place and the owner into them). PDF, Word and Excel files are
kept byte for byte, so that they stay what the office has; what acts on its own in them is a reason to refuse.
"""

import io
import zipfile
import zlib

from pypdf import PdfReader

from ita_portal.pictures import UnreadablePicture, decode, encode

MEGABYTE = 1024 * 1024
LARGEST_SIDE = 3000  # px of a stored picture
MOST_ENTRIES = 3000
MOST_UNPACKED = 200 * MEGABYTE
HIGHEST_RATIO = 200  # unpacked to packed, of a whole office file
LONGEST_HEAD = 2 * MEGABYTE  # of the parts of an office file that are read here

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".docx": DOCX, ".xlsx": XLSX}
TYPE_OF_PICTURE = {"JPEG": JPEG, "PNG": PNG}

WRONG_KIND = "รับเฉพาะแฟ้ม PDF, ภาพ JPG หรือ PNG, Word (.docx) และ Excel (.xlsx) โปรดบันทึกเป็นชนิดเหล่านี้แล้วลองใหม่"
NOT_AS_NAMED = "เนื้อในของแฟ้มไม่ตรงกับนามสกุลของชื่อแฟ้ม โปรดเปิดแฟ้มแล้วบันทึกเป็นชนิดที่ต้องการอีกครั้ง"
BROKEN_PDF = "เปิดแฟ้ม PDF นี้ไม่ได้ แฟ้มอาจเสียหายหรือบันทึกไม่ครบ โปรดสร้างแฟ้มใหม่แล้วลองอีกครั้ง"
LOCKED = "แฟ้มนี้ตั้งรหัสผ่านไว้ ผู้อื่นจะเปิดดูไม่ได้ โปรดเอารหัสผ่านออกแล้วลองใหม่"
ACTING = "แฟ้มนี้มีคำสั่งที่ทำงานเองหรือมีแฟ้มอื่นซ่อนอยู่ ระบบจึงไม่รับเพื่อความปลอดภัย โปรดพิมพ์เป็น PDF ใหม่แล้วลองอีกครั้ง"
MACRO = "แฟ้มนี้มีมาโคร ระบบจึงไม่รับเพื่อความปลอดภัย โปรดบันทึกเป็นชนิด .docx หรือ .xlsx ที่ไม่มีมาโคร"
BROKEN_OFFICE = "เปิดแฟ้ม Word หรือ Excel นี้ไม่ได้ แฟ้มอาจเสียหาย โปรดเปิดแล้วบันทึกใหม่อีกครั้ง"
TOO_MUCH = "แฟ้มนี้มีข้อมูลมากเกินกำหนดเมื่อคลายออก โปรดลดขนาดแฟ้มหรือพิมพ์เป็น PDF แล้วลองใหม่"

# Names of a PDF that do something by themselves or carry another file.
ACTING_NAMES = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/EmbeddedFiles",
    "/RichMedia",
    "/SubmitForm",
    "/ImportData",
    "/XFA",
)
OFFICE_MAIN = {
    DOCX: b"wordprocessingml.document.main+xml",
    XLSX: b"spreadsheetml.sheet.main+xml",
}
ACTING_PARTS = ("vbaproject.bin", "vbadata.xml", "activex/", "embeddings/", "macrosheets/", "customui/")


class EvidenceRefused(Exception):
    """The file is not kept; the message is one Thai sentence for the page."""


def examine(content, content_type):
    """Check a file (bytes) against the type its name claims. Runs in the guarded child.

    Returns the bytes to keep: a picture encoded anew, b"" for every other file, which is kept as it came. Raises
    EvidenceRefused.
    """
    if content_type in (JPEG, PNG):
        return _picture(content, content_type)
    if content_type == PDF:
        _check_pdf(content)
    else:
        _check_office(content, content_type)
    return b""


def _picture(content, content_type):
    try:
        picture, kind = decode(content)
    except UnreadablePicture as reason:
        raise EvidenceRefused(str(reason)) from None
    if TYPE_OF_PICTURE[kind] != content_type:
        raise EvidenceRefused(NOT_AS_NAMED)
    return encode(picture, kind, largest_side=LARGEST_SIDE)


def _check_pdf(content):
    if not content.startswith(b"%PDF-"):
        raise EvidenceRefused(NOT_AS_NAMED)
    if b"%%EOF" not in content[-2048:]:
        raise EvidenceRefused(BROKEN_PDF)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise EvidenceRefused(LOCKED)
        if not reader.pages:
            raise EvidenceRefused(BROKEN_PDF)
        names = _names_in(reader)
    except EvidenceRefused:
        raise
    except Exception:  # pypdf raises many kinds on broken files; all mean the same to the user
        raise EvidenceRefused(BROKEN_PDF) from None
    if any(name in names for name in ACTING_NAMES):
        raise EvidenceRefused(ACTING)


def _names_in(reader):
    """The names used as keys or as kinds of action in any object of the file, compressed ones included."""
    names, waiting, seen = set(), [reader.trailer], set()
    while waiting:
        item = waiting.pop()
        item = item.get_object() if hasattr(item, "get_object") else item
        if id(item) in seen or item is None:
            continue
        seen.add(id(item))
        if isinstance(item, dict):
            names.update(map(str, item))
            names.update(
                str(item[key]) for key in ("/S", "/Subtype", "/Type") if isinstance(item.get(key), str)
            )
            waiting += [value for key, value in item.items() if key not in ("/Parent", "/P", "/Prev")]
        elif isinstance(item, list):
            waiting += item
    return names


def _check_office(content, content_type):
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise EvidenceRefused(LOCKED if is_encrypted else NOT_AS_NAMED)
    if not content.startswith(b"PK\x03\x04"):
        raise EvidenceRefused(NOT_AS_NAMED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive.infolist(), len(content))
            types = _part(archive, "[Content_Types].xml")
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
        NotImplementedError,
    ):
        raise EvidenceRefused(BROKEN_OFFICE) from None
    if b"macroenabled" in types.lower():
        raise EvidenceRefused(MACRO)
    if b"<!doctype" in types.lower() or OFFICE_MAIN[content_type] not in types:
        raise EvidenceRefused(NOT_AS_NAMED)


def _check_entries(entries, packed):
    names = [entry.filename.lower().replace("\\", "/") for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_UNPACKED
        or unpacked > HIGHEST_RATIO * max(packed, MEGABYTE)
    ):
        raise EvidenceRefused(TOO_MUCH)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise EvidenceRefused(LOCKED)
    if len(set(names)) != len(names) or any(".." in name or name.startswith("/") for name in names):
        raise EvidenceRefused(BROKEN_OFFICE)
    if any(part in name for name in names for part in ACTING_PARTS):
        raise EvidenceRefused(MACRO)


def _part(archive, name):
    with archive.open(name) as file:
        content = file.read(LONGEST_HEAD + 1)
    if len(content) > LONGEST_HEAD:
        raise EvidenceRefused(TOO_MUCH)
    return content
