"""One memo, printed and signed once for all tests of signing: three signers and the seal, keys of a test authority."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from reports import signing
from reports.composition import Paper
from reports.content import sections
from reports.content.issue import IssueMarks
from reports.content.style import PaperStyle
from reports.signing import Appearance, Expected, authority, keys
from tests.reports.signing.signed_memo import FIELDS, PEOPLE, SignedMemo

ORGANIZATION = "เทศบาลตำบลน้ำคำ"


@pytest.fixture(scope="session")
def keys_directory(tmp_path_factory):
    """A directory for keys of its own, so that no test meets the keys of this machine."""
    directory = tmp_path_factory.mktemp("keys")
    with override_settings(SIGNING_KEYS_DIR=directory, SIGNING_KEYS_PASSWORD="a password for tests"):
        yield directory


@pytest.fixture
def empty_keys(settings, tmp_path):
    settings.SIGNING_KEYS_DIR = tmp_path / "keys"
    settings.SIGNING_KEYS_PASSWORD = "a password for tests"
    return settings.SIGNING_KEYS_DIR


@pytest.fixture(scope="session")
def moment():
    return timezone.now().replace(microsecond=0)


def new_keys(moment, name=authority.NAME):
    """(root, {field: SigningKey}) of an authority of this name: one key for each person, one for the seal."""
    root = authority.make_root(moment - timedelta(hours=1), name)
    holders = {**{field: person.person_name for field, person in PEOPLE.items()}, signing.SEAL: ORGANIZATION}
    issued = {field: authority.issue(root, moment, holder, ORGANIZATION) for field, holder in holders.items()}
    return root, {field: as_key(*key) for field, key in issued.items()}


def as_key(key, certificate):
    content = keys.pkcs12.serialize_key_and_certificates(
        None, key, certificate, None, keys.BestAvailableEncryption(b"-")
    )
    return keys.as_signing_key(content, b"-")


@pytest.fixture(scope="session")
def printed():
    """The memo with its boxes, printed once."""
    headings = dict(zip(PEOPLE, ("", "ความเห็น", "ข้อพิจารณา"), strict=True))
    boxes = {
        field: sections.SignatureBlock("", (), heading=heading, field_name=field)
        for field, heading in headings.items()
    }
    memo = sections.Memo(
        office=f"หน่วยตรวจสอบภายใน {ORGANIZATION}",
        number="นค ๕๓๗๑๑/๐๐๕",
        date="16 มกราคม 2568",
        subject="รายงานผลการวิเคราะห์การประเมินคุณธรรม",
        addressee="นายกเทศมนตรี",
        paragraphs=("ตามที่ได้ดำเนินการสำรวจน้ำและฐานข้อมูลทั้งหมดแล้ว นั้น " * 4,),
        closing="จึงเรียนมาเพื่อโปรดทราบ",
        author=boxes.pop("author-1"),
        routing=tuple(boxes.values()),
        seal_field=signing.SEAL,
    )
    issue = IssueMarks("K7M2-9QXT", "https://ita.example.go.th/v/K7M29QXT", "0f" * 32)
    return Paper(sections.Report("บันทึกข้อความ", ORGANIZATION, PaperStyle(), (memo,)), "memo", issue)


@pytest.fixture(scope="session")
def memo(keys_directory, moment, printed):
    """The SignedMemo: its file after each step, and what is expected of the whole."""
    root, signers = new_keys(moment)
    keys.store_root("test", authority.as_pem(root[1]))
    paper = printed.pdf_for_signing()
    content = signing.prepare(paper.content, paper.places)
    expected, steps = Expected.of(content, paper.places), [content]
    for field in FIELDS[:-1]:
        content, expected = signing.signed_and_checked(
            content, expected, field=field, appearance=PEOPLE[field], key=signers[field], signed_at=moment
        )
        steps.append(content)
    content, expected = signing.sealed_and_checked(
        content, expected, name=ORGANIZATION, key=signers[signing.SEAL], signed_at=moment
    )
    return SignedMemo(printed.html(), paper, (*steps, content), expected, signers, root)


@pytest.fixture(scope="session")
def look_alikes(moment):
    """Keys of another authority whose names are the same, letter by letter."""
    return new_keys(moment)[1]


@pytest.fixture
def plain_appearance():
    return Appearance("นายทดลอง ตัวอย่าง", ("เจ้าหน้าที่",))
