"""What the page of a plan says: the measures in order, each on the fiscal year, and what they leave uncovered."""

from dataclasses import dataclass
from datetime import date

from assessments.models import Assessment
from assessments.subjects import Subject
from measures.coverage import Coverage, coverage_of
from measures.fiscal_window import Window, months_of, place_of, window_of
from measures.measure_content import content_of
from measures.measure_warnings import warnings_of
from measures.models import OPEN_STATES, Measure, MeasurePlan, PlanSnapshot
from organizations.models import Division


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
class PlanReading:
    """A plan as one person reads it; `coverage` None where it has no source, or one that is not theirs to read."""

    plan: MeasurePlan
    rows: list[MeasureRow]
    coverage: Coverage | None
    step_back: PlanSnapshot | None  # what the button takes back
    today_place: object  # percent of the fiscal year, None when today lies outside it

    @property
    def standing(self):
        return [row.measure for row in self.rows if not row.is_cancelled]

    @property
    def divisions(self) -> list[Division]:
        """Who has something to do, in the order of the office."""
        found = {owner.division for measure in self.standing for owner in measure.owners.all()}
        return sorted(found, key=lambda division: division.order)

    @property
    def for_all_count(self):
        return sum(measure.is_all_divisions for measure in self.standing)

    @property
    def ownerless_count(self):
        return sum(not measure.owner_lines for measure in self.standing)

    @property
    def overdue_count(self):
        return sum(row.is_overdue for row in self.rows)

    @property
    def done_count(self):
        return sum(measure.state not in OPEN_STATES for measure in self.standing)

    @property
    def starts_on(self):
        return min((row.starts_on for row in self.standing if row.starts_on), default=None)

    @property
    def due_on(self):
        return max((row.due_on for row in self.standing if row.due_on), default=None)

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
        return sum(row.answers_nothing for row in self.rows)

    @property
    def months(self):
        return months_of(self.plan.fiscal_year)


def read_plan(plan, *, user, today):
    """Everything the page of a plan says, in a constant number of queries."""
    coverage = _coverage_of(plan, user)
    idle = {measure.pk for measure in coverage.answering_nothing} if coverage else set()
    measures = plan.measures.in_print_order().select_related("topic")
    rows = [
        read_measure(measure, number, plan, today, answers_nothing=measure.pk in idle)
        for number, measure in enumerate(measures, start=1)
    ]
    return PlanReading(plan, rows, coverage, _step_back(plan, user), _today_place(plan, today))


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


def _coverage_of(plan, user):
    results = Assessment.objects.visible_to(user).select_related("framework")
    source = results.filter(pk=plan.source_assessment_id).first()
    return coverage_of(source) if source else None


def _step_back(plan, user):
    return PlanSnapshot.objects.editable_by(user).filter(plan=plan).defer("content").last()


def _today_place(plan, today):
    is_inside = window_of(today, today, plan.fiscal_year).is_inside
    return place_of(today, plan.fiscal_year) if is_inside else None
