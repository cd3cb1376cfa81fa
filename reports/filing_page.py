"""The OIT items that ask for this work, with what is filed for each: the document, the address, and what came of it."""

from dataclasses import dataclass, field
from pathlib import PurePath

from django.conf import settings
from django.utils.html import format_html

from assessments.models import FilingItem, FilingPurpose, Question, QuestionScore
from ita_portal.thai_text import to_thai_digits
from reports import public_pages
from reports.models import INTERIM_REPORTS, Document, EditionFile, EditionFileKind, Filing, Publication
from reports.workflow.filing import host_of, is_own_address


@dataclass
class Item:
    """One OIT item of a year. `documents` are those that answer it, with the edition that is published."""

    question: Question
    purpose: str = ""
    documents: list = field(default_factory=list)  # [Answer]
    filing: Filing | None = None
    wanted: list = field(default_factory=list)  # names of the documents that would answer it
    is_own: bool = True  # False when the recorded address lies elsewhere than the organisation's website
    score: object = None  # Decimal: what the item got

    @property
    def title(self):
        return f"{self.question.code} {self.question.wording}"


@dataclass(frozen=True)
class Answer:
    """A document that answers an item, and its publication in force or None. `scan`: on which a pen signed."""

    document: Document
    publication: Publication | None
    file_name: str
    html_block: str
    scan: EditionFile | None = None

    @property
    def portal_address(self):
        return public_pages.address("reports:public_document", self.document.code) if self.document.code else ""


def items_of(organization, framework, user):
    """The Items of a framework's year: those that ask for this work, then others the office has filed."""
    asked = list(FilingItem.objects.filter(framework=framework).select_related("question", "framework"))
    filings = {
        row.question_id: row
        for row in Filing.objects.visible_to(user)
        .filter(organization=organization, question__framework=framework)
        .select_related("question", "filed_by", "publication")
    }
    scores = _scores(organization, framework, user)
    answers = answers_of(organization, user)
    items = [
        Item(
            row.question,
            row.get_purpose_display(),
            [answers[key] for key in public_pages.answers_to(row) if key in answers],
            wanted=[
                f"{kind.label} ปี {year}"
                for kind, year in public_pages.answers_to(row)
                if kind not in INTERIM_REPORTS
            ],
        )
        for row in sorted(asked, key=lambda row: FilingPurpose.values.index(row.purpose))
    ]
    known = {item.question.pk for item in items}
    items += [Item(row.question) for pk, row in filings.items() if pk not in known]
    for item in items:
        item.filing = filings.get(item.question.pk)
        item.score = scores.get(item.question.pk)
        is_checked = item.filing is not None and organization.domain  # without a website nothing can be told
        item.is_own = not is_checked or is_own_address(organization, item.filing.address)
    return items


def filing_year_of(document):
    """The year of the OIT item that a document answers; None where no framework asks for it."""
    items = FilingItem.objects.select_related("framework").order_by("framework__year")
    key = (document.kind, document.fiscal_year)
    return next((row.framework.year for row in items if key in public_pages.answers_to(row)), None)


def answers_of(organization, user):
    """{(kind, fiscal year): Answer} of all documents of an organisation."""
    published = {
        row.document_id: row
        for row in Publication.objects.visible_to(user)
        .filter(organization=organization, superseded_at=None, withdrawn_at=None)
        .select_related("edition", "document")
    }
    scans = {
        row.edition_id: row
        for row in EditionFile.objects.visible_to(user).filter(
            kind=EditionFileKind.SCAN, edition__publication__in=published.values()
        )
    }
    rows = Document.objects.visible_to(user).filter(organization=organization)
    return {
        (row.kind, row.fiscal_year): _answer(organization, row, published.get(row.pk), scans) for row in rows
    }


def _answer(organization, document, publication, scans):
    """What is put on the website is the file with the signatures: the PDF, of one signed by pen the scan."""
    scan = scans.get(publication.edition_id) if publication else None
    suffix = PurePath(scan.name).suffix.lower() if scan else ".pdf"
    name = f"{document.get_kind_display()} ปี {document.fiscal_year} {organization.short_name}{suffix}"
    block = (
        html_block(organization, name, publication.edition, scan or publication.edition) if publication else ""
    )
    return Answer(document, publication, name, block, scan)


def html_block(organization, file_name, edition, file):
    """What the office pastes into its own website: a link to the file it puts there, with its facts."""
    return format_html(
        '<p><a href="{}">{}</a><br>{} ฉบับที่ {} รหัสตรวจสอบ {} แฮช SHA-256 {}</p>',
        file_name.replace(" ", "-"),
        edition.subject,
        organization.name,
        to_thai_digits(str(edition.number)),
        edition.code,
        file.sha256,
    )


def _scores(organization, framework, user):
    rows = QuestionScore.objects.visible_to(user).filter(
        assessment__organization=organization, assessment__framework=framework
    )
    return dict(rows.values_list("question_id", "official"))


def portal_is_own_website(organization):
    """True when the portal itself runs under the organisation's domain, so that its pages may be filed."""
    return is_own_address(organization, settings.PORTAL_BASE_URL) and bool(host_of(settings.PORTAL_BASE_URL))
