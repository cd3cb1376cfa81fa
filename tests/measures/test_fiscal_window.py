"""A span of days on the fiscal year, as the list of a plan draws it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.thai_dates import fiscal_year_end, fiscal_year_start
from measures.fiscal_window import months_of, place_of, window_of

YEAR = 2569
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def test_the_whole_year_fills_the_drawing():
    window = window_of(date(2025, 10, 1), date(2026, 9, 30), YEAR)

    assert (window.start, window.width, window.is_inside) == (0, 100, True)


def test_what_goes_beyond_the_year_is_drawn_to_its_edge_and_said():
    window = window_of(date(2025, 8, 1), date(2026, 12, 31), YEAR)

    assert (window.start, window.width) == (0, 100)
    assert (window.begins_before, window.ends_after) == (True, True)


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2024, 1, 1), date(2025, 9, 30)), (date(2026, 10, 1), date(2027, 1, 1))],
)
def test_what_lies_in_another_year_is_not_drawn(first, last):
    assert window_of(first, last, YEAR).width == 0


def test_without_a_day_there_is_nothing_to_draw():
    assert window_of(None, None, YEAR) is None


def test_a_single_known_end_stands_for_both():
    assert window_of(None, date(2026, 1, 5), YEAR) == window_of(date(2026, 1, 5), None, YEAR)


@given(DAYS, st.integers(0, 700))
def test_no_drawing_leaves_the_year(first, length):
    window = window_of(first, first + timedelta(days=length), YEAR)

    assert 0 <= window.start <= window.start + window.width <= 100
    assert (window.width > 0) == (
        first <= fiscal_year_end(YEAR) and first + timedelta(days=length) >= fiscal_year_start(YEAR)
    )


@given(DAYS, DAYS)
def test_a_later_day_is_never_drawn_before_an_earlier_one(one, other):
    first, last = sorted((one, other))

    assert place_of(first, YEAR) <= place_of(last, YEAR)


def test_the_months_run_from_october_to_september():
    months = months_of(YEAR)

    assert (months[0], months[-1][0], len(months)) == (("ต.ค.", 0), "ก.ย.", 12)
    assert [place for _, place in months] == sorted(place for _, place in months)
