"""What the page of one measure says: how far it is, why it is done, what was done, and what is printed of it."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from assessments.models import Analysis, Assessment
from ita_portal.thai_dates import round_month_in
from measures.fiscal_window import Window, months_of, place_of, window_of
from measures.models import Measure, MeasureStep, MeasureTarget, ProgressEntry, ProgressSummary
from measures.plan_page import next_due_of
from measures.responsibility import may_write_summary, reporting_divisions
from measures.rounds import Round, rounds_of
from measures.target_scores import PartScore, target_scores
from organizations.history import Act, history_of

ENTRIES_PER_PAGE = 20
HISTORY_SHOWN = 20


@dataclass(frozen=True)
class Reason:
    """A question or an indicator that the measure answers, with the scores that asked for it."""

    target: MeasureTarget
    scores: tuple[PartScore, ...]


@dataclass(frozen=True)
class StepReading:
    step: MeasureStep
    is_overdue: bool


@dataclass(frozen=True)
class EntryReading:
    """An entry of the timeline; `corrected_by` is the entry that took its place, None while it counts.

    `is_own`: the person reports for its division, or is the auditor.
    """

    entry: ProgressEntry
    corrected_by: ProgressEntry | None
    may_correct: bool
    is_own: bool


@dataclass(frozen=True)
class RoundReading:
    """A reporting round of the year with what is printed of it; no summary where none was written."""

    round: Round
    summary: ProgressSummary | None
    is_current: bool


@dataclass(frozen=True)
class MeasureReading:
    """A measure as one person reads it on a day."""

    measure: Measure
    today: date
    reasons: list[Reason]
    analyses: list[Analysis]  # behind the reasons, where the measure has no finding of its own
    steps: list[StepReading]
    entries: list[EntryReading]  # those of the page in hand, latest first
    page: Page
    rounds: list[RoundReading]
    history: list[Act]
    may_report: bool
    may_write_summary: bool

    @property
    def window(self) -> Window | None:
        return window_of(self.measure.starts_on, self.measure.due_on, self.measure.plan.fiscal_year)

    @property
    def months(self):
        return months_of(self.measure.plan.fiscal_year)

    @property
    def today_place(self):
        """Percent of the fiscal year, None when today lies outside it."""
        year = self.measure.plan.fiscal_year
        return place_of(self.today, year) if window_of(self.today, self.today, year).is_inside else None

    @property
    def is_overdue(self):
        return self.measure.is_overdue(self.today)

    @property
    def days_late(self):
        return (self.today - self.measure.due_on).days if self.is_overdue else 0

    @property
    def days_left(self):
        """Days until the last one, None when there is none or it is over."""
        due_on = self.measure.due_on
        return (due_on - self.today).days if due_on and due_on >= self.today else None

    @property
    def next_due(self):
        return next_due_of(self.measure)

    @property
    def done_steps(self):
        return sum(not row.step.is_open for row in self.steps)

    @property
    def current_round(self):
        return next(row for row in self.rounds if row.is_current)

    @property
    def written_rounds(self):
        return [row for row in self.rounds if row.summary]


def read_measure(measure, *, user, today, page_number=None):
    """Everything the page of a measure says, in a constant number of queries; `measure` with its parts at hand."""
    page = Paginator(_entries_of(measure, user), ENTRIES_PER_PAGE).get_page(page_number)
    source = _source_of(measure.plan, user)
    is_open = measure.takes_reports
    return MeasureReading(
        measure=measure,
        today=today,
        reasons=_reasons_of(measure, source),
        analyses=_analyses_of(measure, source) if source and not measure.finding else [],
        steps=[StepReading(step, _is_late(step, measure, today)) for step in measure.steps.all()],
        entries=_readings_of(page.object_list, measure, user, is_open),
        page=page,
        rounds=_rounds_of(measure, user, today),
        history=history_of([measure], user=user, limit=HISTORY_SHOWN),
        may_report=is_open and reporting_divisions(measure, user).exists(),
        may_write_summary=is_open and may_write_summary(measure, user),
    )


def entries_until(measure, round_month, user):
    """The counting entries a summary of a round is written from, in the order they were done."""
    entries = _entries_of(measure, user).counting().filter(round_month__lte=round_month)
    return entries.order_by("done_on", "pk")


def _entries_of(measure, user):
    entries = ProgressEntry.objects.visible_to(user).filter(measure=measure)
    entries = entries.select_related("division", "step", "by", "corrects")
    return entries.prefetch_related("evidence__by", "corrections").order_by("-done_on", "-pk")


def _readings_of(entries, measure, user, is_open):
    editable = ProgressEntry.objects.editable_by(user).filter(measure=measure)
    own = set(editable.values_list("pk", flat=True))
    readings = []
    for entry in entries:
        corrected_by = next(iter(entry.corrections.all()), None)
        is_own = entry.pk in own
        readings.append(EntryReading(entry, corrected_by, is_open and is_own and corrected_by is None, is_own))
    return readings


def _source_of(plan, user):
    return Assessment.objects.visible_to(user).for_page().filter(pk=plan.source_assessment_id).first()


def _reasons_of(measure, source):
    scores = target_scores(source) if source else {}
    return [Reason(row, scores.get(row.question or row.indicator, ())) for row in measure.targets.all()]


def _analyses_of(measure, source):
    """The analyses of the questions that the measure answers, else of the indicators."""
    targets = list(measure.targets.all())
    whole = {row.indicator_id for row in targets if row.question_id is None}
    asked = {row.question_id for row in targets}
    analyses = source.analyses.filter(is_draft=False, indicator__in={row.indicator_id for row in targets})
    return [
        row
        for row in analyses.prefetch_related("questions")
        if row.indicator_id in whole or asked & {question.pk for question in row.questions.all()}
    ]


def _is_late(step, measure, today):
    is_open = step.is_open and measure.takes_reports
    return is_open and step.due_on is not None and step.due_on < today


def _rounds_of(measure, user, today):
    summaries = ProgressSummary.objects.visible_to(user).filter(measure=measure).in_print_order()
    written = {row.round_month: row for row in summaries}
    current = round_month_in(measure.plan.fiscal_year, today)
    return [
        RoundReading(row, written.get(row.month), row.month == current)
        for row in rounds_of(measure.plan.fiscal_year)
    ]
