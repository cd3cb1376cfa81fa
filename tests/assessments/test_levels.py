"""The level a result reaches, what keeps it from the next one, and what each gap costs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import scoring
from assessments.scoring import Element, Level
from tests.assessments.trees import LETTERS, TREES, WORDS, grown, mean_of, official, total_of


def announced_total(value):
    """An evaluated total of which only the official figure is known."""
    return scoring.evaluate(Element("total", Level.TOTAL, "คะแนนรวม"), {"total": Decimal(value)})


# -- Levels -----------------------------------------------------------------------------------------


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


# -- What a gap costs -------------------------------------------------------------------------------


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
