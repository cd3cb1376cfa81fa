"""The reporting rounds of a fiscal year: three, six, nine and twelve months from its first day. Pure."""

from dataclasses import dataclass
from datetime import date

from ita_portal.thai_dates import SHORT_MONTHS, fiscal_year_end, fiscal_year_start, round_month_in
from ita_portal.thai_text import to_thai_digits

ROUND_MONTHS = (3, 6, 9, 12)
WHOLE_YEAR = ROUND_MONTHS[-1]


@dataclass(frozen=True)
class Round:
    """A round by its last month of the fiscal year; it always begins with the year."""

    month: int
    starts_on: date
    ends_on: date

    @property
    def name(self):
        """'รอบ ๖ เดือน', 'ทั้งปี (๑๒ เดือน)'."""
        months = f"{to_thai_digits(str(self.month))} เดือน"
        return f"ทั้งปี ({months})" if self.month == WHOLE_YEAR else f"รอบ {months}"

    @property
    def months(self):
        """'ต.ค. – มี.ค.'."""
        return f"{SHORT_MONTHS[self.starts_on.month - 1]} – {SHORT_MONTHS[self.ends_on.month - 1]}"

    def tells_of(self, day):
        """Whether the report of the round may tell of a day; that of the whole year also of what came after it."""
        return self.month == WHOLE_YEAR or day <= self.ends_on

    def __str__(self):
        return f"{self.name} {self.months}"


def rounds_of(fiscal_year):
    """The four rounds of a Buddhist fiscal year, shortest first."""
    start = fiscal_year_start(fiscal_year)
    ends = (
        date(start.year, 12, 31),
        date(start.year + 1, 3, 31),
        date(start.year + 1, 6, 30),
        fiscal_year_end(fiscal_year),
    )
    return [Round(month, start, end) for month, end in zip(ROUND_MONTHS, ends, strict=True)]


def rounds_begun(fiscal_year, today):
    """The rounds of a year whose last three months have begun, shortest first: those that can be reported on."""
    return [
        row
        for row in rounds_of(fiscal_year)
        if row.starts_on <= today and row.month <= round_month_in(fiscal_year, today)
    ]


def round_of(fiscal_year, month):
    """The round that ends with this month of the year (3, 6, 9 or 12); None for any other number."""
    return next((row for row in rounds_of(fiscal_year) if row.month == month), None)
