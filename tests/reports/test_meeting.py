"""The page for a meeting: what is good, weak, late and next, and what the meeting is asked for."""

from datetime import date
from decimal import Decimal

import pytest

from measures.models import PlanStatus
from organizations.models import Role
from reports.charts import Bar
from reports.meeting import best_and_worst, meeting_page
from tests import builders

TODAY = date(2026, 3, 2)


def bars(*values):
    return [Bar(str(number), value and Decimal(value), "IIT") for number, value in enumerate(values, start=1)]


@pytest.mark.parametrize(
    ("values", "best", "worst"),
    [
        ((90, 80, None, 99, 70, 60, 85), ["4", "1", "7"], ["6", "5", "2"]),
        ((90, 80, 99, 70), ["3", "1", "2"], ["4"]),
        ((90,), ["1"], []),
        ((None,), [], []),
    ],
)
def test_three_good_and_three_weak_and_none_of_them_twice(values, best, worst):
    found = best_and_worst(bars(*values))

    assert [[bar.label for bar in side] for side in found] == [best, worst]


@pytest.fixture
def organization(db):
    return builders.an_organization()


def page_of(organization, year=2568):
    return meeting_page(organization, year, builders.a_user(organization, Role.EXECUTIVE), TODAY)


def test_a_year_without_a_result_has_no_page(organization):
    builders.a_plan(organization, 2569)

    assert page_of(organization) is None


def test_the_meeting_is_asked_for_a_plan_then_to_adopt_it_then_to_hurry_what_is_late(organization):
    scores = dict.fromkeys(builders.FULL_SCORES, "100.00")
    assessment = builders.an_assessment(organization, official=scores, is_confirmed=True)
    without = page_of(organization).asked
    plan = builders.a_plan(organization, 2569, source_assessment=assessment)
    builders.a_measure(plan, due_on=date(2026, 2, 1))
    drafted = page_of(organization).asked
    type(plan).objects.update(status=PlanStatus.ADOPTED)

    asked = [without, drafted, page_of(organization).asked]

    assert asked == [
        ["เห็นชอบให้จัดทำแผนมาตรการปี ๒๕๖๙ จากผลการประเมินนี้"],
        ["เห็นชอบและประกาศใช้แผนมาตรการปี ๒๕๖๙ (๑ มาตรการ)"],
        ["เร่งรัดส่วนราชการเจ้าของ ๑ มาตรการของแผนปี ๒๕๖๙ ที่เลยกำหนด"],
    ]


def test_scores_nobody_decided_on_and_figures_nobody_confirmed_are_named(organization):
    assessment = builders.an_assessment(organization, official=builders.FULL_SCORES)
    builders.a_plan(organization, 2569, source_assessment=assessment)

    asked = page_of(organization).asked

    assert asked[0].startswith("รับทราบว่าคะแนนปี ๒๕๖๘ ยังไม่ยืนยัน")
    assert "๘ ข้อที่คะแนนยังไม่เต็ม" in asked[1]


def test_the_next_days_stand_in_order_and_what_has_passed_is_not_among_them(organization):
    assessment = builders.an_assessment(organization, official=builders.FULL_SCORES, is_confirmed=True)
    plan = builders.a_plan(organization, 2569, source_assessment=assessment, status=PlanStatus.ADOPTED)
    days = [date(2026, 9, 30), date(2026, 2, 1), date(2026, 6, 30)]
    for day in days:
        builders.a_measure(plan, due_on=day)

    assert [row.day for row in page_of(organization).dates] == [date(2026, 6, 30), date(2026, 9, 30)]
