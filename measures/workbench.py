"""The workbench of a plan: its measures as a board or on the line of the year, narrowed by one filter.

Everything is read in a fixed number of queries and chosen in Python: a filter looks into texts in either digits, which
no database does, and nothing of an address reaches a query.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.core.paginator import Paginator
from django.urls import reverse

from measures.fiscal_window import WHOLE, Window, months_of, place_of, window_of
from measures.measure_filter import (
    ALL,
    CANCELLED,
    LATE,
    NONE,
    OUTSIDE,
    TYPED,
    Choices,
    MeasureFacts,
    MeasureFilter,
    accepts,
    choices_of,
    month_value,
    read_filter,
    values,
    words_of,
)
from measures.models import Measure, MeasurePlan, MeasureStep, ProgressState
from measures.plan_page import PAGE_SIZE, answers_of, next_due_of

SHOWN_OF_A_GROUP = 25  # where several groups stand on one page and there is more than a page of measures
WHOLE_LIST = "all"  # as the number of the page: everything at once, to be printed


class Layout(StrEnum):
    """How the measures are laid out; also the name of the page."""

    BOARD = "board"
    TIMELINE = "timeline"

    @property
    def label(self):
        return {"board": "กระดาน", "timeline": "เส้นเวลา"}[self.value]


@dataclass(frozen=True)
class StepMark:
    """A step on the line of the year, at its last day; `place` in percent of the year."""

    step: MeasureStep
    place: Decimal
    is_late: bool


@dataclass(frozen=True)
class WorkbenchRow:
    """One measure as the workbench shows it; `number` is its place in the whole plan."""

    measure: Measure
    number: int
    address: str
    facts: MeasureFacts
    window: Window | None
    next_due: date | None  # of what is still open
    is_late: bool  # the measure, or an open step of it
    is_late_by_step: bool  # only a step is: the measure itself has time
    steps: list[StepMark]

    @property
    def is_cancelled(self):
        return self.measure.cancelled_on is not None

    @property
    def answers(self):
        return answers_of(self.measure)

    @property
    def done_width(self):
        """The part of the span that is done, in percent of the year."""
        return (self.window.width * self.measure.percent / WHOLE).quantize(Decimal("0.01"))

    @property
    def step_count(self):
        return len(self.measure.steps.all())

    @property
    def done_step_count(self):
        return sum(step.state == ProgressState.DONE for step in self.measure.steps.all())


@dataclass(frozen=True)
class Group:
    """Measures under a heading; the heading is '' where there is only one group. The page shows the first of them."""

    value: str
    heading: str
    rows: list[WorkbenchRow]
    shown: list[WorkbenchRow]
    address: str = ""  # where all of them are shown, if not here

    @property
    def more_count(self):
        return len(self.rows) - len(self.shown)


@dataclass(frozen=True)
class Workbench:
    """What a page of the workbench says. `ignored` names what in the address was not understood."""

    plan: MeasurePlan
    layout: Layout
    wanted: MeasureFilter
    choices: Choices
    ignored: list[str]
    rows: list[WorkbenchRow]  # those the filter lets through
    total_count: int
    today_place: Decimal | None  # percent of the year, None when today lies outside it
    page_number: str = ""  # as the address says it

    @property
    def words(self):
        return words_of(self.wanted, self.choices)

    @property
    def late_count(self):
        return sum(row.is_late for row in self.rows)

    @property
    def late_by_step_count(self):
        return sum(row.is_late_by_step for row in self.rows)

    @property
    def months(self):
        return months_of(self.plan.fiscal_year)

    @property
    def is_whole(self):
        """True when the page shows every measure that the filter lets through."""
        return len(self.rows) <= PAGE_SIZE or self.page_number == WHOLE_LIST

    @property
    def page(self):
        """The page of a long list in one group; None where everything or the first of each group is shown."""
        if self.is_whole or len(self._by_heading()) > 1:
            return None
        return Paginator(self.rows, PAGE_SIZE).get_page(self.page_number)

    @property
    def groups(self) -> list[Group]:
        """The measures under their headings: a board always has the states, other headings stand where they have rows."""
        found = self._by_heading()
        if self.is_whole:
            return [Group(value, heading, rows, rows) for value, heading, rows in found]
        if len(found) == 1:
            ((value, heading, rows),) = found
            return [Group(value, heading, rows, list(self.page))]
        return [
            Group(value, heading, rows, rows[:SHOWN_OF_A_GROUP], self._address_of_group(value))
            for value, heading, rows in found
        ]

    @property
    def _by(self):
        return self.wanted.by or ("state" if self.layout == Layout.BOARD else "")

    def _by_heading(self):
        """[(value, heading, rows)]"""
        by, chosen = self._by, self.wanted.chosen.get(self._by)
        if not by:
            return [("all", "", self.rows)] if self.rows else []
        if chosen:
            return [(chosen, self.choices[by][chosen].label, self.rows)]
        kept = {state.value for state in ProgressState} if by == "state" and self.layout == Layout.BOARD else ()
        groups = [
            (value, choice.label, [row for row in self.rows if row.facts.stands_under(by, value)])
            for value, choice in self.choices[by].items()
        ]
        return [(value, heading, rows) for value, heading, rows in groups if rows or value in kept]

    def _address_of_group(self, value):
        return address_of(self.plan, self.layout, replace(self.wanted, **{self._by: value}))


def read_workbench(plan, query, layout, *, today):
    """The Workbench of a plan (read by `with_measures`) for the filters of an address (a mapping of text to text)."""
    measures = list(plan.measures.all())
    divisions = {str(row.pk): row.name for row in plan.organization.divisions.all()}
    choices = choices_of(divisions, _indicators_of(plan, measures), plan.fiscal_year)
    wanted, ignored = read_filter(query, choices)
    rows = [
        _row_of(measure, number, plan, divisions, today) for number, measure in enumerate(measures, start=1)
    ]
    is_inside = window_of(today, today, plan.fiscal_year).is_inside
    return Workbench(
        plan=plan,
        layout=layout,
        wanted=wanted,
        choices=choices,
        ignored=ignored,
        rows=[row for row in rows if accepts(wanted, row.facts)],
        total_count=len(rows),
        today_place=place_of(today, plan.fiscal_year) if is_inside else None,
        page_number=query.get("page", ""),
    )


def address_of(plan, layout, wanted):
    """Where a layout shows what a filter asks for."""
    address = reverse(f"measures:{layout}", args=[plan.organization.slug, plan.fiscal_year])
    return f"{address}?{wanted.query}" if wanted.query else address


def _indicators_of(plan, measures):
    """Names by number: those of the result the plan comes from, and whatever else its measures answer."""
    found = {target.indicator for measure in measures for target in measure.targets.all()}
    names = {row.number: row.name for row in found}
    if plan.source_assessment_id:
        names |= {row.number: row.name for row in plan.source_assessment.framework.indicators.all()}
    return {str(number): names[number] for number in sorted(names)}


def _row_of(measure, number, plan, divisions, today):
    next_due = next_due_of(measure)
    is_late = plan.is_adopted and next_due is not None and next_due < today
    return WorkbenchRow(
        measure=measure,
        number=number,
        address=reverse("measures:measure", args=[plan.organization.slug, plan.fiscal_year, measure.pk]),
        facts=_facts_of(measure, plan.fiscal_year, divisions, is_late),
        window=window_of(measure.starts_on, measure.due_on, plan.fiscal_year),
        next_due=next_due,
        is_late=is_late,
        is_late_by_step=is_late and not (measure.due_on and measure.due_on < today),
        steps=list(_marks_of(measure, plan, today, is_open=plan.is_adopted and next_due is not None)),
    )


def _marks_of(measure, plan, today, *, is_open):
    for step in measure.steps.all():
        if step.due_on and month_value(step.due_on, plan.fiscal_year) != OUTSIDE:
            is_late = is_open and step.is_open and step.due_on < today
            yield StepMark(step, place_of(step.due_on, plan.fiscal_year), is_late)


def _facts_of(measure, fiscal_year, divisions, is_late):
    if measure.is_all_divisions:
        answered, home = values(ALL, *divisions), values(ALL)
    else:
        owners = values(*(owner.division_id for owner in measure.owners.all()))
        answered = home = owners or values(TYPED if measure.owner_text else NONE)
    days = [step.due_on for step in measure.steps.all() if step.due_on]
    last = measure.due_on or max(days, default=None)
    state = measure.state if measure.cancelled_on is None else CANCELLED
    indicators = values(*(target.indicator.number for target in measure.targets.all()))
    return MeasureFacts(
        values={
            "division": answered,
            "state": values(state),
            "late": values(LATE) if is_late else frozenset(),
            "indicator": indicators or values(NONE),
            "month": _months({*days, last} - {None}, fiscal_year),
            "kind": values(measure.kind),
        },
        homes={
            "division": home,
            "month": _months({last} - {None}, fiscal_year),
        },
        text=_text_of(measure),
    )


def _months(days, fiscal_year):
    return values(*(month_value(day, fiscal_year) for day in days)) or values(NONE)


def _text_of(measure):
    steps = [step.text for step in measure.steps.all()]
    titles = [title.text for title in measure.titles.all()]
    topic = measure.topic.name if measure.topic else ""
    about = [*answers_of(measure), topic, measure.finding, measure.target, measure.follow_up]
    # In lines of their own, so that no word runs from one text into the next.
    return "\n".join([*titles, *about, *steps, *measure.owner_lines])
