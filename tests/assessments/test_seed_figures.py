"""Every figure that the five published documents print, computed again.

Figures are typed here as the documents print them, not copied from fixtures/: a slip in a fixture fails too.
"""

from decimal import Decimal

import pytest

from assessments import scoring
from assessments.models import Framework
from assessments.score_tree import (
    figures_of,
    frameworks_with_tree,
    officials_of,
    tree_of,
    verdict_of,
)
from ita_portal.fields import parse_score

pytestmark = pytest.mark.django_db


def printed(row):
    """The figures of a printed row: "๙๘.๒๖ ๑๐๐.๐๐"."""
    return [parse_score(figure) for figure in row.split()]


def numbered(prefix, row, suffix=""):
    return {f"{prefix}{number}{suffix}": figure for number, figure in enumerate(printed(row), start=1)}


# -- Seed 001: อบต.คลองเส, results 2568 -----------------------------------------------------------

KHLONGSE_QUESTIONS = {
    **numbered(
        "i",
        "๙๘.๒๖ ๑๐๐.๐๐ ๑๐๐.๐๐ ๙๔.๗๘ ๑๐๐.๐๐ ๙๙.๑๓ ๑๐๐.๐๐ ๑๐๐.๐๐ ๑๐๐.๐๐ ๓๕.๖๕ ๑๐๐.๐๐ ๙๓.๐๔ ๙๖.๕๒ ๙๕.๖๕ ๙๓.๙๑",
    ),
    **numbered("e", "๙๖.๘๐ ๙๖.๘๐ ๑๐๐.๐๐ ๙๗.๒๐ ๙๗.๖๐ ๙๖.๘๐ ๙๗.๒๐ ๙๗.๒๐ ๙๖.๘๐", "/1"),
    **numbered("e", "๙๘.๐๐ ๙๘.๐๐ ๑๐๐.๐๐ ๙๗.๐๐ ๙๘.๐๐ ๙๘.๐๐ ๙๖.๐๐ ๙๕.๐๐ ๙๕.๐๐", "/2"),
    **numbered("O", "๑๐๐.๐๐ " * 28),
    "O10": parse_score("๕๐.๐๐"),
}
KHLONGSE = {
    **numbered("", "๙๙.๔๒ ๙๗.๙๗ ๑๐๐.๐๐ ๗๖.๒๓ ๙๕.๓๖ ๙๘.๒๗ ๙๗.๔๓ ๙๖.๒๐ ๙๗.๕๐ ๑๐๐.๐๐"),
    "IIT": parse_score("๙๓.๘๐"),
    "EIT/1": parse_score("๙๗.๓๘"),
    "EIT/2": parse_score("๙๗.๒๒"),
    "OIT": parse_score("๙๘.๗๕"),
    "total": parse_score("๙๖.๘๓"),
}


@pytest.fixture
def khlongse(municipality):
    """The assessment of seed 001."""
    return municipality("khlongse").assessments.get(framework__year=2568)


def khlongse_from_questions():
    """Seed 001 evaluated from its question scores alone, as if nothing else had been published."""
    tree = tree_of(frameworks_with_tree().get(year=2568))
    return scoring.evaluate(tree, KHLONGSE_QUESTIONS)


def by_key(total):
    return {figure.element.key: figure for figure in total.walk()}


def test_seed_001_holds_every_printed_figure(khlongse):
    held = officials_of(khlongse)

    assert held == {**KHLONGSE_QUESTIONS, **KHLONGSE}


@pytest.mark.parametrize("key", KHLONGSE)
def test_seed_001_gives_each_printed_figure_from_its_question_scores(five_municipalities, key):
    figure = by_key(khlongse_from_questions())[key]

    assert figure.official is None
    assert figure.computed == KHLONGSE[key]


def test_seed_001_shows_no_difference_between_announced_and_computed(khlongse):
    total = figures_of(khlongse)

    assert [figure.element.key for figure in total.walk() if figure.difference is not None] == []


def test_seed_001_keeps_the_computed_figures_in_the_database(khlongse):
    rows = [*khlongse.indicator_scores.all(), *khlongse.instrument_scores.all()]

    kept = {row.key: row.computed for row in rows}

    assert kept == {**{key: KHLONGSE[key] for key in KHLONGSE if key != "total"}, "EIT": Decimal("97.30")}
    assert khlongse.computed_total == Decimal("96.83")


def test_seed_001_misses_the_best_level_by_iit_alone(khlongse):
    verdict = verdict_of(khlongse, figures_of(khlongse))

    assert khlongse.official_rating == khlongse.computed_rating == verdict.level.name == "ผ่านดี"
    assert [(gap.label, gap.value) for gap in verdict.shortfalls] == [("IIT", Decimal("93.80"))]


def test_seed_001_loses_most_by_i10_and_the_costs_make_up_the_rest_of_100(khlongse):
    total = figures_of(khlongse)

    costs = scoring.costs(total)

    assert costs[0].figure.element.key == "i10"
    assert scoring.round_score(costs[0].points) == Decimal("1.29")  # (100 − 35.65) ÷ 3 ÷ 5 × 30 %
    assert scoring.round_score(sum(cost.points for cost in costs)) == Decimal("3.17")  # 100 − 96.83


def mean(figures):
    figures = list(figures)
    return scoring.round_score(sum(figures) / len(figures))


WRONG = {
    "OIT as the mean of its 28 items": (
        mean(KHLONGSE_QUESTIONS[f"O{n}"] for n in range(1, 29)),
        "98.21",
        "OIT",
    ),
    "the total as the mean of the ten indicators": (
        mean(KHLONGSE[str(n)] for n in range(1, 11)),
        "95.84",
        "total",
    ),
    "the total as the mean of the three instruments": (
        mean([KHLONGSE["IIT"], Decimal("97.30"), KHLONGSE["OIT"]]),
        "96.62",
        "total",
    ),
    "indicator 9 as the mean of its groups": (
        mean([Decimal(100), (6 * Decimal(100) + 50) / 7, Decimal(100), Decimal(100), Decimal(100)]),
        "98.57",
        "9",
    ),
}


@pytest.mark.parametrize(("wrong", "value", "key"), WRONG.values(), ids=WRONG)
def test_seed_001_refutes_every_other_way_to_compute(five_municipalities, wrong, value, key):
    right = by_key(khlongse_from_questions())[key].computed

    assert wrong == Decimal(value)
    assert wrong != right == KHLONGSE[key]


# -- Seeds that print ten indicators only -----------------------------------------------------------
# By the name each document prints: numbers typed in documents are not to be trusted (seed 004 sorts by score).

THANA = {  # seed 004: ทต.ท่านา, results 2564
    "การปฏิบัติหน้าที่": "๗๖.๓๙",
    "การใช้อำนาจ": "๗๐.๐๖",
    "การใช้ทรัพย์สินของราชการ": "๖๘.๙๘",
    "การใช้จ่ายงบประมาณ": "๖๔.๑๙",
    "การแก้ไขปัญหาการทุจริต": "๕๘.๙๘",
    "คุณภาพการดำเนินงาน": "๘๒.๘๕",
    "การปรับปรุงการทำงาน": "๘๑.๘๗",
    "ประสิทธิภาพการสื่อสาร": "๗๙.๗๘",
    "การเปิดเผยข้อมูล": "๖๘.๔๓",
    "การป้องกันการทุจริต": "๑๘.๗๕",
}
PHOCHAI = {  # seed 000: ทต.โพธิ์ชัย, results 2567
    "การปฏิบัติหน้าที่": "๑๐๐.๐๐",
    "การใช้งบประมาณ": "๑๐๐.๐๐",
    "การใช้อำนาจ": "๑๐๐.๐๐",
    "การใช้ทรัพย์สินของทางราชการ": "๑๐๐.๐๐",
    "การแก้ไขปัญหาการทุจริต": "๑๐๐.๐๐",
    "คุณภาพการดำเนินงาน": "๙๗.๓๔",
    "ประสิทธิภาพการสื่อสาร": "๙๘.๑๒",
    "การปรับปรุงการทำงาน": "๙๖.๑๖",
    "การเปิดเผยข้อมูล": "๑๐๐.๐๐",
    "การปรับปรุงการทำงาน การป้องกันการทุจริต": "๑๐๐.๐๐",
}
KHOKPHUTSA = {  # seed 002: ทต.โคกพุทรา, results 2568
    "การปฏิบัติหน้าที่": "๑๐๐",
    "การใช้งบประมาณ": "๑๐๐",
    "การใช้อำนาจ": "๑๐๐",
    "การใช้ทรัพย์สินของราชการ": "๑๐๐",
    "การแก้ไขปัญหาการทุจริต": "๑๐๐",
    "คุณภาพการดำเนินงาน": "๙๙.๗๙",
    "ประสิทธิภาพการสื่อสาร": "๙๙.๖๙",
    "การปรับปรุงระบบการทำงาน": "๙๙.๖๙",
    "การเปิดเผยข้อมูล": "๙๐.๐๐",
    "การป้องกันการทุจริต": "๑๐๐.๐๐",
}
# Printed by the document, or "–" where it prints none; then what the ten indicators give.
RESULTS = {
    "seed 004 ท่านา 2564": ("thana", 2564, THANA, ("62.20", "D"), ("67.72", "81.50", "43.59", "62.20", "D")),
    "seed 000 โพธิ์ชัย 2567": (
        "phochai",
        2567,
        PHOCHAI,
        (None, ""),
        ("100.00", "97.21", "100.00", "99.16", "ผ่านดีเยี่ยม"),
    ),
    "seed 002 โคกพุทรา 2568": (
        "khokphutsa",
        2568,
        KHOKPHUTSA,
        (None, ""),
        ("100.00", "99.72", "95.00", "97.92", "ผ่านดีเยี่ยม"),
    ),
}
each_result = pytest.mark.parametrize(
    ("slug", "year", "indicators", "announced", "computed"), RESULTS.values(), ids=RESULTS
)


@each_result
def test_each_printed_indicator_is_known_by_its_printed_name(
    municipality, slug, year, indicators, announced, computed
):
    assessment = municipality(slug).assessments.get(framework__year=year)

    held = {}
    for name in indicators:
        (row,) = [
            score
            for score in assessment.indicator_scores.select_related("indicator")
            if name in (score.indicator.name, *score.indicator.aliases)
        ]
        held[name] = row.official

    assert held == {name: parse_score(figure) for name, figure in indicators.items()}
    assert assessment.indicator_scores.count() == 10


@each_result
def test_ten_indicators_give_instruments_total_and_level(
    municipality, slug, year, indicators, announced, computed
):
    assessment = municipality(slug).assessments.get(framework__year=year)

    total = figures_of(assessment)

    figures = by_key(total)
    found = [f"{figures[key].computed:.2f}" for key in ("IIT", "EIT", "OIT", "total")]
    assert (*found, verdict_of(assessment, total).level.name) == computed
    assert (f"{assessment.computed_total:.2f}", assessment.computed_rating) == computed[3:]


@each_result
def test_what_the_document_does_not_print_stays_unknown(
    municipality, slug, year, indicators, announced, computed
):
    assessment = municipality(slug).assessments.get(framework__year=year)

    total = assessment.official_total

    assert (None if total is None else f"{total:.2f}", assessment.official_rating) == announced
    assert not assessment.question_scores.exists()
    assert not assessment.instrument_scores.filter(official__isnull=False).exists()


def test_seed_000_prints_its_rank_among_subdistrict_municipalities(municipality):
    assessment = municipality("phochai").assessments.get()

    assert (assessment.official_rank, assessment.rank_scope) == (137, "เทศบาลตำบล")


def test_seed_003_prints_no_result(municipality):
    assert not municipality("bangkhrok").assessments.exists()


# -- The sub-indicators of 2564 ----------------------------------------------------------------------


def passed(codes, count):
    """The first `count` of the items at 100, the others at 0."""
    return {code: Decimal(100 if place < count else 0) for place, code in enumerate(codes)}


@pytest.mark.parametrize(
    ("number", "groups", "printed_figure"),
    [("9", (9, 2, 4, 4, 3), "๖๘.๔๓"), ("10", (3, 0), "๑๘.๗๕")],
    ids=["indicator 9 with 22 of 33 items", "indicator 10 with 3 of 10 items"],
)
def test_seed_004_prints_figures_that_only_sub_indicators_can_give(frameworks, number, groups, printed_figure):
    figures = by_key(scoring.evaluate(tree_of(frameworks_with_tree().get(year=2564)), {}))
    sub_indicators = figures[number].element.children

    official = {}
    for group, count in zip(sub_indicators, groups, strict=True):
        official |= passed([item.key for item in group.children], count)
    figure = scoring.evaluate(figures[number].element, official)

    assert figure.computed == parse_score(printed_figure)
    assert mean(official.values()) != figure.computed


def test_the_items_of_2564_split_into_sub_indicators_as_the_notes_say(frameworks):
    framework = Framework.objects.get(year=2564)

    sizes = {
        group.code: group.questions.count()
        for indicator in framework.indicators.filter(number__in=[9, 10])
        for group in indicator.groups.all()
    }

    assert sizes == {"9.1": 9, "9.2": 8, "9.3": 7, "9.4": 4, "9.5": 5, "10.1": 8, "10.2": 2}
