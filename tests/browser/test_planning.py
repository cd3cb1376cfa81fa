"""From weak scores to a plan in force: tick, fill in, check, adopt; with scripts and without them."""

import pytest
from playwright.sync_api import expect

from measures.models import MeasurePlan, PlanStatus
from tests import builders
from tests.browser.conftest import PHONE


@pytest.fixture
def plan(assessment):
    """A draft plan without measures, from a result with two weak scores for which the library knows measures."""
    for code, score in (("i1", "60.00"), ("i4", "70.00"), ("O1", "100.00")):
        question = assessment.framework.questions.get(code=code)
        assessment.question_scores.create(question=question, official=score)
        builders.a_template(question=question, titles=f"มาตรการสำหรับ {code}")
    return builders.a_plan(assessment.organization, source_assessment=assessment)


@pytest.mark.parametrize("java_script", [True, False])
def test_a_plan_is_made_of_suggestions_and_adopted(open_window, auditor, plan, java_script):
    division = builders.a_division(plan.organization, "กองคลัง")
    page = open_window(auditor, java_script=java_script)
    page.goto(f"{plan.get_absolute_url()}suggestions/")
    page.get_by_role("button", name="เพิ่มมาตรการที่เลือกลงในแผน").click()
    expect(page.locator(".measure")).to_have_count(2)

    page.goto(f"{plan.get_absolute_url()}check/")
    expect(page.get_by_text("ยังไม่มีส่วนราชการที่รับผิดชอบ")).to_have_count(2)
    for measure in plan.measures.all():
        measure.owners.create(division=division, order=1, is_lead=True)
    page.reload()
    page.get_by_role("link", name="ไปประกาศใช้แผน").click()
    page.get_by_role("button", name="ประกาศใช้แผน").click()

    expect(page.get_by_text("ประกาศใช้แผนแล้ว")).to_be_visible()
    assert MeasurePlan.objects.get(pk=plan.pk).status == PlanStatus.ADOPTED


def test_how_many_are_ticked_is_told(open_window, auditor, plan):
    page = open_window(auditor, PHONE)
    page.goto(f"{plan.get_absolute_url()}suggestions/")
    button = page.get_by_role("button", name="เพิ่มมาตรการที่เลือกลงในแผน")
    expect(button).to_contain_text("(๒)")

    page.get_by_role("checkbox").first.uncheck()

    expect(button).to_contain_text("(๑)")


@pytest.mark.parametrize("place", ["suggestions/", "carry-over/", "check/"])
def test_no_page_of_planning_is_wider_than_a_phone(open_window, auditor, plan, place):
    builders.a_measure(plan, "ก" * 120, steps=())
    page = open_window(auditor, PHONE)
    page.goto(f"{plan.get_absolute_url()}{place}")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
