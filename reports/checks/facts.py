"""What is true behind a document: whose it is, which years, which framework, which figures. The rules read nothing else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.urls import reverse

from assessments.models import Analysis, Assessment, CalendarEvent, Framework, Question, Recommendation
from assessments.models.filing import CalendarEventKind
from assessments.paste_content import known_framework
from assessments.pasted_scores import KnownFramework
from assessments.pasted_scores.known import squashed
from assessments.score_tree import figures_of, verdict_of
from assessments.scoring import Figure, round_score
from ita_portal.thai_text import to_arabic_digits
from measures.models import Measure, MeasurePlan
from measures.plan_checks import Finding as PlanFinding
from measures.plan_readiness import missing_before_adoption, own_names_of
from measures.rounds import WHOLE_YEAR, round_of
from organizations.models import Division, Organization
from reports.checks.finding import Text
from reports.checks.texts import texts_of
from reports.models import INTERIM_REPORTS, OF_A_PLAN, PROGRESS_REPORTS, DocumentKind

WITH_ANALYSES = (DocumentKind.ANALYSIS, DocumentKind.MEASURE_PLAN)


@dataclass(frozen=True)
class Profile:
    """Whose document it is: all ways to write the name, where the place lies, and how it is reached."""

    own_names: tuple[str, ...]
    place_name: str
    district: str
    province: str
    domain: str
    phones: frozenset[str]  # digits only
    other_places: frozenset[str]  # place names of other organisations
    url: str


@dataclass(frozen=True)
class Result:
    """The result that the document speaks of. Figures by element key, rounded as printed."""

    figures: dict[str, Decimal]
    contradicting: tuple[Figure, ...]  # official figures that their parts do not add up to
    known_scores: frozenset[Decimal]  # every figure a text may rightly name, also totals of other years
    total: Decimal | None
    rating: str
    computed_rating: str
    rank: int | None
    announced_on: date | None
    is_confirmed: bool
    url: str
    arithmetic_url: str
    analysis_url: str


@dataclass(frozen=True)
class OtherText:
    """A text that belongs to a question: of the library in this year, or the wording of another year."""

    code: str
    words: str
    year: int

    @cached_property
    def bare(self):
        """Letters alone, to be compared."""
        return squashed(self.words)


@dataclass(frozen=True)
class Lacking:
    """A measure whose report lacks something: `missing` is "results" or "outcome"."""

    pk: int
    number: int
    missing: str
    url: str


@dataclass(frozen=True)
class Draft:
    """An analysis that the portal drafted and nobody has taken over."""

    pk: int
    place: str
    url: str


@dataclass(frozen=True)
class Facts:
    """One document with everything its rules ask for.

    `result_year` is the year of the results (N), `plan_year` that of the measures (N+1).
    """

    kind: DocumentKind
    result_year: int
    plan_year: int
    today: date
    dated_on: date | None
    roles: tuple[str, ...]  # of its signers
    filed_by: date | None  # last day for filing it, where the calendar knows one
    url: str
    signers_url: str
    profile: Profile
    texts: tuple[Text, ...]
    prefix_url: str = ""  # where the prefix of its number is set, of a memo that has none
    is_enclosed: bool = False  # signed and dated by the memo that encloses it
    result: Result | None = None
    framework: KnownFramework | None = None
    codes_of_next_year: frozenset[str] = frozenset()
    library: tuple[OtherText, ...] = ()
    other_years: tuple[OtherText, ...] = ()
    plan_findings: tuple[PlanFinding, ...] = ()
    plan_is_adopted: bool = False
    plan_url: str = ""
    measure_urls: dict[int, str] | None = None  # where a measure is mended
    summary_urls: dict[int, str] | None = None  # where what is printed of its results is written
    lacking: tuple[Lacking, ...] = ()
    drafts: tuple[Draft, ...] = ()


def read_facts(document, rows, today, *, is_enclosed=False):
    """The facts of a stored document, in a number of queries that does not grow with it.

    `rows(model)` gives the rows of a model that may be read, as in composition.compose.
    """
    organization = document.organization
    plan = _plan_of(document, rows)
    assessment = _assessment_of(document, plan, rows)
    plan_year = plan.fiscal_year if plan and document.kind in OF_A_PLAN else None
    result_year = assessment.year if assessment else (plan_year or document.fiscal_year + 1) - 1
    plan_year = plan_year or result_year + 1
    framework = assessment.framework if assessment else Framework.objects.filter(year=result_year).first()
    edited = document.kind != DocumentKind.SUMMARY
    page = "reports:edit" if edited else "reports:preview"
    address = [organization.slug, document.fiscal_year, document.kind]
    return Facts(
        kind=DocumentKind(document.kind),
        result_year=result_year,
        plan_year=plan_year,
        today=today,
        dated_on=document.dated_on,
        roles=tuple(document.signers.values_list("role", flat=True)),
        filed_by=_filed_by(document.kind, plan_year),
        url=reverse(page, args=address),
        signers_url=reverse("reports:signers", args=address),
        profile=_profile(organization, rows),
        prefix_url=_prefix_url(document),
        is_enclosed=is_enclosed,
        texts=texts_of(document, assessment, plan, rows),
        result=_result(assessment, rows) if assessment else None,
        drafts=_drafts(assessment, rows) if assessment and document.kind in WITH_ANALYSES else (),
        **_framework_facts(framework, rows),
        **(_plan_facts(plan, document, rows) if plan and document.kind != DocumentKind.MEMO else {}),
    )


def _plan_of(document, rows):
    """The plan a document prints: its own year's, or the one made from its results."""
    plans = rows(MeasurePlan).for_page().filter(organization=document.organization)
    if document.kind in OF_A_PLAN:
        return plans.filter(fiscal_year=document.fiscal_year).first()
    return plans.filter(source_assessment__framework__year=document.fiscal_year).first()


def _assessment_of(document, plan, rows):
    if document.kind in OF_A_PLAN:
        return plan.source_assessment if plan else None
    assessments = rows(Assessment).for_page().filter(organization=document.organization)
    return assessments.filter(framework__year=document.fiscal_year).first()


def _filed_by(kind, plan_year):
    """The last day for filing a document, where it is certain; an interim report has none."""
    if kind in INTERIM_REPORTS:
        return None
    year = plan_year + (kind == DocumentKind.PROGRESS)
    events = CalendarEvent.objects.filter(
        framework__year=year, event=CalendarEventKind.OIT_FILING, is_provisional=False
    )
    return events.values_list("ends_on", flat=True).first()


def _profile(organization, rows):
    others = Organization.objects.unscoped("names of other places, to find them where they do not belong")
    divisions = rows(Division).filter(organization=organization).values_list("phone", flat=True)
    phones = [organization.phone, organization.fax, *divisions]
    return Profile(
        own_names=own_names_of(organization),
        place_name=organization.place_name,
        district=organization.district,
        province=organization.province.name,
        domain=organization.domain,
        phones=frozenset(filter(None, map(digits_of, phones))),
        other_places=frozenset(others.exclude(pk=organization.pk).values_list("place_name", flat=True)),
        url=reverse("reports:organization", args=[organization.slug]),
    )


def _prefix_url(document):
    """Where the prefix of a memo's number is set when there is none; "" otherwise."""
    if document.kind != DocumentKind.MEMO or document.number_prefix:
        return ""
    slug = document.organization.slug
    if document.division_id:
        return reverse("organizations:division", args=[slug, document.division_id])
    return reverse("organizations:profile", args=[slug])


def digits_of(text):
    """The digits of a text, Arabic, without anything between them."""
    return "".join(char for char in to_arabic_digits(text) if char.isdigit())


def _result(assessment, rows):
    total = figures_of(assessment)
    figures = list(total.walk())
    level = verdict_of(assessment, total).level
    earlier = rows(Assessment).filter(organization=assessment.organization)
    scores = {score for figure in figures for score in (figure.official, figure.computed, figure.value)}
    scores |= {row.total for row in earlier}
    address = [assessment.organization.slug, assessment.year]
    return Result(
        figures={row.element.key: round_score(row.value) for row in figures if row.value is not None},
        contradicting=tuple(figure for figure in figures if figure.difference is not None),
        known_scores=frozenset(round_score(score) for score in scores if score is not None),
        total=assessment.total,
        rating=assessment.rating,
        computed_rating=level.name if level else "",
        rank=assessment.official_rank,
        announced_on=assessment.announced_on,
        is_confirmed=assessment.is_confirmed,
        url=reverse("assessments:assessment", args=address),
        arithmetic_url=reverse("assessments:arithmetic", args=address),
        analysis_url=reverse("measures:analysis", args=address),
    )


def _framework_facts(framework, rows):
    if framework is None:
        return {}
    library = rows(Recommendation).filter(question__framework=framework, is_retired=False)
    others = Question.objects.exclude(framework=framework).select_related("framework")
    following = Question.objects.filter(framework__year=framework.year + 1)
    return {
        "framework": known_framework(framework),
        "codes_of_next_year": frozenset(following.values_list("code", flat=True)),
        "library": tuple(
            OtherText(row.question.code, row.recommendation or row.finding, framework.year)
            for row in library.select_related("question")
        ),
        "other_years": tuple(OtherText(row.code, row.text, row.framework.year) for row in others if row.text),
    }


def _drafts(assessment, rows):
    drafts = rows(Analysis).filter(assessment=assessment, is_draft=True).select_related("indicator")
    address = [assessment.organization.slug, assessment.year]
    return tuple(
        Draft(row.pk, f"การวิเคราะห์ {row.indicator}", reverse("measures:edit_analysis", args=[*address, row.pk]))
        for row in drafts
    )


def _plan_facts(plan, document, rows):
    slug, year = plan.organization.slug, plan.fiscal_year
    page = "measures:amend_measure" if plan.is_adopted else "measures:edit_measure"
    measures = list(plan.measures.values_list("pk", flat=True))
    month = PROGRESS_REPORTS.get(document.kind, WHOLE_YEAR)
    summaries = {pk: reverse("measures:write_summary", args=[slug, year, pk, month]) for pk in measures}
    is_report = document.kind in PROGRESS_REPORTS
    return {
        "plan_findings": tuple(missing_before_adoption(plan, round_month=month)),
        "plan_is_adopted": plan.is_adopted,
        "plan_url": reverse("measures:check_plan", args=[slug, year]),
        "measure_urls": {pk: reverse(page, args=[slug, year, pk]) for pk in measures},
        "summary_urls": summaries,
        "lacking": tuple(_lacking(plan, round_of(year, month), summaries, rows)) if is_report else (),
    }


def _lacking(plan, reporting_round, summary_urls, rows):
    """What the report on a round prints empty. What comes of a measure is asked at the end of the year only."""
    measures = rows(Measure).filter(plan=plan).prefetch_related("progress_summaries__results")
    for number, measure in enumerate(measures, start=1):
        summary = measure.summary_up_to(reporting_round.month)
        url = summary_urls[measure.pk]
        if measure.cancelled_on or (measure.starts_on and not reporting_round.tells_of(measure.starts_on)):
            continue
        if summary is None or not summary.results.all():
            yield Lacking(measure.pk, number, "results", url)
        elif not summary.outcome and reporting_round.month == WHOLE_YEAR:
            yield Lacking(measure.pk, number, "outcome", url)
