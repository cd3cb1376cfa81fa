"""Confirming the figures of a year: what is missing, the pages, and two people at once."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.models import Assessment, ScoreImport
from assessments.readiness import is_recorded, missing_before_confirming
from assessments.score_tree import figures_of
from organizations import trail
from organizations.models import Role, TrailEntry
from tests.builders import FULL_SCORES, a_user, an_assessment, an_organization

pytestmark = pytest.mark.django_db

# Everything the small framework knows, and it adds up.
EVERYTHING = {
    **FULL_SCORES,
    **dict.fromkeys(("total", "IIT", "EIT", "EIT/1", "EIT/2", "OIT", "1", "6", "9", "10"), "90.00"),
}
ANNOUNCED = {"official_rating": "ผ่านดี", "announced_on": "2025-08-15", "source": "หน้าประกาศผล"}


def complete(organization=None, **changes):
    """An assessment with nothing missing, but for the changes."""
    fields = {**ANNOUNCED, **{name: value for name, value in changes.items() if name in ANNOUNCED}}
    figures = {**EVERYTHING, **{key: value for key, value in changes.items() if key not in ANNOUNCED}}
    known = {key: value for key, value in figures.items() if value is not None}
    return an_assessment(organization, official=known, **fields)


def missing(assessment):
    return [(gap.sentence, gap.place) for gap in missing_before_confirming(Assessment.objects.get())]


# -- What is missing -------------------------------------------------------------------------------


def test_nothing_is_missing_where_all_is_there_and_adds_up():
    assert missing(complete()) == []


def test_an_assessment_without_any_figure_cannot_be_confirmed():
    assessment = an_assessment()

    (gap,) = missing_before_confirming(assessment)

    assert gap.blocks
    with pytest.raises(ValidationError, match=gap.sentence):
        workflow.confirm(assessment, by=None)
    assert not Assessment.objects.get().is_confirmed


@pytest.mark.parametrize(
    ("changes", "sentence", "place"),
    [
        ({"total": None}, "ยังไม่ได้บันทึกคะแนนรวมที่ประกาศ", "total"),
        ({"EIT/2": None}, "ยังไม่มีคะแนนของเครื่องมือและส่วน 1 จาก 5 ค่า ได้แก่ EIT ส่วนที่ 2", "EIT/2"),
        ({"9": None, "10": None}, "ยังไม่มีคะแนนของตัวชี้วัด 2 จาก 4 ค่า ได้แก่ ตัวชี้วัดที่ 9, ตัวชี้วัดที่ 10", "9"),
        ({"e2/1": None}, "ยังไม่มีคะแนนรายข้อ 1 จาก 10 ค่า ได้แก่ e2 ส่วนที่ 1", "e2/1"),
        (dict.fromkeys(FULL_SCORES), "ยังไม่มีคะแนนรายข้อเลย (10 ค่า)", "i1"),
        ({"1": "91.00"}, "ตัวชี้วัดที่ 1 ประกาศ 91.00 แต่คะแนนย่อยคำนวณได้ 90.00 ต่างกัน 1.00", "1"),
        ({"total": "89.00"}, "คะแนนรวม ประกาศ 89.00 แต่คะแนนย่อยคำนวณได้ 90.00 ต่างกัน 1.00", "total"),
        (
            {"official_rating": "ผ่านดีเยี่ยม"},
            "ระดับที่ประกาศคือ ผ่านดีเยี่ยม แต่คะแนนที่บันทึกไว้ได้ระดับ ผ่านดี",
            "official_rating",
        ),
        ({"official_rating": ""}, "ยังไม่ได้บันทึกระดับที่ประกาศ", "official_rating"),
        ({"announced_on": None}, "ยังไม่ได้บันทึกวันที่ประกาศผล", "announced_on"),
        ({"source": ""}, "ยังไม่ได้บันทึกที่มาของตัวเลข", "source"),
    ],
)
def test_what_is_missing_is_said_with_its_place_and_does_not_stand_in_the_way(changes, sentence, place):
    assessment = complete(**changes)

    assert (sentence, place) in missing(assessment)
    workflow.confirm(assessment, by=None)


def test_many_absent_figures_are_counted_and_not_all_named():
    assessment = complete(**dict.fromkeys(list(FULL_SCORES)[:9]))

    sentence = next(text for text, _ in missing(assessment) if "รายข้อ" in text)

    assert "9 จาก 10 ค่า" in sentence
    assert sentence.endswith("และอีก 1 ค่า")


def test_an_import_that_waits_is_named_first():
    assessment = complete()
    place = {"organization": assessment.organization, "framework": assessment.framework}
    ScoreImport.objects.create(**place, source="paste", by=a_user())
    ScoreImport.objects.create(**place, source="paste", by=a_user(), status="discarded")

    assert missing(assessment) == [("มีคะแนนที่นำเข้าแล้วยังรอท่านยืนยันหรือยกเลิกอีก 1 รายการ", "imports")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({}, True), ({"total": None}, False), ({"i1": None}, False), (dict.fromkeys(FULL_SCORES), True)],
)
def test_a_result_is_recorded_when_nothing_is_known_only_in_part(changes, expected):
    assert is_recorded(figures_of(complete(**changes))) is expected


# -- Two at once -----------------------------------------------------------------------------------


def test_a_figure_recorded_after_the_page_was_opened_is_not_confirmed_unseen():
    assessment = complete()
    seen = trail.latest(assessment)
    workflow.record_scores(assessment, {"i1": Decimal("91.00")}, by=None)

    with pytest.raises(ValidationError, match="หลังจากที่ท่านเปิดหน้านี้"):
        workflow.confirm(assessment, by=None, seen=seen)

    assert not Assessment.objects.get().is_confirmed


def test_what_the_page_showed_is_confirmed():
    assessment = complete()

    workflow.confirm(assessment, by=None, seen=trail.latest(assessment))

    assert Assessment.objects.get().is_confirmed


def test_reopening_keeps_its_moment_on_the_assessment():
    assessment, moment = complete(), timezone.now()
    workflow.confirm(assessment, by=None)

    workflow.reopen(assessment, reason=" พิมพ์ผิด ", by=None, at=moment)

    assert Assessment.objects.get().reopened_at == moment
    assert TrailEntry.objects.last().changes["reason"] == ["", "พิมพ์ผิด"]


# -- Pages -----------------------------------------------------------------------------------------


@pytest.fixture
def organization():
    return an_organization("khlongse")


@pytest.fixture
def auditor(client, organization):
    user = a_user(organization, Role.AUDITOR)
    client.force_login(user)
    return user


def text_of(client, name):
    return client.get(reverse(f"assessments:{name}", args=["khlongse", 2568])).content.decode()


def post(client, name, data, **kwargs):
    return client.post(reverse(f"assessments:{name}", args=["khlongse", 2568]), data, follow=True, **kwargs)


def seen_on(page):
    return re.search(r'name="seen" value="(\d+)"', page)[1]


def test_the_page_lists_what_to_look_at_and_leads_to_each_box(client, organization, auditor):
    complete(organization, **{"e2/1": None, "1": "91.00", "announced_on": None})

    page, sheet = text_of(client, "confirm_assessment"), text_of(client, "scores")

    anchors = re.findall(r'href="/khlongse/2568/scores/#([\w-]+)"', page)
    assert {"box-e2-1", "box-1", "box-announced_on"} < set(anchors)
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in sheet] == []


def test_the_button_confirms_what_was_seen(client, organization, auditor):
    complete(organization)

    answer = post(client, "confirm_assessment", {"seen": seen_on(text_of(client, "confirm_assessment"))})

    assert Assessment.objects.get().is_confirmed
    assert "ยืนยันคะแนนปี ๒๕๖๘ แล้ว" in answer.content.decode()


def test_the_second_of_two_people_is_told(client, organization, auditor):
    assessment = complete(organization)
    seen = seen_on(text_of(client, "confirm_assessment"))
    workflow.confirm(assessment, by=None)

    answer = post(client, "confirm_assessment", {"seen": seen})

    assert "เปลี่ยนไปแล้ว" in answer.content.decode()
    assert TrailEntry.objects.filter(verb="confirm").count() == 1


def test_without_a_figure_there_is_no_button_but_the_way_to_the_sheet(client, organization, auditor):
    an_assessment(organization)

    page = text_of(client, "confirm_assessment")

    assert "ยังยืนยันไม่ได้" in page
    assert 'name="seen"' not in page
    assert 'href="/khlongse/2568/scores/"' in page


def test_reopening_asks_for_a_reason_beside_its_box(client, organization, auditor):
    workflow.confirm(complete(organization), by=None)

    page = post(client, "reopen_assessment", {"reason": " "}).content.decode()

    assert "โปรดเขียนเหตุผลที่เปิดแก้ไข" in page
    assert Assessment.objects.get().is_confirmed


def test_after_reopening_the_result_says_who_when_and_why(client, organization, auditor):
    workflow.confirm(complete(organization), by=None)

    page = post(client, "reopen_assessment", {"reason": "คะแนนข้อ i1 พิมพ์ผิด"}).content.decode()

    assert "เปิดแก้ไขอยู่" in page
    assert "เหตุผล: คะแนนข้อ i1 พิมพ์ผิด" in page
    assert f"โดย{auditor}" in page


@pytest.mark.parametrize(
    ("figures", "address"),
    [({}, "/khlongse/2568/scores/"), (EVERYTHING, "/khlongse/2568/confirm/")],
)
def test_the_result_offers_the_one_thing_to_do_next(client, organization, auditor, figures, address):
    an_assessment(organization, official=figures)

    page = text_of(client, "assessment")

    assert re.findall(r'class="btn btn-primary" href="([^"]+)"', page) == [address]


def test_a_confirmed_result_offers_its_analysis_and_reopening_and_nothing_louder(client, organization, auditor):
    workflow.confirm(complete(organization), by=None)

    page = text_of(client, "assessment")

    assert 'href="/khlongse/2568/reopen/"' in page
    assert re.findall(r'class="btn btn-outline" href="([^"]+)"', page) == ["/khlongse/2568/analysis/"]
    assert "btn-primary" not in page


def test_who_does_not_edit_is_offered_nothing(client, organization):
    complete(organization)
    client.force_login(a_user(organization, Role.EXECUTIVE))

    page = text_of(client, "assessment")

    assert "กำลังบันทึก" in page
    assert "/confirm/" not in page


def test_the_overseer_reads_that_it_is_confirmed_but_not_by_whom(client, organization, auditor):
    workflow.confirm(complete(organization), by=auditor)
    client.force_login(a_user(role=Role.OVERSEER, province=organization.province))

    page = text_of(client, "assessment")

    assert "ยืนยันแล้ว" in page
    assert str(auditor) not in page.split("<main")[1].split("</main>")[0]
    assert "ประวัติการแก้ไข" not in page
