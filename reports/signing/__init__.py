"""Signing PDFs and checking signatures: bytes in, bytes out. The only package that knows pyHanko and pikepdf; it knows
no models.

The way of a document:

    printed = printing.print_for_signing(html, source_data, emblem, qr)  # the PDF, and where its boxes stand
    content = prepare(printed.content, printed.places)                   # frozen: what everybody signs
    expected = Expected.of(content, printed.places)                      # empty fields, in the order of the document
    content, expected = signed_and_checked(
        content, expected, field="author", appearance=Appearance(…), key=keys.person_key(user.pk), signed_at=now
    )
    …                                                                    # each further signer the same
    content, expected = sealed_and_checked(content, expected, name="…", key=keys.seal_key(slug), signed_at=now)

Each signature is an incremental revision (PAdES B-B): the bytes before it stay as they were, so the file of every step
begins with the bytes of the step before. The seal comes last, as an ordinary signature in the field "seal".

Afterwards: `check(content, expected)` for our own files, `check_in_child(content, expected)` for files of strangers.

    preparing.py   the reserved fields, in the page and in the tags
    appearance.py  what a signature looks like, set in the paper font; refuses what would not fit
    revisions.py   one signature: sign, seal, and both with the strict check
    checking.py    the strict check            guarded.py   the same in a limited child
    expected.py    what a file should hold     verdict.py   what the check found
    keys.py        PKCS#12 files and trusted roots on disk
    authority.py   makes the authority and keys for trying out

Raises, each with a Thai sentence as its message: CommentTooLong (nothing was signed), MissingKey, BrokenKey,
SigningRefused (the signed file did not pass the strict check, or the file is not one to be signed).
"""

from reports.signing.appearance import Appearance, CommentTooLong, ensure_fits
from reports.signing.checking import check
from reports.signing.expected import Expected, ExpectedSignature
from reports.signing.guarded import LARGEST_FILE, check_in_child
from reports.signing.keys import BrokenKey, MissingKey, SigningKey
from reports.signing.preparing import SEAL, prepare
from reports.signing.revisions import SigningRefused, seal, sealed_and_checked, sign, signed_and_checked
from reports.signing.verdict import FoundSignature, Verdict

__all__ = [
    "LARGEST_FILE",
    "SEAL",
    "Appearance",
    "BrokenKey",
    "CommentTooLong",
    "Expected",
    "ExpectedSignature",
    "FoundSignature",
    "MissingKey",
    "SigningKey",
    "SigningRefused",
    "Verdict",
    "check",
    "check_in_child",
    "ensure_fits",
    "prepare",
    "seal",
    "sealed_and_checked",
    "sign",
    "signed_and_checked",
]
