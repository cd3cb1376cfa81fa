"""Moved scores and the ways to the next level, without a database: seeds, limits, and properties over any framework."""

from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from assessments import scoring, what_if
from assessments.scoring import CENT, Element, Level, RatingLevel
from assessments.what_if import question_of
from tests.assessments.trees import LETTERS, WORDS, mean_of, official, question


def total_over(*instruments):
    return Element("total", Level.TOTAL, "คะแนนรวม", children=tuple(instruments))


def instrument(key, weight, *children):
    return mean_of(key, *children, level=Level.INSTRUMENT, weight=weight)


SMALL = total_over(
    instrument("IIT", 30, mean_of("1", "i1", "i2"), mean_of("2", "i3")),
    instrument("EIT", 30, mean_of("EIT/1", "e1/1", "e2/1"), mean_of("EIT/2", "e1/2", "e2/2")),
    instrument("OIT", 40, mean_of("9", "O1", "O2", "O3", "O4")),
)
ALL_90 = {
    figure.element.key: Decimal(90) for figure in scoring.evaluate(SMALL, {}).walk() if not figure.children
}


def small(**scores):
    return scoring.evaluate(SMALL, ALL_90 | official(**scores))


def ways(total, levels=WORDS):
    verdict = scoring.judge(total, levels)
    return what_if.cheapest_way(total, verdict), what_if.shortest_way(total, verdict)


def reached(total, way, levels=WORDS):
    """The level of a total once the way is gone."""
    return scoring.judge(what_if.move(total, way.moves), levels).level


# -- Moving scores -----------------------------------------------------------------------------------


def test_a_moved_question_moves_its_indicator_its_instrument_and_the_total():
    moved = what_if.move(small(), {"i1": Decimal(100)})

    figures = {figure.element.key: figure.computed for figure in moved.walk()}
    assert [figures[key] for key in ("1", "IIT", "total")] == [Decimal("95"), Decimal("92.5"), Decimal("90.75")]
    assert figures["OIT"] == Decimal(90)


def test_both_parts_of_a_question_can_be_moved():
    moved = what_if.move(small(), {"e1/1": Decimal(100), "e1/2": Decimal(100)})

    assert moved.computed == Decimal("91.50")


def test_moving_leaves_what_was_announced_behind():
    total = scoring.evaluate(SMALL, ALL_90 | official(IIT="91.00", total="90.30"))

    moved = what_if.move(total, {"i1": Decimal(100)})

    assert (moved.official, moved.children[0].official) == (None, None)


def test_what_is_not_a_finest_figure_cannot_be_moved():
    total = small()

    assert what_if.move(total, {"IIT": Decimal(100), "x": Decimal(0)}) == scoring.evaluate(SMALL, ALL_90)


def test_indicators_are_moved_where_no_questions_are_known():
    total = scoring.evaluate(SMALL, official(**{"1": "90", "2": "80", "EIT": "90", "OIT": "90"}))

    assert [figure.element.key for figure in what_if.movable(total)] == ["1", "2", "EIT", "OIT"]


def test_nothing_can_be_moved_while_the_total_cannot_be_computed():
    total = scoring.evaluate(SMALL, official(i1="90", total="90"))

    assert what_if.movable(total) == []


# -- Ways to the next level --------------------------------------------------------------------------


def test_the_cheapest_way_goes_where_a_point_lifts_most():
    total = small()  # of the total: i3 15 %, O1–O4 10 % each, all others 7.5 %

    cheapest, _ = ways(total, LETTERS)

    assert [(step.figure.element.key, step.to) for step in cheapest.raises] == [
        ("i3", Decimal("100.00")),
        ("O1", Decimal("100.00")),
        ("O2", Decimal("100.00")),
        ("O3", Decimal("100.00")),
        ("O4", Decimal("94.95")),  # 15 %, 40 % and 0.495 of the missing 4.995
    ]


def test_every_instrument_has_to_reach_its_own_limit():
    total = small(**dict.fromkeys(("O1", "O2", "O3", "O4"), "100"))

    cheapest, _ = ways(total)

    lifted = {step.figure.element.key[0] for step in cheapest.raises}
    assert lifted == {"i", "e"}
    assert reached(total, cheapest).name == "ผ่านดีเยี่ยม"


def test_of_figures_that_lift_alike_the_lowest_is_raised_first():
    total = small(O1="100", O2="100", O3="95", O4="60")

    cheapest, _ = ways(total)

    items = [step.figure.element.key for step in cheapest.raises if step.figure.element.key.startswith("O")]
    assert items == ["O4"]


def test_the_shortest_way_touches_fewer_questions_than_the_cheapest():
    levels = (RatingLevel("บน", Decimal("98.65")), RatingLevel("ล่าง", Decimal(0)))
    full = dict.fromkeys(ALL_90, Decimal(100))
    total = scoring.evaluate(SMALL, full | official(i3="95", O4="74"))  # 96.65: i3 lifts more, O4 has more room

    cheapest, shortest = ways(total, levels)

    assert cheapest.moves == {"i3": Decimal("100.00"), "O4": Decimal("86.45")}
    assert shortest.moves == {"O4": Decimal("93.95")}


def test_both_parts_of_a_question_count_as_one():
    levels = (RatingLevel("บน", Decimal("91.00")), RatingLevel("ล่าง", Decimal(0)))
    scores = dict.fromkeys(ALL_90, Decimal(95)) | official(e1_1="60", e1_2="60", O4="55")
    total = scoring.evaluate(SMALL, scores)  # 85.75: O4 can give 4.5, each part of e1 only 3, both together 6

    _, shortest = ways(total, levels)

    assert {question_of(key) for key in shortest.moves} == {"e1"}


@pytest.mark.parametrize(("score", "raised"), [("94.99", "95.00"), ("94.00", "95.00"), ("85.00", "95.00")])
def test_a_figure_alone_is_raised_to_the_limit_as_it_is_rounded(score, raised):
    single = total_over(Element("IIT", Level.INSTRUMENT, "IIT", Decimal(100)))
    total = scoring.evaluate(single, {"IIT": Decimal(score)})

    cheapest, _ = ways(total)

    assert cheapest.moves == {"IIT": Decimal(raised)}


def test_what_rounds_up_to_the_limit_is_enough():
    pair = total_over(instrument("IIT", 100, "i1", "i2"))
    total = scoring.evaluate(pair, official(i1="90", i2="95"))

    cheapest, _ = ways(total)

    assert cheapest.moves == {"i1": Decimal("94.99")}  # the mean is 94.995, printed 95.00
    assert reached(total, cheapest).name == "ผ่านดีเยี่ยม"


def test_a_result_exactly_at_a_limit_is_on_its_way_to_the_one_above():
    total = small(**dict.fromkeys(ALL_90, "85.00"))

    cheapest, _ = ways(total)

    assert cheapest.level.name == "ผ่านดีเยี่ยม"


@pytest.mark.parametrize(
    "figures",
    [dict.fromkeys(ALL_90, Decimal(100)), {}, {"total": Decimal(80)}, {**ALL_90, "O4": None}],
    ids=["the best level", "nothing known", "only the announced total", "an instrument incomplete"],
)
def test_where_there_is_no_next_level_to_tell_there_is_no_way(figures):
    known = {key: value for key, value in figures.items() if value is not None}

    assert ways(scoring.evaluate(SMALL, known)) == (None, None)


# -- Over any framework ------------------------------------------------------------------------------

CENTS = st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)
WEIGHTS = st.integers(1, 60).map(Decimal)


@st.composite
def frameworks(draw, instruments=3, indicators=3, questions=4):
    """A framework of any weights and sizes; an instrument may have two parts in place of indicators."""
    children = []
    for number in range(draw(st.integers(1, instruments))):
        size = draw(st.integers(1, questions))
        if draw(st.booleans()):
            below = [
                mean_of(
                    f"{number}/{part}", *(f"e{number}{n}/{part}" for n in range(size)), weight=draw(WEIGHTS)
                )
                for part in (1, 2)
            ]
        else:
            below = [
                mean_of(f"{number}{row}", *(question(f"q{number}{row}{n}", draw(WEIGHTS)) for n in range(size)))
                for row in range(draw(st.integers(1, indicators)))
            ]
        children.append(instrument(f"T{number}", draw(WEIGHTS), *below))
    return total_over(*children)


@st.composite
def results(draw, scores=CENTS, **sizes):
    """An evaluated total of a framework in which every question has a score."""
    tree = draw(frameworks(**sizes))
    leaves = {figure.element.key for figure in scoring.evaluate(tree, {}).walk() if not figure.element.children}
    return scoring.evaluate(tree, {key: draw(scores) for key in sorted(leaves)})


@st.composite
def schemes(draw):
    """Two levels: one that asks something of the total and perhaps of the instruments, and the lowest."""
    return (
        RatingLevel("บน", draw(CENTS), draw(st.none() | CENTS)),
        RatingLevel("ล่าง", Decimal(0)),
    )


@given(results(), schemes())
def test_every_proposed_way_really_reaches_the_level(total, levels):
    for way in ways(total, levels):
        if way is not None:
            assert reached(total, way, levels) == levels[0]
            assert all(step.figure.value < step.to <= 100 for step in way.raises)
            assert all(step.to == scoring.round_score(step.to) for step in way.raises)


@given(results(), schemes())
def test_a_way_is_proposed_whenever_there_is_a_better_level(total, levels):
    better = scoring.judge(total, levels).better

    assert [way is not None for way in ways(total, levels)] == [better is not None] * 2


@given(results(), schemes())
def test_on_the_cheapest_way_no_hundredth_is_too_much(total, levels):
    cheapest, _ = ways(total, levels)

    for step in cheapest.raises if cheapest else ():
        key = step.figure.element.key
        less = what_if.move(total, {**cheapest.moves, key: step.to - CENT})
        assert scoring.judge(less, levels).level != levels[0]


NEARLY = st.integers(9_490, 9_502).map(lambda cents: Decimal(cents) / 100)


@example_settings(max_examples=40)
@given(results(scores=NEARLY, instruments=2, indicators=1, questions=2), st.booleans())
def test_no_cheaper_way_exists(total, of_instruments):
    """Against every way of raising up to four figures by up to six hundredths in all."""
    levels = (
        RatingLevel("บน", Decimal(95), Decimal(95) if of_instruments else None),
        RatingLevel("ล่าง", Decimal(0)),
    )
    cheapest, _ = ways(total, levels)
    places = what_if.movable(total)
    if cheapest is None or len(places) > 4:
        return

    spend = int(cheapest.points / CENT)
    for cents in product(range(7), repeat=len(places)):
        if sum(cents) < min(spend, 7):
            moves = {
                figure.element.key: figure.value + more * CENT
                for figure, more in zip(places, cents, strict=True)
            }
            assert scoring.judge(what_if.move(total, moves), levels).level != levels[0]


@given(results(instruments=2, indicators=2, questions=3), schemes())
def test_no_way_with_fewer_questions_exists(total, levels):
    _, shortest = ways(total, levels)
    if shortest is None:
        return
    keys = [figure.element.key for figure in what_if.movable(total)]
    questions = sorted({question_of(key) for key in keys})

    fewer = len({question_of(key) for key in shortest.moves}) - 1

    for chosen in combinations(questions, max(fewer, 0)):
        full = {key: Decimal(100) for key in keys if question_of(key) in chosen}
        assert scoring.judge(what_if.move(total, full), levels).level != levels[0]


@given(results(), schemes())
def test_the_shortest_way_never_costs_fewer_points_than_the_cheapest(total, levels):
    cheapest, shortest = ways(total, levels)

    assert cheapest is None or cheapest.points <= shortest.points
