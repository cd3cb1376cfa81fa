"""Adopting a plan, and amending and cancelling its measures afterwards: verbs and pages."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from measures import workflow
from measures.measure_content import StepContent, content_of
from measures.models import MeasurePlan, PlanStatus, ProgressState
from measures.workflow.snapshots import remember
from organizations.models import Role, TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db
DAY = date(2025, 10, 1)


@pytest.fixture
def organization():
    return builders.an_organization("own")


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


@pytest.fixture
def draft(organization):
    plan = builders.a_plan(organization)
    builders.a_measure(plan)
    return plan


@pytest.fixture
def measure(organization):
    plan = builders.a_plan(organization, status=PlanStatus.ADOPTED)
    return builders.a_measure(plan)


def stored(plan):
    return MeasurePlan.objects.get(pk=plan.pk)


# -- Adopting --------------------------------------------------------------------------------------


def test_adopting_fixes_the_plan_and_drops_its_steps_back(draft, auditor):
    remember(draft, "เพิ่มมาตรการ", by=auditor)

    workflow.adopt(draft, on=DAY, by=auditor)

    assert (draft.status, draft.adopted_on) == (PlanStatus.ADOPTED, DAY)
    assert not draft.snapshots.exists()
    assert TrailEntry.objects.last().verb == "adopt"


def test_a_plan_with_something_missing_stays_a_draft(draft, auditor):
    builders.a_measure(draft, "เรื่องที่ไม่มีขั้นตอน", steps=())

    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        workflow.adopt(draft, on=DAY, by=auditor)

    assert refusal.value.messages == ["มาตรการที่ 2: ยังไม่มีขั้นตอนหรือวิธีปฏิบัติ"]
    assert stored(draft).status == PlanStatus.DRAFT


def test_what_changed_since_the_page_was_opened_is_not_adopted_unseen(draft, auditor):
    seen = draft.version
    workflow.copy_measure(draft.measures.get(), by=auditor)

    with pytest.raises(ValidationError, match="แผนเปลี่ยนไป"), transaction.atomic():
        workflow.adopt(draft, on=DAY, seen=seen, by=auditor)

    assert stored(draft).status == PlanStatus.DRAFT


def test_a_plan_is_adopted_once(draft, auditor):
    workflow.adopt(draft, on=DAY, by=auditor)

    with pytest.raises(ValidationError, match="ประกาศใช้แล้ว"):
        workflow.adopt(draft, on=date(2025, 11, 1), by=auditor)

    assert stored(draft).adopted_on == DAY


# -- Amending --------------------------------------------------------------------------------------


def test_an_amendment_keeps_its_reason_and_what_changed(measure, auditor):
    content = replace(content_of(measure), due_on=date(2026, 8, 31))

    workflow.amend_measure(measure, content, reason=" ส่งมอบเร็วขึ้น ", version=1, by=auditor)

    act = TrailEntry.objects.last()
    assert (act.verb, act.by) == ("amend_measure", auditor)
    assert act.changes == {"reason": [None, "ส่งมอบเร็วขึ้น"], "due_on": ["2026-09-30", "2026-08-31"]}


def test_an_amendment_without_a_reason_changes_nothing(measure, auditor):
    content = replace(content_of(measure), target="ครบทุกส่วนราชการ")

    with pytest.raises(ValidationError, match="โปรดเขียนเหตุผล"):
        workflow.amend_measure(measure, content, reason=" ", version=1, by=auditor)

    measure.refresh_from_db()
    assert (measure.target, measure.version) == ("", 1)


def test_of_two_amendments_at_once_the_second_is_shown_the_first(measure, auditor):
    before = content_of(measure)
    workflow.amend_measure(measure, replace(before, target="ก"), reason="หนึ่ง", version=1, by=auditor)

    with pytest.raises(workflow.StaleMeasure) as stale, transaction.atomic():
        workflow.amend_measure(measure, replace(before, target="ข"), reason="สอง", version=1, by=auditor)

    assert stale.value.current.target == "ก"


def test_a_draft_is_changed_directly_and_not_amended(draft, auditor):
    measure = draft.measures.get()
    content = replace(content_of(measure), target="ก")

    with pytest.raises(ValidationError, match="ยังเป็นร่าง"):
        workflow.amend_measure(measure, content, reason="เหตุผล", version=1, by=auditor)


def test_a_step_that_was_reported_on_stays_when_a_measure_is_amended(measure, auditor, organization):
    step, division = measure.steps.get(), builders.a_division(organization)
    report = {"state": "under_way", "percent": 50, "text": "ทำไปครึ่งหนึ่ง", "done_on": DAY, "today": DAY}
    workflow.report_progress(measure, division=division, step=step, by=auditor, **report)
    content = replace(content_of(measure), steps=(StepContent("ขั้นตอนใหม่"),))

    with pytest.raises(ValidationError, match="รายงานผลแล้ว"), transaction.atomic():
        workflow.amend_measure(measure, content, reason="เปลี่ยนวิธี", version=1, by=auditor)

    assert measure.steps.get() == step


def test_a_new_step_makes_a_finished_measure_open_again(measure, auditor, organization):
    step, division = measure.steps.get(), builders.a_division(organization)
    report = {"state": "done", "percent": 100, "text": "จัดทำคู่มือแล้ว", "done_on": DAY, "today": DAY}
    workflow.report_progress(measure, division=division, step=step, by=auditor, **report)
    before = content_of(measure)
    content = replace(before, steps=(*before.steps, StepContent("อบรมการใช้คู่มือ")))

    changed = workflow.amend_measure(measure, content, reason="ต้องอบรมด้วย", version=1, by=auditor)

    assert measure.state == ProgressState.DONE
    assert changed.state == ProgressState.UNDER_WAY


def test_the_database_keeps_the_measures_of_an_adopted_plan(measure):
    with pytest.raises(IntegrityError, match="a row is kept"), transaction.atomic():
        measure.delete()

    assert measure.plan.measures.exists()


# -- Cancelling ------------------------------------------------------------------------------------


def test_a_cancelled_measure_stays_with_its_reason(measure, auditor):
    workflow.cancel_measure(measure, reason="รวมกับเรื่องอื่น", on=DAY, by=auditor)

    assert (measure.cancelled_on, measure.cancel_reason) == (DAY, "รวมกับเรื่องอื่น")
    assert measure.plan.measures.count() == 1
    assert not measure.plan.measures.standing().exists()


def test_a_cancelled_measure_is_neither_amended_nor_cancelled_again(measure, auditor):
    content = replace(content_of(measure), target="ก")
    workflow.cancel_measure(measure, reason="รวมกับเรื่องอื่น", on=DAY, by=auditor)

    with pytest.raises(ValidationError, match="ถูกยกเลิกแล้ว"):
        workflow.cancel_measure(measure, reason="อีกครั้ง", on=DAY, by=auditor)
    with pytest.raises(ValidationError, match="ถูกยกเลิกแล้ว"):
        workflow.amend_measure(measure, content, reason="อีกครั้ง", version=2, by=auditor)


# -- Pages -----------------------------------------------------------------------------------------


@pytest.fixture
def page(client, auditor):
    client.force_login(auditor)
    return client


def typed(measure, **changes):
    """The form of a measure as the browser sends it back."""
    fields = {
        "kind": measure.kind,
        "owner_kind": "all",
        "starts_on": "1/10/2568",
        "due_on": "30/9/2569",
        "title-text": [title.text for title in measure.titles.all()],
        "step-text": [step.text for step in measure.steps.all()],
        "step-pk": [step.pk for step in measure.steps.all()],
        "step-starts_on": [""] * measure.steps.count(),
        "step-due_on": [""] * measure.steps.count(),
        "version": measure.version,
    }
    return {**fields, **changes}


def address(name, measure=None):
    return reverse(f"measures:{name}", args=["own", 2569, *([measure.pk] if measure else [])])


def test_the_page_of_checks_leads_to_adopting_when_nothing_blocks(page, draft):
    content = page.get(address("check_plan")).content.decode()

    assert "พร้อมประกาศใช้หรือยัง" in content
    assert address("adopt_plan") in content


def test_the_page_of_checks_leads_to_what_must_be_mended(page, draft):
    bad = builders.a_measure(draft, "เรื่องที่ไม่มีขั้นตอน", steps=())

    content = page.get(address("check_plan")).content.decode()

    assert "ยังไม่มีขั้นตอนหรือวิธีปฏิบัติ" in content
    assert address("edit_measure", bad) in content
    assert address("adopt_plan") not in content


def test_a_plan_is_adopted_from_its_page(page, draft):
    response = page.post(address("adopt_plan"), {"on": "๑ ต.ค. ๒๕๖๘", "seen": draft.version})

    assert response.url == draft.get_absolute_url()
    assert stored(draft).adopted_on == DAY


def test_a_day_to_come_is_refused_beside_its_field(page, draft):
    response = page.post(address("adopt_plan"), {"on": "1/1/2590", "seen": draft.version})

    assert "วันที่ประกาศใช้ยังมาไม่ถึง" in response.content.decode()
    assert stored(draft).status == PlanStatus.DRAFT


def test_a_measure_is_amended_from_its_page(page, measure):
    response = page.post(address("amend_measure", measure), typed(measure, target="ครบ", reason="เพิ่มเป้าหมาย"))

    measure.refresh_from_db()
    assert response.url == address("measure", measure)
    assert measure.target == "ครบ"


def test_the_page_of_amending_asks_for_the_reason_and_keeps_what_was_typed(page, measure):
    content = page.post(address("amend_measure", measure), typed(measure, target="ครบทุกงาน")).content.decode()

    assert "โปรดเขียนเหตุผลที่แก้ไขมาตรการ" in content
    assert "ครบทุกงาน" in content


def test_a_conflict_while_amending_shows_both_texts(page, measure, auditor):
    mine = typed(measure, target="ของฉัน", reason="เพิ่มเป้าหมาย")
    theirs = replace(content_of(measure), target="ของเขา")
    workflow.amend_measure(measure, theirs, reason="ก่อน", version=1, by=auditor)

    content = page.post(address("amend_measure", measure), mine).content.decode()

    assert "ของฉัน" in content
    assert "ของเขา" in content


def test_a_row_added_while_amending_keeps_the_reason(page, measure):
    sent = typed(measure, reason="เปลี่ยนวิธี", rows="step-add")

    content = page.post(address("amend_measure", measure), sent).content.decode()

    assert "เปลี่ยนวิธี" in content


def test_a_measure_is_cancelled_from_its_page(page, measure):
    page.post(address("cancel_measure", measure), {"reason": "รวมกับเรื่องอื่น"})

    content = page.get(measure.plan.get_absolute_url()).content.decode()
    assert "รวมกับเรื่องอื่น" in content


def test_the_pages_of_adopted_plans_send_drafts_back_to_their_plan(page, draft):
    measure = draft.measures.get()

    urls = [page.get(address(name, measure)).url for name in ("amend_measure", "cancel_measure")]

    assert urls == [f"{draft.get_absolute_url()}#measure-{measure.pk}"] * 2
