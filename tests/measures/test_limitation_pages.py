"""The editor of limitations: every button works without a script and saves what was typed."""

import re

import pytest
from django.urls import reverse

from assessments.models import Limitation
from organizations.models import Role
from tests.builders import a_framework, a_recommendation, a_user, an_assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment():
    assessment = an_assessment()
    for order, text in enumerate(("หนึ่ง", "สอง", "สาม"), start=1):
        Limitation.objects.create(assessment=assessment, order=order, text=text)
    return assessment


@pytest.fixture
def auditor(client, assessment):
    client.force_login(a_user(assessment.organization, Role.AUDITOR))
    return client


def address(assessment):
    return reverse("measures:limitations", args=[assessment.organization.slug, assessment.year])


def form_of(assessment, **typed):
    """The form as its page fills it; `typed` maps text_0 … to what the person wrote there."""
    rows = list(assessment.limitations.order_by("order"))
    data = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": len(rows), "new": ""}
    for place, row in enumerate(rows):
        data |= {
            f"rows-{place}-pk": row.pk,
            f"rows-{place}-version": row.version,
            f"initial-rows-{place}-text": row.text,
            f"rows-{place}-text": typed.get(f"text_{place}", row.text),
        }
    return data


def press(client, assessment, data, **buttons):
    return client.post(address(assessment), {**data, **buttons})


def texts_of(assessment):
    return [row.text for row in assessment.limitations.order_by("order")]


def test_a_row_is_edited_and_another_added_with_one_button(auditor, assessment):
    response = press(auditor, assessment, form_of(assessment, text_1="สองใหม่"), new="สี่")

    assert response["Location"] == address(assessment)
    assert texts_of(assessment) == ["หนึ่ง", "สองใหม่", "สาม", "สี่"]


def test_moving_a_row_also_saves_what_was_typed(auditor, assessment):
    press(auditor, assessment, form_of(assessment, text_0="หนึ่งใหม่"), up="2")

    assert texts_of(assessment) == ["หนึ่งใหม่", "สาม", "สอง"]


def test_a_row_moves_down(auditor, assessment):
    press(auditor, assessment, form_of(assessment), down="0")

    assert texts_of(assessment) == ["สอง", "หนึ่ง", "สาม"]


@pytest.mark.parametrize("buttons", [{"up": "0"}, {"down": "2"}, {"up": "99"}, {"down": "x"}, {"delete": "99"}])
def test_a_button_that_makes_no_sense_changes_nothing(auditor, assessment, buttons):
    press(auditor, assessment, form_of(assessment), **buttons)

    assert texts_of(assessment) == ["หนึ่ง", "สอง", "สาม"]


def test_a_deleted_row_is_told_in_full_so_that_it_can_be_put_back(auditor, assessment):
    response = press(auditor, assessment, form_of(assessment), delete="1")

    assert texts_of(assessment) == ["หนึ่ง", "สาม"]
    assert "ข้อความที่ลบคือ “สอง”" in auditor.get(response["Location"]).content.decode()


def test_an_emptied_row_is_refused_and_the_rest_is_not_lost(auditor, assessment):
    response = press(auditor, assessment, form_of(assessment, text_1=" ", text_2="สามใหม่"), new="ใหม่")

    html = response.content.decode()
    assert "ข้อนี้ยังไม่มีข้อความ" in html
    assert "สามใหม่" in html
    assert ">ใหม่</textarea>" in html
    assert texts_of(assessment) == ["หนึ่ง", "สอง", "สาม"]


def test_a_row_that_two_people_changed_shows_both_texts_and_can_be_saved_again(auditor, assessment):
    mine = form_of(assessment, text_0="ของฉัน")
    press(auditor, assessment, form_of(assessment, text_0="ของผู้อื่น"))

    html = press(auditor, assessment, mine).content.decode()
    version = re.search(r'name="rows-0-version" value="(\d+)"', html)[1]
    press(auditor, assessment, {**mine, "rows-0-version": version})

    assert "ของฉัน" in html
    assert "ที่บันทึกไว้: ของผู้อื่น" in html
    assert texts_of(assessment)[0] == "ของฉัน"


def test_what_another_person_changed_and_i_did_not_stays_as_it_is_now(auditor, assessment):
    mine = form_of(assessment, text_1="สองของฉัน")
    press(auditor, assessment, form_of(assessment, text_0="หนึ่งของผู้อื่น"))

    press(auditor, assessment, mine)

    assert texts_of(assessment) == ["หนึ่งของผู้อื่น", "สองของฉัน", "สาม"]


def test_a_row_that_another_person_deleted_can_be_saved_as_a_new_one(auditor, assessment):
    mine = form_of(assessment, text_0="ของฉัน")
    press(auditor, assessment, form_of(assessment), delete="0")

    html = press(auditor, assessment, mine).content.decode()
    press(auditor, assessment, {**mine, "rows-0-pk": "", "rows-0-version": "0"})

    assert "ลบไปแล้ว" in html
    assert texts_of(assessment) == ["ของฉัน", "สอง", "สาม"]


def test_texts_of_the_library_and_of_last_year_are_added_with_one_button(auditor, assessment):
    text = a_recommendation(kind="limitation", band="", finding="บุคลากรของ{หน่วยงาน}ไม่เพียงพอ", recommendation="")
    before = an_assessment(assessment.organization, a_framework(2567))
    earlier = Limitation.objects.create(assessment=before, order=1, text="งบประมาณจำกัด")

    press(auditor, assessment, form_of(assessment), add=[f"library-{text.pk}", f"last-year-{earlier.pk}"])

    name = assessment.organization.name
    assert texts_of(assessment)[3:] == ["งบประมาณจำกัด", f"บุคลากรของ{name}ไม่เพียงพอ"]


def test_a_text_that_stands_in_the_list_is_not_offered(auditor, assessment):
    a_recommendation(kind="limitation", band="", finding="สอง", recommendation="")

    assert "ข้อความที่เพิ่มได้ทันที" not in auditor.get(address(assessment)).content.decode()
