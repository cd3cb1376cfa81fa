"""Buddhist-era dates and fiscal years."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_portal import thai_dates
from ita_portal.thai_text import to_thai_digits

TWO_HUNDRED_YEARS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
READABLE = st.dates(date(1997, 1, 1), date(2056, 12, 31))  # 2540–2599: two digits cannot say 2600


def short_year(day):
    return thai_dates.short_date(day).replace(" 25", " ")


# -- Years -----------------------------------------------------------------------------------------


@given(day=TWO_HUNDRED_YEARS)
def test_the_buddhist_year_is_543_ahead_all_year_round(day):
    assert thai_dates.buddhist_year(day) - day.year == 543


@given(day=TWO_HUNDRED_YEARS)
def test_every_day_lies_inside_its_fiscal_year(day):
    year = thai_dates.fiscal_year_of(day)

    start, end = thai_dates.fiscal_year_start(year), thai_dates.fiscal_year_end(year)

    assert start <= day <= end


@given(day=TWO_HUNDRED_YEARS)
def test_fiscal_years_follow_each_other_without_gap(day):
    year = thai_dates.fiscal_year_of(day)

    following = thai_dates.fiscal_year_end(year) + timedelta(days=1)

    assert following == thai_dates.fiscal_year_start(year + 1)


def test_fiscal_year_2569_runs_from_1_october_2568_to_30_september_2569():
    start, end = thai_dates.fiscal_year_start(2569), thai_dates.fiscal_year_end(2569)

    printed = thai_dates.period(start, end)

    assert printed == "1 ตุลาคม 2568 ถึง 30 กันยายน 2569"


@pytest.mark.parametrize(("day", "year"), [(date(2025, 9, 30), 2568), (date(2025, 10, 1), 2569)])
def test_the_fiscal_year_turns_on_1_october(day, year):
    assert thai_dates.fiscal_year_of(day) == year


# -- Printing --------------------------------------------------------------------------------------


def test_a_date_prints_long_and_short():
    day = date(2025, 1, 16)

    printed = thai_dates.long_date(day), thai_dates.short_date(day)

    assert printed == ("16 มกราคม 2568", "16 ม.ค. 2568")


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        (date(2025, 10, 1), date(2025, 10, 1), "1 ตุลาคม 2568"),
        (date(2025, 10, 1), None, "ตั้งแต่ 1 ตุลาคม 2568"),
        (None, date(2026, 9, 30), "ภายใน 30 กันยายน 2569"),
        (None, None, ""),
    ],
)
def test_a_period_prints_what_is_known_of_it(start, end, printed):
    assert thai_dates.period(start, end) == printed


# -- Reading ---------------------------------------------------------------------------------------


@given(day=READABLE)
@pytest.mark.parametrize("printer", [thai_dates.long_date, thai_dates.short_date, short_year])
def test_a_printed_date_reads_back_as_the_same_day(printer, day):
    printed = printer(day)

    assert thai_dates.parse_thai_date(printed) == day
    assert thai_dates.parse_thai_date(to_thai_digits(printed)) == day


@pytest.mark.parametrize(
    "typed",
    [
        "๑ ต.ค. ๒๕๖๘",
        "1 ตุลาคม พ.ศ. 2568",
        "วันที่ ๑ ตุลาคม ๒๕๖๘",
        "วันที่ ๑ เดือน ตุลาคม พ.ศ. ๒๕๖๘",
        "1/10/2568",
        "1-10-2568",
        "1.10.2568",
        "01/10/68",
        "๑ ต.ค. ๖๘",
        "1ต.ค.2568",
        "1 ตค 68",
        "  1  ตุลาคม\u00a02568 ",
    ],
)
def test_people_may_type_a_date_in_many_ways(typed):
    assert thai_dates.parse_thai_date(typed) == date(2025, 10, 1)


def with_era(day):
    return f"วันที่ {day.day} เดือน {thai_dates.MONTHS[day.month - 1]} พ.ศ. {thai_dates.buddhist_year(day)}"


def in_numbers(day):
    return f"{day.day}/{day.month}/{thai_dates.buddhist_year(day)}"


def in_padded_numbers(day):
    return f"{day.day:02}-{day.month:02}-{thai_dates.buddhist_year(day)}"


@pytest.mark.parametrize(
    "printer", [thai_dates.long_date, thai_dates.short_date, with_era, in_numbers, in_padded_numbers]
)
def test_every_day_that_can_be_typed_reads_back_from_thai_and_arabic_digits(printer):
    first, last = date(1997, 1, 1), date(2057, 12, 31)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        printed = printer(day)

        assert thai_dates.parse_thai_date(printed) == thai_dates.parse_thai_date(to_thai_digits(printed)) == day


@given(
    text=st.text() | st.text("๐๑๒๓๙0123459/.- ตคกพมิยวันที่เดือน\u00a0") | st.from_regex(r"\d{1,4}.\d{1,4}.\d{1,6}")
)
def test_whatever_is_typed_is_a_day_or_refused(text):
    day = None
    with suppress(ValueError):
        day = thai_dates.parse_thai_date(text)

    assert day is None or 2540 <= thai_dates.buddhist_year(day) <= 2600


@pytest.mark.parametrize(("typed", "day"), [("1/1/2540", date(1997, 1, 1)), ("31/12/2600", date(2057, 12, 31))])
def test_the_first_and_the_last_readable_day_are_read(typed, day):
    assert thai_dates.parse_thai_date(typed) == day


@pytest.mark.parametrize("typed", ["1/10/2025", "1 ต.ค. 2025", "31/12/2539", "1/1/2601", "1/10/25", "1/10/00"])
def test_a_year_that_is_not_buddhist_is_refused_and_never_guessed(typed):
    with pytest.raises(ValueError, match=r"ไม่ใช่ปี พ\.ศ\."):
        thai_dates.parse_thai_date(typed)


@pytest.mark.parametrize(
    "typed", ["30 ก.พ. 2568", "29/2/2568", "31 เม.ย. 2568", "1/13/2568", "0/1/2568", "32/1/2568"]
)
def test_a_day_that_no_calendar_has_is_refused(typed):
    with pytest.raises(ValueError, match="ไม่มีวันที่ .* ในปฏิทิน"):
        thai_dates.parse_thai_date(typed)


def test_29_february_is_read_in_a_leap_year():
    assert thai_dates.parse_thai_date("29 ก.พ. 2567") == date(2024, 2, 29)


@pytest.mark.parametrize("month", ["ม.", "ก.", "มย", "พ", "Oct", "ตุลา", "."])
def test_a_month_that_could_be_several_or_none_is_refused(month):
    with pytest.raises(ValueError, match="ไม่รู้จักเดือน|อ่านวันที่"):
        thai_dates.parse_thai_date(f"1 {month} 2568")


@pytest.mark.parametrize(
    "typed", ["", "ตุลาคม 2568", "10/2568", "2568-10-01", "1/10/256", "110 2568", "1 ต.ค. 2568 น."]
)
def test_what_is_no_whole_date_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="พิมพ์วันที่แบบ ๑ ต.ค. ๒๕๖๘"):
        thai_dates.parse_thai_date(typed)
