"""The page of one measure, the form of what was done, and the printed summary."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures import workflow
from measures.models import Measure, MeasureTarget, PlanStatus, ProgressEntry, ProgressState, ProgressSummary
from measures.progress_forms import PercentField
from organizations.models import Role
from tests import builders
from tests.measures.progress_world import World

pytestmark = pytest.mark.django_db

KEY = "0b2f3c7e-7d43-4f4e-9a5f-1d4a4a1b2c3d"


@pytest.fixture
def world():
    return World()


@pytest.fixture
def staff(client, world):
    client.force_login(world.staff)
    return client


@pytest.fixture
def auditor(client, world):
    client.force_login(world.auditor)
    return client


def address(world, name, *args):
    return reverse(
        f"measures:{name}", args=[world.organization.slug, world.plan.fiscal_year, world.measure.pk, *args]
    )


def text_of(response):
    return response.content.decode()


def typed(**changes):
    """A report as the page sends it."""
    return {
        "step": "",
        "state": "under_way",
        "percent": "๔๐",
        "done_on": "๕ ม.ค. ๒๕๖๙",
        "text": "ประชุมคณะทำงานแล้ว",
        "outcome": "",
        "problems": "",
        "round_month": "",
        "form_key": KEY,
        **changes,
    }


def report(client, world, **changes):
    data = {"division": world.lead.pk, **typed(**changes)}
    return client.post(address(world, "report_progress"), data, follow=True)


# -- The page --------------------------------------------------------------------------------------


def test_the_page_says_how_far_what_and_why(client, world):
    MeasureTarget.objects.create(
        measure=world.measure, indicator=builders.a_framework().indicators.first(), order=1
    )
    world.report(step=world.step(1), state=ProgressState.DONE, percent=100, text="จัดทำคู่มือ ๑ เล่ม")
    client.force_login(world.auditor)

    text = text_of(client.get(address(world, "measure")))

    assert "๕๐%" in text
    assert "เสร็จ ๑ จาก ๒" in text
    assert "จัดทำคู่มือ ๑ เล่ม" in text
    assert "๑ การปฏิบัติหน้าที่" in text


def test_the_way_to_the_analysis_is_shown_to_members_and_not_to_the_overseer(client, world):
    source = builders.an_assessment(world.organization, official=builders.FULL_SCORES, is_confirmed=True)
    world.plan.source_assessment = source
    world.plan.save()
    MeasureTarget.objects.create(measure=world.measure, indicator=source.framework.indicators.first(), order=1)
    analysis = reverse("measures:analysis", args=[world.organization.slug, source.year])

    leads_there = {}
    for person in (
        world.auditor,
        builders.a_user(role=Role.OVERSEER, province=world.organization.province),
    ):
        client.force_login(person)
        leads_there[person] = f'href="{analysis}"' in text_of(client.get(address(world, "measure")))

    assert list(leads_there.values()) == [True, False]


def test_a_measure_past_its_last_day_says_how_late_it_is(auditor, world):
    Measure.objects.update(due_on=date(2020, 1, 1), starts_on=None)

    assert "เลยกำหนด" in text_of(auditor.get(address(world, "measure")))


def test_a_corrected_entry_stays_struck_through_with_the_way_to_what_counts(staff, world):
    wrong = world.report(text="ผู้เข้าร่วม ๓๑๒ คน")
    right = world.report(text="ผู้เข้าร่วม ๒๑๓ คน", corrects=wrong)

    text = text_of(staff.get(address(world, "measure")))

    assert "<del><span" in text
    assert f'href="#entry-{right.pk}"' in text
    assert f"/entries/{right.pk}/correct/" in text
    assert f"/entries/{wrong.pk}/correct/" not in text


def test_a_cancelled_measure_says_why_and_takes_no_reports(staff, world):
    Measure.objects.update(cancelled_on=date(2026, 1, 1), cancel_reason="รวมกับอีกมาตรการหนึ่ง")

    text = text_of(staff.get(address(world, "measure")))
    answer = report(staff, world)

    assert "รวมกับอีกมาตรการหนึ่ง" in text
    assert "รายงานผล</a>" not in text
    assert "ถูกยกเลิกแล้ว" in text_of(answer)
    assert not ProgressEntry.objects.exists()


def test_only_those_who_report_are_offered_to_report(client, world):
    offered = {}
    for role in (Role.AUDITOR, Role.EXECUTIVE, Role.CLERK, Role.DIVISION_STAFF):
        client.force_login(builders.a_user(world.organization, role))
        offered[role] = address(world, "report_progress") in text_of(client.get(address(world, "measure")))

    assert offered == {
        Role.AUDITOR: True,
        Role.EXECUTIVE: False,
        Role.CLERK: False,
        Role.DIVISION_STAFF: False,  # of a third division
    }


def test_the_page_costs_the_same_with_many_entries(auditor, world):
    for number in range(2):
        world.report(done_on=date(2026, 1, 1 + number))
    auditor.get(address(world, "measure"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        auditor.get(address(world, "measure"))
    entries = [
        ProgressEntry(
            measure=world.measure,
            organization=world.organization,
            division=world.other,
            step=world.step(1),
            done_on=date(2026, 2, 1),
            state="under_way",
            percent=10,
            text=f"งานที่ {number}",
            by=world.auditor,
        )
        for number in range(200)
    ]
    ProgressEntry.objects.bulk_create(entries)

    with CaptureQueriesContext(connection) as many:
        auditor.get(address(world, "measure"))

    assert len(many) == len(few)
    assert len(few) <= 40


# -- Reporting -------------------------------------------------------------------------------------


def test_staff_report_from_the_page_and_see_it_there(staff, world):
    response = report(staff, world, outcome="ใช้งานได้จริง")

    entry = ProgressEntry.objects.get()
    assert response.redirect_chain == [(f"{address(world, 'measure')}#entry-{entry.pk}", 302)]
    assert (entry.division, entry.percent, entry.done_on) == (world.lead, 40, date(2026, 1, 5))
    assert 'data-kept="progress-' in text_of(response)


@pytest.mark.parametrize(
    ("state", "percent"),
    [("done", 100), ("not_started", 0), ("not_done", 0)],
    ids=["done", "not yet", "not done"],
)
def test_a_state_that_says_the_percentage_needs_none(staff, world, state, percent):
    report(staff, world, state=state, percent="")

    assert ProgressEntry.objects.get().percent == percent


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": ""}, "โปรดเลือกว่าทำถึงไหนแล้ว"),
        ({"percent": ""}, "โปรดพิมพ์ว่าทำไปแล้วร้อยละเท่าใด"),
        ({"percent": "มาก"}, "ไม่ใช่ร้อยละ"),
        ({"text": " "}, "โปรดเขียนว่าดำเนินการอะไรไปแล้ว"),
        ({"done_on": "31/2/2569"}, "ไม่มีวันที่"),
        ({"done_on": "1 ม.ค. 2590"}, "ยังมาไม่ถึง"),
        ({"state": "done", "percent": "90"}, "แล้วเสร็จคือร้อยละ 100"),
    ],
)
def test_what_cannot_be_stored_is_said_and_what_was_typed_stays(staff, world, changes, sentence):
    text = text_of(report(staff, world, problems="ฝนตกหนัก", **changes))

    assert sentence in text
    assert "ฝนตกหนัก" in text
    assert "data-keep-answered" in text
    assert not ProgressEntry.objects.exists()


@pytest.mark.parametrize(
    ("typed_text", "percent"), [("๔๐", 40), (" 40 % ", 40), ("ร้อยละ ๗", 7), ("", None), ("100", 100)]
)
def test_a_percentage_is_read_as_people_type_it(typed_text, percent):
    assert PercentField(required=False).clean(typed_text) == percent


def test_the_same_form_sent_twice_is_told_and_not_doubled(staff, world):
    report(staff, world)

    text = text_of(report(staff, world))

    assert "บันทึกไว้แล้วก่อนหน้านี้" in text
    assert ProgressEntry.objects.count() == 1


def test_a_sent_form_that_says_something_else_keeps_it_and_asks(staff, world):
    report(staff, world)

    response = staff.post(
        address(world, "report_progress"), {"division": world.lead.pk, **typed(text="ประชุมครั้งที่สองแล้ว")}
    )

    assert "แบบนี้บันทึกไปแล้วครั้งหนึ่ง" in text_of(response)
    assert "ประชุมครั้งที่สองแล้ว" in text_of(response)
    assert KEY not in text_of(response)
    assert ProgressEntry.objects.count() == 1


def test_the_address_of_a_step_opens_the_form_on_it(staff, world):
    page = staff.get(f"{address(world, 'report_progress')}?step={world.step(2).pk}")

    assert f'<option value="{world.step(2).pk}" selected>' in text_of(page)


def test_a_fresh_form_reports_for_the_lead_and_has_lost_no_files(auditor, world):
    page = auditor.get(address(world, "report_progress"))

    assert f'<option value="{world.lead.pk}" selected>' in text_of(page)
    assert "แฟ้มที่เลือกไว้ยังไม่ได้แนบ" not in text_of(page)


def test_the_auditor_says_for_whom(auditor, world):
    auditor.post(address(world, "report_progress"), {"division": world.other.pk, **typed()})

    assert ProgressEntry.objects.get().division == world.other


def test_staff_of_another_division_find_no_form_and_their_post_changes_nothing(client, world):
    client.force_login(builders.a_user(world.organization, Role.DIVISION_STAFF))

    statuses = [client.get(address(world, "report_progress")).status_code, report(client, world).status_code]

    assert statuses == [404, 404]
    assert not ProgressEntry.objects.exists()


def test_staff_do_not_report_for_another_division_through_the_field(staff, world):
    staff.post(address(world, "report_progress"), {"division": world.other.pk, **typed()})

    assert not ProgressEntry.objects.exists()


def test_staff_correct_their_own_entry_and_reach_no_other(staff, world):
    own, theirs = world.report(), world.report(division=world.other, by=world.auditor)

    page = staff.get(address(world, "correct_progress", own.pk))
    staff.post(
        address(world, "correct_progress", own.pk), {"division": world.lead.pk, **typed(text="ประชุมสองครั้งแล้ว")}
    )

    assert "ประชุมคณะทำงานแล้ว</textarea>" in text_of(page)
    assert ProgressEntry.objects.get(corrects=own).text == "ประชุมสองครั้งแล้ว"
    assert staff.get(address(world, "correct_progress", theirs.pk)).status_code == 404


def test_a_corrected_entry_is_not_opened_again(staff, world):
    wrong = world.report()
    world.report(corrects=wrong)

    response = staff.get(address(world, "correct_progress", wrong.pk), follow=True)

    assert "มีผู้แก้แล้ว" in text_of(response)


# -- The printed summary ---------------------------------------------------------------------------


def summarise(client, world, month=12, **changes):
    data = {"result-text": ["จัดทำคู่มือ", ""], "outcome": "ใช้งานได้จริง", "version": "0", **changes}
    return client.post(address(world, "write_summary", month), data, follow=True)


def test_the_summary_begins_with_what_the_entries_say(staff, world):
    world.report(text="จัดทำคู่มือ ๒ เล่ม", outcome="ประชาชนใช้บริการเร็วขึ้น")

    text = text_of(staff.get(address(world, "write_summary", 6)))

    assert text.count("จัดทำคู่มือ ๒ เล่ม") == 2  # in the box, and beside it
    assert "ประชาชนใช้บริการเร็วขึ้น</textarea>" in text


def test_the_lead_division_writes_what_is_printed(staff, world):
    response = summarise(staff, world, month=6)

    summary = ProgressSummary.objects.get(round_month=6)
    assert [row.text for row in summary.results.all()] == ["จัดทำคู่มือ"]
    assert "รอบ ๖ เดือน" in text_of(response)


def test_who_saw_an_older_summary_is_shown_the_newer_and_loses_nothing(staff, world):
    workflow.write_summary(world.measure, 12, ["ของผู้ตรวจสอบ"], "", version=0, by=world.auditor)

    text = text_of(summarise(staff, world, **{"result-text": ["ของกองคลัง"]}))

    assert "มีผู้อื่นบันทึกสรุปนี้" in text
    assert "ของผู้ตรวจสอบ" in text
    assert "ของกองคลัง</textarea>" in text
    summarise(staff, world, **{"result-text": ["ของกองคลัง"], "version": "1"})
    assert ProgressSummary.objects.get().results.get().text == "ของกองคลัง"


def test_a_version_that_never_was_is_asked_again(staff, world):
    assert summarise(staff, world, version="7").status_code == 200
    assert not ProgressSummary.objects.exists()


def test_a_row_button_keeps_all_that_was_typed(staff, world):
    text = text_of(summarise(staff, world, rows="result-add", outcome="พิมพ์ค้างไว้"))

    assert "พิมพ์ค้างไว้</textarea>" in text
    assert text.count('name="result-text"') == 4  # two typed, one added, one for the script to copy
    assert not ProgressSummary.objects.exists()


@pytest.mark.parametrize("month", [0, 5, 24])
def test_a_round_that_there_is_not_is_not_found(auditor, world, month):
    assert auditor.get(address(world, "write_summary", month)).status_code == 404


def test_a_division_that_does_not_lead_writes_no_summary(client, world):
    client.force_login(builders.a_user(world.organization, Role.DIVISION_STAFF, division=world.other))

    assert client.get(address(world, "write_summary", 12)).status_code == 404
    assert summarise(client, world).status_code == 404


def test_a_draft_plan_takes_no_summary(auditor, world):
    type(world.plan).objects.update(status=PlanStatus.DRAFT)

    assert "ยังไม่ประกาศใช้" in text_of(summarise(auditor, world))
    assert not ProgressSummary.objects.exists()
