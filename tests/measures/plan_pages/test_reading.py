"""The plan of a year: reading it, beginning it, the ways that lead to it."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import workflow as workflow_of_results
from ita_portal.thai_text import to_thai_digits
from measures.models import (
    MeasurePlan,
    MeasureTarget,
)
from measures.plan_page import PAGE_SIZE, place_in_list
from organizations.models import Role
from tests import builders
from tests.measures.plan_pages.reading import address, adopt, many_measures, text_of

pytestmark = pytest.mark.django_db


# -- Reading ----------------------------------------------------------------------------------------


def test_the_plan_answers_first_how_much_and_which_weak_questions_have_no_measure(client, auditor, plan):
    measure = builders.a_measure(plan)
    question = plan.source_assessment.framework.questions.get(code="O4")
    MeasureTarget.objects.create(measure=measure, indicator=question.indicator, question=question, order=1)

    page = text_of(client.get(address("plan", plan)))

    assert "ปี ๒๕๖๙ จะทำอะไร ใครทำ เมื่อใด" in page
    assert "ยังเหลือ ๖" in page
    assert page.index("?question=i1") < page.index("?question=e1")
    assert "?question=O4" not in page


def test_a_measure_that_answers_nothing_is_pointed_out(client, auditor, plan):
    builders.a_measure(plan)

    assert "๑ มาตรการไม่ได้ระบุว่าตอบตัวชี้วัดหรือข้อใด" in text_of(client.get(address("plan", plan)))


def test_days_outside_the_fiscal_year_are_said_in_the_list(client, auditor, plan):
    builders.a_measure(plan, starts_on=date(2025, 9, 1), due_on=date(2026, 12, 31))

    page = text_of(client.get(address("plan", plan)))

    assert "เริ่มนอกปีงบประมาณ" in page
    assert "สิ้นสุดนอกปีงบประมาณ" in page


def test_what_is_late_is_said_of_an_adopted_plan(client, auditor, plan):
    builders.a_measure(plan, due_on=date(2025, 10, 31))
    adopt(plan)

    assert "เลยกำหนด ๑ เรื่อง" in text_of(client.get(address("plan", plan)))


def filled_button(page):
    return re.findall(r'class="btn btn-primary" href="([^"]+)"', page)


def test_a_plan_with_uncovered_scores_leads_to_the_suggestions(client, auditor, plan):
    page = text_of(client.get(address("plan", plan)))

    assert filled_button(page) == [address("suggestions", plan)]


def test_a_plan_that_leaves_no_score_open_leads_to_its_checks(client, auditor, organization):
    perfect = dict.fromkeys(builders.FULL_SCORES, "100.00")
    plan = builders.a_plan(
        organization, source_assessment=builders.an_assessment(organization, official=perfect)
    )
    builders.a_measure(plan)

    page = text_of(client.get(address("plan", plan)))

    assert filled_button(page) == [address("check_plan", plan)]


def test_scores_that_are_not_recorded_are_not_called_full(client, auditor, organization):
    nothing_recorded = builders.an_assessment(organization, official={})
    plan = builders.a_plan(organization, source_assessment=nothing_recorded)

    page = text_of(client.get(address("plan", plan)))

    assert "ยังไม่มีคะแนนของปี ๒๕๖๘ ให้ตอบ" in page
    assert "ทุกคะแนนเต็ม" not in page


def test_an_empty_plan_without_a_result_leads_to_its_first_measure(client, auditor, organization):
    plan = builders.a_plan(organization)

    page = text_of(client.get(address("plan", plan)))

    assert filled_button(page) == [address("new_measure", plan)]


def test_a_year_with_a_result_and_no_plan_leads_to_the_plan_made_from_it(client, auditor, assessment):
    result = [assessment.organization.slug, assessment.year]

    page = text_of(client.get(reverse("measures:plan", args=result)))

    assert f'href="{reverse("measures:plan", args=[result[0], result[1] + 1])}"' in page


def test_an_adopted_plan_offers_no_act_that_would_change_it(client, auditor, plan):
    measure = builders.a_measure(plan)
    adopt(plan)

    page = text_of(client.get(address("plan", plan)))

    assert address("new_measure", plan) not in page
    assert address("arrange_measure", plan, measure.pk) not in page
    assert "btn-primary" not in page


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.DIVISION_STAFF, Role.CLERK])
def test_members_read_the_draft_and_change_nothing(client, organization, plan, role):
    measure = builders.a_measure(plan)
    client.force_login(builders.a_user(organization, role))

    page = text_of(client.get(address("plan", plan)))

    assert measure.title in page
    assert address("arrange_measure", plan, measure.pk) not in page
    assert client.get(address("edit_measure", plan, measure.pk)).status_code == 404


def test_the_province_reads_a_plan_only_once_it_is_adopted(client, organization, plan):
    client.force_login(builders.a_user(role=Role.OVERSEER, province=organization.province))

    before = client.get(address("plan", plan)).status_code
    adopt(plan)

    assert (before, client.get(address("plan", plan)).status_code) == (404, 200)


def test_the_province_sees_no_score_of_a_result_that_is_not_confirmed(client, organization, plan):
    client.force_login(builders.a_user(role=Role.OVERSEER, province=organization.province))
    builders.a_measure(plan)
    adopt(plan)

    assert "๗๙.๕๐" not in text_of(client.get(address("plan", plan)))


def test_the_province_is_led_to_no_page_of_work(client, organization, assessment, plan):
    workflow_of_results.confirm(assessment, by=None)
    client.force_login(builders.a_user(role=Role.OVERSEER, province=organization.province))
    adopt(plan)

    page = text_of(client.get(address("plan", plan)))

    assert "ยังเหลือ" in page
    assert "/analysis/" not in page


@pytest.mark.parametrize("is_adopted", [False, True])
def test_the_list_asks_as_much_for_ten_measures_as_for_a_thousand(client, auditor, plan, is_adopted):
    many_measures(plan, 10)
    if is_adopted:
        adopt(plan)
    with CaptureQueriesContext(connection) as few:
        client.get(address("plan", plan))
    many_measures(plan, 990)

    with CaptureQueriesContext(connection) as many:
        page = text_of(client.get(address("plan", plan)))

    assert "๑๐๐๐ มาตรการตามลำดับที่พิมพ์" in page
    assert page.count("data-drag-row") == PAGE_SIZE
    assert len(many) == len(few) < 40


def test_a_second_page_goes_on_where_the_first_ended_and_counts_are_those_of_the_plan(client, auditor, plan):
    many_measures(plan, PAGE_SIZE + 2)
    last = plan.measures.last()

    page = text_of(client.get(address("plan", plan), {"page": 2}))

    assert re.findall(r'data-place="(\d+)"', page) == [str(PAGE_SIZE + 1), str(PAGE_SIZE + 2)]
    assert "หน้านี้แสดงลำดับที่ ๑๐๑ ถึง ๑๐๒" in page
    assert f'<span class="hero__number number">{to_thai_digits(str(PAGE_SIZE + 2))}</span>' in page
    assert place_in_list(last) == f"{address('plan', plan)}?page=2#measure-{last.pk}"


def test_a_measure_moved_to_another_page_is_shown_there(client, auditor, plan):
    many_measures(plan, PAGE_SIZE + 1)
    first = plan.measures.first()

    response = client.post(address("arrange_measure", plan, first.pk), {"place": PAGE_SIZE + 1})

    assert response["Location"] == f"{address('plan', plan)}?page=2#measure-{first.pk}"


# -- Starting ---------------------------------------------------------------------------------------


def test_a_year_without_a_plan_offers_to_start_from_the_result_before_it(client, auditor, assessment):
    page = text_of(client.get("/khlongtest/2569/plan/"))

    assert "เริ่มแผนจากผลปี ๒๕๖๘" in page
    assert "เริ่มแผนโดยไม่อ้างผล" in page


@pytest.mark.parametrize("start", ["result", "nothing"])
def test_a_plan_starts_as_the_button_says(client, auditor, assessment, start):
    response = client.post("/khlongtest/2569/plan/start/", {"from": start})

    plan = MeasurePlan.objects.get()
    assert response["Location"] == "/khlongtest/2569/plan/"
    assert plan.source_assessment == (assessment if start == "result" else None)


def test_a_plan_does_not_start_without_a_choice(client, auditor, assessment):
    page = text_of(client.post("/khlongtest/2569/plan/start/", {}))

    assert "โปรดเลือกว่าจะเริ่มแผนจากผลการประเมิน" in page
    assert not MeasurePlan.objects.exists()


def test_members_are_told_who_starts_the_plan(client, organization, assessment):
    client.force_login(builders.a_user(organization, Role.EXECUTIVE))

    page = text_of(client.get("/khlongtest/2569/plan/"))

    assert "ผู้ตรวจสอบภายในของหน่วยงานเป็นผู้เริ่มแผน" in page
    assert "<button" not in page.partition("<main")[2]


# -- Ways to the plan -------------------------------------------------------------------------------


def test_a_new_measure_of_a_year_without_a_plan_leads_to_where_the_plan_begins(client, auditor, assessment):
    response = client.get("/khlongtest/2569/plan/measures/new/?question=i1")

    assert response["Location"] == "/khlongtest/2569/plan/"


def test_the_years_of_the_office_lead_to_its_plans(client, auditor, plan):
    assert 'href="/khlongtest/2569/plan/"' in text_of(client.get("/khlongtest/"))


def test_the_years_of_the_office_offer_the_plan_that_is_next(client, auditor, assessment):
    page = text_of(client.get("/khlongtest/"))

    assert "จัดทำแผนมาตรการปี ๒๕๖๙ จากผลล่าสุด" in page


def test_the_analysis_leads_to_the_plan_it_is_for(client, auditor, plan):
    assert 'href="/khlongtest/2569/plan/"' in text_of(client.get("/khlongtest/2568/analysis/"))


def test_a_question_that_nobody_decided_leads_to_a_measure_for_it(client, auditor, plan):
    page = text_of(client.get("/khlongtest/2568/analysis/"))

    assert 'href="/khlongtest/2569/plan/measures/new/?question=i1"' in page
    assert "measures/new/?question=i2" not in page
