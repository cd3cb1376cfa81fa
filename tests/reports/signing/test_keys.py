"""Keys: private files, told in Thai when missing or broken, made for trying out or imported from an authority."""

import io
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.core.management import CommandError, call_command

from reports.management.commands import import_signing_key
from reports.signing import BrokenKey, MissingKey, authority, keys
from tests import builders

PASSWORD = b"the password of the file"


@pytest.fixture
def issued(empty_keys, moment):
    """(private key, certificate) of a person, issued by the trusted authority of this server."""
    return authority.issue(authority.kept_root(moment), moment, "นางสาวน้ำทิพย์ ตัวอย่าง", "เทศบาลตำบลน้ำคำ")


def as_file(folder, key, certificate):
    path = folder / "key.p12"
    encryption = BestAvailableEncryption(PASSWORD)
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, key, certificate, None, encryption))
    return path


def test_a_stored_key_names_its_holder_and_its_mark(issued):
    keys.store_person_key(7, *issued)

    key = keys.person_key(7)

    assert (key.holder, key.is_test) == ("นางสาวน้ำทิพย์ ตัวอย่าง (ทดสอบ)", True)
    assert "BEGIN" not in repr(key)


def test_only_the_portal_may_read_its_keys(issued, empty_keys):
    keys.store_seal_key("namkham", *issued)

    modes = {
        path.relative_to(empty_keys).as_posix(): path.stat().st_mode & 0o777 for path in empty_keys.rglob("*")
    }

    assert modes["seals"] == modes["roots"] == 0o700
    assert modes["seals/namkham.p12"] == modes["test-authority.p12"] == 0o600


def test_a_key_that_others_may_read_is_not_used(issued, empty_keys):
    keys.store_person_key(7, *issued)
    (empty_keys / "persons/7.p12").chmod(0o640)

    with pytest.raises(BrokenKey, match="0600"):
        keys.person_key(7)


def test_a_person_without_a_key_is_told_of_the_pen(empty_keys):
    with pytest.raises(MissingKey, match="ลงนามด้วยปากกา"):
        keys.person_key(7)


def test_without_the_password_nothing_is_signed(issued, settings):
    keys.store_person_key(7, *issued)
    settings.SIGNING_KEYS_PASSWORD = ""

    with pytest.raises(MissingKey, match="SIGNING_KEYS_PASSWORD"):
        keys.person_key(7)


def test_with_another_password_the_key_stays_closed(issued, settings):
    keys.store_person_key(7, *issued)
    settings.SIGNING_KEYS_PASSWORD = "another"

    with pytest.raises(BrokenKey, match="รหัสผ่านไม่ถูกต้อง"):
        keys.person_key(7)


@pytest.mark.parametrize("content", [b"", b"no key", b"\x30\x82" + bytes(500)])
def test_a_file_that_is_no_key_is_refused(content):
    with pytest.raises(BrokenKey, match="เปิด"):
        keys.opened(content, PASSWORD)


def test_a_slug_cannot_lead_out_of_the_directory(empty_keys):
    assert not keys.has_seal_key("../../etc/passwd")
    assert keys._seal_path("../../x") == empty_keys / "seals/x.p12"


def test_a_root_that_is_no_certificate_is_refused(empty_keys):
    for content in (b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(BrokenKey, match="ไม่ใช่ใบรับรอง"):
            keys.store_root("x", content)


# -- The authority for trying out ------------------------------------------------------------------


@pytest.fixture
def officer(db):
    """A person with an account who holds an office."""
    term = builders.a_term()
    term.user = builders.a_user(term.organization)
    term.save()
    return term


def test_everybody_with_an_office_and_every_seal_gets_a_test_key_once(officer, empty_keys, settings):
    settings.DEBUG = True
    said = [io.StringIO(), io.StringIO()]

    for output in said:
        call_command("make_test_authority", stdout=output)

    assert officer.person_name in keys.person_key(officer.user_id).holder
    assert keys.seal_key(officer.organization.slug).is_test
    assert " 2 ดอก" in said[0].getvalue()
    assert " 0 ดอก" in said[1].getvalue()


def test_a_server_makes_no_test_keys(db, empty_keys):
    with pytest.raises(CommandError, match="import_signing_key"):
        call_command("make_test_authority")

    assert not empty_keys.exists()


# -- Importing -------------------------------------------------------------------------------------


@pytest.fixture
def typed_password(monkeypatch):
    monkeypatch.setattr(import_signing_key, "getpass", lambda prompt: PASSWORD.decode())


def test_a_key_of_a_trusted_authority_is_imported(officer, issued, typed_password, tmp_path):
    file = as_file(tmp_path, *issued)

    call_command("import_signing_key", file, person=officer.user.username, stdout=io.StringIO())
    call_command("import_signing_key", file, seal=officer.organization.slug, stdout=io.StringIO())

    assert keys.person_key(officer.user_id) == keys.seal_key(officer.organization.slug)


def test_a_key_of_a_stranger_is_not_imported(officer, issued, moment, typed_password, tmp_path):
    stranger = authority.make_root(moment)
    file = as_file(tmp_path, *authority.issue(stranger, moment, "นางสาวน้ำทิพย์ ตัวอย่าง", "เทศบาลตำบลน้ำคำ"))

    with pytest.raises(CommandError, match="ผู้ออกใบรับรองที่ระบบเชื่อถือ"):
        call_command("import_signing_key", file, person=officer.user.username)

    assert not keys.has_person_key(officer.user_id)


def test_the_authority_may_come_with_the_key(officer, empty_keys, moment, typed_password, tmp_path):
    stranger = authority.make_root(moment)
    file = as_file(tmp_path, *authority.issue(stranger, moment, "นางสาวน้ำทิพย์ ตัวอย่าง", "เทศบาลตำบลน้ำคำ"))
    root = tmp_path / "root.pem"
    root.write_bytes(authority.as_pem(stranger[1]))

    call_command("import_signing_key", file, person=officer.user.username, root=root, stdout=io.StringIO())

    assert keys.has_person_key(officer.user_id)


def test_an_expired_certificate_is_not_imported(officer, empty_keys, moment, typed_password, tmp_path):
    before = moment - timedelta(days=365 * 4)
    file = as_file(
        tmp_path, *authority.issue(authority.kept_root(before), before, "ผู้เคยดำรงตำแหน่ง", "เทศบาลตำบลน้ำคำ")
    )

    with pytest.raises(CommandError, match="ใช้ลงนามไม่ได้"):
        call_command("import_signing_key", file, person=officer.user.username)


def test_the_certificate_of_an_authority_is_no_key_to_sign_with(
    officer, empty_keys, moment, typed_password, tmp_path
):
    file = as_file(tmp_path, *authority.kept_root(moment))

    with pytest.raises(CommandError, match="ใช้ลงนามไม่ได้"):
        call_command("import_signing_key", file, person=officer.user.username)


def test_a_weak_key_is_refused(empty_keys, moment, monkeypatch, tmp_path):
    weak = rsa.generate_private_key(65537, 1024)
    monkeypatch.setattr(authority.ec, "generate_private_key", lambda curve: weak)
    file = as_file(tmp_path, *authority.make_root(moment))

    with pytest.raises(BrokenKey, match="อ่อนเกินไป"):
        keys.opened(file.read_bytes(), PASSWORD)


def test_an_unknown_account_or_organisation_is_told(db, issued, typed_password, tmp_path):
    file = as_file(tmp_path, *issued)

    with pytest.raises(CommandError, match="ไม่มีบัญชี nobody"):
        call_command("import_signing_key", file, person="nobody")
    with pytest.raises(CommandError, match="ไม่มีหน่วยงาน nowhere"):
        call_command("import_signing_key", file, seal="nowhere")
    with pytest.raises(CommandError, match="อ่านแฟ้มไม่ได้"):
        call_command("import_signing_key", tmp_path / "none.p12", seal="nowhere")
