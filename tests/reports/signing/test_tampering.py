"""No tampered file is accepted and none crashes the check, whether the document is known or of unknown origin."""

import io
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from reports import signing
from reports.signing import Expected, guarded
from reports.signing.expected import ExpectedSignature
from tests.reports.signing import tampering
from tests.reports.signing.signed_memo import FIELDS, PEOPLE
from tests.reports.signing.tampering import VARIANTS


def refused(content, expected=None):
    """The sentence with which a file is refused, "" when it is accepted."""
    verdict = signing.check(content, expected)
    assert verdict.is_genuine or (verdict.signatures == () and all(verdict.sentences))
    return "" if verdict.is_genuine else verdict.sentences[0]


def test_there_are_many_ways_to_tamper(memo):
    files = {name: tamper(memo) for name, tamper in VARIANTS.items()}

    assert len(files) >= 80
    assert len(set(files.values())) == len(files)
    assert memo.content not in files.values()


@pytest.mark.parametrize("name", VARIANTS)
def test_a_tampered_file_is_refused(memo, name):
    content = VARIANTS[name](memo)

    assert refused(content, memo.expected)
    assert refused(content)


def signed_in_order(memo, moment, fields, keys, content=None):
    """The memo, or what was made of it, signed in this order with these keys."""
    content = content or memo.steps[0]
    for field in fields:
        how = {"key": keys[field], "signed_at": moment}
        if field == signing.SEAL:
            content = signing.seal(content, name="เทศบาลตำบลน้ำคำ", **how)
        else:
            appearance = PEOPLE.get(field, PEOPLE["author-1"])
            content = signing.sign(content, field=field, appearance=appearance, **how)
    return content


@pytest.mark.parametrize(
    "fields",
    [
        ("opinion-2", "author-1", "decision-3", "seal"),
        ("seal", "author-1", "opinion-2", "decision-3"),
        ("author-1", "decision-3", "seal"),
        ("seal",),
    ],
    ids=" ".join,
)
def test_signatures_that_are_missing_or_in_another_order_are_refused(memo, moment, fields):
    content = signed_in_order(memo, moment, fields, memo.keys)

    assert "ไม่ครบ ไม่อยู่ในลำดับ" in refused(content, memo.expected)


def test_an_authority_with_the_same_name_is_a_stranger(memo, moment, look_alikes):
    content = signed_in_order(memo, moment, FIELDS, look_alikes)

    assert "ผู้ออกใบรับรองที่ระบบเชื่อถือ" in refused(content, memo.expected)
    assert "ผู้ออกใบรับรองที่ระบบเชื่อถือ" in refused(content)


def test_one_signature_of_a_stranger_is_enough_to_refuse(memo, moment, look_alikes):
    content = signed_in_order(memo, moment, ["seal"], look_alikes, memo.steps[3])

    assert "ผู้ออกใบรับรองที่ระบบเชื่อถือ" in refused(content, memo.expected)


def test_somebody_elses_key_of_the_same_authority_is_refused(memo, moment):
    wrong = {**memo.keys, "opinion-2": memo.keys["author-1"]}

    content = signed_in_order(memo, moment, FIELDS, wrong)

    assert "ไม่ใช่ของผู้ลงนามในเอกสารนี้" in refused(content, memo.expected)


def test_another_document_with_the_same_signatures_is_refused(memo, moment, printed):
    other = replace(printed, report=replace(printed.report, title="อีกฉบับ")).pdf_for_signing()

    content = signed_in_order(memo, moment, FIELDS, memo.keys, signing.prepare(other.content, other.places))

    assert refused(content, memo.expected)
    assert not refused(content)  # genuine in itself: it is only not this document


def test_an_extra_signature_after_the_seal_is_refused_whoever_gave_it(memo, moment, look_alikes):
    for keys in (memo.keys, look_alikes):
        writer = IncrementalPdfFileWriter(io.BytesIO(memo.content))
        append_signature_field(writer, SigFieldSpec("extra", box=(10, 10, 300, 200)))
        output = io.BytesIO()
        writer.write(output)

        content = signed_in_order(memo, moment, ["extra"], {"extra": keys["author-1"]}, output.getvalue())

        assert refused(content, memo.expected)
        assert refused(content)


def test_an_extra_revision_below_the_seal_is_refused(memo, moment):
    writer = IncrementalPdfFileWriter(io.BytesIO(memo.steps[3]))
    append_signature_field(writer, SigFieldSpec("extra", box=(10, 10, 300, 200)))
    output = io.BytesIO()
    writer.write(output)

    content = signed_in_order(memo, moment, ["seal"], memo.keys, output.getvalue())

    assert refused(content, memo.expected)


@pytest.mark.parametrize("key", ["/OpenAction", "/AA", "/OCProperties"])
def test_what_acts_by_itself_is_refused_although_it_was_there_before_signing(memo, moment, key):
    with pikepdf.open(io.BytesIO(memo.steps[0])) as pdf:
        pdf.Root[key] = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        output = io.BytesIO()
        pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)

    content = signed_in_order(memo, moment, FIELDS, memo.keys, output.getvalue())

    assert refused(content)


@pytest.mark.parametrize(
    "change",
    [
        tampering.with_nothing_changed,
        tampering.with_other_page_content,
        tampering.with_an_annotation,
        tampering.with_another_title,
        tampering.with_other_metadata,
        tampering.with_an_appearance_replaced,
        tampering.with_the_attachment_replaced,
        tampering.with_other_tags,
        tampering.with_a_script_on_a_page,
    ],
)
def test_who_holds_a_key_cannot_change_what_others_signed(memo, change):
    """The change lies in the revision of the seal itself, and the seal covers it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(memo.steps[3]))
    writer._update_meta = lambda: None
    change(writer)
    metadata = PdfSignatureMetadata("seal", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)

    content = (
        PdfSigner(metadata, memo.keys["seal"].signer).sign_pdf(writer, existing_fields_only=True).getvalue()
    )

    assert bool(refused(content, memo.expected)) == (change is not tampering.with_nothing_changed)


def test_a_file_of_another_time_is_judged_by_its_own(memo, moment, monkeypatch):
    """Certificates end; what was signed while they were valid stays genuine."""
    later = moment + timedelta(days=365 * 5)
    monkeypatch.setattr("pyhanko_certvalidator.context.datetime", frozen(later))

    assert not refused(memo.content, memo.expected)


def frozen(moment):
    class Frozen(type(moment)):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)

    return Frozen


def test_without_trusted_roots_nothing_is_genuine(memo):
    assert not signing.check(memo.content, memo.expected, roots=()).is_genuine


def test_what_is_expected_survives_as_json(memo):
    assert Expected.from_json(memo.expected.as_json()) == memo.expected


def test_an_unknown_fingerprint_asks_for_a_trusted_certificate_only(memo):
    unknown = replace(memo.expected, signatures=tuple(map(ExpectedSignature, FIELDS)))

    assert not refused(memo.content, unknown)


# -- In a child ------------------------------------------------------------------------------------


def test_the_child_refuses_as_the_check_does(memo):
    content = VARIANTS["revision_with_an_annotation"](memo)

    assert guarded.check_in_child(content, memo.expected) == signing.check(content, memo.expected)


def test_a_file_that_is_too_large_is_not_read(memo, monkeypatch):
    monkeypatch.setattr(guarded, "LARGEST_FILE", len(memo.content) - 1)

    verdict = guarded.check_in_child(memo.content, memo.expected)

    assert (verdict.is_genuine, verdict.sentences) == (False, (guarded.TOO_LARGE,))


def test_a_file_that_takes_too_much_is_refused_and_raises_nothing(memo, monkeypatch):
    monkeypatch.setattr(guarded, "SECONDS", 0.2)

    verdict = guarded.check_in_child(memo.content, memo.expected)

    assert (verdict.is_genuine, verdict.sentences) == (False, (guarded.NOT_CHECKED,))
