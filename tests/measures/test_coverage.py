"""The rule of coverage: every score below 100 ends in a measure, or in a reason for none."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from assessments.bands import BandLimits
from assessments.models import Assessment, Indicator, Question
from assessments.subjects import Subject
from measures.coverage import Naming, Outcome, coverage_of, decide
from measures.models import MeasureTarget
from tests.builders import a_framework, a_measure, a_plan, an_analysis, an_assessment

INDICATOR = Indicator(pk=4, number=4, name="การใช้ทรัพย์สินของราชการ")


def a_question(*scores, pk=10):
    return subject(Question(pk=pk, code=f"i{pk}", indicator=INDICATOR), scores)


def an_indicator(score):
    return subject(INDICATOR, [score])


def subject(row, scores):
    values = tuple(Decimal(score) for score in scores)
    return Subject(row, INDICATOR, values, BandLimits().band_of(min(values)))


def outcome(subject, answers=(), reasons=()):
    return decide([subject], answers, reasons)[0].outcome


# -- The rule --------------------------------------------------------------------------------------


def test_a_score_below_100_without_a_word_is_undecided():
    assert outcome(a_question("99.99")) == Outcome.UNDECIDED


def test_a_full_score_asks_for_nothing():
    assert outcome(a_question("100")) == Outcome.FULL


def test_a_question_is_full_only_when_both_parts_are():
    assert outcome(a_question("100", "99.50")) == Outcome.UNDECIDED


def test_a_measure_for_the_question_decides_it():
    answers = [("คู่มือ", Naming(4, frozenset({10})))]

    assert outcome(a_question("35.65"), answers) == Outcome.MEASURE


def test_a_measure_for_the_indicator_as_a_whole_decides_its_questions():
    assert outcome(a_question("35.65"), [("คู่มือ", Naming(4))]) == Outcome.MEASURE


def test_a_measure_for_another_question_or_indicator_decides_nothing():
    answers = [("คู่มือ", Naming(4, frozenset({11}))), ("ทะเบียน", Naming(5))]

    assert outcome(a_question("35.65"), answers) == Outcome.UNDECIDED


def test_without_question_scores_a_measure_for_a_question_decides_the_indicator():
    assert outcome(an_indicator("76.23"), [("คู่มือ", Naming(4, frozenset({10})))]) == Outcome.MEASURE


def test_a_reason_for_no_measure_decides():
    reasons = [("ดำเนินการเป็นปกติอยู่แล้ว", Naming(4, frozenset({10})))]

    assert outcome(a_question("99.10"), reasons=reasons) == Outcome.REASON


def test_a_full_score_may_carry_a_measure_that_keeps_it():
    assert outcome(a_question("100"), [("รักษาระดับ", Naming(4))]) == Outcome.MEASURE


@pytest.mark.parametrize(("score", "warns"), [("84.99", True), ("85.00", False)])
def test_a_score_below_85_with_only_a_reason_warns(score, warns):
    [decision] = decide([a_question("99.00", score)], [], [("ยังไม่มีงบประมาณ", Naming(4))])

    assert bool(decision.warning) == warns
    assert decision.outcome == Outcome.REASON


def test_a_warning_says_which_score_and_what_to_do():
    [decision] = decide([a_question("35.65")], [], [])

    assert decision.warning == ("ข้อ i10 ได้ ๓๕.๖๕ คะแนน ต่ำกว่า ๘๕.๐๐ แต่ยังไม่มีมาตรการ โปรดพิจารณาจัดทำมาตรการ")


SCORES = st.decimals(0, 100, places=2, allow_nan=False)
NAMINGS = st.builds(Naming, st.sampled_from([4, 5]), st.frozensets(st.sampled_from([10, 11, 12]), max_size=2))


@given(st.lists(SCORES, min_size=1, max_size=2), st.lists(NAMINGS, max_size=3), st.lists(NAMINGS, max_size=3))
def test_nothing_below_100_is_decided_without_being_named(scores, answers, reasons):
    row = a_question(*scores)

    [decision] = decide([row], [("มาตรการ", one) for one in answers], [("เหตุผล", one) for one in reasons])

    named = any(one.names(row) for one in (*answers, *reasons))
    assert decision.is_undecided == (min(scores) < 100 and not named)


# -- Reading it from the rows ----------------------------------------------------------------------

SCORED = {"i1": "94.78", "i2": "100.00", "O4": "50.00"}


def target(measure, code):
    question = measure.plan.source_assessment.framework.questions.get(code=code)
    MeasureTarget.objects.create(measure=measure, indicator=question.indicator, question=question, order=1)
    return measure


@pytest.mark.django_db
def test_the_measures_of_a_plan_made_from_the_result_count():
    assessment = an_assessment(official=SCORED)
    target(a_measure(a_plan(assessment.organization, source_assessment=assessment)), "i1")

    coverage = coverage_of(assessment)

    assert (coverage.needed_count, coverage.left_count) == (2, 1)
    assert [subject.row.code for subject in coverage.undecided] == ["O4"]


@pytest.mark.django_db
def test_a_cancelled_measure_answers_nothing_any_more():
    assessment = an_assessment(official=SCORED)
    plan = a_plan(assessment.organization, source_assessment=assessment)
    target(a_measure(plan, cancelled_on="2026-01-05", cancel_reason="งบประมาณไม่ได้รับอนุมัติ"), "i1")

    assert [subject.row.code for subject in coverage_of(assessment).undecided] == ["i1", "O4"]


@pytest.mark.django_db
def test_a_plan_made_from_another_result_does_not_count():
    assessment = an_assessment(official=SCORED)
    other = an_assessment(assessment.organization, a_framework(2567))
    plan = a_plan(assessment.organization, source_assessment=other)
    target(a_measure(plan), "i1")

    assert coverage_of(assessment).left_count == 2


@pytest.mark.django_db
def test_a_measure_that_names_nothing_is_listed():
    assessment = an_assessment(official=SCORED)
    plan = a_plan(assessment.organization, source_assessment=assessment)
    target(a_measure(plan), "i1")
    aimless = a_measure(plan, title="โครงการทั่วไป")

    assert coverage_of(assessment).answering_nothing == (aimless,)


@pytest.mark.django_db
def test_a_reason_in_an_analysis_counts_for_its_questions_only():
    assessment = an_assessment(official={"i1": "94.78", "i2": "99.00"})
    an_analysis(assessment, ["i1"], reason_without_measure="ดำเนินการเป็นปกติอยู่แล้ว")

    assert [subject.row.code for subject in coverage_of(assessment).undecided] == ["i2"]


@pytest.mark.django_db
def test_an_indicator_without_question_scores_counts_by_its_own():
    assessment = an_assessment(official={"1": "76.23", "O4": "50.00", "10": "50.00"})

    coverage = coverage_of(assessment)

    assert [str(subject.row) for subject in coverage.undecided] == ["ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", "O4 ข้อความของ O4"]
    assert coverage.unit == "รายการ"


def test_coverage_asks_as_often_for_many_questions_as_for_few(municipality):
    few = an_assessment(official=SCORED)
    target(a_measure(a_plan(few.organization, source_assessment=few)), "i1")
    an_analysis(few, ["O4"], indicator=few.framework.indicators.get(number=10))
    many = municipality("khlongse").assessments.get()

    assert queries_of(few) == queries_of(many) <= 10


def queries_of(assessment):
    row = Assessment.objects.select_related("framework").get(pk=assessment.pk)
    with CaptureQueriesContext(connection) as queries:
        coverage_of(row)
    return len(queries)


# -- The five municipalities -----------------------------------------------------------------------


def codes(subjects):
    return [subject.row.code if subject.is_question else subject.row.number for subject in subjects]


def test_khlongse_leaves_ten_of_its_seventeen_questions_undecided(municipality):
    coverage = coverage_of(municipality("khlongse").assessments.get())

    assert (coverage.needed_count, coverage.left_count) == (17, 10)
    assert codes(coverage.undecided) == ["i1", "i6", "i13", "e1", "e2", "e4", "e5", "e6", "e7", "O10"]
    assert [warning.split(" ได้ ")[0] for warning in coverage.warnings] == ["ข้อ O10"]
    assert coverage.answering_nothing == ()


def test_khokphutsa_answers_every_indicator_also_the_full_ones(municipality):
    coverage = coverage_of(municipality("khokphutsa").assessments.get())

    assert (coverage.needed_count, coverage.left_count, coverage.unit) == (4, 0, "ตัวชี้วัด")
    assert {decision.outcome for decision in coverage.decisions} == {Outcome.MEASURE}
    assert coverage.warnings == ()


def test_phochai_answers_the_three_indicators_below_100(municipality):
    coverage = coverage_of(municipality("phochai").assessments.get())

    assert (coverage.needed_count, coverage.left_count) == (3, 0)
    assert codes(d.subject for d in coverage.decisions if d.outcome == Outcome.FULL) == [9, 10]


def test_thana_has_no_measure_for_its_lowest_perception_indicator(municipality):
    coverage = coverage_of(municipality("thana").assessments.get())

    assert codes(coverage.undecided) == [5]
    assert coverage.warnings == (
        "ตัวชี้วัดที่ ๕ การแก้ไขปัญหาการทุจริต ได้ ๕๘.๙๘ คะแนน ต่ำกว่า ๘๕.๐๐ แต่ยังไม่มีมาตรการ โปรดพิจารณาจัดทำมาตรการ",
    )


def test_a_plan_that_stands_alone_has_no_result_to_cover(municipality):
    organization = municipality("bangkhrok")

    assert organization.measure_plans.get().source_assessment is None
    assert not organization.assessments.exists()
