"""What an organisation has in each fiscal year, as one person may see it."""

from dataclasses import dataclass, field

from django.db.models import Count

from assessments.figures_past import past_of
from assessments.models import Assessment, Framework
from measures.models import Measure, MeasurePlan, ProgressSummary
from measures.rounds import Round, rounds_begun
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports.composition import why_not
from reports.models import (
    INTERIM_REPORTS,
    OF_A_PLAN,
    PROGRESS_REPORTS,
    Document,
    DocumentKind,
    DocumentStatus,
)
from reports.outdated import outdated_because


@dataclass
class Year:
    """A fiscal year of an organisation; it exists because at least one of these does."""

    number: int
    assessment: Assessment | None = None
    plan: MeasurePlan | None = None
    documents: list[Document] = field(default_factory=list)


@dataclass(frozen=True)
class Shelf:
    """The documents of one kind in one year, and whether they can be read; `reason` says why not.

    `outdated` says why the words of the document that is printed, the first, may no longer fit its figures.
    """

    kind: DocumentKind
    documents: list[Document]
    reason: str = ""
    outdated: str = ""

    @property
    def is_draft(self):
        """Whether its words may be written: nothing was proposed."""
        return all(document.status == DocumentStatus.DRAFT for document in self.documents)


@dataclass(frozen=True)
class InterimReport:
    """An interim report that can be made and has not been; `is_open` while its round goes on."""

    kind: DocumentKind
    round: Round
    is_open: bool


@dataclass(frozen=True)
class ProgressTold:
    """How much of a plan's progress report is written: measures without any summary; and what can be reported between."""

    silent_count: int
    interim: list[InterimReport]


def of_organization(organization, user):
    """The years of an organisation, latest first."""
    years: dict[int, Year] = {}
    assessments = Assessment.objects.visible_to(user).for_page().filter(organization=organization)
    for assessment in assessments:
        _year(years, assessment.year).assessment = assessment
    plans = MeasurePlan.objects.visible_to(user).for_page().filter(organization=organization)
    for plan in plans.annotate(measure_count=Count("measures")):
        _year(years, plan.fiscal_year).plan = plan
    for document in Document.objects.visible_to(user).filter(organization=organization):
        _year(years, document.fiscal_year).documents.append(document)
    for year in years.values():
        year.documents.sort(key=lambda row: DocumentKind.values.index(row.kind))
    return sorted(years.values(), key=lambda year: -year.number)


def without_result(years):
    """The years with a framework and no assessment, latest first: those whose figures can be entered next."""
    assessed = {year.number for year in years if year.assessment}
    frameworks = Framework.objects.order_by("-year").values_list("year", flat=True)
    return [number for number in frameworks if number not in assessed]


def next_to_plan(years):
    """The year after the latest result, while it has no plan; else None."""
    latest = max((year.number for year in years if year.assessment), default=None)
    planned = {year.number for year in years if year.plan}
    return latest + 1 if latest and latest + 1 not in planned else None


def _year(years, number):
    return years.setdefault(number, Year(number))


def shelves(year, organization, user):
    """The kinds of documents of a year: those that exist, and those the data is enough for; interim reports that exist.

    Members read what is in work; others only kinds of which something has been issued.
    """
    is_member = user.has_role(organization, *ROLES_IN_AN_ORGANIZATION)
    found, pasts = [], {}
    for kind in DocumentKind:
        documents = [row for row in year.documents if row.kind == kind]
        if not documents and (kind in INTERIM_REPORTS or not is_member):
            continue
        reason = why_not(organization, year.number, kind, rows=lambda model: model.objects.visible_to(user))
        if documents or not reason:
            found.append(Shelf(kind, documents, reason, _outdated(year, documents, pasts, user)))
    return found


def progress_told(year, user, today):
    """The ProgressTold of a year's adopted plan; None where it has none."""
    if year.plan is None or not year.plan.is_adopted:
        return None
    summaries = ProgressSummary.objects.visible_to(user).filter(measure__plan=year.plan)
    silent = Measure.objects.visible_to(user).standing().filter(plan=year.plan)
    begun = {row.month: row for row in rounds_begun(year.number, today)}
    written = {document.kind for document in year.documents}
    return ProgressTold(
        silent_count=silent.exclude(pk__in=summaries.values("measure")).count(),
        interim=[
            InterimReport(kind, begun[month], is_open=today <= begun[month].ends_on)
            for kind, month in PROGRESS_REPORTS.items()
            if kind in INTERIM_REPORTS and kind not in written and month in begun
        ],
    )


def _outdated(year, documents, pasts, user):
    """The sentence for a shelf; `pasts` keeps what was read of each assessment."""
    if not documents:
        return ""
    of_plan = documents[0].kind in OF_A_PLAN
    assessment = (year.plan.source_assessment if year.plan else None) if of_plan else year.assessment
    if assessment is None:
        return ""
    if assessment.pk not in pasts:
        pasts[assessment.pk] = past_of(assessment, user)
    return outdated_because(documents[0], pasts[assessment.pk])


def analysis_drafts(year, organization, user):
    """[(year of the result, how many)]: analyses that the year's documents print and that are still drafts.

    Told to members only.
    """
    if not user.has_role(organization, *ROLES_IN_AN_ORGANIZATION):
        return []
    printed = [year.assessment, year.plan and year.plan.source_assessment]
    counts = [(row.year, row.analyses.filter(is_draft=True).count()) for row in printed if row]
    return [(number, count) for number, count in counts if count]
