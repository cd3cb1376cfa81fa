"""What people are to be told about deadlines, and on which working day. Pure: no database, no clock.

A deadline has stages: some days before it, the day itself, and every seventh day after it while the work is open. Each
stage falls on a working day: before and at the deadline on the last one not after it, late ones on the next one. Told
is the latest stage that has begun, so that a run that was missed is caught up once and never as a flood.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ita_portal.thai_dates import working_day_on_or_after, working_day_on_or_before
from measures.models import ReminderStage

WEEK = timedelta(days=7)
CATCH_UP = timedelta(days=7)  # an older stage is not told any more: the next one will be


@dataclass(frozen=True)
class Stage:
    """A stage of a deadline and the working day on which it falls."""

    kind: ReminderStage
    on: date


@dataclass(frozen=True)
class Deadline:
    """Something that is due: a measure, a step of it, or an event of the year's calendar.

    `subject` is ("measure" | "event", primary key). `is_late_told`: late ones are told weekly (an event that has passed
    is not).
    """

    subject: tuple[str, int]
    title: str
    due_on: date
    detail: str = ""
    is_late_told: bool = True


@dataclass(frozen=True)
class Notice:
    """A deadline and the stage of it that is to be told today."""

    deadline: Deadline
    stage: Stage

    @property
    def key(self):
        """What is told once to a person: (subject, stage, the stage's day)."""
        return (self.deadline.subject, self.stage.kind, self.stage.on)


def current_stage(deadline, today, *, holidays, days_before):
    """The latest stage of a deadline that has begun on `today`, or None.

    `days_before` are the numbers of days before the deadline at which people are told.
    """
    due_on = deadline.due_on
    stages = [
        Stage(ReminderStage.BEFORE_DUE, working_day_on_or_before(due_on - timedelta(days=days), holidays))
        for days in days_before
    ]
    stages.append(Stage(ReminderStage.AT_DUE, working_day_on_or_before(due_on, holidays)))
    if deadline.is_late_told and today > due_on:
        stages += _late_stages(due_on, today, holidays)
    begun = [stage for stage in stages if today - CATCH_UP <= stage.on <= today]
    order = list(ReminderStage)
    return max(begun, key=lambda stage: (stage.on, order.index(stage.kind)), default=None)


def _late_stages(due_on, today, holidays):
    """The two latest weekly stages that can have begun by today."""
    weeks = (today - due_on) // WEEK
    for week in {weeks, weeks - 1} - {0, -1}:
        yield Stage(ReminderStage.OVERDUE, working_day_on_or_after(due_on + week * WEEK, holidays))


def notices(deadlines, today, *, holidays, days_before):
    """What is to be told of the deadlines on a working day: late ones first, then by date."""
    found = []
    for deadline in deadlines:
        stage = current_stage(deadline, today, holidays=holidays, days_before=days_before)
        if stage is not None:
            found.append(Notice(deadline, stage))
    return sorted(found, key=lambda notice: (notice.deadline.due_on, notice.deadline.title))
