"""The history of a year, and of each figure where it stands."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.framework_revisions import correct_all
from assessments.year_history import PAGE_SIZE
from organizations import trail
from organizations.models import Role, TrailEntry
from tests.builders import FULL_SCORES, a_framework, a_user, an_analysis, an_assessment, an_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return an_assessment(an_organization("khlongse"), official=FULL_SCORES)


@pytest.fixture
def auditor(client, assessment):
    user = a_user(assessment.organization, Role.AUDITOR)
    client.force_login(user)
    return user


def page(client, query="", name="history", *extra):
    return client.get(reverse(f"assessments:{name}", args=["khlongse", 2568, *extra]) + query).content.decode()


def main_of(text):
    return text.split("<main")[1]


def test_a_changed_figure_is_told_from_old_to_new_in_thai_digits(client, assessment, auditor):
    workflow.record_scores(assessment, {"e1/2": Decimal("98.26")}, by=auditor)

    text = page(client)

    assert "e1 ส่วนที่ ๒" in text
    assert "จาก ๙๐.๐๐ เป็น <strong>๙๘.๒๖</strong>" in text


def test_a_moment_is_told_in_the_time_of_bangkok(client, assessment, auditor, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: datetime(2026, 12, 31, 17, 5, tzinfo=UTC))
        trail.record("confirm", assessment, by=auditor)

    assert "๑ ม.ค. ๒๕๗๐ ๐๐.๐๕ น." in page(client)


def test_every_kind_of_act_of_the_year_is_there_also_on_what_is_gone(client, assessment, auditor):
    analysis = an_analysis(assessment, finding="ขั้นตอนไม่ชัดเจน")
    trail.record("save_analysis", analysis, by=auditor, changes={"finding": ("", "ขั้นตอนไม่ชัดเจน")})
    analysis.delete()

    text = page(client)

    assert "เขียนการวิเคราะห์" in text
    assert "ขั้นตอนไม่ชัดเจน" in text
    assert "บันทึกคะแนน" in text


def test_acts_of_another_year_and_another_organisation_are_not_there(client, assessment, auditor):
    earlier = an_assessment(assessment.organization, a_framework(2567))
    elsewhere = an_assessment(an_organization(), assessment.framework)
    for row in (earlier, elsewhere):
        trail.record("reopen", row, by=None, changes={"reason": ("", "เรื่องของที่อื่น")})

    assert "เรื่องของที่อื่น" not in page(client)


def test_an_entry_from_before_entries_kept_their_year_is_there(client, assessment, auditor):
    entry = TrailEntry(
        organization=assessment.organization,
        verb="reopen",
        subject_type="assessments.assessment",
        subject_id=assessment.pk,
        changes={"reason": ["", "เรื่องเก่า"]},
    )
    trail.append(entry)

    assert "เรื่องเก่า" in page(client)


def test_texts_are_marked_by_words_and_by_more_than_colour(client, assessment, auditor):
    changes = {"finding": ("หน่วยงานควรจัดทำคู่มือให้ทั่วถึงทุกคน\nท้าย", "หน่วยงานควรเผยแพร่คู่มือให้ทั่วถึงทุกคน\nท้าย")}
    trail.record("save_analysis", an_analysis(assessment), by=auditor, changes=changes)

    text = page(client)

    assert '<del><span class="visually-hidden">ตัดออก: </span>จัดทำ' in text
    assert '<ins><span class="visually-hidden">เพิ่ม: </span>เผยแพร่' in text
    assert "อีก ๑ ย่อหน้าเหมือนเดิม" in text


def test_what_people_wrote_is_only_ever_text(client, assessment, auditor):
    workflow.confirm(assessment, by=auditor)
    trail.record("reopen", assessment, by=auditor, changes={"reason": ("", "<script>alert(1)</script>")})

    text = page(client)

    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


# -- Choosing and turning pages --------------------------------------------------------------------


def test_the_acts_of_one_person_can_be_chosen(client, assessment, auditor):
    other = a_user(assessment.organization, Role.AUDITOR)
    for number, user in ((1, auditor), (2, other)):
        trail.record("save_header", assessment, by=user, changes={"official_rank": (None, number + 500)})

    text = main_of(page(client, f"?by={other.pk}"))

    assert "๕๐๒" in text
    assert "๕๐๑" not in text


def test_the_acts_of_the_server_can_be_chosen(client, assessment, auditor):
    trail.record("save_header", assessment, by=auditor, changes={"official_rank": (None, 501)})

    text = main_of(page(client, "?by=server"))

    assert "บันทึกคะแนน" in text
    assert "๕๐๑" not in text


def test_one_kind_of_act_can_be_chosen(client, assessment, auditor):
    workflow.confirm(assessment, by=auditor)

    text = main_of(page(client, "?verb=confirm"))

    assert "๑ รายการ" in text


def test_a_choice_that_finds_nothing_says_so(client, assessment, auditor):
    other = a_user(assessment.organization, Role.AUDITOR)
    trail.record("save_header", assessment, by=other, changes={"official_rank": (None, 1)})

    assert "ไม่มีรายการตามที่เลือก" in page(client, f"?by={other.pk}&verb=record_scores")


@pytest.mark.parametrize("query", ["?by=0", "?by=x&verb=%00", "?verb=no-such-verb", "?page=9999", "?page=x"])
def test_an_address_that_was_tampered_with_still_shows_a_page(client, assessment, auditor, query):
    assert "บันทึกคะแนน" in page(client, query)


def fill(assessment, user, count):
    for number in range(count):
        trail.record("save_header", assessment, by=user, changes={"official_rank": (number, number + 1)})


def test_the_history_comes_in_pages_that_keep_the_choice(client, assessment, auditor):
    fill(assessment, auditor, PAGE_SIZE + 1)

    first, second = page(client, "?verb=save_header"), page(client, "?verb=save_header&page=2")

    assert first.count('class="act"') == PAGE_SIZE
    assert second.count('class="act"') == 1
    assert "verb=save_header&amp;page=2" in first


def test_the_number_of_queries_is_the_same_at_ten_and_at_a_thousand_acts(
    client, assessment, auditor, django_assert_num_queries
):
    fill(assessment, auditor, 10)
    with django_assert_num_queries(11):
        page(client)
    fill(assessment, a_user(assessment.organization, Role.AUDITOR), 990)

    with django_assert_num_queries(11):
        page(client)


# -- Where it stands -------------------------------------------------------------------------------


def test_a_question_tells_its_own_changes_and_no_others(client, assessment, auditor):
    workflow.record_scores(assessment, {"i1": Decimal("91.11"), "O1": Decimal("92.22")}, by=auditor)

    text = page(client, "", "indicator", 1)

    assert "จาก ๙๐.๐๐ เป็น <strong>๙๑.๑๑</strong>" in text
    assert "๙๒.๒๒" not in text


def test_the_questions_are_told_in_a_fixed_number_of_queries(
    client, assessment, auditor, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few:
        page(client, "", "indicator", 9)
    for number in range(5):
        workflow.record_scores(assessment, {f"O{place}": Decimal(number) for place in (1, 2, 3)}, by=auditor)

    with django_assert_max_num_queries(len(few)):
        page(client, "", "indicator", 9)


def test_the_result_tells_what_happened_to_total_and_standing(client, assessment, auditor):
    workflow.record_scores(assessment, {"total": Decimal("91.11"), "O1": Decimal("92.22")}, by=auditor)
    workflow.confirm(assessment, by=auditor)

    history = page(client, "", "assessment").split('class="history"')[1]

    assert "ประวัติการแก้ไข (๒)" in history
    assert "๙๑.๑๑" in history
    assert "๙๒.๒๒" not in history


def test_a_correction_of_the_framework_is_told_by_every_result_it_moved(client, assessment, auditor):
    iit, _, oit = assessment.framework.instruments.all()
    workflow.record_scores(assessment, {"i1": Decimal("50.00")}, by=auditor)
    correct_all([(iit, {"weight": Decimal(20)}), (oit, {"weight": Decimal(50)})], "ตามประกาศ", None)

    text = page(client, "?verb=follow_framework")

    assert "คะแนนที่คำนวณเปลี่ยนตามการแก้ไขเกณฑ์" in text
    assert "จาก ๘๔.๐๐ เป็น <strong>๘๖.๐๐</strong>" in text
