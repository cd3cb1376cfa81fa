"""The pages of a plan: reading it, writing its measures, and acts on the list."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from assessments import workflow as workflow_of_results
from ita_portal.thai_text import to_thai_digits
from measures import workflow
from measures.measure_content import content_of
from measures.measure_drafts import title_from
from measures.models import (
    Measure,
    MeasureOwner,
    MeasurePlan,
    MeasureTarget,
    MeasureTemplate,
    MeasureTitle,
    PlanStatus,
)
from measures.plan_forms import MeasureForm
from measures.plan_page import PAGE_SIZE, place_in_list
from organizations.models import Role, TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db

WHOLE_YEAR = {"starts_on": "๑ ต.ค. ๒๕๖๘", "due_on": "๓๐ ก.ย. ๒๕๖๙"}


@pytest.fixture
def organization():
    return builders.an_organization("khlongtest")


@pytest.fixture
def auditor(client, organization):
    user = builders.a_user(organization, Role.AUDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def assessment(organization):
    return builders.an_assessment(
        organization, official={**builders.FULL_SCORES, "i1": "79.50", "i2": "100.00"}
    )


@pytest.fixture
def plan(organization, assessment):
    return builders.a_plan(organization, source_assessment=assessment)


def address(name, plan, *args):
    return reverse(f"measures:{name}", args=[plan.organization.slug, plan.fiscal_year, *args])


def text_of(response):
    return response.content.decode()


def adopt(plan):
    MeasurePlan.objects.filter(pk=plan.pk).update(status=PlanStatus.ADOPTED)


def typed(plan, **changes):
    """What a person sends with the form of a measure."""
    return {
        "title-text": ["จัดทำคู่มือการยืมทรัพย์สิน"],
        "step-text": ["แต่งตั้งคณะทำงาน", "ประกาศใช้"],
        "step-starts_on": ["", ""],
        "step-due_on": ["๓๑ ธ.ค. ๒๕๖๘", ""],
        "step-pk": ["", ""],
        "kind": "project",
        "owner_kind": "divisions",
        **WHOLE_YEAR,
        **changes,
    }


# -- Reading ---------------------------------------------------------------------------------------


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


def many_measures(plan, count):
    """So many measures more, each with a title, an owner and something it answers."""
    division = plan.organization.divisions.first() or builders.a_division(plan.organization)
    question = plan.source_assessment.framework.questions.first()
    first = plan.measures.count() + 1
    measures = Measure.objects.bulk_create(
        Measure(plan=plan, order=order, due_on=date(2026, 9, 30)) for order in range(first, first + count)
    )
    MeasureTitle.objects.bulk_create(MeasureTitle(measure=row, order=1, text="จัดทำคู่มือ") for row in measures)
    MeasureOwner.objects.bulk_create(MeasureOwner(measure=row, division=division, order=1) for row in measures)
    MeasureTarget.objects.bulk_create(
        MeasureTarget(measure=row, indicator=question.indicator, question=question, order=1) for row in measures
    )


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


# -- Starting --------------------------------------------------------------------------------------


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


# -- Writing a measure -----------------------------------------------------------------------------


def test_what_is_typed_becomes_a_measure_and_the_list_shows_it(client, auditor, plan):
    division = builders.a_division(plan.organization)

    response = client.post(
        address("new_measure", plan), typed(plan, owners=[division.pk], targets=["i1", "6"], budget="๕,๐๐๐")
    )

    measure = Measure.objects.get()
    assert response["Location"] == f"{address('plan', plan)}#measure-{measure.pk}"
    assert (measure.kind, measure.due_on, str(measure.budget)) == ("project", date(2026, 9, 30), "5000.00")
    assert [step.due_on for step in measure.steps.all()] == [date(2025, 12, 31), None]
    assert [str(target)[:2] for target in measure.targets.all()] == ["i1", "ตั"]
    assert measure.owners.get().division == division


def test_a_measure_for_a_weak_question_begins_with_its_analysis(client, auditor, plan):
    builders.an_analysis(
        plan.source_assessment, ["i1"], finding="ขั้นตอนไม่ชัดเจน", recommendation="หน่วยงานควรจัดทำคู่มือ"
    )

    page = text_of(client.get(f"{address('new_measure', plan)}?question=i1"))

    assert "ขั้นตอนไม่ชัดเจน" in page
    assert ">\nจัดทำคู่มือ</textarea>" in page
    assert 'value="i1" id="target-i1" checked' in page


def test_a_measure_from_the_library_begins_with_its_text_and_our_name(client, auditor, plan):
    template = MeasureTemplate.objects.create(
        question=plan.source_assessment.framework.questions.get(code="i2"),
        kind="activity",
        titles="ประชาสัมพันธ์ของ{หน่วยงาน}",
        steps="ประชุม\nประกาศ",
    )

    response = client.post(
        f"{address('new_measure', plan)}?template={template.pk}", typed(plan, targets=["i2"])
    )
    page = text_of(client.get(f"{address('new_measure', plan)}?template={template.pk}"))

    assert f"ประชาสัมพันธ์ของ{plan.organization.name}" in page
    assert 'value="i2" id="target-i2" checked' in page
    assert response.status_code == 302
    assert Measure.objects.get().drafted_from == template


def test_a_text_of_another_office_is_not_there(client, auditor, plan):
    foreign = MeasureTemplate.objects.create(organization=builders.an_organization(), titles="ของเขา")

    assert client.get(f"{address('new_measure', plan)}?template={foreign.pk}").status_code == 404


@pytest.mark.parametrize(
    ("advice", "title"),
    [
        ("หน่วยงานควรจัดทำคู่มือ", "จัดทำคู่มือ"),
        ("บุคลากรไม่ทราบ\nดังนั้น หน่วยงานควร ประชาสัมพันธ์ให้ทั่วถึง\nและติดตาม", "ประชาสัมพันธ์ให้ทั่วถึง"),
        ("ข้อมูลที่ประชาชนควรได้รับไม่ครบ", ""),
        ("คะแนนเต็ม", ""),
    ],
)
def test_a_title_to_begin_with_is_what_the_advice_asks_for(advice, title):
    assert title_from(advice) == title


PROBLEMS = {
    "no title": ({"title-text": [" "]}, "โปรดเขียนชื่อมาตรการอย่างน้อยหนึ่งชื่อ"),
    "an end before the beginning": ({"due_on": "๑ ม.ค. ๒๕๖๘"}, "วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม"),
    "no date": ({"starts_on": "เร็ว ๆ นี้"}, "อ่านวันที่"),
    "no amount": ({"budget": "พอสมควร"}, "ไม่ใช่จำนวนเงิน"),
    "a day without a step": (
        {"step-text": ["", "ประกาศใช้"]},
        "โปรดเขียนขั้นตอนของวันที่นี้",
    ),
    "a question of no result": ({"targets": ["i99"]}, "i99"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_cannot_be_is_said_with_all_that_was_typed_still_there(client, auditor, plan, name):
    changes, sentence = PROBLEMS[name]

    page = text_of(client.post(address("new_measure", plan), typed(plan, finding="เหตุที่พิมพ์ไว้", **changes)))

    assert "ยังไม่ได้บันทึก โปรดแก้ ๑ แห่ง" in page
    assert sentence in page
    assert "เหตุที่พิมพ์ไว้" in page
    assert not Measure.objects.exists()


def test_a_vague_owner_and_days_outside_the_year_warn_and_are_saved(client, auditor, plan):
    response = client.post(
        address("new_measure", plan),
        typed(plan, owner_kind="all", due_on="๓๑ ธ.ค. ๒๕๖๙"),
        follow=True,
    )

    assert Measure.objects.get().is_all_divisions
    assert "๓๑ ธ.ค. ๒๕๖๙ อยู่หลังปีงบประมาณ ๒๕๖๙" in text_of(response)


def test_divisions_of_another_office_are_refused(client, auditor, plan):
    foreign = builders.a_division(builders.an_organization(), name="กองลับ")

    response = client.post(address("new_measure", plan), typed(plan, owners=[foreign.pk], lead=foreign.pk))

    assert response.status_code == 200
    assert "กองลับ" not in text_of(response)
    assert not Measure.objects.exists()


def test_a_step_of_another_measure_is_not_taken_over(client, auditor, plan):
    other = builders.a_measure(plan, steps=("ของอีกเรื่อง",)).steps.get()

    client.post(address("new_measure", plan), typed(plan, **{"step-pk": [other.pk, ""]}))

    other.refresh_from_db()
    assert other.text == "ของอีกเรื่อง"


def test_a_measure_of_another_plan_or_office_is_not_there(client, auditor, plan):
    foreign = builders.a_measure(builders.a_plan(builders.an_organization()))
    other_year = builders.a_measure(builders.a_plan(plan.organization, 2570))

    statuses = [
        client.get(address(name, plan, row.pk)).status_code
        for name in ("edit_measure", "arrange_measure")
        for row in (foreign, other_year)
    ]

    assert set(statuses) == {404}


def test_saving_a_measure_as_it_is_shown_changes_nothing(client, auditor, organization, plan):
    divisions = [builders.a_division(organization) for _ in range(2)]
    framework = plan.source_assessment.framework
    measure = builders.a_measure(plan, is_all_divisions=False, period_text="ปีงบประมาณ ๒๕๖๙", budget=1200)
    for order, division in enumerate(reversed(divisions), start=1):
        MeasureOwner.objects.create(measure=measure, division=division, order=order, is_lead=order == 2)
    for order, code in enumerate(("O4", "i1"), start=1):
        question = framework.questions.get(code=code)
        MeasureTarget.objects.create(
            measure=measure, indicator=question.indicator, question=question, order=order
        )
    form = MeasureForm(plan, content=content_of(measure), version=measure.version)

    client.post(address("edit_measure", plan, measure.pk), shown(form))

    assert not TrailEntry.objects.filter(verb="save_measure").exists()


def shown(form):
    """What the browser sends when nothing was typed into the form."""
    data = {name: form[name].value() for name in form.fields}
    for rows in (form.titles, form.steps):
        for name in rows.row_form.base_fields:
            data[f"{rows.name}-{name}"] = [row[name].value() or "" for row in rows.forms]
    return {name: "" if value is None else value for name, value in data.items()}


def test_of_two_who_write_at_once_the_second_sees_both_texts_and_decides(client, auditor, plan):
    measure = builders.a_measure(plan, title="เดิม")
    theirs = replace(content_of(measure), titles=("ของเขา",))
    workflow.save_measure(plan, theirs, measure=measure, version=1, by=auditor)
    mine = typed(plan, version=1, **{"title-text": ["ของฉัน"]})

    page = text_of(client.post(address("edit_measure", plan, measure.pk), mine))
    response = client.post(address("edit_measure", plan, measure.pk), {**mine, "version": 2})

    assert "มีผู้อื่นบันทึกมาตรการนี้ระหว่างที่ท่านแก้ไข" in page
    assert "ของเขา" in page
    assert ">\nของฉัน</textarea>" in page
    assert 'name="version" value="2"' in page
    assert response.status_code == 302
    assert Measure.objects.get().title == "ของฉัน"


def test_a_measure_of_an_adopted_plan_is_not_edited_here(client, auditor, plan):
    measure = builders.a_measure(plan)
    adopt(plan)

    response = client.get(address("edit_measure", plan, measure.pk), follow=True)

    assert response.redirect_chain[-1][0] == address("plan", plan)
    assert "แผนนี้ประกาศใช้แล้ว จึงเปลี่ยนโดยตรงไม่ได้" in text_of(response)


# -- Rows without the script -----------------------------------------------------------------------


ROW_ACTS = {
    "step-add": ["แต่งตั้งคณะทำงาน", "ประกาศใช้", ""],
    "step-remove-0": ["ประกาศใช้"],
    "step-down-0": ["ประกาศใช้", "แต่งตั้งคณะทำงาน"],
    "step-up-1": ["ประกาศใช้", "แต่งตั้งคณะทำงาน"],
    "step-up-0": ["แต่งตั้งคณะทำงาน", "ประกาศใช้"],
    "step-remove-99": ["แต่งตั้งคณะทำงาน", "ประกาศใช้"],
    "step-": ["แต่งตั้งคณะทำงาน", "ประกาศใช้"],
    "nonsense": ["แต่งตั้งคณะทำงาน", "ประกาศใช้"],
}


@pytest.mark.parametrize("button", ROW_ACTS)
def test_a_row_button_keeps_everything_typed_and_judges_nothing(client, auditor, plan, button):
    sent = typed(plan, rows=button, due_on="ยังไม่รู้", targets=["i1"], owner_kind="all", finding="เหตุ")

    form = client.post(address("new_measure", plan), sent).context["form"]

    assert [row["text"].value() or "" for row in form.steps.forms] == ROW_ACTS[button]
    assert (form["due_on"].value(), form["targets"].value()) == ("ยังไม่รู้", ["i1"])
    assert (form["owner_kind"].value(), form["finding"].value()) == ("all", "เหตุ")
    assert not form.errors
    assert not Measure.objects.exists()


def test_the_last_row_that_is_removed_leaves_an_empty_one(client, auditor, plan):
    sent = typed(plan, rows="title-remove-0")

    form = client.post(address("new_measure", plan), sent).context["form"]

    assert [row["text"].value() for row in form.titles.forms] == [None]


# -- Acts on the list ------------------------------------------------------------------------------


@pytest.fixture
def three(plan):
    return [builders.a_measure(plan, title=title) for title in ("ก", "ข", "ค")]


LIST_ACTS = {
    "up": ({"act": "up"}, ["ข", "ก", "ค"]),
    "down": ({"act": "down"}, ["ก", "ค", "ข"]),
    "to a place": ({"act": "place", "place": "1"}, ["ข", "ก", "ค"]),
    "to a place in Thai digits": ({"act": "place", "place": "๓"}, ["ก", "ค", "ข"]),
    "to no place": ({"act": "place", "place": "บน"}, ["ก", "ข", "ค"]),
    "copy": ({"act": "copy"}, ["ก", "ข", "ข", "ค"]),
    "delete": ({"act": "delete"}, ["ก", "ค"]),
    "nothing": ({}, ["ก", "ข", "ค"]),
}


@pytest.mark.parametrize("name", LIST_ACTS)
def test_a_measure_is_moved_copied_or_deleted_by_its_buttons(client, auditor, plan, three, name):
    sent, expected = LIST_ACTS[name]

    response = client.post(address("arrange_measure", plan, three[1].pk), sent)

    assert response["Location"].startswith(address("plan", plan))
    assert [measure.title for measure in plan.measures.all()] == expected


def test_the_button_takes_the_latest_act_back_and_names_it(client, auditor, plan, three):
    client.post(address("arrange_measure", plan, three[1].pk), {"act": "delete"})
    assert "ย้อนกลับ: ลบ “ข”" in text_of(client.get(address("plan", plan)))

    response = client.post(address("undo", plan), {"seen": plan.snapshots.get().pk}, follow=True)

    assert "ย้อนกลับแล้ว: ลบ “ข”" in text_of(response)
    assert [measure.title for measure in plan.measures.all()] == ["ก", "ข", "ค"]


def test_an_old_page_takes_nothing_back_that_it_did_not_show(client, auditor, plan, three):
    client.post(address("arrange_measure", plan, three[0].pk), {"act": "delete"})
    seen = plan.snapshots.get().pk
    client.post(address("arrange_measure", plan, three[1].pk), {"act": "delete"})

    response = client.post(address("undo", plan), {"seen": seen}, follow=True)

    assert "ยังไม่มีสิ่งใดถูกย้อนกลับ" in text_of(response)
    assert [measure.title for measure in plan.measures.all()] == ["ค"]


def test_the_chosen_measures_get_the_same_owners(client, auditor, plan, three):
    division = builders.a_division(plan.organization)
    sent = {"act": "owners", "measures": [row.pk for row in three[:2]], "owner_kind": "divisions"}

    client.post(address("assign_measures", plan), {**sent, "owners": [division.pk]})

    assert [list(row.owner_lines) for row in plan.measures.all()] == [
        [division.name],
        [division.name],
        ["ทุกส่วนราชการ"],
    ]


def test_the_chosen_measures_get_the_same_days(client, auditor, plan, three):
    sent = {"act": "dates", "measures": [three[2].pk], "starts_on": "1/11/2568", "due_on": "31/12/2568"}

    client.post(address("assign_measures", plan), sent)

    assert [row.due_on.month for row in plan.measures.all()] == [9, 9, 12]


def test_without_a_chosen_measure_nothing_is_assigned(client, auditor, plan, three):
    page = text_of(client.post(address("assign_measures", plan), {"act": "dates", "due_on": "1/11/2568"}))

    assert "โปรดเลือกมาตรการอย่างน้อยหนึ่งเรื่อง" in page
    assert not plan.snapshots.exists()


def test_a_plan_of_many_pages_is_assigned_as_chosen_or_as_a_whole(client, auditor, plan):
    many_measures(plan, PAGE_SIZE + 1)
    chosen = plan.measures.first()
    days = {"act": "dates", "starts_on": "1/11/2568", "due_on": "31/12/2568"}
    asked = f"{address('assign_measures', plan)}?measure={chosen.pk}"

    page = text_of(client.get(asked))
    one = text_of(client.post(asked, {**days, "measures": [chosen.pk]}, follow=True))
    whole = text_of(client.post(asked, {**days, "whole_plan": "on"}, follow=True))

    assert page.count('name="measures"') == 1
    assert "ทั้งแผน ๑๐๑ เรื่อง" in page
    assert "เปลี่ยน ๑ มาตรการ" in one
    assert "เปลี่ยน ๑๐๐ มาตรการ" in whole


def test_days_of_many_measures_are_written_in_few_queries(client, auditor, plan):
    many_measures(plan, 20)
    sent = {"act": "dates", "measures": list(plan.measures.values_list("pk", flat=True))}

    with CaptureQueriesContext(connection) as queries:
        client.post(address("assign_measures", plan), {**sent, "due_on": "31/12/2568"})

    others = [row for row in queries if 'INSERT INTO "organizations_trailentry"' not in row["sql"]]
    assert len(queries) - len(others) == 20
    assert len(others) < 60


def test_measures_and_divisions_of_others_are_refused_in_what_is_done_to_several(client, auditor, plan, three):
    foreign = builders.a_measure(builders.a_plan(builders.an_organization()), title="มาตรการลับ")
    division = builders.a_division(foreign.organization, name="กองลับ")
    sent = {"act": "owners", "owner_kind": "divisions"}

    pages = [
        client.post(address("assign_measures", plan), {**sent, "measures": [foreign.pk]}),
        client.post(
            address("assign_measures", plan), {**sent, "measures": [three[0].pk], "owners": [division.pk]}
        ),
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert not any(name in text_of(page) for page in pages for name in ("มาตรการลับ", "กองลับ"))
    assert not MeasureOwner.objects.exists()


def test_what_people_write_is_shown_as_text(client, auditor, plan):
    builders.a_measure(plan, title="<script>alert(1)</script>")

    page = text_of(client.get(address("plan", plan)))

    assert escape("<script>alert(") in page
    assert "<script>alert(" not in page


# -- Ways to the plan ------------------------------------------------------------------------------


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
