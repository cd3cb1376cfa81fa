"""The page of the arithmetic: whether figures add up, suspects, the ways to the next level, and the what-if panel."""

from decimal import Decimal

import pytest

from organizations.models import Role, TrailEntry
from tests import builders

pytestmark = pytest.mark.django_db

GOOD = {**dict.fromkeys(("i1", "i2"), "93.80"), **dict.fromkeys(("O1", "O2", "O3", "O4"), "100.00")}
GOOD.update({f"{code}/{part}": "98.00" for code in ("e1", "e2") for part in (1, 2)})


@pytest.fixture
def organization():
    return builders.an_organization("khlongse", place_name="คลองเส")


@pytest.fixture
def page(client, organization):
    """Gives the page of the organisation's assessment for an address: `page("?i1=95")`."""
    client.force_login(builders.a_user(organization, Role.AUDITOR))
    return lambda query="", year=2568: client.get(f"/khlongse/{year}/arithmetic/{query}").content.decode()


# -- Whether it adds up ------------------------------------------------------------------------------


def test_only_the_rows_where_figures_part_are_opened(organization, page):
    builders.an_assessment(organization, official={**GOOD, "1": "94.80", "IIT": "93.80"})

    text = page()

    assert text.count("<details open>") == 1
    assert "ที่ประกาศคือ ๙๔.๘๐ ต่างจากที่คำนวณ +๑.๐๐" in text


def test_a_level_that_rests_on_differing_figures_says_so(organization, page):
    builders.an_assessment(organization, official={**GOOD, "1": "94.80"})

    assert "คิดจากคะแนนย่อยซึ่งยังไม่ตรงกับที่ประกาศ โปรดตรวจตัวเลขก่อน" in page()


def test_without_announced_figures_there_is_nothing_to_compare(organization, page):
    builders.an_assessment(organization, official=GOOD)

    assert "<strong>ยังตรวจไม่ได้</strong>" in page()


def test_partial_figures_leave_out_what_cannot_be_told(organization, page):
    builders.an_assessment(organization, official={"i1": "90.00", "total": "91.00"})

    text = page()

    assert "คะแนนย่อยที่บันทึกไว้ยังไม่ครบพอจะคำนวณคะแนนรวม" in text
    assert 'id="what-if"' not in text


def test_a_year_without_levels_says_that_they_are_not_known(organization, page):
    builders.an_assessment(organization, builders.a_framework(2570, rating=[]), official=GOOD)

    assert "เพราะเกณฑ์ของปีนี้ยังไม่ได้กำหนดระดับ" in page(year=2570)


def test_an_empty_framework_can_be_opened(organization, page):
    builders.an_assessment(organization, builders.a_framework(2570, instruments=[], rating=[]))

    assert "<strong>ยังบอกไม่ได้</strong>" in page(year=2570)


# -- What if -----------------------------------------------------------------------------------------


def test_without_an_address_the_dearest_questions_have_boxes(organization, page):
    builders.an_assessment(organization, official=GOOD)

    text = page()

    assert [f'name="{key}"' in text for key in ("i1", "i2", "e1/1", "O4")] == [True, True, True, False]
    assert "ยังไม่ได้ขยับคะแนนใด" in text


def test_the_boxes_of_the_address_are_those_that_are_shown(organization, page):
    builders.an_assessment(organization, official=GOOD)

    text = page("?i1=95.00&e1/2=99.00&nonsense=1")

    assert [f'name="{key}"' in text for key in ("i1", "i2", "e1/1", "e1/2")] == [True, False, False, True]


def test_another_question_is_added_with_both_parts_and_its_own_score(organization, page):
    builders.an_assessment(organization, official={**GOOD, "e1/2": "97.00"})

    text = page("?i1=95.00&add=e1")

    assert 'name="e1/1" value="98.00"' in text
    assert 'name="e1/2" value="97.00"' in text


@pytest.mark.parametrize("typed", ["95.4", "๙๕.๔๐", "95,40", "ร้อยละ ๙๕.๔"])
def test_scores_are_read_as_people_type_them(organization, page, typed):
    builders.an_assessment(organization, official=GOOD)

    text = page(f"?i1={typed}")

    assert '<td class="number"><strong>๙๔.๖๐</strong></td>' in text  # IIT, the mean of 95.40 and 93.80


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("101", "คะแนน 101 ต้องอยู่ระหว่าง 0 ถึง 100"),
        ("95.123", "ทศนิยมเกิน 2 ตำแหน่ง"),
        ("1e2", "ไม่ใช่คะแนน"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_a_wrong_score_gets_a_sentence_beside_its_box_and_counts_as_unmoved(
    organization, page, typed, sentence
):
    builders.an_assessment(organization, official=GOOD)

    text = page(f"?i1={typed}&i2=100")

    error = text[text.index('id="error-i1"') : text.index('id="error-i2"')]
    assert sentence in error
    assert "มี ๑ ช่องที่อ่านเป็นคะแนนไม่ได้" in text
    assert '<td class="number"><strong>๙๖.๙๐</strong></td>' in text  # i1 as recorded, i2 as tried


def test_an_emptied_box_counts_as_unmoved(organization, page):
    builders.an_assessment(organization, official=GOOD)

    text = page("?i1=&i2=93.80")

    assert "ยังไม่ได้ขยับคะแนนใด" in text
    assert 'name="i1" value="93.80"' in text


def test_trying_scores_stores_nothing(organization, page):
    assessment = builders.an_assessment(organization, official=GOOD)
    before = TrailEntry.objects.count()

    page("?i1=100&i2=100")

    assert assessment.question_scores.get(question__code="i1").official == Decimal("93.80")
    assert TrailEntry.objects.count() == before


def test_the_result_leads_to_its_arithmetic(client, organization, page):
    builders.an_assessment(organization, official=GOOD)

    text = client.get("/khlongse/2568/").content.decode()

    assert 'href="/khlongse/2568/arithmetic/"' in text
    assert 'อีก <strong class="number">๑.๒๐</strong>&nbsp;ที่&nbsp;<span class="whole">IIT</span> จะถึง' in text


def test_the_number_of_queries_does_not_grow_with_the_figures(client, django_assert_num_queries):
    few = builders.an_assessment(official={"i1": "90.00"})
    full = builders.an_assessment(official={**GOOD, "1": "94.80", "total": "96.00"})

    for assessment in (few, full):
        client.force_login(builders.a_user(assessment.organization, Role.AUDITOR))
        with django_assert_num_queries(16):
            client.get(f"{assessment.get_absolute_url()}arithmetic/?i1=95&add=i2")
