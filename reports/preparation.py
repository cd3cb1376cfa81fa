"""From a document in work to the frozen bytes that are put before its signers. Reads; writes nothing.

What the paper says, what it was made of, and the mark on every page by which it is found again are one thing from here
on: the same data, the same code, the same chain of acts.
"""

import hashlib
import secrets
from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import reverse

from ita_portal.thai_text import to_thai_digits
from organizations import trail
from reports import signing
from reports.composition import CannotCompose, compose
from reports.content import source_data
from reports.content.issue import IssueMarks
from reports.content.sections import Memo
from reports.models import Document, Edition, SigningMethod

# Without letters and digits that look alike on paper (0 O, 1 I L, U V).
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
CODE_LENGTH = 8


@dataclass(frozen=True)
class Prepared:
    """The file, its page for the web (an HTML fragment), its data as JSON, and the facts printed on it."""

    content: bytes
    page: str
    data: str
    number_text: str
    issue: IssueMarks

    @property
    def data_sha256(self):
        return sha256_of(self.data.encode())


def sha256_of(content):
    """SHA-256 of bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def new_code():
    """A code for paper and addresses that no document and no edition has.

    Not of digits alone: /v/23456789/ is the address of a year of an organisation called v.
    """
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if code.isdigit():
            continue
        editions = Edition.objects.unscoped("a code is one of its kind over all organisations")
        documents = Document.objects.unscoped("a code is one of its kind over all organisations")
        if not editions.filter(code=code).exists() and not documents.filter(code=code).exists():
            return code


def data_of(document, rows):
    """What a document is made of now, as JSON text; the same text for the same data, however it is signed."""
    paper = compose(document.organization, document.fiscal_year, document.kind, rows)
    return source_data.as_json(paper.report)


def prepare(document, *, method, number, replaces, rows):
    """Compose, print and freeze a document. `number` is that of the edition, `replaces` the one in force or None.

    Raises CannotCompose, PrintingRefused, MissingPaperFont, GuardedChildError, signing.SigningRefused.
    """
    organization, code = document.organization, new_code()
    issue = IssueMarks(
        code=code,
        address=f"{settings.PORTAL_BASE_URL}{reverse('reports:verify_code', args=[code])}",
        chain_head=trail.head(organization).last_seal,
        edition_number=number,
        replaces_text=_replacing(replaces),
    )
    paper = compose(organization, document.fiscal_year, document.kind, rows, method=method)
    data = data_of(document, rows)
    # The snapshot is of the figures that are printed: somebody may save between two readings.
    if compose(organization, document.fiscal_year, document.kind, rows, method=method).report != paper.report:
        raise CannotCompose("มีผู้แก้ข้อมูลของเอกสารนี้ระหว่างที่ระบบเตรียมเอกสาร ระบบยังไม่ได้เสนอ โปรดเสนออีกครั้ง")
    memo = paper.report.section(Memo)
    return Prepared(
        content=_printed(replace(paper, issue=issue), method),
        page=paper.page(),
        data=data,
        number_text=memo.number if memo else "",
        issue=issue,
    )


def _printed(paper, method):
    if method == SigningMethod.PEN:
        return paper.pdf()
    printed = paper.pdf_for_signing()
    return signing.prepare(printed.content, printed.places)


def _replacing(edition):
    if edition is None:
        return ""
    return f"แทนฉบับที่ {to_thai_digits(str(edition.number))} รหัส {edition.code}"


def expected_of(edition):
    """What the strict check should find in the file of a digital edition now (signing.Expected)."""
    signatures = list(edition.signatures.order_by("order"))
    expected = signing.Expected(
        fields=(*(row.field_name for row in signatures), signing.SEAL), base_sha256=edition.prepared_sha256
    )
    for row in signatures:
        if row.is_signed:
            expected = expected.signed_by(row.field_name, row.certificate)
    return expected.signed_by(signing.SEAL, edition.seal_certificate) if edition.seal_certificate else expected
