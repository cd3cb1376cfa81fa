"""Unfinished measures of last year in the new plan: what comes along, what stays behind, and once only."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from measures import workflow
from measures.carry_over import carried, unfinished_before
from measures.measure_content import content_of
from measures.models import Measure, MeasureOwner, MeasureTarget, PlanStatus, ProgressState
from organizations.models import Role
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization():
    return builders.an_organization()


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


@pytest.fixture
def last(organization):
    return builders.a_plan(organization, 2569, status=PlanStatus.ADOPTED)


@pytest.fixture
def plan(organization):
    return builders.a_plan(organization, 2570)


def carry(plan, *measures, by):
    return workflow.carry_over(plan, measures, by=by)


# -- What is proposed ------------------------------------------------------------------------------


def test_only_open_measures_of_the_year_before_are_proposed(plan, last):
    waiting = builders.a_measure(last, "ยังไม่เริ่ม")
    under_way = builders.a_measure(last, "กำลังทำ", state=ProgressState.UNDER_WAY)
    builders.a_measure(last, "เสร็จแล้ว", state=ProgressState.DONE)
    builders.a_measure(last, "ยกเลิก", cancelled_on=date(2026, 1, 1), cancel_reason="ซ้ำ")
    builders.a_measure(builders.a_plan(plan.organization, 2568, status=PlanStatus.ADOPTED), "สองปีก่อน")

    assert [row.measure for row in unfinished_before(plan)] == [waiting, under_way]


def test_a_draft_plan_of_last_year_leaves_nothing_over(plan, last):
    builders.a_measure(last)
    last.status = PlanStatus.DRAFT
    last.save()

    assert unfinished_before(plan) == []


def test_the_queries_are_as_many_for_one_measure_as_for_five(plan, last, django_assert_num_queries):
    builders.a_measure(last)
    with django_assert_num_queries(5):
        unfinished_before(plan)
    for _ in range(4):
        builders.a_measure(last)

    with django_assert_num_queries(5):
        unfinished_before(plan)


# -- What comes along ------------------------------------------------------------------------------


def test_text_steps_and_owners_come_along_and_the_days_move_a_year(plan, last, auditor):
    division = builders.a_division(plan.organization)
    measure = builders.a_measure(last, is_all_divisions=False, target="ครบ", period_text="ตลอดปี ๒๕๖๙")
    measure.steps.update(starts_on=date(2026, 1, 5), due_on=date(2026, 2, 28))
    MeasureOwner.objects.create(measure=measure, division=division, order=1, is_lead=True)

    (created,) = carry(plan, measure, by=auditor)

    said = content_of(created)
    assert (said.titles, said.target, said.owners) == (content_of(measure).titles, "ครบ", (division,))
    assert (said.starts_on, said.due_on) == (date(2026, 10, 1), date(2027, 9, 30))
    assert (said.steps[0].starts_on, said.steps[0].due_on) == (date(2027, 1, 5), date(2027, 2, 28))
    assert said.period_text == ""


def test_how_far_it_was_stays_behind(plan, last, auditor):
    measure = builders.a_measure(last, state=ProgressState.UNDER_WAY, percent=60)
    measure.steps.update(state=ProgressState.DONE)

    (created,) = carry(plan, measure, by=auditor)

    assert (created.state, created.percent) == (ProgressState.NOT_STARTED, 0)
    assert created.steps.get().state == ProgressState.NOT_STARTED
    assert not created.progress_entries.exists()


def test_a_measure_that_is_carried_again_is_a_year_older(plan, last, auditor):
    measure = builders.a_measure(last, age=1)

    (created,) = carry(plan, measure, by=auditor)

    assert (created.age, created.carried_from) == (2, measure)


def test_the_last_day_of_february_moves_into_a_common_year(plan, last):
    builders.a_measure(last, starts_on=date(2028, 2, 29), due_on=date(2028, 2, 29))
    plan.fiscal_year = 2572

    moved = carried(last.measures.get(), plan, ([], {}))

    assert moved.due_on == date(2029, 2, 28)


def test_what_it_answered_is_found_through_what_continues_it(organization, plan, last, auditor):
    old, new = builders.a_framework(2568), builders.a_framework(2569)
    new.questions.filter(code="i2").update(continues=old.questions.get(code="i1"))
    plan.source_assessment = builders.an_assessment(organization, new)
    plan.save()
    measure = builders.a_measure(last)
    for order, code in enumerate(("i1", "e1"), start=1):
        row = old.questions.get(code=code)
        MeasureTarget.objects.create(measure=measure, indicator=row.indicator, question=row, order=order)

    (created,) = carry(plan, measure, by=auditor)

    assert [target.question for target in created.targets.all()] == [new.questions.get(code="i2")]


# -- Once ------------------------------------------------------------------------------------------


def test_a_measure_is_carried_once(plan, last, auditor):
    measure = builders.a_measure(last)
    carry(plan, measure, by=auditor)

    with pytest.raises(ValidationError, match="ยกมาแล้ว"):
        carry(plan, measure, by=auditor)

    assert plan.measures.count() == 1


def test_what_was_carried_is_not_proposed_again(plan, last, auditor):
    measure, other = builders.a_measure(last), builders.a_measure(last)
    carry(plan, measure, by=auditor)

    assert [row.measure for row in unfinished_before(plan)] == [other]


def test_the_database_refuses_a_second_one_too(plan, last):
    measure = builders.a_measure(last)
    builders.a_measure(plan, carried_from=measure)

    with pytest.raises(IntegrityError), transaction.atomic():
        builders.a_measure(plan, carried_from=measure)


def test_a_copy_of_a_carried_measure_is_a_new_measure(plan, last, auditor):
    (created,) = carry(plan, builders.a_measure(last), by=auditor)

    copy = workflow.copy_measure(created, by=auditor)

    assert (copy.carried_from, copy.age) == (None, 0)


def test_a_step_back_lets_it_be_carried_again(plan, last, auditor):
    measure = builders.a_measure(last)
    carry(plan, measure, by=auditor)

    workflow.undo(plan, by=auditor)

    assert [row.measure for row in unfinished_before(plan)] == [measure]


def test_an_adopted_plan_takes_nothing_over(plan, last, auditor):
    measure = builders.a_measure(last)
    plan.status = PlanStatus.ADOPTED
    plan.save()

    with pytest.raises(ValidationError, match="ประกาศใช้แล้ว"):
        carry(plan, measure, by=auditor)


def test_last_years_measure_itself_stays_as_it_was(plan, last, auditor):
    measure = builders.a_measure(last)
    before = replace(content_of(measure))

    carry(plan, measure, by=auditor)

    assert content_of(Measure.objects.get(pk=measure.pk)) == before
