"""Which document an address or a command means: from (organisation, year, kind) to HTML, and on to a PDF.

YEAR is the year of the results for `analysis` and `memo`, of the plan for `measure_plan` and `progress`.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string

from assessments.models import Assessment
from ita_portal.thai_text import to_thai_digits
from organizations.models import Organization
from reports import pdf
from reports.content.analysis import analysis_report
from reports.models import DocumentKind

LAYOUT_VERSION = "1"  # raise when a change of templates or paper.css moves anything on paper


class CannotCompose(Exception):
    """The document cannot be made; the message is one Thai sentence that says why and what to do."""


@dataclass(frozen=True)
class Paper:
    """A document ready to be shown or printed."""

    title: str
    template: str
    content: object
    file_name: str  # without ending

    def html(self, **preview):
        """The whole HTML document. With `is_preview`, `back_url`, `download_url`: as the browser shows it."""
        context = {
            "title": self.title,
            "description": self.title,
            "content": self.content,
            "layout_version": LAYOUT_VERSION,
            **preview,
        }
        return render_to_string(self.template, context)

    def pdf(self):
        """The bytes of the PDF."""
        return pdf.render_pdf(self.html())


def compose(organization, year, kind, rows):
    """Compose a document of an organisation.

    `rows(model)` gives the rows of a model that the reader may see. Raises CannotCompose.
    """
    composers = {DocumentKind.ANALYSIS: _analysis}
    if kind not in DocumentKind.values:
        raise CannotCompose(f"ไม่มีเอกสารชนิด “{kind}” ชนิดที่มีคือ {', '.join(DocumentKind.values)}")
    if kind not in composers:
        raise CannotCompose(f"ระบบยังไม่จัดพิมพ์{DocumentKind(kind).label}ในรุ่นนี้")
    return composers[kind](organization, year, rows)


def _analysis(organization, year, rows):
    assessment = _assessment(organization, year, rows)
    content = analysis_report(assessment, rows)
    return Paper(
        title=content.title,
        template="reports/pdf/analysis_per_indicator.html",
        content=content,
        file_name=f"analysis-{organization.slug}-{year}",
    )


def _assessment(organization, year, rows):
    assessment = rows(Assessment).for_page().filter(organization=organization, framework__year=year).first()
    if assessment is None:
        raise CannotCompose(
            f"ยังไม่มีผลการประเมินปี {to_thai_digits(str(year))} ของ{organization.name} โปรดบันทึกผลการประเมินก่อน"
        )
    return assessment


def find_organization(slug):
    """The organisation of a slug, for commands. Raises CannotCompose listing the slugs there are."""
    everyone = Organization.objects.select_related("province")
    organization = everyone.filter(slug=slug).first()
    if organization is None:
        known = ", ".join(everyone.order_by("slug").values_list("slug", flat=True)[:20])
        raise CannotCompose(f"ไม่มีหน่วยงาน “{slug}” ที่มีคือ {known}")
    return organization
