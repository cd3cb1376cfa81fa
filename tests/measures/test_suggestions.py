"""What a plan lacks, the measures that suit it, and creating them in one act."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures import workflow
from measures.measure_content import content_of
from measures.models import MeasureOwner, MeasureTarget
from measures.suggestions import by_indicator, proposals_for
from organizations.models import Role, TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db
SCORES = {"i1": "60.00", "i2": "90.00", "e1/1": "100.00", "e1/2": "70.00", "O1": "100.00"}


@pytest.fixture
def organization():
    return builders.an_organization("own", place_name="ทุ่งทอง")


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


@pytest.fixture
def plan(organization):
    source = builders.an_assessment(organization, official=SCORES, is_confirmed=True)
    return builders.a_plan(organization, source_assessment=source)


def question(code, year=2568):
    return builders.a_framework(year).questions.get(code=code)


def answering(plan, code, **fields):
    measure = builders.a_measure(plan, **fields)
    row = question(code, plan.fiscal_year - 1)
    MeasureTarget.objects.create(measure=measure, indicator=row.indicator, question=row, order=1)
    return measure


# -- What is proposed ------------------------------------------------------------------------------


def test_every_score_below_100_without_a_measure_is_proposed_weakest_first(plan):
    answering(plan, "i2")

    found = [(row.key, row.subject.score) for row in proposals_for(plan)]

    assert found == [("i1", Decimal("60.00")), ("e1", Decimal("70.00"))]


def test_the_indicator_with_the_weakest_score_comes_first(plan):
    groups = by_indicator(proposals_for(plan))

    assert [(group.indicator.number, [row.key for row in group.proposals]) for group in groups] == [
        (1, ["i1", "i2"]),
        (6, ["e1"]),
    ]


def test_a_plan_that_stands_alone_lacks_nothing_that_could_be_known(organization):
    assert proposals_for(builders.a_plan(organization)) == []


def test_of_equally_near_measures_the_own_one_is_best_and_a_question_beats_its_indicator(plan, organization):
    indicator = question("i1").indicator
    wide = builders.a_template(indicator=indicator)
    shared = builders.a_template(question=question("i1"))
    own = builders.a_template(organization, question=question("i1"))

    first = proposals_for(plan)[0]

    assert first.templates == (own, shared, wide)


def test_measures_of_others_and_retired_ones_are_not_offered(plan):
    builders.a_template(builders.an_organization(), question=question("i1"))
    builders.a_template(question=question("i1"), is_retired=True)

    assert proposals_for(plan)[0].templates == ()


def test_a_measure_for_the_question_that_is_continued_is_offered_before_one_for_the_indicator(plan):
    earlier = builders.a_framework(2567).questions.get(code="i1")
    row = question("i1")
    row.continues = earlier
    row.save()
    wide = builders.a_template(indicator=row.indicator)
    continued = builders.a_template(question=earlier)

    assert proposals_for(plan)[0].templates == (continued, wide)


def test_a_reason_is_shown_beside_a_score_and_nothing_urges_a_measure(plan):
    builders.an_analysis(plan.source_assessment, ["i1"], reason_without_measure="คะแนนสูงอยู่แล้ว")

    first = proposals_for(plan)[0]

    assert (first.reasons, first.is_urged) == (("คะแนนสูงอยู่แล้ว",), False)


def test_the_queries_are_as_many_for_one_score_as_for_many(organization):
    counts = []
    for year, scores in ((2568, {"i1": "60.00"}), (2567, SCORES)):
        source = builders.an_assessment(organization, builders.a_framework(year), scores)
        plan = builders.a_plan(organization, year + 1, source_assessment=source)
        for code in ("i1", "i2", "e1"):
            builders.a_template(question=question(code, year))
        with CaptureQueriesContext(connection) as queries:
            proposals_for(plan)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# -- Creating --------------------------------------------------------------------------------------


def test_a_chosen_score_becomes_a_measure_with_everything_filled_in(plan, auditor):
    template = builders.a_template(question=question("i1"), target="ครบทุกงาน", follow_up="ทุกไตรมาส")
    builders.an_analysis(plan.source_assessment, ["i1"], finding="ขั้นตอนไม่ชัดเจน", recommendation="")

    (measure,) = workflow.create_from_suggestions(plan, {"i1": template.pk}, by=auditor)

    said = content_of(measure)
    assert said.titles == ("จัดทำคู่มือขององค์การบริหารส่วนตำบลทุ่งทอง",)
    assert [step.text for step in said.steps] == ["ร่าง", "เผยแพร่"]
    assert (said.finding, said.target, said.follow_up) == ("ขั้นตอนไม่ชัดเจน", "ครบทุกงาน", "ทุกไตรมาส")
    assert [row.question for row in said.targets] == [question("i1")]
    assert (said.starts_on.isoformat(), said.due_on.isoformat()) == ("2025-10-01", "2026-09-30")
    assert said.drafted_from == template


def test_owners_come_from_last_years_measure_for_the_same_question(plan, auditor, organization):
    earlier_row = builders.a_framework(2567).questions.get(code="i1")
    row = question("i1")
    row.continues = earlier_row
    row.save()
    division = builders.a_division(organization)
    last = builders.a_plan(organization, 2568)
    measure = answering(last, "i1", is_all_divisions=False)
    MeasureOwner.objects.create(measure=measure, division=division, order=1, is_lead=True)
    builders.a_template(question=row)

    (created,) = workflow.create_from_suggestions(plan, {"i1": None}, by=auditor)

    assert content_of(created).owners == (division,)


def test_without_a_measure_of_last_year_nobody_owns_the_new_one(plan, auditor):
    builders.a_template(question=question("i1"))

    (created,) = workflow.create_from_suggestions(plan, {"i1": None}, by=auditor)

    assert (content_of(created).owners, content_of(created).is_all_divisions) == ((), False)


def test_scores_of_one_indicator_with_the_same_measure_become_one(plan, auditor):
    wide = builders.a_template(indicator=question("i1").indicator)

    (created,) = workflow.create_from_suggestions(plan, {"i1": wide.pk, "i2": wide.pk}, by=auditor)

    assert [target.question.code for target in created.targets.all()] == ["i1", "i2"]


def test_a_score_without_a_measure_in_the_library_takes_its_title_from_its_analysis(plan, auditor):
    builders.an_analysis(plan.source_assessment, ["i1"], recommendation="หน่วยงานควรจัดทำคู่มือ")

    (created,) = workflow.create_from_suggestions(plan, {"i1": None}, by=auditor)

    assert created.title == "จัดทำคู่มือ"


def test_what_was_created_at_once_is_taken_back_at_once(plan, auditor):
    for code in ("i1", "e1"):
        builders.a_template(question=question(code))
    workflow.create_from_suggestions(plan, {"i1": None, "e1": None}, by=auditor)

    label = workflow.undo(plan, by=auditor)

    assert label == "เพิ่ม ๒ มาตรการจากข้อเสนอแนะ"
    assert not plan.measures.exists()


def test_pressing_twice_creates_once(plan, auditor):
    builders.a_template(question=question("i1"))
    workflow.create_from_suggestions(plan, {"i1": None}, by=auditor)

    with pytest.raises(ValidationError, match="มีมาตรการแล้ว"):
        workflow.create_from_suggestions(plan, {"i1": None}, by=auditor)

    assert plan.measures.count() == 1


def test_the_measure_of_another_organisation_cannot_be_slipped_in(plan, auditor):
    foreign = builders.a_template(builders.an_organization(), question=question("i1"), titles="ของหน่วยงานอื่น")
    builders.a_template(question=question("i1"))

    (created,) = workflow.create_from_suggestions(plan, {"i1": foreign.pk}, by=auditor)

    assert "ของหน่วยงานอื่น" not in created.title


def test_every_created_measure_is_on_the_trail(plan, auditor):
    builders.a_template(question=question("i1"))

    (created,) = workflow.create_from_suggestions(plan, {"i1": None}, by=auditor)

    assert TrailEntry.objects.about(created).get().verb == "create_from_suggestions"
