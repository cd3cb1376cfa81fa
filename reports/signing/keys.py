"""Keys for signing: PKCS#12 files outside database and media, and the roots whose certificates are trusted.

    SIGNING_KEYS_DIR/persons/<user id>.p12   of a person          SIGNING_KEYS_DIR/seals/<slug>.p12   of an organisation
    SIGNING_KEYS_DIR/roots/*.pem             trusted authorities

The directory is 0700 and each file 0600; a file that others on the machine may read is not used. All are encrypted
with SIGNING_KEYS_PASSWORD, which stands in the environment and nowhere on this disk.
"""

import asyncio
import os
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from asn1crypto import pem, x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from django.conf import settings
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

SMALLEST_RSA = 2048  # bits
TEST_MARK = "ทดสอบ"  # in the name of the issuer


class MissingKey(Exception):
    """There is no key to sign with; the message says in Thai what to do."""


class BrokenKey(Exception):
    """The key there is cannot be used; the message says in Thai why."""


@dataclass(frozen=True)
class SigningKey:
    """A certificate with its private key, ready to sign. `fingerprint` is the SHA-256 of the certificate in hex."""

    holder: str
    fingerprint: str
    is_test: bool
    valid_from: datetime
    valid_until: datetime
    signer: SimpleSigner = field(repr=False, compare=False)

    def ensure_valid_at(self, moment):
        """Raises BrokenKey when the certificate is not valid at the moment."""
        if not self.valid_from <= moment <= self.valid_until:
            raise BrokenKey(f"ใบรับรองของ {self.holder} หมดอายุหรือยังไม่ถึงวันเริ่มใช้ โปรดให้ผู้ดูแลระบบนำเข้าใบรับรองใหม่")


def person_key(user_id):
    """The key of a person. Raises MissingKey, BrokenKey."""
    return _load(_person_path(user_id), "ท่านยังไม่มีกุญแจสำหรับลงลายมือชื่อดิจิทัล")


def seal_key(slug):
    """The key of an organisation's digital seal. Raises MissingKey, BrokenKey."""
    return _load(_seal_path(slug), "หน่วยงานยังไม่มีกุญแจสำหรับประทับตราดิจิทัล")


def has_person_key(user_id):
    return _person_path(user_id).exists()


def has_seal_key(slug):
    return _seal_path(slug).exists()


def store_person_key(user_id, key, certificate, others=()):
    """Keep a person's key, encrypted with the portal's password, in place of an earlier one."""
    store(_person_path(user_id), key, certificate, others)


def store_seal_key(slug, key, certificate, others=()):
    """Keep the key of an organisation's seal, encrypted with the portal's password, in place of an earlier one."""
    store(_seal_path(slug), key, certificate, others)


def trusted_roots():
    """The certificates of the trusted authorities, as DER bytes."""
    files = sorted((directory() / "roots").glob("*.pem"))
    return tuple(der for path in files for der in _certificates_in(path.read_bytes()))


def roots_as_pem():
    """The same as the text of one PEM file, b"" when no authority is trusted."""
    return b"".join(path.read_bytes() for path in sorted((directory() / "roots").glob("*.pem")))


def store_root(name, content):
    """Trust an authority from now on: `content` is its certificate as PEM. Raises BrokenKey when it is none."""
    try:
        is_certificate = bool(list(_certificates_in(content)))
    except ValueError:
        is_certificate = False
    if not is_certificate:
        raise BrokenKey("แฟ้มนี้ไม่ใช่ใบรับรอง (PEM) ของผู้ออกใบรับรอง")
    write_private(directory() / "roots" / f"{name}.pem", content)


def opened(content, password, name="แฟ้มกุญแจ"):
    """(private key, certificate, further certificates) out of a PKCS#12 file. Raises BrokenKey."""
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password)
    except (ValueError, TypeError):
        raise BrokenKey(f"เปิด{name}ไม่ได้ รหัสผ่านไม่ถูกต้อง หรือแฟ้มเสียหาย") from None
    if key is None or certificate is None:
        raise BrokenKey(f"{name}ไม่มีกุญแจส่วนตัวหรือใบรับรอง")
    if key.public_key().public_numbers() != certificate.public_key().public_numbers():
        raise BrokenKey(f"กุญแจส่วนตัวใน{name}ไม่ใช่ของใบรับรอง")
    if not _is_strong(key):
        raise BrokenKey(f"{name}ใช้กุญแจที่อ่อนเกินไป ต้องเป็น RSA {SMALLEST_RSA} บิตขึ้นไป หรือ EC 256 บิตขึ้นไป")
    return key, certificate, others


def ensure_trusted(certificate, others, moment):
    """Raises BrokenKey unless a trusted authority vouches for a certificate (cryptography's) and for signing with it."""
    certificate, *others = (as_certificate(part.public_bytes(Encoding.DER)) for part in (certificate, *others))
    context = ValidationContext(
        trust_roots=[as_certificate(root) for root in trusted_roots()],
        other_certs=others,
        allow_fetching=False,
        moment=moment,
    )
    validator = CertificateValidator(certificate, validation_context=context)
    try:
        asyncio.run(validator.async_validate_usage({"non_repudiation"}))
    except (PathError, ValidationError) as error:
        raise BrokenKey(
            f"ใบรับรองของ {holder_of(certificate)} ใช้ลงนามไม่ได้ หรือไม่ได้ออกโดยผู้ออกใบรับรองที่ระบบเชื่อถือ ({error})"
        ) from None


def as_signing_key(content, password, name="แฟ้มกุญแจ"):
    """The SigningKey in a PKCS#12 file. Raises BrokenKey."""
    opened(content, password, name)
    signer = SimpleSigner.load_pkcs12_data(content, other_certs=(), passphrase=password)
    signer.embed_roots = False
    certificate = signer.signing_cert
    return SigningKey(
        holder=holder_of(certificate),
        fingerprint=certificate.sha256.hex(),
        is_test=is_test(certificate),
        valid_from=certificate.not_valid_before,
        valid_until=certificate.not_valid_after,
        signer=signer,
    )


def as_certificate(der):
    """A certificate out of its DER bytes."""
    return x509.Certificate.load(der)


def holder_of(certificate):
    """The common name of a certificate (asn1crypto), else all it says of its subject."""
    return certificate.subject.native.get("common_name") or certificate.subject.human_friendly


def is_test(certificate):
    """Was it issued by an authority for trying out?"""
    return TEST_MARK in certificate.issuer.human_friendly


def password():
    """The password of the key files as bytes. Raises MissingKey when the server has none."""
    if not settings.SIGNING_KEYS_PASSWORD:
        raise MissingKey(
            "ระบบยังไม่ได้ตั้งค่าการลงลายมือชื่อดิจิทัล โปรดให้ผู้ดูแลระบบกำหนด SIGNING_KEYS_PASSWORD ระหว่างนี้ใช้วิธีลงนามด้วยปากกาได้"
        )
    return settings.SIGNING_KEYS_PASSWORD.encode()


def write_private(path, content):
    """Write a file that nobody but the portal's user may read, whole or not at all."""
    for folder in (directory(), path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)  # made with 0600
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def directory():
    return Path(settings.SIGNING_KEYS_DIR)


def _person_path(user_id):
    return directory() / "persons" / f"{int(user_id)}.p12"


def _seal_path(slug):
    return directory() / "seals" / f"{Path(slug).name}.p12"


def _load(path, what_is_missing):
    secret = password()
    if not path.exists():
        raise MissingKey(f"{what_is_missing} โปรดให้ผู้ดูแลระบบนำเข้ากุญแจ หรือใช้วิธีลงนามด้วยปากกา")
    if path.stat().st_mode & 0o077:
        raise BrokenKey("แฟ้มกุญแจลงนามเปิดให้ผู้ใช้อื่นของเครื่องอ่านได้ ระบบจึงไม่ใช้ โปรดให้ผู้ดูแลระบบตั้งสิทธิ์เป็น 0600")
    return as_signing_key(path.read_bytes(), secret)


def store(path, key, certificate, others=()):
    """Keep a key as PKCS#12, encrypted with the portal's password. Raises MissingKey when the server has none."""
    encryption = BestAvailableEncryption(password())
    write_private(path, pkcs12.serialize_key_and_certificates(None, key, certificate, list(others), encryption))


def _is_strong(key):
    if isinstance(key, rsa.RSAPrivateKey):
        return key.key_size >= SMALLEST_RSA
    return isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.key_size >= 256


def _certificates_in(content):
    """The certificates of a PEM file as DER, each one read."""
    for _, _, der in pem.unarmor(content, multiple=True):
        yield x509.Certificate.load(der, strict=True).dump()
