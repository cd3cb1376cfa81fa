"""A span of days against a fiscal year, as a drawing needs it: where it begins and how wide it is. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ita_portal.thai_dates import SHORT_MONTHS, fiscal_year_end, fiscal_year_start

WHOLE = Decimal(100)
NARROWEST = Decimal(1)  # a single day is still seen
MONTHS_OF_THE_YEAR = [10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9]


@dataclass(frozen=True)
class Window:
    """The part of a span that lies in a fiscal year, in percent of the year (0–100); `width` 0 where none does."""

    start: Decimal
    width: Decimal
    begins_before: bool  # goes on to the left of the year
    ends_after: bool  # goes on to the right of the year

    @property
    def is_inside(self):
        return not self.begins_before and not self.ends_after


def window_of(starts_on, due_on, fiscal_year):
    """The window of a span in a Buddhist fiscal year; None where no day is known. A missing end is the other one."""
    first, last = starts_on or due_on, due_on or starts_on
    if first is None:
        return None
    begin, end = fiscal_year_start(fiscal_year), fiscal_year_end(fiscal_year)
    before, after = first < begin, last > end
    shown_first, shown_last = max(first, begin), min(last, end)
    if shown_first > shown_last:
        return Window(WHOLE if first > end else Decimal(0), Decimal(0), before, after)
    start = place_of(shown_first, fiscal_year)
    width = max(place_of(shown_last + timedelta(days=1), fiscal_year) - start, NARROWEST)
    return Window(min(start, WHOLE - width), width, before, after)


def place_of(day, fiscal_year):
    """Where a day begins, in percent of the fiscal year: its first day is 0, the day after its last is 100."""
    begin, end = fiscal_year_start(fiscal_year), fiscal_year_end(fiscal_year)
    days = (end - begin).days + 1
    passed = min(max((day - begin).days, 0), days)
    return (WHOLE * passed / days).quantize(Decimal("0.01"))


def months_of(fiscal_year):
    """[(ต.ค., place in percent)] of the twelve months."""
    start = fiscal_year_start(fiscal_year)
    firsts = [date(start.year + (month < start.month), month, 1) for month in MONTHS_OF_THE_YEAR]
    return [(SHORT_MONTHS[day.month - 1], place_of(day, fiscal_year)) for day in firsts]
