"""Organisations with their confirmed result of a year and how far they are with the work that follows from it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, NullIf, Rank

from assessments.models import Analysis, Assessment, AssessmentStatus
from measures.models import Measure, MeasurePlan, PlanStatus, ProgressState
from organizations.models import Organization
from reports.models import OF_A_PLAN, Document, Publication

TOTAL_OF_RESULT = Coalesce("official_total", "computed_total")


def results_with_total(framework):
    """The results of a year of which a total is known, whoever they belong to and however far they are."""
    results = Assessment.objects.unscoped("whether a result is there, and aggregates over confirmed ones")
    return results.filter(framework=framework).annotate(total=TOTAL_OF_RESULT).filter(total__isnull=False)


def confirmed_results(framework):
    """The confirmed results of a year, whoever they belong to, each with the `total` that counts."""
    return results_with_total(framework).filter(status=AssessmentStatus.CONFIRMED)


# -- The steps of a year: which rows prove that an organisation has done them --------------------------


def _analysed(framework):
    analyses = Analysis.objects.unscoped("whether a confirmed result has been analysed")
    return confirmed_results(framework).filter(
        Exists(analyses.filter(assessment=OuterRef("pk"), is_draft=False))
    )


def _adopted(framework):
    plans = MeasurePlan.objects.unscoped("whether a plan has been adopted")
    return plans.filter(fiscal_year=framework.year + 1, status=PlanStatus.ADOPTED)


def _reported(framework):
    begun = Measure.objects.unscoped("whether anything was reported on an adopted plan").exclude(
        state=ProgressState.NOT_STARTED
    )
    return _adopted(framework).filter(Exists(begun.filter(plan=OuterRef("pk"))))


def _issued(framework):
    documents = Document.objects.unscoped("whether something was issued")
    return documents.filter(_of_year(framework.year), current_edition__isnull=False)


def _published(framework):
    publications = Publication.objects.unscoped("what is published is public")
    return publications.filter(_of_year(framework.year), superseded_at__isnull=True, withdrawn_at__isnull=True)


def _of_year(year):
    """The documents of a result, and of the plan that was made from it."""
    return Q(fiscal_year=year) & ~Q(kind__in=OF_A_PLAN) | Q(fiscal_year=year + 1, kind__in=OF_A_PLAN)


@dataclass(frozen=True)
class Step:
    """One step of the year's work, in words, and the rows of an organisation that prove it done."""

    name: str
    label: str  # on top of a column
    missing: str  # after หน่วยงานที่
    proofs: Callable[..., QuerySet]  # of a framework; each row with its `organization`

    def is_done(self, framework):
        """For a few organisations: the database looks for the proof of each."""
        return Exists(self.proofs(framework).filter(organization=OuterRef("pk")))

    def who_did(self, framework, organizations):
        """For many organisations (a scoped queryset): the database finds all of them at once."""
        proofs = self.proofs(framework).filter(organization__in=organizations.order_by().values("pk"))
        return Q(pk__in=proofs.order_by().values("organization"))


# In the order of the work. The plan and what is reported on it are those of the year after the result.
STEPS = (
    Step("recorded", "บันทึกผล", "ยังไม่บันทึกผล", results_with_total),
    Step("confirmed", "ยืนยัน", "ยังไม่ยืนยันผล", confirmed_results),
    Step("analysed", "วิเคราะห์", "ยังไม่วิเคราะห์ผล", _analysed),
    Step("planned", "มีแผน", "ยังไม่ประกาศใช้แผน", _adopted),
    Step("reported", "รายงาน", "ยังไม่รายงานการดำเนินการ", _reported),
    Step("issued", "ออกเอกสาร", "ยังไม่ออกเอกสาร", _issued),
    Step("published", "เผยแพร่", "ยังไม่เผยแพร่เอกสาร", _published),
)
STEP_BY_NAME = {step.name: step for step in STEPS}


def step_counts(organizations, framework):
    """{name of a step: how many of the scoped organisations have done it}, and "all": how many there are."""
    done = {step.name: Count("pk", filter=step.who_did(framework, organizations)) for step in STEPS}
    return organizations.aggregate(all=Count("pk"), **done)


# -- Rows --------------------------------------------------------------------------------------------


def with_result(organizations, framework, earlier):
    """Scoped organisations with `total`, `level`, `change`, `official_rank` and `rank_scope` of a year.

    All are None where no result is confirmed; the change also where the year before has none. `earlier` is the
    framework of that year, or None.
    """
    return organizations.annotate(
        result=_confirmed("assessments", framework),
        past=_confirmed("assessments", earlier),
        total=_total("result"),
        level=Coalesce(NullIf("result__official_rating", Value("")), "result__computed_rating"),
        change=_total("result") - _total("past"),
        official_rank=F("result__official_rank"),
        rank_scope=F("result__rank_scope"),
    )


@dataclass(frozen=True)
class Details:
    """What is looked up for the rows that are shown. `place` is the rank among the `of` confirmed results of the same
    kind and province, equals sharing one; both are None without a confirmed result."""

    marks: tuple[bool, ...]  # in the order of STEPS
    place: int | None
    of: int | None


def details_of(organizations, framework):
    """{key: Details} of organisations in hand, in two queries."""
    done = {step.name: step.is_done(framework) for step in STEPS}
    keys = [row.pk for row in organizations]
    known = Organization.objects.unscoped("of rows in hand").filter(pk__in=keys).order_by().annotate(**done)
    places = _places(organizations, framework)
    return {
        key: Details(tuple(marks), *places.get(key, (None, None)))
        for key, *marks in known.values_list("pk", *done)
    }


def _places(organizations, framework):
    """{key of an organisation: (place, of)} in the groups of kind and province that the organisations are in."""
    group = [F("organization__kind"), F("organization__province")]
    results = confirmed_results(framework).filter(
        organization__kind__in={row.kind for row in organizations},
        organization__province__in={row.province_id for row in organizations},
    )
    ranked = results.order_by().annotate(
        place=Window(Rank(), partition_by=group, order_by=F("total").desc()),
        of=Window(Count("pk"), partition_by=group),
    )
    return {key: (place, of) for key, place, of in ranked.values_list("organization", "place", "of")}


def _confirmed(relation, framework):
    condition = Q(assessments__framework=framework, assessments__status=AssessmentStatus.CONFIRMED)
    return FilteredRelation(relation, condition=condition)


def _total(result):
    return Coalesce(f"{result}__official_total", f"{result}__computed_total")
