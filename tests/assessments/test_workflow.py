"""The verbs of an assessment: recording figures, confirming, reopening."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments import workflow
from assessments.models import Assessment, AssessmentStatus
from assessments.score_tree import officials_of
from organizations.models import TrailEntry
from organizations.scope import scope_guard
from tests.builders import FULL_SCORES, a_user, an_assessment

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
ONE_FIGURE = {"i1": "98.26"}


def numbers(**figures):
    return {key.replace("_", "/"): value and Decimal(value) for key, value in figures.items()}


def refused(verb, *args, **kwargs):
    """The sentences by which a verb is refused."""
    with pytest.raises(ValidationError) as refusal:
        verb(*args, **kwargs)
    return refusal.value.messages


# -- Recording -------------------------------------------------------------------------------------


def test_figures_of_every_level_are_stored_as_announced():
    assessment = an_assessment()
    figures = numbers(
        total="96.83", IIT="93.80", EIT_1="97.38", EIT="97.30", i1="98.26", e1_2="98.00", O4="50.00"
    )
    figures["9"] = Decimal("97.50")

    workflow.record_scores(assessment, figures, by=None)

    assessment.refresh_from_db()
    assert officials_of(assessment) == figures


def test_recording_computes_every_level_above():
    assessment = an_assessment(official=FULL_SCORES)

    workflow.record_scores(assessment, numbers(i1="80.00", O4="100.00", e1_1="100.00"), by=None)

    assessment.refresh_from_db()
    computed = {row.key: row.computed for row in assessment.indicator_scores.all()}
    assert computed == numbers(**{"1": "85.00", "6": "92.50", "9": "90.00", "10": "100.00"})
    instruments = {row.key: row.computed for row in assessment.instrument_scores.all()}
    assert instruments == numbers(IIT="85.00", EIT="92.50", EIT_1="95.00", EIT_2="90.00", OIT="95.00")
    assert (assessment.computed_total, assessment.computed_rating) == (Decimal("91.25"), "ผ่านดี")


def test_figures_that_are_not_mentioned_stay():
    assessment = an_assessment(official={"i1": "98.26", "i2": "90.00"})

    workflow.record_scores(assessment, numbers(i2="91.00"), by=None)

    assert officials_of(assessment) == numbers(i1="98.26", i2="91.00")


def test_none_takes_a_figure_away_and_what_followed_from_it():
    assessment = an_assessment(official=FULL_SCORES)

    workflow.record_scores(assessment, numbers(i1=None), by=None)

    assessment.refresh_from_db()
    assert "i1" not in officials_of(assessment)
    assert assessment.indicator_scores.get(indicator__number=1).computed is None
    assert (assessment.computed_total, assessment.computed_rating) == (None, "")


def test_a_total_recorded_by_another_person_meanwhile_stays():
    assessment = an_assessment(official={"total": "96.00"})
    opened_before = Assessment.objects.get()
    workflow.record_scores(assessment, numbers(total="96.83"), by=None)

    workflow.record_scores(opened_before, numbers(i1="90.00"), by=None)

    assert Assessment.objects.get().official_total == Decimal("96.83")


def test_a_computed_total_is_right_whoever_recorded_meanwhile():
    assessment = an_assessment(official=FULL_SCORES)
    opened_before = Assessment.objects.get()
    workflow.record_scores(assessment, numbers(i1="80.00"), by=None)

    workflow.record_scores(opened_before, numbers(i1="90.00"), by=None)

    assert Assessment.objects.get().computed_total == Decimal("90.00")


def test_computed_figures_never_touch_the_announced_ones():
    assessment = an_assessment(official={**FULL_SCORES, "1": "70.00", "total": "80.00"})

    row = assessment.indicator_scores.get(indicator__number=1)

    assert (row.official, row.computed) == (Decimal("70.00"), Decimal("90.00"))
    assert (assessment.total, assessment.computed_total) == (Decimal("80.00"), Decimal("90.00"))


def test_a_key_the_framework_does_not_know_is_refused_by_name():
    assessment = an_assessment()

    messages = refused(
        workflow.record_scores, assessment, numbers(i1="90.00", O99="90.00", e1="90.00"), by=None
    )

    assert messages == ["ไม่มี “O99” ในเกณฑ์ ITA ปี ๒๕๖๘", "ไม่มี “e1” ในเกณฑ์ ITA ปี ๒๕๖๘"]
    assert officials_of(assessment) == {}


@pytest.mark.parametrize("value", ["-0.01", "100.01", "1000"])
@pytest.mark.parametrize("key", ["total", "O1", "9", "EIT/1"])
def test_a_figure_out_of_range_is_refused_and_nothing_of_the_same_act_is_kept(key, value):
    assessment = an_assessment()

    messages = refused(workflow.record_scores, assessment, {"i1": Decimal(90), key: Decimal(value)}, by=None)

    assert messages == [f"คะแนนของ {key} ต้องอยู่ระหว่าง 0 ถึง 100"]
    assert officials_of(Assessment.objects.get()) == {}
    assert not TrailEntry.objects.about(assessment).filter(changes__has_key="i1").exists()


@pytest.mark.parametrize("value", ["NaN", "sNaN"])
def test_a_figure_that_is_no_number_is_refused(value):
    assessment = an_assessment()

    assert refused(workflow.record_scores, assessment, {"i1": Decimal(value)}, by=None)


@pytest.mark.parametrize("key", ["total", "i1"])
def test_a_figure_of_three_decimals_is_refused(key):
    assessment = an_assessment()

    assert refused(workflow.record_scores, assessment, {key: Decimal("98.265")}, by=None)


def test_recording_leaves_one_entry_with_what_changed_and_by_whom():
    user = a_user()
    assessment = an_assessment(official={"i1": "98.26", "i2": "90.00"})

    workflow.record_scores(assessment, numbers(i1="98.30", i2="90.00", O1="100.00", O2=None), by=user)

    entry = TrailEntry.objects.about(assessment).last()
    assert (entry.verb, entry.by, entry.organization) == ("record_scores", user, assessment.organization)
    assert entry.changes == {"i1": ["98.26", "98.30"], "O1": [None, "100.00"]}


def test_figures_are_not_kept_without_their_entry_on_the_trail(monkeypatch):
    assessment = an_assessment(official={"i1": "98.26"})
    monkeypatch.setattr(workflow.scores.trail, "record", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        workflow.record_scores(assessment, numbers(i1="1.00"), by=None)

    assert officials_of(Assessment.objects.get()) == numbers(i1="98.26")


def test_the_verbs_run_inside_a_request():
    assessment = an_assessment()

    with scope_guard():
        workflow.record_scores(
            assessment, numbers(**{key.replace("/", "_"): "90" for key in FULL_SCORES}), by=None
        )
        workflow.confirm(assessment, by=None)
        workflow.reopen(assessment, reason="พิมพ์ผิด", by=None, at=NOW)

    assert assessment.computed_total == Decimal("90.00")


# -- Confirming and reopening ----------------------------------------------------------------------


def test_confirming_makes_the_figures_read_only():
    assessment = an_assessment(official=FULL_SCORES)

    workflow.confirm(assessment, by=None)

    messages = refused(workflow.record_scores, assessment, numbers(i1="1.00"), by=None)
    assert messages == ["ผลการประเมินนี้ยืนยันแล้ว โปรดเปิดแก้ไขก่อนบันทึกคะแนน"]
    assert officials_of(assessment)["i1"] == Decimal("90.00")


def test_figures_confirmed_by_another_person_meanwhile_are_read_only_too():
    assessment = an_assessment(official=FULL_SCORES)
    opened_before = Assessment.objects.get()
    workflow.confirm(assessment, by=None)

    with pytest.raises(ValidationError):
        workflow.record_scores(opened_before, numbers(i1="1.00"), by=None)

    assert officials_of(assessment)["i1"] == Decimal("90.00")


def test_confirming_raises_the_version_and_leaves_an_entry():
    user, assessment = a_user(), an_assessment(official=ONE_FIGURE)

    workflow.confirm(assessment, by=user)

    assert (assessment.status, assessment.version) == (AssessmentStatus.CONFIRMED, 2)
    entry = TrailEntry.objects.about(assessment).last()
    assert (entry.verb, entry.by, entry.changes) == ("confirm", user, {"status": ["draft", "confirmed"]})


def test_of_two_people_who_confirm_the_second_is_told():
    assessment = an_assessment(official=ONE_FIGURE)
    opened_before = Assessment.objects.get()
    workflow.confirm(assessment, by=None)

    messages = refused(workflow.confirm, opened_before, by=None)

    assert messages == ["สถานะของผลการประเมินเปลี่ยนไปแล้ว โปรดเปิดหน้านี้ใหม่"]
    assert TrailEntry.objects.about(assessment).filter(verb="confirm").count() == 1


def test_reopening_lets_figures_be_recorded_again():
    assessment = an_assessment(official=FULL_SCORES, is_confirmed=True)

    workflow.reopen(assessment, reason="คะแนนข้อ i1 พิมพ์ผิด", by=None, at=NOW)
    workflow.record_scores(assessment, numbers(i1="91.00"), by=None)

    assert officials_of(assessment)["i1"] == Decimal("91.00")


def test_the_reason_for_reopening_stays_on_record():
    user, assessment = a_user(), an_assessment(official=ONE_FIGURE, is_confirmed=True)

    workflow.reopen(assessment, reason="คะแนนข้อ i1 พิมพ์ผิด", by=user, at=NOW)

    entry = TrailEntry.objects.about(assessment).last()
    assert (entry.verb, entry.by) == ("reopen", user)
    assert entry.changes == {"status": ["confirmed", "draft"], "reason": ["", "คะแนนข้อ i1 พิมพ์ผิด"]}


@pytest.mark.parametrize("reason", ["", "  "])
def test_reopening_without_a_reason_is_refused(reason):
    assessment = an_assessment(official=ONE_FIGURE, is_confirmed=True)

    assert refused(workflow.reopen, assessment, reason=reason, by=None, at=NOW) == ["โปรดเขียนเหตุผลที่เปิดแก้ไข"]
    assert Assessment.objects.get().is_confirmed


def test_reopening_what_is_open_is_told():
    assessment = an_assessment()

    messages = refused(workflow.reopen, assessment, reason="พิมพ์ผิด", by=None, at=NOW)

    assert messages == ["สถานะของผลการประเมินเปลี่ยนไปแล้ว โปรดเปิดหน้านี้ใหม่"]


# -- The caches ------------------------------------------------------------------------------------


def test_refreshing_repairs_a_stale_total_and_says_so():
    assessment = an_assessment(official=FULL_SCORES)
    Assessment.objects.update(computed_total=Decimal("12.34"))
    assessment.refresh_from_db()

    changed = workflow.refresh_computed(assessment)

    assessment.refresh_from_db()
    assert (changed, assessment.computed_total) == (True, Decimal("90.00"))


def test_refreshing_repairs_a_stale_indicator_and_says_so():
    assessment = an_assessment(official=FULL_SCORES)
    assessment.indicator_scores.update(computed=Decimal("12.34"))

    changed = workflow.refresh_computed(assessment)

    assert (changed, set(assessment.indicator_scores.values_list("computed", flat=True))) == (
        True,
        {Decimal(90)},
    )


def test_refreshing_what_is_fresh_says_that_nothing_changed():
    assessment = an_assessment(official=FULL_SCORES)

    assert workflow.refresh_computed(assessment) is False
