"""What stands around every page: the switchers, the menu of the year's work with what is open, the phone's lower bar."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from measures.models import PlanStatus
from organizations.models import Membership, Role
from reports.frame import frame_of
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)  # in the fiscal year 2569


@pytest.fixture
def organization():
    return builders.an_organization("khlongse", place_name="คลองเส")


@pytest.fixture
def result(organization):
    return builders.an_assessment(
        organization, builders.a_framework(2568), is_confirmed=True, official=builders.FULL_SCORES
    )


def frame_for(organization, role, page="reports:overview", year=2568, **kwargs):
    user = builders.a_user(organization, role)
    return frame_of(user, TODAY, page, organization=organization, year=year, **kwargs)


def names(places):
    return [place.name for place in places]


def test_the_menu_follows_the_order_of_the_years_work(organization, result):
    builders.a_plan(organization, 2568)

    frame = frame_for(organization, Role.AUDITOR)

    wanted = ["คะแนน", "วิเคราะห์", "มาตรการ", "เอกสาร", "ประวัติ"]
    assert [name for name in names(frame.year_places) if name in wanted] == wanted


def test_an_overseer_is_led_to_nothing_that_is_the_members_own(organization, result):
    overseer = builders.a_user(role=Role.OVERSEER, province=organization.province)

    frame = frame_of(overseer, TODAY, "reports:overview", organization=organization, year=2568)

    assert {"วิเคราะห์", "มาตรการ", "ประวัติ"}.isdisjoint(names(frame.year_places))


def test_what_is_open_is_counted_at_its_place(organization, result):
    plan = builders.a_plan(organization, 2568, status=PlanStatus.ADOPTED)
    builders.a_measure(plan, due_on=date(2026, 6, 30))
    builders.an_analysis(result, is_draft=True)
    builders.a_score_import(organization, framework=result.framework)

    places = {place.name: place.open_count for place in frame_for(organization, Role.AUDITOR).year_places}

    assert (places["คะแนน"], places["วิเคราะห์"], places["มาตรการ"], places["เอกสาร"]) == (1, 1, 1, 0)


def test_papers_to_sign_are_counted_wherever_the_person_is(organization):
    executive = builders.a_user(organization, Role.EXECUTIVE)
    term = builders.a_term(organization, user=executive)
    for kind in ("analysis", "memo"):
        builders.a_signature(builders.an_edition(builders.a_document(organization, kind)), term)

    frame = frame_of(executive, TODAY, "measures:work")

    assert [row.open_count for row in (*frame.own_places, *frame.bar_places) if row.open_words] == [2, 2]


@pytest.mark.parametrize(
    ("page", "year", "filed_in"),
    [
        ("assessments:assessment", 2568, 2569),  # what follows from the result of 2568 is asked for in 2569
        ("measures:plan", 2569, 2569),
        ("reports:filing", 2568, 2568),  # where one is already
    ],
)
def test_the_years_work_leads_to_the_year_in_which_it_is_filed(organization, result, page, year, filed_in):
    builders.a_plan(organization, 2569, source_assessment=result)

    places = frame_for(organization, Role.CLERK, page, year).year_places

    assert f"/khlongse/{filed_in}/filing/" in [place.address for place in places]


def test_a_year_of_which_there_is_nothing_leads_to_no_pages_about_it(organization, result):
    places = frame_for(organization, Role.CLERK, "reports:filing", 2569).year_places

    assert {"ภาพรวม", "เอกสาร"}.isdisjoint(names(places))


def test_the_keeper_finds_the_positions_in_the_menu(organization):
    found = {
        role: "ตำแหน่งและวาระ" in names(frame_for(organization, role).organization_places)
        for role in (Role.ADMINISTRATOR, Role.CLERK)
    }

    assert found == {Role.ADMINISTRATOR: True, Role.CLERK: False}


def test_a_plan_leads_back_to_the_result_it_answers_and_the_result_on_to_it(organization, result):
    builders.a_plan(organization, 2569, source_assessment=result)

    of_plan = frame_for(organization, Role.AUDITOR, "measures:plan", 2569).year_places
    of_result = frame_for(organization, Role.AUDITOR, "assessments:assessment", 2568).year_places

    assert "/khlongse/2568/" in [place.address for place in of_plan]
    assert "/khlongse/2569/plan/" in [place.address for place in of_result]


def test_in_a_year_with_a_result_of_its_own_the_source_of_the_plan_stands_beside_its_measures(
    organization, result
):
    builders.an_assessment(organization, builders.a_framework(2569))
    builders.a_plan(organization, 2569, source_assessment=result)

    found = names(frame_for(organization, Role.AUDITOR, "measures:plan", 2569).year_places)

    assert found.index("วิเคราะห์") < found.index("ผลปี ๒๕๖๘ ที่มาของแผน") == found.index("มาตรการ") - 1


def test_the_years_lead_to_what_the_person_is_looking_at(organization, result):
    builders.a_plan(organization, 2569, source_assessment=result)

    frame = frame_for(organization, Role.AUDITOR, "assessments:indicator", 2568)

    assert [(year.name, year.note, year.address) for year in frame.years] == [
        ("ปี ๒๕๖๙", "แผน", "/khlongse/2569/plan/"),
        ("ปี ๒๕๖๘", "ผล", "/khlongse/2568/"),
    ]


def test_the_organisations_of_the_person_stand_in_thai_order(organization):
    user = builders.a_user(organization, Role.AUDITOR)
    Membership.objects.create(
        user=user, organization=builders.an_organization(place_name="กลาง"), role=Role.CLERK
    )

    frame = frame_of(user, TODAY, "reports:organization", organization=organization)

    assert names(frame.organizations) == ["อบต.กลาง", "อบต.คลองเส"]


def test_a_page_below_a_place_marks_the_place(organization, result):
    frame = frame_for(organization, Role.AUDITOR, "assessments:indicator")

    assert [place.name for place in frame.year_places if place.here] == ["คะแนน"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.EXECUTIVE, Role.DIVISION_STAFF, Role.ADMINISTRATOR])
def test_the_lower_bar_has_three_places_for_every_role(organization, result, role):
    places = frame_for(organization, role).bar_places

    assert [bool(place.address) for place in places] == [True, True, True]


def test_the_menu_of_a_year_takes_three_queries(organization, result, django_assert_num_queries):
    user = builders.a_user(organization, Role.AUDITOR)

    with django_assert_num_queries(3):
        frame = frame_of(user, TODAY, "reports:overview", organization=organization, year=2568)
        assert [frame.year_places, frame.years, frame.organizations, frame.bar_places]


# -- Light and dark ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "media"),
    [("dark", 'media="screen"'), ("", 'media="screen and (prefers-color-scheme: dark)"'), ("light", None)],
)
def test_the_chosen_appearance_is_that_of_the_next_page(client, chosen, media):
    client.force_login(builders.a_user())

    client.post("/design/appearance/", {"appearance": chosen, "next": "/frameworks/"})
    text = client.get("/frameworks/").content.decode()

    assert ("dark.css" in text) == (media is not None)
    assert media is None or media in text


def test_choosing_leads_back_to_the_page_and_never_off_the_portal(client):
    client.force_login(builders.a_user())

    ways = ("/work/", "https://example.com/", "//example.com/", "work", "")
    answers = [client.post("/design/appearance/", {"next": way}) for way in ways]

    assert [answer["Location"] for answer in answers] == ["/work/", "/", "/", "/", "/"]


def test_an_empty_field_is_asked_for_in_the_words_of_the_office():
    for field in (forms.CharField(), forms.ChoiceField(), forms.DateField()):
        with pytest.raises(ValidationError, match="โปรดกรอกหรือเลือกข้อมูลในช่องนี้"):
            field.clean("")
