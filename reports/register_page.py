"""What the register of memo numbers shows: one series in order, and the numbers nobody accounted for."""

from dataclasses import dataclass
from itertools import pairwise

from reports.models import Document, DocumentKind, RegisterNumber
from reports.workflow.register_rows import next_number


@dataclass(frozen=True)
class Gap:
    """Numbers of a series between its first and its last that are in no register row. Often other letters have them."""

    first: int
    last: int

    @property
    def count(self):
        return self.last - self.first + 1


@dataclass(frozen=True)
class RegisterPage:
    """`series` are the (prefix, calendar year) there are, latest first; `chosen` is the one shown, None without any.

    `lines` are its rows and Gaps in order. `strays` are memos whose number no series has: from before there was a
    register, and not a plain number, without a date, or a double.
    """

    series: list
    chosen: tuple | None
    lines: list
    next_number: str
    strays: list

    @property
    def gaps(self):
        return [line for line in self.lines if isinstance(line, Gap)]


def gaps(organization, prefix, calendar_year):
    """The Gaps of a series, in order."""
    return gaps_between([row.number for row in _rows_of(organization).of_series(prefix, calendar_year)])


def gaps_between(numbers):
    """The Gaps between ascending numbers."""
    return [Gap(before + 1, after - 1) for before, after in pairwise(numbers) if after > before + 1]


def read_register(organization, user, prefix=None, calendar_year=None):
    """The page of a series; the latest one where the address names none that there is."""
    rows = RegisterNumber.objects.visible_to(user).filter(organization=organization)
    places = rows.order_by("-calendar_year", "prefix").values_list("prefix", "calendar_year").distinct()
    series = list(places)
    chosen = next((place for place in series if place == (prefix, calendar_year)), next(iter(series), None))
    found = list(rows.of_series(*chosen).select_related("document", "by")) if chosen else []
    memos = Document.objects.visible_to(user).filter(organization=organization, kind=DocumentKind.MEMO)
    return RegisterPage(
        series=series,
        chosen=chosen,
        lines=_in_order(found),
        next_number=next_number(organization, *chosen) if chosen else "",
        strays=list(memos.exclude(number="").filter(register_number__isnull=True)),
    )


def _rows_of(organization):
    return RegisterNumber.objects.unscoped("the organisation in hand").filter(organization=organization)


def _in_order(rows):
    """Rows and the gaps between them by number."""
    between = gaps_between([row.number for row in rows])
    return sorted([*rows, *between], key=lambda line: line.first if isinstance(line, Gap) else line.number)
