"""How many people answered, read from scores: reachable means, common counts, and scores that do not go with them."""

import random
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.respondents import Answered, Respondents, count_respondents, fits, nearest
from assessments.scoring import round_score
from tests.assessments.test_seed_figures import KHLONGSE_QUESTIONS


def worths(text):
    return tuple(Decimal(value) for value in text.split())


SIX_LEVELS = worths("0 20 40 60 80 100")
FOUR_LEVELS = worths("0 33 67 100")
YES_OR_NO = worths("0 100")
SCALES = st.sampled_from([SIX_LEVELS, FOUR_LEVELS, YES_OR_NO, worths("0 33.33 66.67 100")])


def sheet(scores, values=SIX_LEVELS):
    """The scores of one questionnaire: "98.26 100.00", keys 1, 2, …"""
    return [Answered(str(n), Decimal(score), values) for n, score in enumerate(scores.split(), start=1)]


def khlongse(prefix, part=""):
    """The printed scores of one questionnaire of seed 001; its yes-or-no questions have only two answers."""
    two = ("i3", "i9", "e3")
    return [
        Answered(key, score, YES_OR_NO if key.partition("/")[0] in two else SIX_LEVELS)
        for key, score in KHLONGSE_QUESTIONS.items()
        if key.startswith(prefix) and key.endswith(part)
    ]


def printed_mean(answers):
    return round_score(sum(answers) / len(answers))


# -- Scores that a number of people can give ---------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "values", "count", "is_possible"),
    [
        ("98.26", SIX_LEVELS, 23, True),  # 2,260 ÷ 23 = 98.2608…
        ("98.27", SIX_LEVELS, 23, False),
        ("98.26", YES_OR_NO, 23, False),
        ("95.65", YES_OR_NO, 23, True),
        ("33.33", YES_OR_NO, 3, True),
        ("66.50", FOUR_LEVELS, 2, True),  # 33 and 100
        ("67.00", FOUR_LEVELS, 1, True),
        ("50.00", FOUR_LEVELS, 1, False),
        ("62.63", SIX_LEVELS, 160, True),  # exactly 62.625: a half is printed rounded up …
        ("62.62", SIX_LEVELS, 160, False),  # … and never down
    ],
)
def test_a_score_is_possible_when_some_answers_have_it_as_their_printed_mean(score, values, count, is_possible):
    assert fits(Decimal(score), values, count) is is_possible


@given(SCALES, st.data())
def test_the_mean_of_any_answers_goes_with_their_number(values, data):
    answers = data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=400))

    assert fits(printed_mean(answers), values, len(answers))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("values", [SIX_LEVELS, FOUR_LEVELS, YES_OR_NO])
def test_only_the_means_of_some_answers_go_with_their_number(values, count):
    means = {printed_mean(answers) for answers in product(values, repeat=count)}

    possible = {score for score in map(two_decimals, range(10_001)) if fits(score, values, count)}

    assert possible == means


def two_decimals(cents):
    return Decimal(cents) / 100


def test_the_nearest_possible_scores_stand_on_both_sides():
    assert nearest(Decimal("98.00"), SIX_LEVELS, 23) == [Decimal("98.26"), Decimal("97.39")]


def test_beyond_the_end_of_the_scale_there_is_no_nearest_score():
    assert nearest(Decimal("100.00"), SIX_LEVELS, 23) == [Decimal("99.13")]


# -- How many answered -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prefix", "part", "count"),
    [("i", "", 23), ("e", "/1", 50), ("e", "/2", 20)],
    ids=["IIT", "EIT 1", "EIT 2"],
)
def test_seed_001_tells_how_many_answered(prefix, part, count):
    assert count_respondents(khlongse(prefix, part)) == Respondents(count)


def test_one_score_that_no_other_supports_is_doubted():
    rows = [
        Answered(row.key, Decimal("49.78"), row.values) if row.key == "i4" else row for row in khlongse("i")
    ]

    assert count_respondents(rows) == Respondents(23, ("i4",))


def test_two_scores_can_be_doubted():
    typed = {"i4": Decimal("49.78"), "i12": Decimal("93.40")}
    rows = [Answered(row.key, typed.get(row.key, row.score), row.values) for row in khlongse("i")]

    assert set(count_respondents(rows).doubted) == {"i4", "i12"}


@pytest.mark.parametrize(
    "answered",
    [
        [],
        sheet("100.00 100.00 100.00 100.00 0.00"),  # any number of people gives these
        sheet("98.26 94.78"),  # too few
        sheet("98.26 94.78 99.13 35.65", values=()),  # any score is possible
        sheet("98.26 94.78 99.13 35.65", values=(Decimal(100),)),  # a scale of one value is none
        sheet(
            "71.03 86.69 93.37 58.11 77.77 83.91 64.07 91.73 69.89 88.13 73.31 95.57 61.19 79.43 84.61 90.17"
        ),
    ],
    ids=["nothing", "ends of the scale", "too few", "unlimited", "one value", "more than a thousand people"],
)
def test_where_scores_do_not_tell_a_number_nobody_is_doubted(answered):
    assert count_respondents(answered) == Respondents(None)


def random_sheet(chance):
    """The question scores of a made-up office, without a slip, and how many people answered."""
    values = chance.choice([SIX_LEVELS, FOUR_LEVELS])
    count = chance.choice([5, 12, 23, 30, 50, 77, 150, 400, 800, 1500])
    rows = []
    for key in range(chance.choice([9, 15, 30])):
        kindness = chance.uniform(0.3, 0.99)  # how readily people give the best answer
        weights = [(1 - kindness) ** (len(values) - place) for place in range(len(values))]
        rows.append(Answered(str(key), printed_mean(chance.choices(values, weights, k=count)), values))
    return count, rows


def test_sheets_without_a_slip_are_hardly_ever_doubted():
    chance = random.Random(2568)

    alarms = sum(
        bool(count_respondents(rows).doubted) for _, rows in (random_sheet(chance) for _ in range(400))
    )

    assert alarms <= 4


def test_a_number_that_is_told_divides_the_true_one():
    chance = random.Random(2569)

    told = [
        (count, count_respondents(rows).count) for count, rows in (random_sheet(chance) for _ in range(100))
    ]

    found = [(count, number) for count, number in told if number]
    assert len(found) > 50
    assert [(count, number) for count, number in found if count % number] == []
