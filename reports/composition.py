"""Which document an address or a command means: from (organisation, year, kind) to HTML, and on to a PDF.

YEAR is the year of the results for `analysis` and `memo`, of the plan for `measure_plan` and the reports on its progress.
"""

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.template.loader import render_to_string
from django.utils import timezone

from assessments.models import Assessment
from ita_portal import file_store, qr
from ita_portal.thai_text import to_thai_digits
from measures.models import MeasurePlan
from measures.rounds import round_of
from organizations.models import Organization
from reports.content import source_data
from reports.content.analysis import analysis_report
from reports.content.issue import IssueMarks
from reports.content.memo import memo_report
from reports.content.plan import plan_report, progress_report
from reports.content.sections import Memo, Report
from reports.content.signatures import with_signature_fields
from reports.content.summary import summary_report
from reports.models import OF_A_PLAN, PROGRESS_REPORTS, Document, DocumentKind, SigningMethod
from reports.printing import print_for_signing, print_pdf
from reports.word import render_docx

LAYOUT_VERSION = "3"  # raise when a change of templates or paper.css moves anything on paper


class CannotCompose(Exception):
    """The document cannot be made; the message is one Thai sentence that says why and what to do."""


@dataclass(frozen=True)
class Asked:
    """What some documents ask beside their year: the executive summary for the day, one that is put before its signers
    how they sign."""

    today: date
    method: SigningMethod | None = None


@dataclass(frozen=True)
class Paper:
    """A document ready to be shown or printed."""

    report: Report
    file_name: str  # without ending
    issue: IssueMarks | None = None  # of an edition that is issued

    def html(self, **preview):
        """The whole HTML document. With `is_preview`, `back_url`, `print_url`, `csrf_token`: as the browser shows it."""
        context = {"content": self.report, "issue": self.issue, "layout_version": LAYOUT_VERSION, **preview}
        return render_to_string("reports/pdf/document.html", context)

    def page(self):
        """The sections alone as HTML, for a page of the portal around them; an emblem of the office's own is in it."""
        emblem = self._emblem()
        emblem_url = f"data:image/png;base64,{b64encode(emblem).decode()}" if emblem else ""
        return render_to_string("reports/pdf/page.html", {"content": self.report, "emblem_url": emblem_url})

    def pdf(self):
        """The bytes of the PDF."""
        return print_pdf(*self._printed())

    def pdf_for_signing(self):
        """The PDF as PrintedForSigning: with the places of the boxes that compose(method=DIGITAL) put into it."""
        return print_for_signing(*self._printed())

    def _printed(self):
        data = (source_data.FILE_NAME, source_data.as_json(self.report))
        return self.html(), data, self._emblem(), qr.png(self.issue.address) if self.issue else b""

    def _emblem(self):
        """The picture that a memo of this document prints; empty where it has none of its own."""
        memo = self.report.section(Memo)
        if memo is None or not memo.emblem_key:
            return b""
        with file_store.open_stored(memo.emblem_key) as file:
            return file.read()

    def docx(self):
        """The bytes of the Word file."""
        return render_docx(self.report)


def compose(organization, year, kind, rows, today=None, method=None):
    """Compose a document of an organisation.

    `rows(model)` gives the rows of a model that the reader may see; `today` is asked by the executive summary only.
    `method` (a SigningMethod) says that it is put before its signers and how they sign: digitally each finds an empty
    box. None is a draft. Raises CannotCompose.
    """
    if kind not in DocumentKind.values:
        raise CannotCompose(f"ไม่มีเอกสารชนิด “{kind}” ชนิดที่มีคือ {', '.join(DocumentKind.values)}")
    report = _COMPOSERS[kind](organization, year, rows, Asked(today or timezone.localdate(), method))
    return Paper(report=report, file_name=f"{kind}-{organization.slug}-{year}")


def why_not(organization, year, kind, rows):
    """One Thai sentence on why a document cannot be composed; "" when it can. Asks only what there is."""
    try:
        (_plan if kind in OF_A_PLAN else _assessment)(organization, year, rows)
    except CannotCompose as reason:
        return str(reason)
    return ""


def _analysis(organization, year, rows, asked):
    document = _document(organization, year, DocumentKind.ANALYSIS, rows)
    report = analysis_report(_assessment(organization, year, rows), rows, document)
    return with_signature_fields(report, document, asked.method)


def _measure_plan(organization, year, rows, asked):
    document = _document(organization, year, DocumentKind.MEASURE_PLAN, rows)
    report = plan_report(_plan(organization, year, rows), rows, document, asked.method)
    return with_signature_fields(report, document, asked.method)


def _progress(kind, organization, year, rows, asked):
    document = _document(organization, year, kind, rows)
    reporting_round = round_of(year, PROGRESS_REPORTS[kind])
    report = progress_report(_plan(organization, year, rows), reporting_round, rows, document, asked.method)
    return with_signature_fields(report, document, asked.method)


def _memo(organization, year, rows, asked):
    document = _document(organization, year, DocumentKind.MEMO, rows)
    enclosed = None
    if document and document.encloses:
        kind, enclosed_year = document.encloses.kind, document.encloses.fiscal_year
        enclosed = _COMPOSERS[kind](organization, enclosed_year, rows, replace(asked, method=None))
    return memo_report(_assessment(organization, year, rows), document, enclosed, asked.method)


def _summary(organization, year, rows, asked):
    return summary_report(_assessment(organization, year, rows), rows, asked.today)


_COMPOSERS = {
    DocumentKind.ANALYSIS: _analysis,
    DocumentKind.MEASURE_PLAN: _measure_plan,
    **{kind: partial(_progress, kind) for kind in PROGRESS_REPORTS},
    DocumentKind.MEMO: _memo,
    DocumentKind.SUMMARY: _summary,
}


def _document(organization, year, kind, rows):
    """The office's own words for a document, or None while it has written none."""
    found = rows(Document).filter(organization=organization, fiscal_year=year, kind=kind)
    return found.select_related("division", "encloses").first()


def _assessment(organization, year, rows):
    assessment = rows(Assessment).for_page().filter(organization=organization, framework__year=year).first()
    if assessment is None:
        raise CannotCompose(
            f"ยังไม่มีผลการประเมินปี {to_thai_digits(str(year))} ของ{organization.name} โปรดบันทึกผลการประเมินก่อน"
        )
    return assessment


def _plan(organization, year, rows):
    plan = rows(MeasurePlan).for_page().filter(organization=organization, fiscal_year=year).first()
    if plan is None:
        raise CannotCompose(
            f"ยังไม่มีแผนมาตรการปี {to_thai_digits(str(year))} ของ{organization.name} โปรดจัดทำแผนก่อน"
        )
    return plan


def find_organization(slug):
    """The organisation of a slug, for commands. Raises CannotCompose listing the slugs there are."""
    everyone = Organization.objects.select_related("province")
    organization = everyone.filter(slug=slug).first()
    if organization is None:
        known = ", ".join(everyone.order_by("slug").values_list("slug", flat=True)[:20])
        raise CannotCompose(f"ไม่มีหน่วยงาน “{slug}” ที่มีคือ {known}")
    return organization
