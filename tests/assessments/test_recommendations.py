"""Which texts of the library suit a question or an indicator, best first."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import framework_files
from assessments.bands import Band
from assessments.recommendations import (
    fill,
    hide_name,
    limitation_suggestions,
    placeholders_left,
    suggestions,
    suggestions_for,
)
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    """The small framework of 2568, continuing that of 2567; i1 is in the middle band."""
    builders.a_framework(2567)
    content = builders.framework_content(2568)
    content["instruments"][0]["indicators"][0]["questions"][0]["continues"] = "i1"
    framework, _ = framework_files.load_framework(content)
    return builders.an_assessment(
        framework=framework, official={"i1": "90.00", "e1/1": "99.00", "e1/2": "79.99"}
    )


def question(assessment, code, year=2568):
    return builders.a_framework(year).questions.get(code=code)


def indicator(number, year=2568):
    return builders.a_framework(year).indicators.get(number=number)


def test_texts_come_from_the_most_exact_to_the_most_general(assessment):
    general = builders.a_recommendation()
    instrument = builders.a_recommendation(instrument_code="IIT")
    of_2567 = builders.a_recommendation(indicator=indicator(1, 2567))
    whole = builders.a_recommendation(indicator=indicator(1))
    continued = builders.a_recommendation(question=question(assessment, "i1", 2567))
    exact = builders.a_recommendation(question=question(assessment, "i1"))

    found = suggestions(assessment, question(assessment, "i1"))

    assert found == [exact, continued, whole, of_2567, instrument, general]


def test_a_text_for_next_year_serves_the_question_that_it_continues(assessment):
    last_year = builders.an_assessment(framework=builders.a_framework(2567), official={"i1": "90.00"})
    text = builders.a_recommendation(question=question(assessment, "i1"))

    assert suggestions(last_year, question(assessment, "i1", 2567)) == [text]


def test_the_same_code_in_another_year_is_no_reason(assessment):
    builders.a_recommendation(question=question(assessment, "i2", 2567))
    builders.an_assessment(assessment.organization, builders.a_framework(2567))
    assessment.question_scores.update(question=question(assessment, "i2"))

    assert suggestions(assessment, question(assessment, "i2")) == []


def test_an_indicator_of_the_same_number_and_another_name_is_no_reason(assessment):
    other = indicator(1, 2567)
    builders.a_recommendation(indicator=other)
    type(other).objects.filter(pk=other.pk).update(name="การใช้อำนาจ")

    assert suggestions(assessment, question(assessment, "i1")) == []


def test_own_texts_come_before_shared_ones_of_the_same_exactness(assessment):
    shared = builders.a_recommendation(question=question(assessment, "i1"))
    own_general = builders.a_recommendation(assessment.organization)
    own = builders.a_recommendation(assessment.organization, question=question(assessment, "i1"))

    assert suggestions(assessment, question(assessment, "i1")) == [own, shared, own_general]


def test_own_texts_of_another_organisation_are_never_suggested(assessment):
    builders.a_recommendation(builders.an_organization(), question=question(assessment, "i1"))

    assert suggestions(assessment, question(assessment, "i1")) == []


def test_only_texts_of_the_band_are_suggested_and_the_lower_part_decides(assessment):
    rows = {band: builders.a_recommendation(band=band) for band in Band}

    assert suggestions(assessment, question(assessment, "i1")) == [rows[Band.DEVELOP]]
    assert suggestions(assessment, question(assessment, "e1")) == [rows[Band.FIX]]


def test_the_offices_own_limits_decide_over_the_band(assessment):
    text = builders.a_recommendation(band=Band.STRENGTH)
    assessment.strength_above = Decimal("89.99")

    assert suggestions(assessment, question(assessment, "i1")) == [text]


def test_a_question_without_a_score_gets_no_text(assessment):
    builders.a_recommendation()

    assert suggestions(assessment, question(assessment, "i2")) == []


def test_retired_texts_and_limitations_are_not_suggested_for_a_question(assessment):
    builders.a_recommendation(is_retired=True)
    builders.a_recommendation(kind="limitation", finding="งบประมาณไม่เพียงพอ")

    assert suggestions(assessment, question(assessment, "i1")) == []


def test_an_indicator_gets_the_texts_for_indicators_only(assessment):
    assessment.indicator_scores.create(indicator=indicator(10), official=Decimal("90.00"))
    builders.a_recommendation(question=question(assessment, "O4"))
    whole = builders.a_recommendation(indicator=indicator(10))

    assert suggestions(assessment, indicator(10)) == [whole]


def test_limitations_are_the_offices_own_and_then_the_shared_ones(assessment):
    shared = builders.a_recommendation(kind="limitation", band="", finding="งบประมาณไม่เพียงพอ")
    own = builders.a_recommendation(assessment.organization, kind="limitation", band="", finding="บุคลากรไม่พอ")
    builders.a_recommendation(builders.an_organization(), kind="limitation", band="", finding="อื่น ๆ")

    assert limitation_suggestions(assessment) == [own, shared]


def test_many_subjects_take_as_many_queries_as_one(assessment, django_assert_max_num_queries):
    subjects = list(assessment.framework.questions.all())
    for subject in subjects:
        builders.a_recommendation(question=subject)

    with django_assert_max_num_queries(6):
        suggestions_for(assessment, subjects[:1])
    with django_assert_max_num_queries(6):
        suggestions_for(assessment, subjects)


def test_a_filled_text_names_the_organisation_and_keeps_other_braces():
    organization = builders.an_organization(place_name="ทุ่งทอง")

    text = fill("{หน่วยงาน}ควรจัดทำ{ชื่อคู่มือ} และ{ชื่อคู่มือ}", organization)

    assert text == "องค์การบริหารส่วนตำบลทุ่งทองควรจัดทำ{ชื่อคู่มือ} และ{ชื่อคู่มือ}"
    assert placeholders_left(text) == ["{ชื่อคู่มือ}"]


def test_hiding_the_name_takes_both_its_long_and_its_short_form():
    organization = builders.an_organization(place_name="ทุ่งทอง")

    assert hide_name("อบต.ทุ่งทอง และองค์การบริหารส่วนตำบลทุ่งทอง", organization) == "{หน่วยงาน} และ{หน่วยงาน}"


@given(st.lists(st.sampled_from(["ควร", "จัดทำ", " ", "\n", "{คู่มือ}", "{หน่วยงาน}"]), max_size=12).map("".join))
def test_what_was_filled_can_be_hidden_again(text):
    organization = builders.Organization(name="องค์การบริหารส่วนตำบลทุ่งทอง", kind="sao", place_name="ทุ่งทอง")

    assert hide_name(fill(text, organization), organization) == text
