"""Signed documents: valid for others' validators, still tagged archives, and exact in every letter."""

import io
import re
import subprocess
import sys
from datetime import timedelta

import pikepdf
import pypdf
import pytest

from reports import signing
from reports.signing import Appearance, BrokenKey, CommentTooLong, Expected, SigningRefused, authority
from tests.reports import reading_back
from tests.reports.signing.signed_memo import FIELDS, PEOPLE


@pytest.fixture(scope="module")
def signed_file(memo, tmp_path_factory):
    path = tmp_path_factory.mktemp("signed") / "memo.pdf"
    path.write_bytes(memo.content)
    return path


# -- Valid for us and for others -------------------------------------------------------------------


def test_the_strict_check_finds_all_signatures_in_order(memo, moment):
    verdict = signing.check(memo.content, memo.expected)

    assert verdict.is_genuine
    assert [signature.field for signature in verdict.signatures] == list(FIELDS)
    assert [signature.fingerprint for signature in verdict.signatures] == [
        memo.keys[field].fingerprint for field in FIELDS
    ]
    assert {signature.signed_at for signature in verdict.signatures} == {moment}
    assert "ไม่มีผลทางกฎหมาย" in verdict.sentences[-1]


def test_the_check_of_a_file_of_unknown_origin_names_its_signers(memo):
    verdict = signing.check_in_child(memo.content)

    assert verdict == signing.check(memo.content, memo.expected)


def test_each_step_is_genuine_for_what_was_signed_by_then(memo):
    for count, content in enumerate(memo.steps[1:], start=1):
        so_far = Expected(memo.expected.fields, memo.expected.signatures[:count], memo.expected.base_sha256)

        assert signing.check(content, so_far).is_genuine
        assert content.startswith(memo.steps[count - 1])


def test_the_validator_of_pyhanko_agrees(memo, signed_file, tmp_path):
    root = tmp_path / "root.pem"
    root.write_bytes(authority.as_pem(memo.root[1]))
    options = ["--executive-summary", "--trust", root, "--trust-replace", "--no-revocation-check"]

    said = subprocess.run(
        [sys.executable, "-m", "pyhanko", "sign", "validate", *options, signed_file],
        capture_output=True,
        text=True,
    )

    assert (said.returncode, said.stdout.count(":VALID")) == (0, len(FIELDS)), said


def test_pdfsig_of_poppler_agrees(signed_file):
    said = subprocess.run(["pdfsig", "-nocert", signed_file], capture_output=True, text=True).stdout

    assert said.count("Signature is Valid") == said.count("ETSI.CAdES.detached") == len(FIELDS)
    assert said.count("Not total document signed") == len(FIELDS) - 1
    assert said.count("- Total document signed") == 1


# -- Still the document that was printed -----------------------------------------------------------


def parts_of(content):
    """What makes a PDF a tagged archive with its data attached."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        metadata = root.Metadata.read_bytes().decode()
        return {
            "archive": [
                re.search(rf"pdfaid:{key}(?:>|=\")(\w)", metadata)[1] for key in ("part", "conformance")
            ],
            "language": str(root.Lang),
            "is_tagged": bool(root.MarkInfo.Marked) and "/StructTreeRoot" in root,
            "colours": bytes(root.OutputIntents[0].DestOutputProfile.read_bytes()),
            "data": {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments},
            "title": str(pdf.docinfo.Title),
        }


def test_a_signed_file_keeps_tags_archive_marks_and_attachment(memo):
    before, after = parts_of(memo.printed.content), parts_of(memo.content)

    assert after == before
    assert (after["archive"], after["language"], after["is_tagged"]) == (["3", "A"], "th", True)
    assert "data.json" in after["data"]


def test_each_field_stands_in_the_tags_under_its_thai_name(memo):
    with pikepdf.open(io.BytesIO(memo.content)) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        tags = {int(key): tag for key, tag in zip(list(numbers)[::2], list(numbers)[1::2], strict=True)}
        found = [(str(field.T), tags[int(field.StructParent)]) for field in pdf.Root.AcroForm.Fields]

        assert [name for name, _ in found] == list(FIELDS)
        assert all(tag.S == "/Form" and name == tag.K.Obj.T for name, tag in found)
        assert str(found[1][1].Alt) == "ลายมือชื่อและความเห็น"


def test_everything_in_the_appearances_is_embedded(memo):
    with pikepdf.open(io.BytesIO(memo.content)) as pdf:
        fonts = [
            font for field in pdf.Root.AcroForm.Fields for font in dict(field.AP.N.Resources.Font).values()
        ]

        assert len(fonts) >= len(FIELDS)
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)


def test_the_body_keeps_every_letter(memo, tmp_path):
    pages = {}
    for name, content in (("before", memo.printed.content), ("after", memo.content)):
        (tmp_path / name).write_bytes(content)
        pages[name] = reading_back.read_by_pypdf(tmp_path / name)  # pypdf reads pages without their fields

    assert pages["after"] == pages["before"]
    assert "ดำเนินการสำรวจน้ำ" in "".join(pages["after"])


def test_the_appearances_keep_every_letter(memo, signed_file):
    text = reading_back.folded("".join(reading_back.read_by_poppler(signed_file)))

    for person in PEOPLE.values():
        words = [person.comment, person.military_rank, f"({person.person_name})", *person.title_lines]
        assert all(reading_back.folded(word) in text for word in words)
    assert text.count("ลงนามด้วยใบรับรองทดสอบไม่มีผลทางกฎหมาย") == len(FIELDS)


def test_each_page_carries_the_code_and_the_last_the_head_of_the_history(memo):
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(memo.content)).pages]

    assert all("K7M2-9QXT" in page and "ita.example.go.th/v/K7M29QXT" in page for page in pages)
    assert "0f" * 32 in pages[-1].replace("\n", "")


def test_preparing_gives_the_same_bytes_each_time(memo):
    assert signing.prepare(memo.printed.content, memo.printed.places) == memo.steps[0]


# -- What is refused before anything is signed -----------------------------------------------------


def test_a_comment_that_does_not_fit_is_refused_in_thai(memo, moment):
    long = Appearance("นายทดลอง ตัวอย่าง", ("เจ้าหน้าที่",), comment="เห็นควรดำเนินการตามเสนอ " * 40)

    with pytest.raises(CommentTooLong, match="ประมาณ ๔ บรรทัด"):
        signing.ensure_fits(memo.steps[1], field="opinion-2", appearance=long, signed_at=moment)


def test_four_lines_of_comment_and_three_of_titles_fit(memo, moment):
    full = Appearance(
        "ทดลอง ตัวอย่าง", ("ผู้อำนวยการกองคลัง รักษาราชการแทน", "ปลัดเทศบาล ปฏิบัติราชการแทน", "นายกเทศมนตรี"), "พันจ่าเอก"
    )
    for lines in (1, 4):
        signing.ensure_fits(
            memo.steps[1],
            field="opinion-2",
            appearance=Appearance(**{**vars(full), "comment": "เห็นควรดำเนินการตามที่เสนอ\n" * lines}),
            signed_at=moment,
        )


def test_a_field_is_signed_once(memo, moment, plain_appearance):
    with pytest.raises(SigningRefused, match="มีลายมือชื่อแล้ว"):
        signing.sign(
            memo.steps[1],
            field="author-1",
            appearance=plain_appearance,
            key=memo.keys["author-1"],
            signed_at=moment,
        )


def test_a_missing_field_is_refused(memo, moment, plain_appearance):
    with pytest.raises(SigningRefused, match="ไม่มีช่องลงนาม"):
        signing.sign(
            memo.steps[0],
            field="nobody",
            appearance=plain_appearance,
            key=memo.keys["author-1"],
            signed_at=moment,
        )


def test_an_expired_certificate_signs_nothing(memo, moment, plain_appearance):
    with pytest.raises(BrokenKey, match="หมดอายุ"):
        signing.sign(
            memo.steps[0],
            field="author-1",
            appearance=plain_appearance,
            key=memo.keys["author-1"],
            signed_at=moment + timedelta(days=365 * 4),
        )


def test_what_does_not_pass_the_strict_check_is_not_handed_out(memo, moment, look_alikes):
    before = Expected.of(memo.steps[0], memo.expected.fields)

    with pytest.raises(SigningRefused, match="ตรวจไม่ผ่าน"):
        signing.signed_and_checked(
            memo.steps[0],
            before,
            field="author-1",
            appearance=PEOPLE["author-1"],
            key=look_alikes["author-1"],
            signed_at=moment,
        )
