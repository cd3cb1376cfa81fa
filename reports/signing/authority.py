"""An authority for trying out: a root of its own, and keys for persons and seals. Its name says so in every signature."""

import warnings
from contextlib import contextmanager
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reports.signing import keys

NAME = f"ผู้ออกใบรับรอง{keys.TEST_MARK} ITA Portal ไม่มีผลทางกฎหมาย"
LONGEST_NAME = 64  # letters of a common name (X.520)
ROOT_YEARS, KEY_YEARS = 10, 3


@contextmanager
def _names_in_thai():
    """The library warns of names over 64 bytes; X.520 allows 64 letters, and a Thai letter takes three bytes."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Attribute's length must be", UserWarning)
        yield


@_names_in_thai()
def make_root(now, name=NAME):
    """(private key, certificate) of a new authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    builder = _builder(subject, subject, key, now, ROOT_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return key, builder.sign(key, hashes.SHA256())


def kept_root(now):
    """The authority of this installation, made and trusted when there is none yet. Raises MissingKey, BrokenKey."""
    path = keys.directory() / "test-authority.p12"
    if path.exists():
        key, certificate, _ = keys.opened(path.read_bytes(), keys.password(), "แฟ้มของผู้ออกใบรับรองทดสอบ")
    else:
        key, certificate = make_root(now)
        keys.store(path, key, certificate)
    keys.store_root("test-authority", as_pem(certificate))
    return key, certificate


@_names_in_thai()
def issue(root, now, holder, organization):
    """(private key, certificate) for a person or a seal, signed by a root of `make_root`."""
    root_key, root_certificate = root
    key = ec.generate_private_key(ec.SECP256R1())
    mark = f" ({keys.TEST_MARK})"
    subject = _name(holder[: LONGEST_NAME - len(mark)] + mark, organization[:LONGEST_NAME])
    builder = _builder(subject, root_certificate.subject, key, now, KEY_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return key, builder.add_extension(issuer_key, critical=False).sign(root_key, hashes.SHA256())


def as_pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def _builder(subject, issuer, key, now, years):
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common_name, organization=""):
    texts = {NameOID.ORGANIZATION_NAME: organization, NameOID.COMMON_NAME: common_name}
    parts = [x509.NameAttribute(oid, text, _validate=False) for oid, text in texts.items() if text]
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "TH"), *parts])


def _usage(**wanted):
    kinds = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{kind: wanted.get(kind, False) for kind in kinds})
