"""Word and Excel files: a zip within limits, the parts its kind has, and nothing that acts or fetches by itself."""

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from measures.evidence_files.refusal import (
    ACTING,
    BROKEN_OFFICE,
    LOCKED,
    MACRO,
    NOT_AS_NAMED,
    TOO_MUCH,
    EvidenceRefused,
)
from measures.evidence_types import DOCX, XLSX

MEGABYTE = 1024 * 1024
CHUNK = 256 * 1024
MOST_ENTRIES = 3000
MOST_UNPACKED = 200 * MEGABYTE
HIGHEST_RATIO = 200  # unpacked to packed, of a whole file

OLD_FORMAT = b"\xd0\xcf\x11\xe0"  # .doc and .xls, and what Office puts around a file with a password
MAIN_PART = {DOCX: f"{DOCX}.main+xml", XLSX: f"{XLSX}.main+xml"}
CONTENT_TYPES = "[content_types].xml"
XML_PARTS = (".xml", ".rels", ".vml")
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "activex/", "macrosheets/", "customui/")
# Charts carry their figures as a workbook; all else that is embedded may be a program.
EMBEDDED = re.compile(r"(?:^|/)embeddings/(?!.*\.(?:xlsx|docx|pptx)$)")
# What is fetched or run when the file is opened. A template on the writer's own disk (file:///C:) is found nowhere else.
FETCHED_KINDS = ("/attachedTemplate", "/oleObject", "/subDocument", "/frame")
OWN_DISK = re.compile(r"(?:file:///)?[A-Za-z]:")
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    KeyError,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    NotImplementedError,
)


def check(content, content_type):
    """Raise EvidenceRefused unless the bytes are a Word or Excel file (DOCX or XLSX) that may be kept."""
    if content.startswith(OLD_FORMAT):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise EvidenceRefused(LOCKED if is_encrypted else NOT_AS_NAMED)
    if not content.startswith(b"PK\x03\x04"):
        raise EvidenceRefused(NOT_AS_NAMED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = _names_of(archive.infolist(), len(content))
            main_parts = _read_all(archive, names, MAIN_PART[content_type])
    except UNREADABLE:
        raise EvidenceRefused(BROKEN_OFFICE) from None
    if not any(part in names for part in main_parts):
        raise EvidenceRefused(NOT_AS_NAMED)


def _names_of(entries, packed):
    """{name in small letters: ZipInfo} of a zip that keeps the limits and hides no program."""
    names = {entry.filename.lower().replace("\\", "/"): entry for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    most = min(MOST_UNPACKED, HIGHEST_RATIO * max(packed, MEGABYTE))
    if len(entries) > MOST_ENTRIES or unpacked > most:
        raise EvidenceRefused(TOO_MUCH)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise EvidenceRefused(LOCKED)
    if len(names) != len(entries) or any(".." in name.split("/") or name.startswith("/") for name in names):
        raise EvidenceRefused(BROKEN_OFFICE)
    if any(part in name for name in names for part in MACRO_PARTS):
        raise EvidenceRefused(MACRO)
    if any(EMBEDDED.search(name) for name in names):
        raise EvidenceRefused(ACTING)
    return names


def _read_all(archive, names, main_type):
    """Unpack every part, parse what is XML, and return the names of the parts that are said to be of the main type.

    A part is unpacked no further than its entry says, whose sum is limited; the checksum of each is compared.
    """
    reading = _Reading(main_type)
    for name, entry in names.items():
        with archive.open(entry) as part:
            if name == CONTENT_TYPES or name.endswith(XML_PARTS):
                reading.parse(part)
            else:
                while part.read(CHUNK):
                    pass
    if CONTENT_TYPES not in names:
        raise EvidenceRefused(NOT_AS_NAMED)
    return reading.main_parts


class _Reading:
    """What the XML of a file says, whatever its encoding; raises EvidenceRefused for what may not stand in it."""

    def __init__(self, main_type):
        self.main_type, self.main_parts = main_type, set()

    def parse(self, part):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._element
        parser.buffer_text = True
        while chunk := part.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _doctype(self, *_):
        """No part of an office file has one: it is there to fetch or to swell."""
        raise EvidenceRefused(ACTING)

    def _element(self, name, attributes):
        name = name.rpartition(" ")[2]
        if name == "Override":
            self._override(attributes.get("PartName", ""), attributes.get("ContentType", ""))
        elif name == "Default" and "macroenabled" in attributes.get("ContentType", "").lower():
            raise EvidenceRefused(MACRO)
        elif name == "Relationship" and attributes.get("TargetMode") == "External":
            self._external(attributes.get("Type", ""), attributes.get("Target", ""))

    def _override(self, part, content_type):
        if "macroenabled" in content_type.lower():
            raise EvidenceRefused(MACRO)
        if content_type == self.main_type:
            self.main_parts.add(part.lower().lstrip("/"))

    def _external(self, kind, target):
        if kind.endswith(FETCHED_KINDS) and not OWN_DISK.match(target):
            raise EvidenceRefused(ACTING)
