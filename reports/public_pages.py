"""What everybody may read: published editions, and only what was frozen into them."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from assessments.models import FilingItem, FilingPurpose
from ita_portal.thai_text import to_thai_digits
from organizations.models import Organization
from reports import open_data
from reports.models import INTERIM_REPORTS, OF_A_PLAN, DocumentKind, EditionFileKind, Publication

DATA_KINDS = (EditionFileKind.CSV, EditionFileKind.XLSX, EditionFileKind.JSON)
ANSWERING = {
    FilingPurpose.MEASURES: (DocumentKind.ANALYSIS, DocumentKind.MEASURE_PLAN, DocumentKind.MEMO),
    FilingPurpose.REPORT: (DocumentKind.PROGRESS,),
}  # the documents that answer an OIT item: one of them is enough


@dataclass(frozen=True)
class PublicDocument:
    """One document's page: the edition that is looked at, all published ones, and which of them is in force."""

    publication: Publication
    history: list[Publication]
    in_force: Publication | None
    signatures: list
    files: list
    scan: object

    @property
    def edition(self):
        return self.publication.edition

    @property
    def summary(self):
        """The result in a sentence, from the frozen data."""
        return open_data.result_sentence(self.edition.data)

    @property
    def dictionary(self):
        """The tables of the frozen data, with their columns."""
        return open_data.tables_of(self.edition.data)


def published_organizations():
    """Organisations that have published something, in Thai order."""
    rows = Organization.objects.unscoped("public: those that published something")
    published = Publication.objects.published().filter(organization=OuterRef("pk"))
    return rows.filter(Exists(published)).select_related("province").order_by("sort_name", "pk")


def years_of(organization):
    """[(year, [(publication, OIT items it is for)])] of an organisation, latest year first."""
    rows = (
        Publication.objects.published()
        .filter(organization=organization, superseded_at__isnull=True)
        .select_related("edition", "document")
        .order_by("-fiscal_year", "kind")
    )
    items = _items()
    return [
        (year, [(row, items.get((row.kind, year), [])) for row in group])
        for year, group in groupby(rows, key=lambda row: row.fiscal_year)
    ]


def _items():
    """{(kind, year of the document): sentences}: which OIT items ask for it."""
    found = {}
    for item in FilingItem.objects.select_related("framework", "question"):
        name = f"{item.question.code} ปี {to_thai_digits(str(item.framework.year))}"
        for key in answers_to(item):
            found.setdefault(key, []).append(name)
    return found


def answers_to(item):
    """(kind, fiscal year) of the documents that answer a FilingItem.

    An item that asks for a report on the very year in which it is filed is answered by an interim one, too.
    """
    analysed, covered = (
        item.framework.year + offset for offset in (item.analysed_year_offset, item.covered_year_offset)
    )
    is_interim = item.purpose == FilingPurpose.REPORT and covered == item.framework.year
    kinds = (*ANSWERING[item.purpose], *(INTERIM_REPORTS if is_interim else ()))
    return [(kind, covered if kind in OF_A_PLAN else analysed) for kind in kinds]


def document_page(code, number=None):
    """The PublicDocument behind a document's code: the edition of this number, else the newest; None where there is none."""
    rows = Publication.objects.published().filter(document__code=code)
    history = list(
        rows.select_related("edition__organization__province", "document")
        .defer("edition__data")  # of the edition that is looked at alone, where its page reads it
        .order_by("-edition__number")
    )
    chosen = next((row for row in history if number in (None, row.edition.number)), None)
    if chosen is None:
        return None
    files = list(chosen.edition.files.all())
    return PublicDocument(
        publication=chosen,
        history=history,
        in_force=next((row for row in history if row.is_in_force), None),
        signatures=list(chosen.edition.signatures.order_by("order")),
        files=[row for row in files if row.kind in DATA_KINDS],
        scan=next((row for row in files if row.kind == EditionFileKind.SCAN), None),
    )


def in_force_of(document_pk):
    """The publication of a document that is in force, or None."""
    rows = Publication.objects.published().filter(document=document_pk, superseded_at=None, withdrawn_at=None)
    return rows.select_related("edition").first()


def address(name, *arguments):
    """The whole permanent address of a public page."""
    return settings.PORTAL_BASE_URL + reverse(name, args=arguments)
