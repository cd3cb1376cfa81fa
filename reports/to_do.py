"""ต้องทำตอนนี้: the few things that wait for a person in one organisation, each one tap from where it is done."""

from dataclasses import dataclass

from ita_portal.thai_text import to_thai_digits
from measures.work_list import work_of

MOST = 5


@dataclass(frozen=True)
class ToDo:
    """One thing to do: a sentence and its place. `is_late` where its day has passed."""

    sentence: str
    address: str
    is_late: bool = False


@dataclass(frozen=True)
class ToDoList:
    """The first things, and how many more there are on งานของฉัน."""

    rows: list[ToDo]
    more_count: int


def to_do_of(user, organization, today):
    """What waits for the person in the organisation: what is to be signed, what is late, the rest, what is due soon."""
    work = work_of(user, today)
    rows = [
        *(_waiting(row) for row in work.to_sign if row.organization == organization),
        *(
            _due(plan, "เลยกำหนดแล้ว", is_late=True)
            for plan in work.late_by_plan
            if _of(plan.plan, organization)
        ),
        *(_waiting(row) for row in work.waiting if row.organization == organization),
        *(_due(plan, "ครบกำหนดใน ๓๐ วัน") for plan in work.soon_by_plan if _of(plan.plan, organization)),
    ]
    return ToDoList(rows[:MOST], max(len(rows) - MOST, 0))


def _of(plan, organization):
    return plan.organization_id == organization.pk


def _waiting(row):
    return ToDo(row.sentence, row.address)


def _due(due, words, *, is_late=False):
    """All measures of a plan that are due as one thing; a single one leads to itself."""
    count = len(due.rows) + due.more_count
    if count == 1:
        return ToDo(f"{words}: {to_thai_digits(due.rows[0].measure.title)}", due.rows[0].address, is_late)
    year = to_thai_digits(str(due.plan.fiscal_year))
    return ToDo(f"แผนปี {year} มี {to_thai_digits(str(count))} เรื่องที่{words}", due.all_address, is_late)
