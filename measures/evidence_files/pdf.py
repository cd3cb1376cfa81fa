"""PDF files: whole, open to read, and without anything that acts by itself."""

import io
import zipfile

from pypdf import PasswordType, PdfReader
from pypdf.generic import IndirectObject, NameObject

from measures.evidence_files.refusal import ACTING, BROKEN_PDF, LOCKED, NOT_AS_NAMED, EvidenceRefused

TAIL = 2048  # bytes at the end in which the mark of the end must stand

# Names in a PDF that do something by themselves.
ACTING_NAMES = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/RichMedia",
    "/SubmitForm",
    "/ImportData",
    "/XFA",
}
# Those long enough never to stand in compressed data by chance: readers that repair a file may reach what we do not.
PLAIN_NAMES = tuple(name.encode() for name in ACTING_NAMES if len(name) > 6)
# Data that PDF/A-3 carries beside its pages, as electronic receipts and the portal's own documents do.
DATA_SUFFIXES = (".json", ".xml", ".csv", ".txt")


def check(content):
    """Raise EvidenceRefused unless the bytes are a PDF that may be kept."""
    if not content.startswith(b"%PDF-"):
        raise EvidenceRefused(NOT_AS_NAMED)
    if b"%%EOF" not in content[-TAIL:]:
        raise EvidenceRefused(BROKEN_PDF)
    if any(name in content for name in PLAIN_NAMES) or zipfile.is_zipfile(io.BytesIO(content)):
        raise EvidenceRefused(ACTING)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not _opens_without_password(reader):
            raise EvidenceRefused(LOCKED)
        if not len(reader.pages):
            raise EvidenceRefused(BROKEN_PDF)
        names = _names_in(reader)
    except EvidenceRefused:
        raise
    except Exception:  # pypdf raises many kinds on broken files; all mean the same to the user
        raise EvidenceRefused(BROKEN_PDF) from None
    if names & ACTING_NAMES:
        raise EvidenceRefused(ACTING)


def _opens_without_password(reader):
    """Files that may not be changed are read by everybody; pypdf itself opens only the older of them."""
    try:
        return reader.decrypt("") != PasswordType.NOT_DECRYPTED
    except Exception:  # a way of locking that pypdf does not know: nobody can look inside
        return False


def _names_in(reader):
    """Every name in the objects that a reader reaches, compressed ones included, as key or as value.

    Raises EvidenceRefused for a file within that is more than data.
    """
    names, waiting, seen = set(), [reader.trailer], set()
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if (item.idnum, item.generation) in seen:
                continue
            seen.add((item.idnum, item.generation))
            item = item.get_object()
        if isinstance(item, dict):
            if "/EF" in item:
                _check_carried(item)
            names.update(map(str, item))
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, NameObject):
            names.add(str(item))
    return names


def _check_carried(specification):
    """A file within is opened by what its names end with: none of them may be more than data."""
    names = [str(specification[key]) for key in ("/F", "/UF", "/DOS", "/Unix", "/Mac") if key in specification]
    if not names or not all(name.lower().endswith(DATA_SUFFIXES) for name in names):
        raise EvidenceRefused(ACTING)
