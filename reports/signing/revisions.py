"""One signature: an incremental revision of the prepared PDF (PAdES B-B), made without any network."""

import asyncio
import io

from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp.base import BaseStampStyle

from reports.signing.appearance import Appearance, size_of, typeset
from reports.signing.checking import check
from reports.signing.preparing import SEAL

RESERVED_BYTES = 16384  # for the signature in hex: room for certificates between signer and root


class SigningRefused(Exception):
    """The file was not signed, or what came out did not pass the strict check; the message is one Thai sentence."""


def sign(content, *, field, appearance, key, signed_at):
    """Return the PDF with one more revision: `field` signed by `key` and showing the appearance.

    `signed_at` is the moment of signing, with its time zone. Raises CommentTooLong, BrokenKey (certificate not valid
    then), and SigningRefused when the field is missing or taken. Unchecked: see `signed_and_checked`.
    """
    key.ensure_valid_at(signed_at)
    try:
        size = size_of(content, field)
    except KeyError:
        raise SigningRefused("เอกสารนี้ไม่มีช่องลงนามสำหรับท่าน ระบบจึงไม่ได้ลงนาม") from None
    if field in _taken(content):
        raise SigningRefused("ช่องนี้มีลายมือชื่อแล้ว ระบบจึงไม่ได้ลงนามซ้ำ")
    picture = typeset(appearance, size, signed_at, key.is_test)
    return asyncio.run(_sign(content, field, picture, key, signed_at))


def seal(content, *, name, key, signed_at):
    """Return the PDF with the organisation's seal as its last signature. `name` is the organisation's. Raises as sign."""
    appearance = Appearance(name, signature_line="ตราประทับดิจิทัลของหน่วยงาน", is_seal=True)
    return sign(content, field=SEAL, appearance=appearance, key=key, signed_at=signed_at)


def signed_and_checked(content, expected, *, field, appearance, key, signed_at):
    """Sign, and check the outcome strictly. Returns (PDF, what is expected of it from now on).

    Raises what `sign` raises, and SigningRefused when the file is not what it should be, before or after.
    """
    signed = sign(content, field=field, appearance=appearance, key=key, signed_at=signed_at)
    return _checked(signed, expected.signed_by(field, key.fingerprint))


def sealed_and_checked(content, expected, *, name, key, signed_at):
    """Seal, and check the outcome strictly. Returns (PDF, what is expected of it from now on). Raises as above."""
    sealed = seal(content, name=name, key=key, signed_at=signed_at)
    return _checked(sealed, expected.signed_by(SEAL, key.fingerprint))


def _checked(content, expected):
    verdict = check(content, expected)
    if not verdict.is_genuine:
        raise SigningRefused(f"ระบบไม่ได้ลงนาม เพราะแฟ้มที่ลงนามแล้วตรวจไม่ผ่าน {' '.join(verdict.sentences)}")
    return content, expected


def _taken(content):
    fields = [field.get_object() for field in PdfFileReader(io.BytesIO(content)).root["/AcroForm"]["/Fields"]]
    return {str(field["/T"]) for field in fields if "/V" in field}


class _Writer(IncrementalPdfFileWriter):
    """Writes a revision and leaves title, dates and metadata of the file as they were prepared."""

    def _update_meta(self):
        """pyHanko would write a new date of change; the strict check allows no change to what is not signed."""


class _Typeset(BaseStampStyle):
    """Shows a page of another PDF as the appearance of a field."""

    def __init__(self, content):
        super().__init__()
        object.__setattr__(self, "content", content)  # the base class is frozen

    def create_stamp(self, writer, box, text_params):
        return _Stamp(writer, self.content)


class _Stamp:
    def __init__(self, writer, content):
        self.writer, self.content = writer, content

    def apply_appearance(self, annotation):
        page = self.writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.content)))
        annotation["/AP"] = DictionaryObject({pdf_name("/N"): page})


async def _sign(content, field, picture, key, signed_at):
    """What PdfSigner.async_sign_pdf does, with our moment instead of the machine's."""
    writer = _Writer(io.BytesIO(content))
    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=key.holder
    )
    signer = PdfSigner(metadata, key.signer, stamp_style=_Typeset(picture))
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = signed_at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED_BYTES)
    prepared, output = document.digest_tbs_document()
    attributes = PdfCMSSignedAttributes(signing_time=signed_at)
    finished = await document.perform_signature(prepared.document_digest, attributes)
    await finished.post_signature_processing(output)
    return output.getvalue()
