"""Figures saved one by one by people who may be at it at the same time: by version, one row at a time."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments import workflow
from assessments.models import QuestionScore
from assessments.workflow import ScoreEdit
from organizations.models import Role, TrailEntry
from tests.builders import FULL_SCORES, a_framework, a_user, an_assessment, an_organization

pytestmark = pytest.mark.django_db


def stored(assessment, code):
    return QuestionScore.objects.get(assessment=assessment, question__code=code)


def test_the_first_figure_of_a_row_is_saved_at_version_one():
    assessment = an_assessment()

    outcome = workflow.save_scores(assessment, [ScoreEdit("i1", Decimal("98.26"), 0)], by=None)

    assert outcome.saved == {"i1": 1}
    assert stored(assessment, "i1").official == Decimal("98.26")


def test_a_figure_seen_at_its_version_is_replaced():
    assessment = an_assessment(official={"i1": "98.26"})

    outcome = workflow.save_scores(assessment, [ScoreEdit("i1", Decimal("89.26"), 1)], by=None)

    assert (outcome.saved, outcome.conflicts) == ({"i1": 2}, [])


def test_the_second_person_is_told_both_values_and_who_was_first():
    assessment = an_assessment(official={"i1": "98.26"})
    first = a_user(assessment.organization, Role.AUDITOR)
    workflow.save_scores(assessment, [ScoreEdit("i1", Decimal("89.26"), 1)], by=first)

    outcome = workflow.save_scores(assessment, [ScoreEdit("i1", Decimal("90.00"), 1)], by=None)

    conflict = outcome.conflicts[0]
    assert (conflict.mine, conflict.theirs, conflict.version) == (Decimal("90.00"), Decimal("89.26"), 2)
    assert conflict.entry.by == first
    assert stored(assessment, "i1").official == Decimal("89.26")


def test_a_conflict_does_not_hinder_the_other_rows():
    assessment = an_assessment(official={"i1": "98.26"})

    outcome = workflow.save_scores(
        assessment, [ScoreEdit("i1", Decimal("1"), 0), ScoreEdit("i2", Decimal("2"), 0)], by=None
    )

    assert [conflict.key for conflict in outcome.conflicts] == ["i1"]
    assert outcome.saved == {"i2": 1}


def test_two_people_who_type_the_same_figure_do_not_disagree():
    assessment = an_assessment(official={"i1": "98.26"})

    outcome = workflow.save_scores(assessment, [ScoreEdit("i1", Decimal("98.26"), 0)], by=None)

    assert (outcome.saved, outcome.conflicts) == ({"i1": 1}, [])
    assert TrailEntry.objects.filter(verb="record_scores").count() == 1  # the builder's


def test_a_figure_computed_in_between_is_no_conflict():
    assessment = an_assessment()
    workflow.save_scores(
        assessment, [ScoreEdit("i1", Decimal(90), 0), ScoreEdit("i2", Decimal(80), 0)], by=None
    )
    assert assessment.indicator_scores.get(indicator__number=1).computed == Decimal("85.00")

    outcome = workflow.save_scores(assessment, [ScoreEdit("1", Decimal("85.00"), 0)], by=None)

    assert outcome.saved == {"1": 1}


def test_the_total_goes_by_the_version_of_the_assessment():
    assessment = an_assessment()

    outcome = workflow.save_scores(assessment, [ScoreEdit("total", Decimal("96.83"), 1)], by=None)
    stale = workflow.save_scores(assessment, [ScoreEdit("total", Decimal("69.83"), 1)], by=None)

    assert outcome.saved == {"total": 2}
    assert [conflict.theirs for conflict in stale.conflicts] == [Decimal("96.83")]


def test_a_figure_that_is_none_refuses_the_whole_save():
    assessment = an_assessment()

    with pytest.raises(ValidationError, match="0 ถึง 100"):
        workflow.save_scores(
            assessment, [ScoreEdit("i1", Decimal(90), 0), ScoreEdit("i2", Decimal(101), 0)], by=None
        )

    assert not QuestionScore.objects.exists()


def test_a_confirmed_assessment_takes_no_figure():
    assessment = an_assessment(official=FULL_SCORES, is_confirmed=True)

    with pytest.raises(ValidationError, match="ยืนยันแล้ว"):
        workflow.save_scores(assessment, [ScoreEdit("i1", Decimal(1), 1)], by=None)


def test_what_was_announced_is_saved_by_version_and_stands_on_the_trail():
    assessment = an_assessment()

    version = workflow.save_header(
        assessment, {"announced_on": date(2025, 8, 15), "official_rank": 137}, version=1, by=None
    )
    stale = workflow.save_header(assessment, {"official_rank": 138}, version=1, by=None)

    entry = TrailEntry.objects.get(verb="save_header")
    assert (version, stale, assessment.official_rank) == (2, None, 137)
    assert entry.changes["official_rank"] == [None, "137"]


def test_an_assessment_is_started_once_with_the_bands_of_the_year_before():
    organization = an_organization()
    an_assessment(organization, a_framework(2568), strength_above=Decimal(90))

    first = workflow.start(organization, a_framework(2569), by=None)
    again = workflow.start(organization, a_framework(2569), by=None)

    assert (first, first.strength_above) == (again, Decimal(90))
    assert TrailEntry.objects.filter(verb="start").count() == 1
