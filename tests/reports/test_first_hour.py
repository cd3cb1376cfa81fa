"""The first hour: steps whose state is the data itself, each with its why and its way."""

from datetime import date

import pytest
from django.urls import reverse

from organizations.models import Membership, Role
from reports import first_hour
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture
def organization():
    return builders.an_organization()


@pytest.fixture
def keeper(organization):
    """Administrator and auditor in one person, as in a small office."""
    builders.a_framework(2568)
    user = builders.a_user(organization, Role.ADMINISTRATOR)
    Membership.objects.create(user=user, organization=organization, role=Role.AUDITOR)
    return user


def states(organization, user):
    hour = first_hour.of_organization(organization, user, TODAY)
    return {step.title: step.is_done for step in hour.steps}


def test_each_step_is_done_when_its_data_is_there(organization, keeper):
    before = states(organization, keeper)
    organization.phone, organization.document_number_prefix = "๐ ๗๕๓๐", "นค ๕๓๗๑๑"
    organization.save()
    builders.a_division(organization)
    builders.a_term(organization)
    builders.an_assessment(organization)
    builders.a_plan(organization)

    after = states(organization, keeper)

    assert [title for title, is_done in before.items() if is_done] == ["บุคคล"]
    assert all(after.values())


def test_the_next_step_is_the_first_open_one_that_is_the_persons_to_do(organization, keeper):
    clerk = builders.a_user(organization, Role.CLERK)
    auditor = builders.a_user(organization, Role.AUDITOR)

    following = {
        user: first_hour.of_organization(organization, user, TODAY).next_step
        for user in (keeper, auditor, clerk)
    }

    assert following[keeper].title == "ข้อมูลหน่วยงาน"
    assert following[auditor].title == "ผลการประเมินปีล่าสุด"
    assert following[clerk] is None


def test_what_is_needed_only_later_is_told_and_holds_nothing_up(organization, keeper):
    builders.a_term(organization)
    organization.phone, organization.document_number_prefix, organization.domain = "๐ ๗๕๓๐", "นค ๕๓๗๑๑", ""

    steps = first_hour.of_organization(organization, keeper, TODAY).steps

    assert [step.is_done for step in steps[:3]] == [True, False, True]
    assert "เว็บไซต์หลักยังว่าง" in steps[0].found
    assert "ยังไม่ผูกบัญชีเพื่อลงนาม 1 คน" in steps[2].found


def test_a_term_that_has_ended_holds_no_office(organization, keeper):
    builders.a_term(organization, ends_on=date(2026, 9, 30))

    assert not states(organization, keeper)["ตำแหน่งและผู้ดำรงตำแหน่ง"]


def test_every_way_of_a_step_opens(client, organization, keeper):
    client.force_login(keeper)
    builders.an_assessment(organization, builders.a_framework(2567))
    hour = first_hour.of_organization(organization, keeper, TODAY)

    statuses = {way.address: client.get(way.address).status_code for step in hour.steps for way in step.ways}

    assert len(statuses) >= 7
    assert set(statuses.values()) == {200}


def test_the_page_leads_from_the_first_page_until_there_are_divisions(client, organization, keeper):
    client.force_login(keeper)
    link = reverse("reports:start", args=[organization.slug])

    new = client.get("/").content.decode()
    builders.a_division(organization)
    old = client.get("/").content.decode()

    assert (link in new, link in old) == (True, False)


def test_the_login_leads_who_works_for_one_organisation_to_what_is_asked_of_it(client, organization):
    builders.an_assessment(organization)
    slug, elsewhere = organization.slug, builders.an_organization()
    people = {
        builders.a_user(organization, Role.EXECUTIVE): reverse("reports:executive", args=[slug]),
        builders.a_user(organization, Role.CLERK): reverse("reports:overview", args=[slug, 2568]),
        builders.a_user(elsewhere, Role.EXECUTIVE): reverse("reports:start", args=[elsewhere.slug]),
        builders.a_user(role=Role.PLATFORM_ADMINISTRATOR): "/",
        _in_two(organization, elsewhere): "/",
    }

    landed = {user: _landing(client, user) for user in people}

    assert landed == people


def _in_two(organization, elsewhere):
    user = builders.a_user(organization, Role.CLERK)
    Membership.objects.create(user=user, organization=elsewhere, role=Role.CLERK)
    return user


def _landing(client, user):
    """Where the login of who typed the portal's bare address ends."""
    form = {"username": user.username, "password": builders.PASSWORD, "next": "/"}
    client.logout()
    return client.post("/login/", form, follow=True).redirect_chain[-1][0]


def test_the_page_says_whose_step_it_is(client, organization, keeper):
    client.force_login(builders.a_user(organization, Role.CLERK))

    text = client.get(reverse("reports:start", args=[organization.slug])).content.decode()

    assert "ผู้ดูแลระบบของหน่วยงานเป็นผู้ทำขั้นนี้" in text
    assert "btn-primary" not in text.partition("<main")[2]
