"""What the page of a plan says: the measures in order, each on the fiscal year, and what they leave uncovered."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q

from assessments.models import Assessment
from assessments.subjects import Subject
from measures.coverage import Coverage, coverage_of
from measures.fiscal_window import Window, months_of, place_of, window_of
from measures.measure_content import content_of
from measures.measure_warnings import warnings_of
from measures.models import OPEN_STATES, WITHOUT_OWNER, Measure, MeasurePlan, PlanSnapshot
from organizations.models import Division

PAGE_SIZE = 100  # measures; nearly every plan stands on one page


@dataclass(frozen=True)
class MeasureRow:
    """One measure of the list. `next_due` is the nearest last day of what is still open, None when nothing is."""

    measure: Measure
    number: int
    window: Window | None
    warnings: dict[str, str]
    next_due: date | None
    is_overdue: bool
    answers_nothing: bool

    @property
    def is_cancelled(self):
        return self.measure.cancelled_on is not None

    @property
    def answers(self):
        return answers_of(self.measure)


@dataclass(frozen=True)
class PlanCounts:
    """How much there is of the measures that were not cancelled, over all pages."""

    standing: int
    for_all: int
    ownerless: int
    overdue: int
    done: int
    starts_on: date | None
    due_on: date | None


@dataclass(frozen=True)
class PlanReading:
    """A plan as one person reads it; `coverage` None where it has no source, or one that is not theirs to read."""

    plan: MeasurePlan
    page: Page
    rows: list[MeasureRow]  # of the page
    counts: PlanCounts
    divisions: list[Division]  # that have something to do, in the order of the office
    coverage: Coverage | None
    step_back: PlanSnapshot | None  # what the button takes back
    today_place: object  # percent of the fiscal year, None when today lies outside it

    @property
    def total_count(self):
        """Of all pages, the cancelled ones among them."""
        return self.page.paginator.count

    @property
    def uncovered(self) -> list[Subject]:
        """The scores that still ask for a measure or a reason, weakest first."""
        return sorted(self.coverage.undecided, key=lambda subject: subject.score) if self.coverage else []

    @property
    def next_step(self):
        """The name of the page where a draft most likely goes on: as long as scores are uncovered, adding measures."""
        if self.uncovered:
            return "suggestions"
        return "check_plan" if self.rows else "new_measure"

    @property
    def idle_count(self):
        return len(self.coverage.answering_nothing) if self.coverage else 0

    @property
    def months(self):
        return months_of(self.plan.fiscal_year)


def read_plan(plan, number, *, user, today):
    """Everything a page of a plan says, in a constant number of queries; `number` as the address says it."""
    coverage = _coverage_of(plan, user)
    idle = {measure.pk for measure in coverage.answering_nothing} if coverage else set()
    page = Paginator(plan.measures.in_print_order(), PAGE_SIZE).get_page(number)
    rows = [
        read_measure(measure, number, plan, today, answers_nothing=measure.pk in idle)
        for number, measure in enumerate(page, start=page.start_index())
    ]
    return PlanReading(
        plan=plan,
        page=page,
        rows=rows,
        counts=_counts_of(plan, today),
        divisions=_divisions_of(plan),
        coverage=coverage,
        step_back=_step_back(plan, user),
        today_place=_today_place(plan, today),
    )


def place_in_list(measure):
    """The address at which the list of the plan shows a measure."""
    plan = measure.plan
    order = plan.measures.values_list("order", flat=True).get(pk=measure.pk)
    page = plan.measures.filter(order__lt=order).count() // PAGE_SIZE + 1
    query = f"?page={page}" if page > 1 else ""
    return f"{plan.get_absolute_url()}{query}#measure-{measure.pk}"


def read_measure(measure, number, plan, today, *, answers_nothing=False):
    """One row of the list; `measure` with its parts at hand."""
    return MeasureRow(
        measure=measure,
        number=number,
        window=window_of(measure.starts_on, measure.due_on, plan.fiscal_year),
        warnings=warnings_of(content_of(measure), plan.fiscal_year),
        next_due=next_due_of(measure),
        is_overdue=measure.is_overdue(today),
        answers_nothing=answers_nothing,
    )


def answers_of(measure):
    """What a measure answers, short: the codes of questions, the numbers of whole indicators."""
    targets = measure.targets.all()
    return [row.question.code if row.question else f"ตัวชี้วัดที่ {row.indicator.number}" for row in targets]


def next_due_of(measure):
    """The nearest last day among the open steps and the measure itself; None when it is finished or cancelled."""
    if measure.cancelled_on is not None or measure.state not in OPEN_STATES:
        return None
    open_steps = [step.due_on for step in measure.steps.all() if step.state in OPEN_STATES]
    return min((day for day in (*open_steps, measure.due_on) if day), default=None)


def _counts_of(plan, today):
    standing = plan.measures.standing()
    counts = standing.aggregate(
        standing=Count("pk"),
        for_all=Count("pk", filter=Q(is_all_divisions=True)),
        done=Count("pk", filter=~Q(state__in=OPEN_STATES)),
        starts_on=Min("starts_on"),
        due_on=Max("due_on"),
    )
    return PlanCounts(
        **counts,
        ownerless=standing.filter(WITHOUT_OWNER).count(),
        overdue=plan.measures.overdue(today).count(),
    )


def _divisions_of(plan):
    standing = plan.measures.standing().values("pk")
    owning = plan.organization.divisions.filter(owned_measures__measure__in=standing)
    return list(owning.distinct().order_by("order"))


def _coverage_of(plan, user):
    results = Assessment.objects.visible_to(user).select_related("framework")
    source = results.filter(pk=plan.source_assessment_id).first()
    return coverage_of(source) if source else None


def _step_back(plan, user):
    return PlanSnapshot.objects.editable_by(user).filter(plan=plan).defer("content").last()


def _today_place(plan, today):
    is_inside = window_of(today, today, plan.fiscal_year).is_inside
    return place_of(today, plan.fiscal_year) if is_inside else None
