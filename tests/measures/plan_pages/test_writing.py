"""Writing a measure of a plan: what it begins with, what is refused, two who write at once, rows without the script."""

from dataclasses import replace
from datetime import date

import pytest

from measures import workflow
from measures.measure_content import content_of
from measures.measure_drafts import title_from
from measures.models import (
    Measure,
    MeasureOwner,
    MeasureTarget,
    MeasureTemplate,
)
from measures.plan_forms import MeasureForm
from organizations.models import TrailEntry
from tests import builders
from tests.measures.plan_pages.reading import address, adopt, text_of

pytestmark = pytest.mark.django_db


WHOLE_YEAR = {"starts_on": "๑ ต.ค. ๒๕๖๘", "due_on": "๓๐ ก.ย. ๒๕๖๙"}


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


# -- Writing a measure ------------------------------------------------------------------------------


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


# -- Rows without the script ------------------------------------------------------------------------


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
