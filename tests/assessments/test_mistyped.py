"""Which figure is probably mistyped: seed 001 with slips put in, one by one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import mistyped, scoring
from assessments.arithmetic import questionnaires_of
from assessments.mistyped import Slip, slip_between, slips_of
from assessments.score_tree import frameworks_with_tree, tree_of
from tests.assessments.test_seed_figures import KHLONGSE, KHLONGSE_QUESTIONS

pytestmark = pytest.mark.django_db

PRINTED = {**KHLONGSE_QUESTIONS, **KHLONGSE}
ROW_OF_KEYS = "1234567890"
BESIDE_ON_KEYBOARD = {
    key: ROW_OF_KEYS[max(at - 1, 0) : at] + ROW_OF_KEYS[at + 1 : at + 2] for at, key in enumerate(ROW_OF_KEYS)
}


@pytest.fixture(scope="module")
def framework(frameworks, module_rows):
    with module_rows():
        row = frameworks_with_tree().get(year=2568)
        row.tree = tree_of(row)
        return row


def suspects_in(framework, figures):
    """The suspects of a sheet of figures, as {key: likeliest value} for each thing that is wrong."""
    total = scoring.evaluate(framework.tree, figures)
    found = mistyped.suspects(total, questionnaires_of(framework, figures))
    return [{one.figure.element.key: one.meant[0].value for one in likeliest} for likeliest in found]


def typed(**slips):
    return {**PRINTED, **{key.replace("_", "/"): Decimal(value) for key, value in slips.items()}}


def slips_into(score):
    """What a hurried person makes of a score: digits swapped, the key beside, a digit lost."""
    digits = f"{score:.2f}".replace(".", "")
    places = range(len(digits))
    texts = {digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :] for at in places}
    texts |= {
        digits[:at] + other + digits[at + 1 :] for at in places for other in BESIDE_ON_KEYBOARD[digits[at]]
    }
    texts |= {digits[:at] + digits[at + 1 :] for at in places}
    values = {Decimal(int(text)) / 100 for text in texts}
    return sorted(value for value in values if value != score and value <= 100)


# -- One figure ---------------------------------------------------------------------------------------


def test_a_sheet_without_a_slip_has_no_suspect(framework):
    assert suspects_in(framework, PRINTED) == []


def test_a_mistyped_question_is_named_with_what_was_meant(framework):
    assert suspects_in(framework, typed(i4="49.78")) == [{"i4": Decimal("94.78")}]


def test_a_slip_in_one_part_of_eit_is_told_from_the_other_part(framework):
    assert suspects_in(framework, typed(e1_2="89.00")) == [{"e1/2": Decimal("98.00")}]


def test_a_mistyped_item_is_named_where_nothing_limits_its_values(framework):
    assert suspects_in(framework, typed(O3="10.00")) == [{"O3": Decimal("100.00")}]


def test_a_mistyped_announced_figure_is_told_from_the_questions_below_it(framework):
    assert suspects_in(framework, typed(**{"4": "67.23"})) == [{"4": Decimal("76.23")}]


def test_a_slip_in_the_last_digit_is_seen_by_the_number_of_respondents_alone(framework):
    assert suspects_in(framework, typed(i1="98.27")) == [{"i1": Decimal("98.26")}]


def test_questions_alone_are_enough_for_the_number_of_respondents(framework):
    figures = {**KHLONGSE_QUESTIONS, "i4": Decimal("49.78")}

    assert suspects_in(framework, figures) == [{"i4": Decimal("94.78")}]


def test_announced_figures_alone_are_enough_where_no_question_is_known(framework):
    figures = {**KHLONGSE, "2": Decimal("79.97")}

    assert suspects_in(framework, figures) == [{"2": Decimal("97.97")}]


def test_equally_likely_figures_are_named_together(framework):
    (likeliest,) = suspects_in(framework, typed(e8_2="96.00"))

    assert likeliest == {"e7/2": Decimal("95.00"), "e8/2": Decimal("95.00"), "e9/2": Decimal("94.00")}


def test_slips_in_different_places_are_told_apart(framework):
    found = suspects_in(framework, typed(i4="49.78", e1_2="89.00"))

    assert sorted(found, key=str) == [{"e1/2": Decimal("98.00")}, {"i4": Decimal("94.78")}]


def test_nothing_is_named_when_a_sum_and_all_its_questions_are_as_likely(framework):
    figures = {**KHLONGSE_QUESTIONS, "total": Decimal("96.38")}

    assert suspects_in(framework, figures) == []


def test_a_suspect_says_what_speaks_against_it(framework):
    figures = typed(i4="49.78")
    total = scoring.evaluate(framework.tree, figures)

    ((suspect,),) = mistyped.suspects(total, questionnaires_of(framework, figures))

    assert [figure.element.key for figure in suspect.repairs] == ["2"]
    assert (suspect.respondents, suspect.meant[0].slip) == (23, Slip.SWAPPED)


# -- Every figure -------------------------------------------------------------------------------------


def named_in(framework, figures, keys):
    """(slips tried, right figure first, named alone, named alone wrongly) over every slip of every key."""
    tried = first = alone = wrongly = 0
    for key in keys:
        for value in slips_into(figures[key]):
            found = suspects_in(framework, {**figures, key: value})
            named = list(found[0]) if found else []
            tried += 1
            first += named[:1] == [key]
            alone += len(named) == 1
            wrongly += len(named) == 1 and named != [key]
    return tried, first, alone, wrongly


def test_every_slip_in_a_question_of_a_complete_sheet(framework):
    assert named_in(framework, PRINTED, KHLONGSE_QUESTIONS) == (371, 348, 329, 0)


def test_every_slip_in_an_announced_figure(framework):
    # The 20 that are not named are one hundredth off: the tolerance.
    assert named_in(framework, PRINTED, KHLONGSE) == (180, 160, 160, 0)


def test_every_slip_in_a_question_when_nothing_was_announced(framework):
    perceived = [key for key in KHLONGSE_QUESTIONS if key[0] in "ie"]

    assert named_in(framework, KHLONGSE_QUESTIONS, perceived) == (310, 168, 168, 0)


# -- Slips --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_as", "meant", "slip"),
    [
        ("89.26", "98.26", Slip.SWAPPED),
        ("98.62", "98.26", Slip.SWAPPED),
        ("93.26", "98.26", Slip.SIMILAR),
        ("97.26", "98.26", Slip.SIMILAR),
        ("92.26", "98.26", Slip.ONE_DIGIT),
        ("9.26", "98.26", Slip.LOST),
        ("98.60", "98.26", Slip.LOST),
        ("98.26", "9.86", Slip.EXTRA),
        ("98.00", "9.80", Slip.SHIFTED),
        ("10.00", "100.00", Slip.SHIFTED),
        ("45.12", "98.26", None),
    ],
)
def test_a_slip_is_told_by_the_digits(given_as, meant, slip):
    assert slip_between(Decimal(given_as), Decimal(meant)) == slip


SCORES = st.integers(1_000, 10_000).map(lambda cents: Decimal(cents) / 100)


@given(SCORES)
def test_what_may_have_been_meant_is_a_score_that_a_slip_turns_into_the_typed_one(score):
    for meant in slips_of(score):
        assert 0 <= meant <= 100
        assert slip_between(score, meant)


@given(SCORES)
def test_what_may_have_been_meant_includes_what_a_hurried_person_typed(score):
    for hurried in slips_into(score):
        assert score in slips_of(hurried) or not hurried  # 100.00 without its 1 tells nothing
