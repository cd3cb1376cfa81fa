"""The page of the arithmetic for the published results: what it says of figures that everybody can look up."""

from decimal import Decimal

import pytest

from assessments.models import QuestionScore
from organizations.models import Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def seed_page(client, municipality):
    """Gives the page of a demo municipality: `seed_page("khlongse", 2568, "?i10=53.64")`."""

    def get(slug, year, query=""):
        client.force_login(builders.a_user(municipality(slug), Role.AUDITOR))
        return client.get(f"/{slug}/{year}/arithmetic/{query}").content.decode()

    return get


def test_seed_001_adds_up_and_misses_the_best_level_by_iit_alone(seed_page):
    text = seed_page("khlongse", 2568)

    assert "ตรงทุกแห่ง</span> ตรวจแล้ว ๑๕ แห่ง" in text
    assert 'อีก <strong class="number">๑.๒๐</strong>&nbsp;ที่&nbsp;<span class="whole">IIT</span>' in text
    assert "ตัวเลขใดน่าจะพิมพ์ผิด" not in text


def test_seed_001_is_told_how_many_answered(seed_page):
    text = seed_page("khlongse", 2568)

    for said in ("IIT ๒๓ คน", "EIT ส่วนที่ ๑ ๕๐ คน", "EIT ส่วนที่ ๒ ๒๐ คน"):
        assert said in text


def test_the_cheapest_way_of_seed_001_names_i10(seed_page):
    text = seed_page("khlongse", 2568)

    assert '<a href="?i10=53.64#what-if">' in text
    assert "๑ รายการ รวม <span" in text
    assert "๑๗.๙๙" in text


def test_the_way_of_seed_001_reaches_the_best_level_when_it_is_tried(seed_page):
    text = seed_page("khlongse", 2568, "?i10=53.64")

    assert (
        'จะเปลี่ยนจากระดับ&nbsp;<span class="whole">ผ่านดี</span> เป็น <strong><span class="whole">ผ่านดีเยี่ยม' in text
    )
    assert '<td class="number"><strong>๙๕.๐๐</strong></td>' in text


def test_the_letters_of_2564_are_reached_by_an_indicator(seed_page):
    text = seed_page("thana", 2564)

    assert "ทางใดใกล้ระดับ&nbsp;C ที่สุด" in text
    assert '<a href="?10=32.72#what-if">' in text


def test_at_the_best_level_there_is_no_way_to_show(seed_page):
    text = seed_page("khokphutsa", 2568)

    assert "ซึ่งเป็นระดับสูงสุดของเกณฑ์ปีนี้แล้ว" in text
    assert 'id="ways"' not in text
    assert "และทำอย่างไรจึงจะถึงระดับถัดไป" not in text


def test_a_slip_in_seed_001_is_named_with_its_reasons(seed_page, municipality):
    assessment = municipality("khlongse").assessments.get()
    QuestionScore.objects.filter(assessment=assessment, question__code="i4").update(official=Decimal("49.78"))

    text = seed_page("khlongse", 2568)

    assert (
        '<strong>i4</strong> บันทึกไว้ <strong class="number">๔๙.๗๘</strong> น่าจะเป็น <strong class="number">๙๔.๗๘'
        in text
    )
    assert "(สลับหลักกัน)" in text
    assert "ได้จากผู้ตอบ ๒๓ คนพอดี แต่ ๔๙.๗๘ ได้จากผู้ตอบจำนวนนี้ไม่ได้" in text
    assert "คะแนนที่ประกาศของตัวชี้วัดที่ ๒ จะตรงกับที่คำนวณ" in text
