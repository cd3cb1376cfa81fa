"""How far a measure is, as its entries say. Pure: the one rule behind `Measure.state`, `percent` and `MeasureStep.state`.

Only entries count that nobody corrected, latest first by the day of the work, then by when they were recorded.
- A step is where the lead division's latest entry about it says, else where the latest entry about it says.
- A measure is where the lead division's latest entry about the whole measure says, else the latest such entry. Without
  one it is as far as its steps: all done is done, any begun is under way, in percent of the steps that are done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from measures.models import ProgressState


@dataclass(frozen=True)
class EntrySaid:
    """What one counting entry says: of which step (None: of the measure), by which division, when."""

    pk: int
    step: int | None
    division: int
    done_on: date
    state: ProgressState
    percent: int


@dataclass(frozen=True)
class Standing:
    """Where a measure is: its state, percent 0–100, and the state of each of its steps by primary key."""

    state: ProgressState
    percent: int
    steps: dict[int, ProgressState]


def standing_of(entries: Iterable[EntrySaid], *, steps: Iterable[int], lead: int | None) -> Standing:
    """The standing that counting entries give. `steps` are the primary keys of the measure's steps, `lead` its lead."""
    entries = list(entries)
    states = {step: _step_state(entries, step, lead) for step in steps}
    whole = _latest([entry for entry in entries if entry.step is None], lead)
    if whole is not None:
        return Standing(whole.state, whole.percent, states)
    done = sum(state == ProgressState.DONE for state in states.values())
    if states and done == len(states):
        return Standing(ProgressState.DONE, 100, states)
    if any(state != ProgressState.NOT_STARTED for state in states.values()):
        return Standing(ProgressState.UNDER_WAY, done * 100 // len(states), states)
    return Standing(ProgressState.NOT_STARTED, 0, states)


def _step_state(entries, step, lead):
    latest = _latest([entry for entry in entries if entry.step == step], lead)
    return latest.state if latest else ProgressState.NOT_STARTED


def _latest(entries, lead):
    leading = [entry for entry in entries if entry.division == lead]
    return max(leading or entries, key=lambda entry: (entry.done_on, entry.pk), default=None)
