"""The measures of a plan as figures: by state, by division, by month. Each figure leads to its rows on the board.

Counted are the same facts that the board's filters ask for, so that a figure and the rows behind it never differ.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from ita_portal.thai_dates import SHORT_MONTHS
from measures.fiscal_window import MONTHS_OF_THE_YEAR
from measures.measure_filter import CANCELLED, NONE, OUTSIDE, TYPED, MeasureFilter
from measures.models import MeasurePlan, ProgressState
from measures.workbench import Layout, WorkbenchRow, address_of, read_workbench
from reports.charts import Kind, Stacks, stacks_of

LATE = "late"
SOON = timedelta(days=30)
KINDS = (
    Kind(ProgressState.DONE.value, ProgressState.DONE.label, "#1f6b3a"),
    Kind(ProgressState.UNDER_WAY.value, ProgressState.UNDER_WAY.label, "#274c8f"),
    Kind(ProgressState.NOT_STARTED.value, ProgressState.NOT_STARTED.label, "#a9b3bf"),
    Kind(LATE, "เลยกำหนด", "#9b1c1c"),
    Kind(ProgressState.NOT_DONE.value, ProgressState.NOT_DONE.label, "#7a4b00"),
    Kind(CANCELLED, "ยกเลิก", "#dfe3e8"),
)


@dataclass(frozen=True)
class StateCount:
    """How many measures are in a state, and where they are."""

    label: str
    count: int
    address: str


@dataclass(frozen=True)
class PlanFigures:
    """A plan in figures. `rows` are all its measures, cancelled ones too."""

    plan: MeasurePlan
    rows: list[WorkbenchRow]
    states: list[StateCount]
    whole: Stacks
    divisions: Stacks
    months: Stacks
    today: date

    @property
    def standing_count(self):
        return sum(not row.is_cancelled for row in self.rows)

    @property
    def open_count(self):
        return sum(row.measure.is_open for row in self.rows)

    @property
    def late(self):
        """The late ones, the longest late first."""
        return sorted((row for row in self.rows if row.is_late), key=lambda row: (row.next_due, row.number))

    @property
    def soon(self):
        """Those of an adopted plan that are due within 30 days, the nearest first."""
        if not self.plan.is_adopted:
            return []
        near = [row for row in self.rows if row.next_due and self.today <= row.next_due <= self.today + SOON]
        return sorted(near, key=lambda row: (row.next_due, row.number))

    @property
    def late_address(self):
        return address_of(self.plan, Layout.BOARD, MeasureFilter(late="yes"))

    @property
    def board_address(self):
        return address_of(self.plan, Layout.BOARD, MeasureFilter())


def plan_figures(plan, *, today):
    """The PlanFigures of a plan in hand, in a fixed number of queries."""
    bench = read_workbench(plan, {}, Layout.BOARD, today=today)
    rows = bench.rows
    board = _Board(plan)
    whole = ("ทั้งแผน", Counter(map(_kind_of, rows)), board.address())
    return PlanFigures(
        plan=plan,
        rows=rows,
        states=list(_states(rows, board)),
        whole=stacks_of("มาตรการทั้งแผน", "มาตรการ", KINDS, [whole]),
        divisions=stacks_of("งานของแต่ละส่วนราชการ", "มาตรการ", KINDS, _by_division(rows, bench.choices, board)),
        months=stacks_of("มาตรการหรือขั้นตอนที่มีกำหนดในแต่ละเดือน", "มาตรการ", KINDS, _by_month(rows, board)),
        today=today,
    )


@dataclass(frozen=True)
class _Board:
    """The board of a plan, asked for some of its measures."""

    plan: MeasurePlan

    def address(self, **wanted):
        return address_of(self.plan, Layout.BOARD, MeasureFilter(**wanted))


def _kind_of(row):
    if row.is_late:
        return LATE
    return CANCELLED if row.is_cancelled else row.measure.state


def _states(rows, board):
    found = Counter(state for row in rows for state in row.facts.values["state"])
    labels = {**{state.value: state.label for state in ProgressState}, CANCELLED: "ยกเลิก"}
    for value, label in labels.items():
        if found[value]:
            yield StateCount(label, found[value], board.address(state=value))


def _by_division(rows, choices, board):
    """Divisions with something to do, what all do together counted with each; then what names no division."""
    for value, choice in choices["division"].items():
        if value.isdigit() or value in (TYPED, NONE):
            counts = _counts(rows, "division", value)
            if counts:
                yield choice.label, counts, board.address(division=value)


def _by_month(rows, board):
    """All twelve months, and beside them only where there is something: outside the year."""
    for month in MONTHS_OF_THE_YEAR:
        yield SHORT_MONTHS[month - 1], _counts(rows, "month", str(month)), board.address(month=str(month))
    if outside := _counts(rows, "month", OUTSIDE):
        yield "นอกปี", outside, board.address(month=OUTSIDE)


def _counts(rows, name, value):
    return Counter(_kind_of(row) for row in rows if value in row.facts.values[name])
