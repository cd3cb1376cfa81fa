"""Writing the office's own words into a document."""

import pytest
from django.urls import reverse

from organizations.models import Role, TrailEntry
from reports.models import Document
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    return builders.an_assessment(official=builders.FULL_SCORES, is_confirmed=True)


@pytest.fixture
def clerk(client, assessment):
    client.force_login(builders.a_user(assessment.organization, Role.CLERK))
    return client


def address(assessment, kind="memo"):
    return reverse("reports:edit", args=[assessment.organization.slug, assessment.year, kind])


def words(**changes):
    fields = {"subject": "รายงานผลการประเมิน", "body": "ย่อหน้าแรก\nย่อหน้าที่สอง", "version": "1"}
    return {**fields, **changes}


def test_the_first_text_of_a_memo_is_composed_from_the_data(clerk, assessment):
    page = clerk.get(address(assessment)).content.decode()

    assert "มีผลคะแนนการประเมินรวม ๙๐.๐๐ คะแนน" in page


def test_saved_words_are_printed_and_leave_a_trail(clerk, assessment):
    clerk.post(address(assessment), words(dated_on="๑๖ ม.ค. ๒๕๖๘", number="๐๐๕"))

    preview = clerk.get(reverse("reports:preview", args=[assessment.organization.slug, 2568, "memo"]))
    assert "ย่อหน้าที่สอง" in preview.content.decode()
    assert "๑๖" in preview.content.decode()
    assert TrailEntry.objects.filter(verb="write_document").count() == 1


def test_a_subject_that_is_pasted_in_two_lines_is_one(clerk, assessment):
    clerk.post(address(assessment), words(subject="รายงานผล\r\nการประเมิน"))

    assert Document.objects.get().subject == "รายงานผล การประเมิน"


def test_a_second_writer_sees_both_texts_and_overwrites_nothing(clerk, assessment):
    clerk.post(address(assessment), words(body="ของคนแรก"))
    clerk.post(address(assessment), words(body="ของคนแรก แก้แล้ว"))

    answer = clerk.post(address(assessment), words(body="ของคนที่สอง"))

    page = answer.content.decode()
    assert "ของคนแรก แก้แล้ว" in page
    assert "ของคนที่สอง" in page
    assert Document.objects.get().body == "ของคนแรก แก้แล้ว"


def test_an_issued_document_refuses_new_words(clerk, assessment):
    builders.a_document(assessment.organization, "memo", status="signed")

    page = clerk.post(address(assessment), words()).content.decode()

    assert "เอกสารนี้เสนอหรือออกแล้ว" in page
    assert Document.objects.get().subject == "เอกสารตัวอย่าง"


def test_the_words_of_an_issued_document_are_not_offered_for_writing(clerk, assessment):
    builders.a_document(assessment.organization, "memo", status="published")

    shelf = clerk.get(reverse("reports:documents", args=[assessment.organization.slug, 2568])).content.decode()
    page = clerk.get(address(assessment)).content.decode()

    assert address(assessment) not in shelf
    assert "บันทึกเนื้อความ" not in page
    assert reverse("reports:desk", args=[assessment.organization.slug, 2568, "memo"]) in page


def test_an_unreadable_date_is_said_beside_its_field(clerk, assessment):
    page = clerk.post(address(assessment), words(dated_on="16/1/2025")).content.decode()

    assert "ไม่ใช่ปี พ.ศ." in page
    assert not Document.objects.exists()


def test_a_division_of_another_organisation_is_not_accepted(clerk, assessment):
    foreign = builders.a_division(builders.an_organization())

    clerk.post(address(assessment), words(division=foreign.pk))

    assert not Document.objects.exists()


def test_tampered_text_is_only_ever_text(clerk, assessment):
    clerk.post(address(assessment), words(body="<script>alert(1)</script><img src=x>"))

    page = clerk.get(
        reverse("reports:preview", args=[assessment.organization.slug, 2568, "memo"])
    ).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
