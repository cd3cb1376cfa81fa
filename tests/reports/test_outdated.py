"""Documents made from figures that changed: the rule, the pages that tell it, and checking the words again."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.figures_past import FiguresPast
from organizations import trail
from organizations.models import Role, TrailEntry
from reports import workflow as document_workflow
from reports.models import Document
from reports.outdated import notice_for, outdated_because
from reports.workflow import StaleDocument
from tests import builders

NOON = datetime(2026, 1, 5, 5, 0, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(hours=1), NOON + timedelta(hours=1)


def because(written_at, **past):
    """The sentence for a document written at a moment, from confirmed figures unless said otherwise."""
    past = {"year": 2568, "is_confirmed": True, **past}
    return outdated_because(Document(written_at=written_at), FiguresPast(**past))


# -- The rule --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written_at", "past"),
    [
        (NOON, {"confirmed_at": BEFORE, "changed_at": BEFORE}),
        (NOON, {"reopened_at": BEFORE, "changed_at": BEFORE, "confirmed_at": BEFORE}),
        (NOON, {"reopened_at": BEFORE, "changed_at": BEFORE, "confirmed_at": AFTER}),
        (None, {"confirmed_at": NOON, "changed_at": BEFORE}),
        (None, {}),
    ],
)
def test_words_as_new_as_the_figures_are_not_out_of_date(written_at, past):
    assert because(written_at, **past) == ""


@pytest.mark.parametrize("written_at", [BEFORE, None])
def test_words_from_before_a_reopening_say_when_and_why_it_was(written_at):
    sentence = because(written_at, reopened_at=NOON, reason="คะแนนข้อ i4 พิมพ์ผิด", confirmed_at=AFTER)

    assert "เปิดแก้ไขเมื่อ 5 ม.ค. 2569 12.00 น. (เหตุผล: คะแนนข้อ i4 พิมพ์ผิด)" in sentence
    assert "หลังจากเขียนเอกสารนี้" in sentence


@pytest.mark.parametrize(
    ("written_at", "past"),
    [
        (BEFORE, {"changed_at": NOON}),
        (None, {"confirmed_at": BEFORE, "changed_at": NOON}),
        (NOON, {"reopened_at": BEFORE, "changed_at": AFTER, "confirmed_at": AFTER}),
    ],
)
def test_words_from_before_a_change_of_figures_say_so(written_at, past):
    assert "เปลี่ยนเมื่อ" in because(written_at, **past)


@pytest.mark.parametrize("written_at", [BEFORE, AFTER, None])
def test_figures_that_are_still_open_say_so_whenever_the_words_were_written(written_at):
    reopened = because(written_at, is_confirmed=False, reopened_at=NOON, reason="พิมพ์ผิด")

    assert because(written_at, is_confirmed=False).startswith("คะแนนปี 2568 ยังไม่ยืนยัน")
    assert "(เหตุผล: พิมพ์ผิด) และยังไม่ยืนยันอีกครั้ง" in reopened


# -- From the rows ---------------------------------------------------------------------------------


@pytest.fixture
def assessment(db):
    return builders.an_assessment(
        builders.an_organization("khlongse"), official=builders.FULL_SCORES, is_confirmed=True
    )


@pytest.fixture
def auditor(assessment, client):
    user = builders.a_user(assessment.organization, Role.AUDITOR)
    client.force_login(user)
    return user


def change_figures(assessment, by=None):
    """Reopen, change a figure, confirm again."""
    workflow.reopen(assessment, reason="คะแนนข้อ i1 พิมพ์ผิด", by=by, at=timezone.now())
    workflow.record_scores(assessment, {"i1": Decimal("80.00")}, by=by)
    workflow.confirm(assessment, by=by)


def a_plan_document(assessment):
    organization = assessment.organization
    builders.a_measure(builders.a_plan(organization, 2569, source_assessment=assessment))
    return builders.a_document(organization, "measure_plan", fiscal_year=2569)


@pytest.mark.parametrize("make", [lambda row: builders.a_document(row.organization), a_plan_document])
def test_a_document_is_out_of_date_when_the_figures_behind_it_were_opened_again(assessment, auditor, make):
    document = make(assessment)
    before = notice_for(document, auditor)

    change_figures(assessment)

    assert before == ""
    assert "เปิดแก้ไขเมื่อ" in notice_for(document, auditor)


def test_a_plan_without_a_result_behind_it_is_never_out_of_date(assessment, auditor):
    builders.a_plan(assessment.organization, 2570)
    document = builders.a_document(assessment.organization, "measure_plan", fiscal_year=2570)

    assert notice_for(document, auditor) == ""


def test_a_correction_of_the_framework_that_moves_the_total_dates_the_words(assessment, auditor):
    document = builders.a_document(assessment.organization, written_at=timezone.now())
    trail.record("follow_framework", assessment, by=None)

    assert "เปลี่ยนเมื่อ" in notice_for(document, auditor)


def test_the_overseer_is_told_without_the_reason(assessment):
    document = builders.a_document(assessment.organization, status="signed")
    change_figures(assessment)

    sentence = notice_for(
        document, builders.a_user(role=Role.OVERSEER, province=assessment.organization.province)
    )

    assert "เปิดแก้ไขเมื่อ" in sentence
    assert "เหตุผล" not in sentence


# -- Pages -----------------------------------------------------------------------------------------


def text_of(client, name, *extra):
    return client.get(reverse(f"reports:{name}", args=["khlongse", 2568, *extra])).content.decode()


def hidden_fields(page):
    return dict(re.findall(r'name="(version|read_at)" value="([^"]*)"', page))


@pytest.mark.parametrize(
    ("name", "extra"), [("documents", []), ("preview", ["analysis"]), ("edit", ["analysis"])]
)
def test_the_pages_of_a_document_tell_that_it_is_out_of_date(client, assessment, auditor, name, extra):
    builders.a_document(assessment.organization)
    before = text_of(client, name, *extra)

    change_figures(assessment)

    assert "เปิดแก้ไขเมื่อ" not in before
    assert "เปิดแก้ไขเมื่อ" in text_of(client, name, *extra)


def test_the_printed_document_does_not_carry_the_notice(client, assessment, auditor):
    builders.a_document(assessment.organization)
    change_figures(assessment)

    preview = text_of(client, "preview", "analysis")

    assert "เปิดแก้ไข" not in preview.split("preview-outdated")[1].split("</p>")[1]


def test_checking_shows_what_changed_and_takes_the_notice_away(client, assessment, auditor):
    builders.a_document(assessment.organization)
    change_figures(assessment)

    page = text_of(client, "check", "analysis")
    client.post(reverse("reports:check", args=["khlongse", 2568, "analysis"]), hidden_fields(page))

    assert "จาก ๙๐.๐๐ เป็น <strong>๘๐.๐๐</strong>" in page
    assert "เปิดแก้ไขเมื่อ" not in text_of(client, "documents")
    assert TrailEntry.objects.get(verb="check_document").by == auditor


def test_writing_the_words_takes_the_notice_away(client, assessment, auditor):
    builders.a_document(assessment.organization)
    change_figures(assessment)

    fields = {"subject": "รายงาน", **hidden_fields(text_of(client, "edit", "analysis"))}
    client.post(reverse("reports:edit", args=["khlongse", 2568, "analysis"]), fields)

    assert "เปิดแก้ไขเมื่อ" not in text_of(client, "documents")


def test_figures_that_change_while_the_words_are_read_are_not_taken_as_read(client, assessment, auditor):
    builders.a_document(assessment.organization)
    change_figures(assessment)
    opened = hidden_fields(text_of(client, "check", "analysis"))
    change_figures(assessment)

    client.post(reverse("reports:check", args=["khlongse", 2568, "analysis"]), opened)

    assert "เปิดแก้ไขเมื่อ" in text_of(client, "documents")


def test_a_moment_of_reading_is_never_later_than_now(client, assessment, auditor):
    document = builders.a_document(assessment.organization)

    fields = {"version": document.version, "read_at": "2599-01-01 00:00:00"}
    client.post(reverse("reports:check", args=["khlongse", 2568, "analysis"]), fields)

    assert Document.objects.get().written_at <= timezone.now()


def test_of_two_people_who_check_and_write_the_second_is_told(client, assessment, auditor):
    document = builders.a_document(assessment.organization)
    change_figures(assessment)
    opened = hidden_fields(text_of(client, "check", "analysis"))
    document_workflow.write_document(document, {"subject": "ใหม่"}, version=1, by=None, read_at=NOON)

    answer = client.post(
        reverse("reports:check", args=["khlongse", 2568, "analysis"]), opened, follow=True
    ).content.decode()

    assert "มีผู้อื่นบันทึกเอกสารนี้" in answer
    assert not TrailEntry.objects.filter(verb="check_document").exists()


def test_a_stale_check_stores_nothing(assessment):
    document = builders.a_document(assessment.organization)

    with pytest.raises(StaleDocument):
        document_workflow.check_document(document, version=7, by=None, read_at=NOON)

    assert Document.objects.get().written_at is None


def test_while_the_figures_are_open_there_is_nothing_to_answer_yet(client, assessment, auditor):
    builders.a_document(assessment.organization)
    workflow.reopen(assessment, reason="พิมพ์ผิด", by=None, at=timezone.now())

    page = text_of(client, "check", "analysis")

    assert "ตรวจแล้ว ยังใช้ได้" not in page
    assert "ยืนยันคะแนนแล้ว จึงตรวจเอกสารนี้ได้" in page


def test_a_document_nobody_wrote_has_nothing_to_check(client, assessment, auditor):
    answer = client.get(reverse("reports:check", args=["khlongse", 2568, "memo"]))

    assert answer.status_code == 404


def test_the_history_of_a_document_stands_below_its_words(client, assessment, auditor):
    document = builders.a_document(assessment.organization)
    document_workflow.write_document(document, {"subject": "รายงานฉบับใหม่"}, version=1, by=auditor, read_at=NOON)

    page = text_of(client, "edit", "analysis")

    assert "ประวัติการแก้ไข (๑)" in page
    assert "จาก เอกสารตัวอย่าง เป็น <strong>รายงานฉบับใหม่</strong>" in page


def test_the_first_words_are_recorded_as_new(assessment):
    document = Document(organization=assessment.organization, kind="analysis", fiscal_year=2568, subject="ร่าง")

    document_workflow.write_document(document, {"subject": "รายงาน"}, version=1, by=None, read_at=NOON)

    assert TrailEntry.objects.last().changes == {"subject": [None, "รายงาน"]}
