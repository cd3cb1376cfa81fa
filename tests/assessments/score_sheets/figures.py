"""What the sheets of these tests hold, and reading it back."""

from datetime import date
from decimal import Decimal

from assessments.score_sheets.reading import read_sheet
from assessments.score_sheets.understood import sheet_from_plain

YEAR = 2590
FIGURES = {
    "total": "91.00",
    "IIT": "92.50",
    "EIT/1": "88.10",
    "1": "90.00",
    "i1": "98.26",
    "e1/2": "0.00",
    "O4": "100.00",
}
ANNOUNCED = {
    "announced_on": date(2025, 8, 15),
    "source": "ระบบ ITAS",
    "official_rating": "ผ่านดี",
    "official_rank": 137,
    "rank_scope": "=องค์การบริหารส่วนตำบล",
}
TOLD = {
    "announced_on": "2025-08-15",
    "source": "ระบบ ITAS",
    "official_rating": "ผ่านดี",
    "official_rank": "137",
    "rank_scope": "=องค์การบริหารส่วนตำบล",
}


def decimals(figures):
    return {key: Decimal(text) for key, text in figures.items()}


def read(content, form):
    return sheet_from_plain(read_sheet(content, form), form)


def assert_read_whole(content, form):
    understood = read(content, form)
    assert understood.problems == ()
    assert (understood.figures, understood.facts) == (FIGURES, TOLD)
