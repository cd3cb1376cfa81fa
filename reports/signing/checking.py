"""The strict check: exactly the expected signatures, in order, each whole, the last over the whole file, nothing after.

Readers of PDF are forgiving, and most attacks on signed PDFs live off that. So the file must be exactly as this portal
writes it: one revision that was prepared, then one for each signature and no other. What pyHanko says of each signature
(certificate, digest, difference of the revisions) is asked besides. Certificates are judged at the moment the signer
wrote, without asking anybody over the network whether they were revoked.
"""

import asyncio
import hashlib
import io
import logging
import re

from asn1crypto import core
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from ita_portal.thai_text import to_thai_digits
from reports.signing import keys
from reports.signing.expected import Expected, ExpectedSignature
from reports.signing.preparing import SEAL
from reports.signing.verdict import FoundSignature, Verdict

log = logging.getLogger("reports.signing")

HEX = frozenset(b"0123456789ABCDEF")
MOST_FIELDS = 50
ACTS_BY_ITSELF = ("/OpenAction", "/AA", "/OCProperties", "/URI", "/Threads", "/Requirements")
FIELD_KEYS = frozenset(
    ["/Type", "/Subtype", "/FT", "/T", "/TU", "/Rect", "/F", "/P", "/AP", "/V", "/StructParent"]
)

UNREADABLE = "ระบบอ่านลายมือชื่อในแฟ้มนี้ไม่ได้ แฟ้มอาจเสียหายหรือถูกแก้ไข"
NO_SIGNATURES = "แฟ้มนี้ไม่มีลายมือชื่อดิจิทัลที่ระบบรู้จัก"
WRONG_SIGNATURES = "ลายมือชื่อในแฟ้มนี้ไม่ครบ ไม่อยู่ในลำดับ หรือมีเกินกว่าที่ควรมี"
CHANGED_AFTER = "แฟ้มนี้ถูกแก้ไขหรือเพิ่มเติมหลังจากลงนาม"
BROKEN = "ลายมือชื่อในแฟ้มนี้ไม่ตรงกับเนื้อหา แฟ้มถูกแก้ไขหลังจากลงนาม"
STRANGER = "ลายมือชื่อในแฟ้มนี้ไม่ได้ออกโดยผู้ออกใบรับรองที่ระบบเชื่อถือ หรือไม่ใช่ของผู้ลงนามในเอกสารนี้"
TEST_ONLY = "ลงนามด้วยใบรับรองทดสอบ ไม่มีผลทางกฎหมาย"


class _Wrong(Exception):
    """The file is not genuine; the message is the sentence that says so."""


def check(content, expected=None, roots=None):
    """Check the signatures of a PDF strictly. Returns a Verdict and raises nothing for whatever the bytes hold.

    `expected` is an Expected. Without one, for a file of unknown origin: any fields, all of them signed by holders of
    certificates that `roots` vouch for, the seal last. `roots` are certificates as DER; by default keys.trusted_roots().
    """
    roots = keys.trusted_roots() if roots is None else roots
    try:
        found = tuple(asyncio.run(_signatures(content, expected, roots)))
    except _Wrong as wrong:
        return Verdict(False, (str(wrong),))
    except MemoryError:
        raise
    except Exception as error:  # pyHanko raises anything on odd files; whatever it is, the file is not accepted
        log.info("a signed file could not be read: %s", type(error).__name__)  # its message quotes the file
        return Verdict(False, (UNREADABLE,))
    return Verdict(True, tuple(_sentences(found)), found)


def _sentences(found):
    count = to_thai_digits(str(len(found)))
    yield f"ลายมือชื่อดิจิทัลทั้ง {count} รายการถูกต้อง และแฟ้มไม่ถูกแก้ไขหลังจากลงนาม"
    if any(signature.is_test for signature in found):
        yield TEST_ONLY


async def _signatures(content, expected, roots):
    """The signatures as FoundSignature, oldest first. Raises _Wrong, or whatever pyHanko raises on what is no PDF."""
    _require(content.startswith(b"%PDF-"), UNREADABLE)
    reader = PdfFileReader(io.BytesIO(content), strict=True)
    _require(not reader.encrypted, UNREADABLE)
    fields = _fields(reader)
    signatures = sorted(reader.embedded_regular_signatures, key=lambda signature: signature.signed_revision)
    expected = expected or _whatever_is_complete(fields, signatures)
    _require(bool(expected.signatures), NO_SIGNATURES)
    _check_base(content, expected)
    _check_parts(reader, fields, signatures, expected)
    _check_revisions(content, reader, signatures)
    _check_changes(reader, fields, signatures)
    return [await _checked(*pair, roots) for pair in zip(signatures, expected.signatures, strict=True)]


def _require(condition, sentence):
    if not condition:
        raise _Wrong(sentence)


def _fields(reader):
    """{name: field} of all form fields, each a plain signature field with its own widget."""
    form = reader.root.get("/AcroForm", generic.DictionaryObject())
    _require(set(form) <= {"/Fields", "/SigFlags"}, CHANGED_AFTER)
    fields = {}
    _require(len(form.get("/Fields", ())) <= MOST_FIELDS, WRONG_SIGNATURES)
    for reference in form.get("/Fields", ()):
        field = reference.get_object()
        _require(field.get("/FT") == "/Sig" and set(field) <= FIELD_KEYS, CHANGED_AFTER)
        _require(field["/T"] not in fields, WRONG_SIGNATURES)
        fields[str(field["/T"])] = field
    return fields


def _whatever_is_complete(fields, signatures):
    """What to expect of a file of unknown origin: every field signed, the seal last."""
    order = tuple(signature.field_name for signature in signatures)
    _require(bool(order), NO_SIGNATURES)
    _require(order[-1] == SEAL and set(order) == set(fields), WRONG_SIGNATURES)
    return Expected(tuple(fields), tuple(map(ExpectedSignature, order)))


def _check_base(content, expected):
    """The file begins with what was prepared; where that ended is one of the places where a file may end."""
    if expected.base_sha256:
        beginning, done = hashlib.sha256(), 0
        for end in re.finditer(rb"%%EOF\n", content):
            beginning.update(content[done : end.end()])
            done = end.end()
            if beginning.hexdigest() == expected.base_sha256:
                return
        raise _Wrong(BROKEN)


def _check_parts(reader, fields, signatures, expected):
    """The fields and signatures are the expected ones, and nothing in the file acts by itself."""
    root = reader.root
    _require(not any(key in root for key in ACTS_BY_ITSELF), CHANGED_AFTER)
    _require("/JavaScript" not in root.get("/Names", {}), CHANGED_AFTER)
    _require(set(fields) == set(expected.fields), WRONG_SIGNATURES)
    signed = [signature.field for signature in expected.signatures]
    _require([signature.field_name for signature in signatures] == signed, WRONG_SIGNATURES)
    _require({name for name, field in fields.items() if "/V" in field} == set(signed), WRONG_SIGNATURES)
    values = {field.raw_get("/V").reference for field in fields.values() if "/V" in field}
    _require(len(values) == len(signed) == len(reader.embedded_signatures), WRONG_SIGNATURES)


def _check_revisions(content, reader, signatures):
    """One revision for each signature; each covers all up to its own end but the hole its value lies in."""
    _require(reader.xrefs.total_revisions == 1 + len(signatures), CHANGED_AFTER)
    end = 0
    for number, signature in enumerate(signatures, start=1):
        _require(signature.signed_revision == number, CHANGED_AFTER)
        start, before, after, rest = map(int, signature.byte_range)
        _require(start == 0 and end < before < after and rest > 0, BROKEN)
        end = after + rest
        _require(end <= len(content), BROKEN)
        hole = content[before:after]
        value = hole[1:-1]
        _require(hole[:1] == b"<" and hole[-1:] == b">" and HEX.issuperset(value), BROKEN)
        _check_value(bytes.fromhex(value.decode()), signature.signed_data)
    _require(end == len(content), CHANGED_AFTER)


def _check_changes(reader, fields, signatures):
    """Each revision differs from the prepared one in signed fields only, and touches no field but its own.

    Comparing all with the first is as strict as comparing each with each, as long as no revision changes what an
    earlier one wrote; and it takes a third of the time.
    """
    difference = DEFAULT_DIFF_POLICY.review_file(reader, 0)
    _require(isinstance(difference, DiffResult), CHANGED_AFTER)
    _require(difference.modification_level <= ModificationLevel.FORM_FILLING, CHANGED_AFTER)
    for number, signature in enumerate(signatures, start=1):
        own = fields[signature.field_name].container_ref
        touched = set(reader.xrefs.explicit_refs_in_revision(number))
        earlier = {ref for ref in touched if reader.xrefs.get_historical_ref(ref, number - 1) is not None}
        _require(earlier <= {own, reader.root_ref} and own in touched, CHANGED_AFTER)
        _require(not reader.xrefs.refs_freed_in_revision(number), CHANGED_AFTER)


def _check_value(value, signed_data):
    """The parts of a signature that it does not itself cover are as this portal writes them."""
    length = len(core.Asn1Value.load(value).dump())
    _require(not any(value[length:]), BROKEN)
    signer, content_info = signed_data["signer_infos"], signed_data["encap_content_info"]
    _require(len(signer) == 1 and len(signer[0]["unsigned_attrs"]) == 0, BROKEN)
    _require(content_info["content_type"].native == "data" and content_info["content"].native is None, BROKEN)
    algorithms = [algorithm.dump() for algorithm in signed_data["digest_algorithms"]]
    _require(algorithms == [signer[0]["digest_algorithm"].dump()], BROKEN)
    _require(signed_data["version"].native == signer[0]["version"].native == "v1", BROKEN)
    _require(len(signed_data["crls"]) == 0, BROKEN)


async def _checked(signature, expected, roots):
    """The signature as a FoundSignature, when pyHanko finds nothing wrong with it."""
    certificate, moment = signature.signer_cert, signature.self_reported_timestamp
    _require(moment is not None, BROKEN)
    context = ValidationContext(
        trust_roots=[keys.as_certificate(root) for root in roots], allow_fetching=False, moment=moment
    )
    status = await async_validate_pdf_signature(signature, context, skip_diff=True)  # see _check_changes
    _require(status.intact and status.valid, BROKEN)
    _require(status.trusted, STRANGER)
    _require(expected.fingerprint in ("", certificate.sha256.hex()), STRANGER)
    path = {part.dump() for part in status.validation_path.iter_certs(include_root=True)}
    _require(all(other.dump() in path for other in signature.other_embedded_certs), BROKEN)
    whole = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    _require(status.coverage in whole, CHANGED_AFTER)
    _require(status.bottom_line, CHANGED_AFTER)
    return FoundSignature(
        field=signature.field_name,
        holder=keys.holder_of(certificate),
        fingerprint=certificate.sha256.hex(),
        signed_at=moment,
        is_test=keys.is_test(certificate),
    )
