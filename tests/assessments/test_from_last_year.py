"""Last year's texts as a start: what goes on, what is new, what is gone, and what is copied."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import workflow
from assessments.counterparts import Continuity, counterparts, previous_of
from assessments.models import Disposition, Framework
from organizations.models import TrailEntry
from tests.builders import a_framework, an_analysis, an_assessment, an_organization


def years(**official):
    """An office with a result of 2567 and the (bare) one of 2568; i1, i2 and O1–O3 go on, O4 is new, old O4 gone."""
    organization = an_organization()
    before, now = a_framework(2567), a_framework(2568)
    for code in ("i1", "i2", "O1", "O2", "O3"):
        now.questions.filter(code=code).update(continues=before.questions.get(code=code))
    return an_assessment(organization, before), an_assessment(organization, now, official)


def pairs(assessment):
    return {row.key: row for row in counterparts(assessment, previous_of(assessment))}


def codes_of(analysis):
    return [question.code for question in analysis.questions.order_by("order")]


def copy(assessment, *keys):
    return workflow.copy_last_year(assessment, keys, by=None)


# -- What became of the questions ------------------------------------------------------------------


@pytest.mark.django_db
def test_every_question_is_told_apart_as_going_on_new_or_gone():
    _, now = years()

    rows = counterparts(now, previous_of(now))

    told = [(row.key or row.before.code, row.continuity) for row in rows]
    assert told[:3] == [("i1", "same"), ("i2", "same"), ("e1", "new")]
    assert told[-1] == ("O4", "removed")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "now", "continuity"),
    [
        ("รายงานผลประจำปี พ.ศ. ๒๕๖๗", "รายงานผลการดำเนินงาน พ.ศ. ๒๕๖๘", Continuity.REWORDED),
        ("รายงานผลประจำปี พ.ศ. ๒๕๖๗", "รายงานผล ประจำปี พ.ศ. 2568", Continuity.SAME),  # spaces and years
        ("รายงานผลประจำปี", "", Continuity.SAME),  # not known yet
    ],
)
def test_another_official_wording_is_told(before, now, continuity):
    last, this = years()
    last.framework.questions.filter(code="i1").update(wording=before)
    this.framework.questions.filter(code="i1").update(wording=now, summary="รายงานอย่างย่อ")

    assert pairs(this)["i1"].continuity == continuity


@pytest.mark.django_db
def test_an_indicator_analysed_as_a_whole_is_found_by_its_name_not_its_number():
    before, now = years()
    an_analysis(before, indicator=before.framework.indicators.get(number=9))
    now.framework.indicators.filter(number=9).update(number=7)

    assert pairs(now)["7"].before.number == 9


@pytest.mark.django_db
def test_without_a_result_of_the_year_before_there_is_nothing_to_copy():
    assessment = an_assessment()

    assert previous_of(assessment) is None
    assert copy(assessment, "i1") == 0


# -- Copying ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_texts_are_copied_as_drafts_and_decisions_are_not():
    before, now = years(i1="35.65")
    source = an_analysis(before, ["i1"], disposition=Disposition.MAINTAIN, reason_without_measure="ทำอยู่แล้ว")

    copy(now, "i1")

    copied = now.analyses.get()
    assert (copied.recommendation, copied.copied_from, copied.is_draft) == (source.recommendation, source, True)
    assert (copied.disposition, copied.reason_without_measure) == (Disposition.FIX, "")


@pytest.mark.django_db
def test_questions_that_shared_a_text_share_it_again():
    before, now = years()
    an_analysis(before, ["i1", "i2"])

    assert copy(now, "i1", "i2") == 2

    assert codes_of(now.analyses.get()) == ["i1", "i2"]


@pytest.mark.django_db
def test_a_shared_text_that_now_falls_into_two_indicators_is_copied_to_each():
    before, now = years()
    an_analysis(before, ["i1", "i2"])
    now.framework.questions.filter(code="i2").update(indicator=now.framework.indicators.get(number=9))

    copy(now, "i1", "i2")

    assert [codes_of(row) for row in now.analyses.order_by("order")] == [["i1"], ["i2"]]


@pytest.mark.django_db
def test_what_is_written_this_year_already_stays():
    before, now = years()
    an_analysis(before, ["i1", "i2"])
    an_analysis(now, ["i1"], recommendation="ของปีนี้")

    assert copy(now, "i1", "i2") == 1

    assert [codes_of(row) for row in now.analyses.order_by("order")] == [["i1"], ["i2"]]
    assert now.analyses.order_by("order")[0].recommendation == "ของปีนี้"


@pytest.mark.django_db
def test_only_what_was_chosen_is_copied_and_stands_on_the_trail():
    before, now = years()
    for code in ("i1", "i2"):
        an_analysis(before, [code])

    copy(now, "i2", "no such question")

    entry = TrailEntry.objects.about(now).get(verb="copy_last_year")
    assert [codes_of(row) for row in now.analyses.all()] == [["i2"]]
    assert entry.changes == {"copied": [None, "i2"], "from_year": [None, "2567"]}


# -- With the real frameworks ----------------------------------------------------------------------


def test_the_analysis_of_khlongse_starts_the_one_of_2569(municipality):
    organization = municipality("khlongse")
    framework = Framework.objects.get(year=2569)
    assessment = workflow.start(organization, framework, by=None)

    rows = counterparts(assessment, previous_of(assessment))
    copied = copy(assessment, *(row.key for row in rows))

    new = [row.key for row in rows if row.continuity == Continuity.NEW]
    gone = [row.before.code for row in rows if row.continuity == Continuity.REMOVED]
    assert new == ["O11", "O20"]
    assert gone == ["O11", "O12", "O21", "O22"]
    assert copied == framework.questions.count() - len(new)


def test_comparing_asks_as_often_for_many_questions_as_for_few(municipality):
    before, few = years()
    an_analysis(before, ["i1"])
    many = workflow.start(municipality("khlongse"), Framework.objects.get(year=2569), by=None)

    assert queries_of(few) == queries_of(many) <= 10


def queries_of(assessment):
    previous = previous_of(assessment)
    with CaptureQueriesContext(connection) as queries:
        counterparts(assessment, previous)
    return len(queries)
