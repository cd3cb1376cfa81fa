"""The arithmetic of scores, without a database. Vectors and levels are those of the domain notes (ITA, section 2)."""

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import scoring
from assessments.scoring import Element, Level, RatingLevel

WORDS = (  # 2566 onward
    RatingLevel("ผ่านดีเยี่ยม", Decimal(95), Decimal(95)),
    RatingLevel("ผ่านดี", Decimal(85), Decimal(85)),
    RatingLevel("ผ่าน", Decimal(85)),
    RatingLevel("ต้องปรับปรุง", Decimal(70)),
    RatingLevel("ต้องปรับปรุงโดยด่วน", Decimal(0)),
)
LETTERS = tuple(  # 2562–2565
    RatingLevel(name, Decimal(minimum))
    for name, minimum in (("AA", 95), ("A", 85), ("B", 75), ("C", 65), ("D", 55), ("E", 50), ("F", 0))
)


def question(key, weight=1):
    return Element(key, Level.QUESTION, key, Decimal(weight))


def mean_of(key, *children, level=Level.INDICATOR, weight=1, alternative=()):
    children = tuple(question(child) if isinstance(child, str) else child for child in children)
    return Element(key, level, key, Decimal(weight), children, tuple(alternative))


def official(**figures):
    return {key.replace("_", "/"): Decimal(value) for key, value in figures.items()}


def total_of(iit, eit, oit):
    """An evaluated total of three instruments known by their figures alone, weighted 30/30/40."""
    instruments = [
        Element(key, Level.INSTRUMENT, key, Decimal(weight))
        for key, weight in (("IIT", 30), ("EIT", 30), ("OIT", 40))
    ]
    figures = {
        key: Decimal(value) for key, value in (("IIT", iit), ("EIT", eit), ("OIT", oit)) if value is not None
    }
    return scoring.evaluate(Element("total", Level.TOTAL, "คะแนนรวม", children=tuple(instruments)), figures)


def announced_total(value):
    """An evaluated total of which only the official figure is known."""
    return scoring.evaluate(Element("total", Level.TOTAL, "คะแนนรวม"), {"total": Decimal(value)})


# -- Means -----------------------------------------------------------------------------------------


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


# -- Half up ---------------------------------------------------------------------------------------


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


SCORES = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)
TREES = st.recursive(SCORES, lambda inner: st.lists(inner, min_size=1, max_size=7), max_leaves=30)


def grown(plan, key="t"):
    """(element, official figures, exact mean) of a nested list of scores."""
    if isinstance(plan, Decimal):
        return question(key), {key: plan}, Fraction(plan)
    children = [grown(inner, f"{key}.{place}") for place, inner in enumerate(plan)]
    figures = {name: value for _, known, _ in children for name, value in known.items()}
    mean = sum(exact for _, _, exact in children) / len(children)
    return mean_of(key, *(element for element, _, _ in children)), figures, mean


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


# -- Gaps ------------------------------------------------------------------------------------------


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


# -- The other way to the same figure --------------------------------------------------------------


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


# -- Differences -----------------------------------------------------------------------------------


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


# -- Levels ----------------------------------------------------------------------------------------

WORD_VECTORS = {
    "2568 overall 96.83 with IIT 93.80 (อบต.คลองเส)": ("93.80", "97.30", "98.75", "96.83", "ผ่านดี"),
    "2566 overall 95.81 with a tool below 95": ("90.00", "96.70", "99.50", "95.81", "ผ่านดี"),
    "2568 overall 94.64 with EIT below 85": ("100.00", "84.00", "98.60", "94.64", "ผ่าน"),
    "2567 overall 91.15 with a tool below 85": ("100.00", "82.50", "91.00", "91.15", "ผ่าน"),
    "2566 overall 86.78 with a tool below 85": ("80.00", "90.00", "89.45", "86.78", "ผ่าน"),
    "2568 overall 97.92 with every tool at 95 (ทต.โคกพุทรา)": ("100.00", "99.72", "95.00", "97.92", "ผ่านดีเยี่ยม"),
    "2567 overall 99.16 (ทต.โพธิ์ชัย)": ("100.00", "97.21", "100.00", "99.16", "ผ่านดีเยี่ยม"),
    "every tool at the best threshold": ("95.00", "95.00", "95.00", "95.00", "ผ่านดีเยี่ยม"),
    "every tool at the second threshold": ("85.00", "85.00", "85.00", "85.00", "ผ่านดี"),
    "one hundredth below passing": ("84.99", "84.99", "84.99", "84.99", "ต้องปรับปรุง"),
    "at the last threshold": ("70.00", "70.00", "70.00", "70.00", "ต้องปรับปรุง"),
    "one hundredth below the last threshold": ("69.99", "69.99", "69.99", "69.99", "ต้องปรับปรุงโดยด่วน"),
    "nothing at all": ("0", "0", "0", "0.00", "ต้องปรับปรุงโดยด่วน"),
}


@pytest.mark.parametrize(("iit", "eit", "oit", "overall", "name"), WORD_VECTORS.values(), ids=WORD_VECTORS)
def test_the_level_in_words_looks_at_the_total_and_at_every_instrument(iit, eit, oit, overall, name):
    total = total_of(iit, eit, oit)

    verdict = scoring.judge(total, WORDS)

    assert total.computed == Decimal(overall)
    assert verdict.level.name == name


LETTER_VECTORS = {
    "2564 overall 62.20 (ทต.ท่านา)": ("62.20", "D"),
    "2565 overall 91.16": ("91.16", "A"),
    "2564 overall 95.62": ("95.62", "AA"),
    **{f"overall {value}": (value, name) for value, name in [("100", "AA"), ("95.00", "AA"), ("94.99", "A")]},
    **{f"overall {value}": (value, name) for value, name in [("85.00", "A"), ("84.99", "B"), ("75.00", "B")]},
    **{f"overall {value}": (value, name) for value, name in [("74.99", "C"), ("65.00", "C"), ("64.99", "D")]},
    **{f"overall {value}": (value, name) for value, name in [("55.00", "D"), ("54.99", "E"), ("50.00", "E")]},
    **{f"overall {value}": (value, name) for value, name in [("49.99", "F"), ("0.00", "F")]},
}


@pytest.mark.parametrize(("overall", "name"), LETTER_VECTORS.values(), ids=LETTER_VECTORS)
def test_the_level_in_letters_looks_at_the_total_alone(overall, name):
    verdict = scoring.judge(announced_total(overall), LETTERS)

    assert verdict.level.name == name


def test_a_level_is_judged_on_the_rounded_figure():
    total = total_of("95.00", "94.99", "95.00")  # exactly 94.997

    verdict = scoring.judge(total, LETTERS)

    assert total.exact < 95
    assert verdict.level.name == "AA"


def test_a_level_is_judged_on_computed_figures_even_where_others_were_announced():
    iit = mean_of("IIT", "i1", level=Level.INSTRUMENT)
    figures = {"i1": Decimal("94.00"), "IIT": Decimal("99.00"), "total": Decimal("99.00")}

    verdict = scoring.judge(scoring.evaluate(mean_of("total", iit, level=Level.TOTAL), figures), WORDS)

    assert verdict.level.name == "ผ่านดี"
    assert [gap.value for gap in verdict.shortfalls] == [Decimal("94.00"), Decimal("94.00")]


@pytest.mark.parametrize("missing", ["IIT", "EIT", "OIT"])
def test_a_level_that_asks_every_instrument_is_not_told_while_one_is_missing(missing):
    figures = {key: Decimal(99) for key in ("total", "IIT", "EIT", "OIT") if key != missing}

    verdict = scoring.judge(scoring.evaluate(total_of(1, 1, 1).element, figures), WORDS)

    assert verdict.level is None


def test_a_level_that_asks_only_the_total_is_told_without_instruments():
    total = scoring.evaluate(total_of(1, 1, 1).element, {"total": Decimal("75.00")})

    verdict = scoring.judge(total, WORDS)

    assert verdict.level.name == "ต้องปรับปรุง"


def test_without_a_total_or_without_levels_no_level_is_told():
    unknown = scoring.judge(total_of(None, None, None), WORDS)
    no_scheme = scoring.judge(total_of("95", "95", "95"), ())

    assert (unknown.level, no_scheme.level) == (None, None)


def test_the_verdict_tells_what_keeps_the_next_level_away():
    total = total_of("93.80", "97.30", "98.75")

    verdict = scoring.judge(total, WORDS)

    assert verdict.better.name == "ผ่านดีเยี่ยม"
    assert [(gap.label, gap.value, gap.needed, gap.missing) for gap in verdict.shortfalls] == [
        ("IIT", Decimal("93.80"), Decimal(95), Decimal("1.20"))
    ]


def test_the_verdict_names_the_total_too_where_it_is_short():
    verdict = scoring.judge(total_of("80.00", "90.00", "85.00"), WORDS)

    gaps = {gap.label: gap.missing for gap in verdict.shortfalls}

    assert (verdict.level.name, verdict.better.name) == ("ผ่าน", "ผ่านดี")
    assert gaps == {"IIT": Decimal("5.00")}
    lower = scoring.judge(total_of("80.00", "80.00", "80.00"), WORDS)
    assert {gap.label: gap.missing for gap in lower.shortfalls} == {"คะแนนรวม": Decimal("5.00")}


def test_the_best_level_has_none_above_it():
    verdict = scoring.judge(total_of("100", "100", "100"), WORDS)

    assert (verdict.better, verdict.shortfalls) == (None, ())


# -- What a gap costs ------------------------------------------------------------------------------


def test_costs_are_what_the_total_misses_dearest_first():
    total = total_of("95.00", "100.00", "90.00")

    found = scoring.costs(total)

    assert [(cost.figure.element.key, cost.points) for cost in found] == [
        ("OIT", Decimal("4.00")),
        ("IIT", Decimal("1.50")),
    ]


def test_costs_go_down_to_the_finest_figures_known():
    known = mean_of("1", "i1", "i2", level=Level.INDICATOR)
    unknown_inside = mean_of("2", "i3", "i4", level=Level.INDICATOR)
    figures = {**official(i1="100", i2="80"), "2": Decimal("90")}

    found = scoring.costs(scoring.evaluate(mean_of("total", known, unknown_inside), figures))

    assert [(cost.figure.element.key, cost.points) for cost in found] == [("i2", Decimal(5)), ("2", Decimal(5))]


@given(plan=st.lists(TREES, min_size=1, max_size=7))
def test_the_costs_add_up_to_what_the_total_misses(plan):
    element, figures, _ = grown(plan)
    total = scoring.evaluate(element, figures)

    missed = sum(cost.points for cost in scoring.costs(total))

    assert scoring.round_score(missed + total.exact) == Decimal(100)


def test_a_total_of_which_nothing_is_known_costs_nothing():
    assert scoring.costs(total_of(None, None, None)) == []


# -- Explanations ----------------------------------------------------------------------------------


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
