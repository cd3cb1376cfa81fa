"""Drafting analyses from the library, and keeping texts of one's own in it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments import workflow
from assessments.models import Analysis, Disposition, Recommendation
from assessments.subjects import finest, subjects_of
from organizations.models import TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db


def codes_of(analysis):
    return [question.code for question in analysis.questions.order_by("order")]


@pytest.fixture
def small(db):
    """An assessment of the small framework, every question at 90."""
    return builders.an_assessment(official=builders.FULL_SCORES)


def test_headings_keep_questions_with_the_same_text_apart(small):
    builders.a_recommendation(instrument_code="OIT")

    workflow.draft_analyses(small, by=None)

    assert [codes_of(analysis) for analysis in small.analyses.all()] == [["O1", "O2"], ["O3"], ["O4"]]


def test_a_question_in_between_that_was_analysed_keeps_its_neighbours_apart(small):
    builders.an_analysis(small, questions=["O2"], indicator=small.framework.indicators.get(number=9))
    builders.a_recommendation(instrument_code="OIT")
    small.framework.questions.filter(indicator__number=9).update(group=None)

    workflow.draft_analyses(small, by=None)

    assert [codes_of(analysis) for analysis in small.analyses.all()] == [["O2"], ["O1"], ["O3"], ["O4"]]


def test_what_was_written_already_is_not_touched(small):
    written = builders.an_analysis(small, questions=["i1"], finding="เขียนเอง")
    builders.a_recommendation()

    drafted = workflow.draft_analyses(small, by=None)

    assert drafted == 7
    assert Analysis.objects.filter(pk=written.pk).values_list("finding", "version", "is_draft").get() == (
        "เขียนเอง",
        1,
        False,
    )
    assert small.analyses.order_by("order").first() == written


def test_without_a_text_a_question_stays_without_a_draft(small):
    builders.a_recommendation(instrument_code="IIT")

    assert workflow.draft_analyses(small, by=None) == 2


def test_drafting_goes_on_after_the_figures_are_confirmed(small):
    workflow.confirm(small, by=None)
    builders.a_recommendation()

    assert workflow.draft_analyses(small, by=None) == 8


def test_drafting_is_one_entry_on_the_trail_that_names_the_questions(small):
    user = builders.a_user(small.organization, "auditor")
    builders.a_recommendation(instrument_code="IIT")

    workflow.draft_analyses(small, by=user)

    entry = TrailEntry.objects.filter(verb="draft_analyses").get()
    assert (entry.by, entry.subject_id) == (user, small.pk)
    assert entry.changes == {"drafted": ["", "i1, i2"]}


def test_the_finest_level_is_the_questions_where_there_are_any(small):
    small.indicator_scores.filter(indicator__number=10).update(official=Decimal("50.00"))
    small.question_scores.filter(question__code="O4").delete()

    rows = [
        str(subject.row.code if subject.is_question else subject.row.number)
        for subject in finest(subjects_of(small))
    ]

    assert rows == ["i1", "i2", "e1", "e2", "O1", "O2", "O3", "10"]


# -- Keeping a text --------------------------------------------------------------------------------


def test_a_kept_text_hides_the_name_and_is_suggested_for_its_question_and_band(small):
    user = builders.a_user(small.organization, "auditor")
    analysis = builders.an_analysis(
        small, questions=["i1", "i2"], recommendation=f"{small.organization.name}ควรประกาศขั้นตอน"
    )

    kept = workflow.keep_as_recommendation(analysis, by=user)

    assert (kept.organization, kept.question.code, kept.band) == (small.organization, "i1", "develop")
    assert kept.recommendation == "{หน่วยงาน}ควรประกาศขั้นตอน"
    assert TrailEntry.objects.about(kept).get().by == user


def test_a_text_for_the_whole_indicator_is_kept_for_the_indicator(small):
    analysis = builders.an_analysis(small, disposition=Disposition.FIX)
    small.indicator_scores.all().delete()

    kept = workflow.keep_as_recommendation(analysis, by=None)

    assert (kept.question, kept.indicator, kept.band) == (None, analysis.indicator, "fix")


def test_the_same_text_is_not_kept_twice(small):
    analysis = builders.an_analysis(small, questions=["i1"])
    workflow.keep_as_recommendation(analysis, by=None)

    with pytest.raises(ValidationError, match="มีข้อความนี้แล้ว"):
        workflow.keep_as_recommendation(analysis, by=None)

    assert Recommendation.objects.count() == 1
