"""The zip file that a workbook is: looked over, and copied without all that could do harm. Runs in the guarded child.

openpyxl is given the copy: XML parts that passed the scan, and nothing else. What a file may weigh stands here.
"""

import io
import zipfile
import zlib

from assessments.score_sheets import refusals
from assessments.score_sheets.refusals import SheetRefused
from assessments.score_sheets.xml_scan import Scan

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 64 * MEGABYTE
MOST_ENTRIES = 200
MOST_SHEETS = 20
HIGHEST_RATIO = 100  # unpacked to packed
SMALL = MEGABYTE  # the ratio of an entry counts from this size on: little is left of repeated cells when packed
CHUNK = 64 * 1024
XML_SUFFIXES = (".xml", ".rels", ".vml")
NEEDED = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
OUTSIDE = (
    "externallinks/",
    "embeddings/",
    "activex/",
    "querytables/",
    "connections.xml",
    "macrosheets/",
    "ctrlprops/",
)
# What zipfile raises on files that are no proper zip files, by its documentation and as seen with broken ones.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
)


def checked_copy(content, *, most_columns):
    """A zip file (BytesIO) with the checked XML parts of a workbook, and the Scan of them. Raises SheetRefused."""
    refuse_other_files(content)
    scan = Scan(most_columns)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_entries(entries)
            parts = {entry.filename: _unpacked(archive, entry) for entry in _xml_parts(entries)}
    except ZIP_ERRORS:
        raise SheetRefused(refusals.BROKEN) from None
    _refuse_types(parts["[Content_Types].xml"])
    for part in parts.values():
        scan.read(part)
    return _packed(parts), scan


def refuse_other_files(content):
    """Say what the file is when its first bytes tell that it is something else, chosen by mistake.

    It only compares bytes: it may run in the portal's process, before a child is started.
    """
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content:
        raise SheetRefused(refusals.EMPTY)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise SheetRefused(refusals.ENCRYPTED if is_encrypted else refusals.OLD_EXCEL)
    if start.startswith(b"%pdf"):
        raise SheetRefused(refusals.PDF)
    if not content.startswith(b"PK\x03\x04"):
        raise SheetRefused(refusals.NOT_XLSX)


def _refuse_entries(entries):
    names = [entry.filename for entry in entries]
    lowered = [name.lower().replace("\\", "/").lstrip("/") for name in names]
    _refuse_other_packages(lowered)
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise SheetRefused(refusals.TOO_LARGE)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise SheetRefused(refusals.ENCRYPTED)
    if len(set(lowered)) != len(lowered) or any(".." in name or "\x00" in name for name in lowered):
        raise SheetRefused(refusals.UNSAFE)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise SheetRefused(refusals.UNSAFE)
    if not set(NEEDED) <= set(names):
        raise SheetRefused(
            refusals.BROKEN if any(name.startswith("xl/") for name in lowered) else refusals.NOT_XLSX
        )
    if sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in lowered) > MOST_SHEETS:
        raise SheetRefused(refusals.TOO_MANY_SHEETS)


def _refuse_other_packages(lowered):
    """Zip files that are not of Excel, or of Excel with more than cells in it."""
    for refusal, is_there in (
        (refusals.OPEN_DOCUMENT, "mimetype" in lowered and "content.xml" in lowered),
        (refusals.OTHER_OFFICE, any(name.startswith(("word/", "ppt/")) for name in lowered)),
        (refusals.BINARY, "xl/workbook.bin" in lowered),
        (refusals.MACRO, any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in lowered)),
        (refusals.OUTSIDE, any(name.startswith(f"xl/{place}") for name in lowered for place in OUTSIDE)),
    ):
        if is_there:
            raise SheetRefused(refusal)


def _refuse_types(content_types):
    if b"macroenabled" in content_types.lower():
        raise SheetRefused(refusals.MACRO)


def _xml_parts(entries):
    return [entry for entry in entries if entry.filename.lower().endswith(XML_SUFFIXES)]


def _unpacked(archive, entry):
    """The content of an entry, however long it says it is: no more is unpacked than may be."""
    content = bytearray()
    allowed = max(SMALL, HIGHEST_RATIO * entry.compress_size)
    with archive.open(entry) as file:
        while chunk := file.read(CHUNK):
            content += chunk
            if len(content) > min(allowed, MOST_UNPACKED):
                raise SheetRefused(refusals.TOO_LARGE)
    return bytes(content)


def _packed(parts):
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    copy.seek(0)
    return copy
