"""The filter of a plan's list pages: from the address, in words, and back."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.measure_filter import (
    LABELS,
    LONGEST_TEXT,
    MeasureFacts,
    MeasureFilter,
    accepts,
    choices_of,
    month_value,
    read_filter,
    words_of,
)

CHOICES = choices_of({"3": "กองคลัง", "4": "กองช่าง"}, {"4": "การใช้ทรัพย์สินของราชการ"}, 2569)


def facts(text="", **changes):
    """A measure of กองคลัง under way, due in March, that answers indicator 4."""
    values = {
        "division": {"3"},
        "state": {"under_way"},
        "late": set(),
        "indicator": {"4"},
        "month": {"3", "9"},
        "kind": {"project"},
        **changes,
    }
    return MeasureFacts(values, homes={}, text=text)


def test_an_address_without_a_question_lets_everything_through():
    wanted, ignored = read_filter({}, CHOICES)

    assert accepts(wanted, facts())
    assert not wanted.narrows
    assert ignored == []


@pytest.mark.parametrize(
    "query",
    [{"division": "3"}, {"state": "under_way"}, {"indicator": "4"}, {"month": "9"}, {"kind": "project"}],
    ids=str,
)
def test_a_measure_that_answers_to_the_one_thing_asked_for_is_let_through(query):
    wanted, _ = read_filter(query, CHOICES)

    assert accepts(wanted, facts())


@pytest.mark.parametrize(
    "query",
    [
        {"division": "4"},
        {"state": "done"},
        {"indicator": "none"},
        {"month": "10"},
        {"kind": "measure"},
        {"late": "yes"},
        {"division": "3", "state": "done"},
    ],
    ids=str,
)
def test_a_measure_that_misses_one_thing_is_left_out(query):
    wanted, ignored = read_filter(query, CHOICES)

    assert not accepts(wanted, facts())
    assert ignored == []


@pytest.mark.parametrize(
    "query",
    [
        {"division": "99"},
        {"division": "3 OR 1=1"},
        {"state": "finished"},
        {"month": "13"},
        {"late": "1"},
        {"by": "organization__name"},
        {"q": "ก" * (LONGEST_TEXT + 1)},
    ],
    ids=str,
)
def test_what_the_plan_does_not_know_is_left_out_and_named(query):
    (name,) = query

    wanted, ignored = read_filter(query, CHOICES)

    assert wanted == MeasureFilter()
    assert ignored == [LABELS[name]]


def test_names_that_are_no_filter_choose_nothing_and_need_no_word():
    assert read_filter({"page": "2", "organization__slug": "other"}, CHOICES) == (MeasureFilter(), [])


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("2569", "ภายในเดือนมีนาคม ๒๕๖๙"),
        ("๒๕๖๙", "ภายในเดือนมีนาคม 2569"),
        ("น้ำ", "โครงการนํ้าสะอาด"),
        ("E-SERVICE", "ผ่านระบบ e-service"),
        ("คู่มือ  ทรัพย์สิน", "ทรัพย์สินของราชการ\nจัดทำคู่มือ"),
    ],
)
def test_a_text_is_found_in_either_digits_one_spelling_and_any_order(typed, text):
    wanted, _ = read_filter({"q": typed}, CHOICES)

    assert accepts(wanted, facts(text))


def test_every_word_of_the_text_has_to_be_found():
    wanted, _ = read_filter({"q": "คู่มือ ใบเสร็จ"}, CHOICES)

    assert not accepts(wanted, facts("จัดทำคู่มือ"))


def test_the_filter_is_said_in_words():
    query = {"q": "คู่มือ", "division": "3", "state": "under_way", "month": "10", "by": "month"}
    wanted, _ = read_filter(query, CHOICES)

    assert words_of(wanted, CHOICES) == [
        "มีคำว่า “คู่มือ”",
        "ของกองคลัง",
        "ที่กำลังดำเนินการ",
        "ที่มีกำหนดในเดือนตุลาคม ๒๕๖๘",
        "จัดกลุ่มตามเดือนที่สิ้นสุด",
    ]


def test_grouping_alone_leaves_nothing_out():
    assert not MeasureFilter(by="division").narrows


def any_filter():
    offered = {name: st.sampled_from(["", *choices]) for name, choices in CHOICES.items()}
    return st.builds(MeasureFilter, q=st.text(st.characters(codec="utf-8"), max_size=20), **offered)


@given(any_filter())
def test_a_filter_written_to_an_address_is_read_back_as_it_was(wanted):
    first, _ = read_filter(wanted.chosen, CHOICES)

    again, ignored = read_filter(dict(parse_qsl(first.query)), CHOICES)

    assert (again, ignored) == (first, [])


@given(st.dictionaries(st.sampled_from([*LABELS, "page"]), st.text(max_size=130)))
def test_no_address_breaks_the_filter(query):
    wanted, ignored = read_filter(query, CHOICES)

    assert set(ignored) <= set(LABELS.values())
    assert accepts(wanted, facts("จัดทำคู่มือ")) in (True, False)
    assert len(words_of(wanted, CHOICES)) == len(wanted.chosen)


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2025, 9, 30), "outside"),
        (date(2025, 10, 1), "10"),
        (date(2026, 9, 30), "9"),
        (date(2026, 10, 1), "outside"),
    ],
)
def test_a_day_answers_to_its_month_inside_the_fiscal_year_only(day, value):
    assert month_value(day, 2569) == value


def test_a_measure_of_all_divisions_is_found_under_each_and_stands_under_its_own_heading():
    shared = MeasureFacts(
        {**facts().values, "division": {"all", "3", "4"}}, homes={"division": {"all"}}, text=""
    )

    assert accepts(MeasureFilter(division="4"), shared)
    assert [value for value in CHOICES["division"] if shared.stands_under("division", value)] == ["all"]
