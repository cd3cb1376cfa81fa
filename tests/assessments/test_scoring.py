"""Computing scores: means, rounding half up, gaps, the other way to a figure, differences, explanations."""

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import scoring
from assessments.scoring import Element, Level
from tests.assessments.trees import TREES, grown, mean_of, official, question, total_of

# -- Means ------------------------------------------------------------------------------------------


def test_a_figure_is_the_mean_of_its_children():
    indicator = mean_of("1", "i1", "i2", "i3")

    figure = scoring.evaluate(indicator, official(i1="98.26", i2="100", i3="100"))

    assert figure.computed == Decimal("99.42")


def test_a_total_weighs_its_instruments():
    total = total_of("90.00", "80.00", "70.00")

    computed = total.computed

    assert computed == Decimal("79.00")  # 27 + 24 + 28; the plain mean would be 80


def test_weights_count_among_siblings_and_need_not_add_up_to_100():
    eit = mean_of("EIT", question("e1/1", 15), question("e1/2", 15))

    figure = scoring.evaluate(eit, official(e1_1="97.00", e1_2="98.00"))

    assert figure.computed == Decimal("97.50")


def test_groups_are_averaged_before_the_indicator_is():
    indicator = mean_of("9", mean_of("9.1", "O1", "O2", "O3"), mean_of("9.2", "O4"))

    figure = scoring.evaluate(indicator, official(O1="100", O2="100", O3="100", O4="0"))

    assert figure.computed == Decimal("50.00")  # the mean of the four items would be 75


def test_nothing_is_rounded_on_the_way_up():
    total = mean_of(
        "total", mean_of("1", "a", "b"), mean_of("2", "c", "d"), mean_of("3", "e", "f"), mean_of("4", "g")
    )

    figure = scoring.evaluate(total, official(a="0.01", b="0", c="0.01", d="0", e="0", f="0", g="0"))

    assert [child.computed for child in figure.children[:2]] == [Decimal("0.01"), Decimal("0.01")]
    assert figure.computed == Decimal(
        "0.00"
    )  # exactly 0.0025; the mean of the rounded figures would round to 0.01


# -- Half up ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("93.796", "93.80"), ("10.005", "10.01"), ("10.015", "10.02"), ("99.995", "100.00"), ("0.004", "0.00")],
)
def test_a_half_rounds_up(exact, rounded):
    assert scoring.round_score(Decimal(exact)) == Decimal(rounded)


def test_no_figure_rounds_to_no_figure():
    assert scoring.round_score(None) is None


def test_a_half_reached_through_thirds_rounds_up():
    items = [
        "49.40 86.76 94.55",
        "77.93 17.51 86.75",
        "87.82 25.98 95.16",
        "77.21 40.41 64.46",
    ]  # mean exactly 66.995
    figures = {f"O{g}{q}": Decimal(value) for g, row in enumerate(items) for q, value in enumerate(row.split())}
    indicator = mean_of("9", *(mean_of(f"9.{g}", f"O{g}0", f"O{g}1", f"O{g}2") for g in range(4)))

    figure = scoring.evaluate(indicator, figures)

    assert figure.exact < Decimal("66.995")  # 28 digits cannot hold thirds …
    assert figure.computed == Decimal("67.00")  # … and the last digit does not decide


@given(plan=st.lists(TREES, min_size=1, max_size=7))
def test_any_tree_gives_what_exact_fractions_give(plan):
    element, figures, mean = grown(plan)

    computed = scoring.evaluate(element, figures).computed

    hundredths = (mean * 100 + Fraction(1, 2)).__floor__()
    assert computed == Decimal(hundredths) / 100


@given(hundredths=st.integers(0, 10_000))
def test_a_figure_of_two_decimals_is_never_changed(hundredths):
    value = Decimal(hundredths) / 100

    assert scoring.round_score(value) == value.quantize(Decimal("0.01"), ROUND_HALF_UP) == value


# -- Gaps -------------------------------------------------------------------------------------------


def test_one_missing_child_leaves_the_parent_without_a_computed_figure():
    indicator = mean_of("1", "i1", "i2")

    figure = scoring.evaluate(indicator, official(i1="98.26"))

    assert figure.computed is None
    assert figure.value is None


def test_a_missing_question_is_not_counted_as_zero_in_the_total():
    total = mean_of("total", mean_of("1", "i1", "i2"), mean_of("2", "i3"), level=Level.TOTAL)

    figure = scoring.evaluate(total, official(i1="100", i3="100"))

    assert figure.computed is None


def test_an_official_figure_stands_in_where_the_questions_are_not_known():
    total = mean_of("total", mean_of("1", "i1", "i2"), mean_of("2", "i3"))

    figure = scoring.evaluate(total, {**official(i3="90"), "1": Decimal("80")})

    assert figure.computed == Decimal("85.00")
    assert figure.children[0].computed is None


def test_a_zero_is_a_figure_and_no_gap():
    indicator = mean_of("10", "O1", "O2")

    figure = scoring.evaluate(indicator, official(O1="0", O2="0"))

    assert figure.computed == Decimal("0.00")
    assert figure.value == Decimal("0.00")


def test_a_computed_figure_goes_up_even_where_the_official_one_differs():
    total = mean_of("total", mean_of("1", "i1", "i2"))

    figure = scoring.evaluate(total, {**official(i1="80", i2="90"), "1": Decimal("70")})

    assert figure.computed == Decimal("85.00")
    assert figure.children[0].value == Decimal("70")


def test_figures_of_keys_the_tree_does_not_know_are_left_aside():
    indicator = mean_of("1", "i1")

    figure = scoring.evaluate(indicator, official(i1="80", O99="0"))

    assert figure.computed == Decimal("80.00")


# -- The other way to the same figure ---------------------------------------------------------------


def instrument_in_parts():
    """EIT: the mean of its parts, or of its indicators where only those are known."""
    return Element(
        "EIT",
        Level.INSTRUMENT,
        "EIT",
        Decimal(30),
        children=(
            mean_of("EIT/1", "e1/1", level=Level.PART, weight=15),
            mean_of("EIT/2", "e1/2", level=Level.PART, weight=15),
        ),
        alternative=(mean_of("6"), mean_of("7"), mean_of("8")),
    )


def test_where_the_parts_are_known_the_mean_is_taken_from_them():
    figures = {
        "EIT/1": Decimal("97.38"),
        "EIT/2": Decimal("97.22"),
        "6": Decimal(0),
        "7": Decimal(0),
        "8": Decimal(0),
    }

    figure = scoring.evaluate(instrument_in_parts(), figures)

    assert figure.computed == Decimal("97.30")
    assert [child.element.key for child in figure.children] == ["EIT/1", "EIT/2"]
    assert [child.element.key for child in figure.other_way] == ["6", "7", "8"]


def test_where_a_part_is_not_known_the_mean_is_taken_from_the_indicators():
    figures = {"EIT/1": Decimal("97.38"), "6": Decimal("97.34"), "7": Decimal("98.12"), "8": Decimal("96.16")}

    figure = scoring.evaluate(instrument_in_parts(), figures)

    assert figure.computed == Decimal("97.21")
    assert [child.element.key for child in figure.children] == ["6", "7", "8"]


def test_where_both_ways_have_gaps_there_is_no_figure():
    figures = {"EIT/1": Decimal("97.38"), "6": Decimal("97.34")}

    figure = scoring.evaluate(instrument_in_parts(), figures)

    assert figure.computed is None
    assert [child.element.key for child in figure.children] == ["EIT/1", "EIT/2"]


def test_the_indicators_are_listed_once_and_in_official_order_on_either_way():
    total = mean_of("total", mean_of("10"), mean_of("9"), instrument_in_parts(), level=Level.TOTAL)

    figure = scoring.evaluate(total, {})

    assert [indicator.element.key for indicator in figure.indicators()] == ["6", "7", "8", "9", "10"]


# -- Differences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("announced", "difference"),
    [
        ("99.42", None),
        ("99.43", None),
        ("99.41", None),
        ("99.44", "0.02"),
        ("99.40", "-0.02"),
        ("90.00", "-9.42"),
    ],
)
def test_a_difference_is_told_beyond_one_hundredth(announced, difference):
    indicator = mean_of("1", "i1", "i2", "i3")

    figure = scoring.evaluate(indicator, {**official(i1="98.26", i2="100", i3="100"), "1": Decimal(announced)})

    assert figure.difference == (None if difference is None else Decimal(difference))


def test_a_difference_is_shown_once_where_it_arises():
    iit = mean_of("IIT", mean_of("1", "i1", "i2"), mean_of("2", "i3"), level=Level.INSTRUMENT)
    total = mean_of("total", iit, level=Level.TOTAL)
    mistyped = {"1": Decimal("70"), "2": Decimal("100"), "IIT": Decimal("85"), "total": Decimal("85")}

    figure = scoring.evaluate(total, {**official(i1="80", i2="90", i3="100"), **mistyped})

    differing = {found.element.key: found.difference for found in figure.walk() if found.difference is not None}
    assert differing == {"1": Decimal("-15.00")}


def test_without_official_or_without_children_there_is_no_difference():
    unpublished = scoring.evaluate(mean_of("1", "i1"), official(i1="80"))
    unknown_inside = scoring.evaluate(mean_of("1", "i1"), {"1": Decimal("80")})

    differences = [unpublished.difference, unknown_inside.difference]

    assert differences == [None, None]


# -- Explanations -----------------------------------------------------------------------------------


def test_an_explanation_is_plain_data_with_figures_of_two_decimals():
    total = mean_of("total", question("IIT", 30), question("OIT", 70), level=Level.TOTAL)

    tree = scoring.explain(scoring.evaluate(total, {"IIT": Decimal(90), "total": Decimal("85.5")}))

    assert json.loads(json.dumps(tree)) == tree
    assert (tree["official"], tree["computed"], tree["difference"]) == ("85.50", None, None)
    assert [(child["weight"], child["official"]) for child in tree["children"]] == [
        ("30.00", "90.00"),
        ("70.00", None),
    ]


def test_an_explanation_tells_each_share_of_the_parent_in_percent():
    indicator = mean_of("1", "i1", "i2", "i3")

    tree = scoring.explain(scoring.evaluate(indicator, official(i1="1", i2="2", i3="3")))

    assert tree["weight"] is None
    assert [child["weight"] for child in tree["children"]] == ["33.33"] * 3


def test_an_explanation_keeps_the_way_that_was_not_taken():
    figures = {"EIT/1": Decimal("97.38"), "EIT/2": Decimal("97.22"), "6": Decimal("98.27")}

    tree = scoring.explain(scoring.evaluate(instrument_in_parts(), figures))

    assert [child["key"] for child in tree["children"]] == ["EIT/1", "EIT/2"]
    assert [(other["key"], other["official"]) for other in tree["other_way"]] == [
        ("6", "98.27"),
        ("7", None),
        ("8", None),
    ]
