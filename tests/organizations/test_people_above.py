"""Overseers and platform administrators: invited and stopped by who shows who they are; the last one stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organizations import workflow
from organizations.models import Invitation, Membership, Role, TrailEntry, User
from tests import builders

pytestmark = pytest.mark.django_db

OFFER = {
    "person_name": "นายสมหมาย ตัวอย่างกำกับ",
    "role": "overseer",
    "province": "ตรัง",
    "email": "",
    "secret": builders.PASSWORD,
}
ACCOUNT = {
    "first_name": "สมหมาย",
    "last_name": "ตัวอย่างกำกับ",
    "username": "sommai",
    "password": "วลีลับที่ยาวพอสมควร",
    "again": "วลีลับที่ยาวพอสมควร",
}


@pytest.fixture
def keeper():
    return builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)


@pytest.fixture
def client(client, keeper):
    client.force_login(keeper)
    return client


def page(name, *keys):
    return reverse(f"organizations:{name}", args=keys)


def invite(client, **changes):
    return client.post(page("invite_above"), {**OFFER, **changes}, follow=True)


def link_of(response):
    return response.context["link"]["address"].removeprefix("http://127.0.0.1:8000")


def change(client, membership, act, secret=builders.PASSWORD):
    form = {"version": membership.version, "act": act, "secret": secret}
    return client.post(page("role_above", membership.pk), form, follow=True).content.decode()


# -- Inviting --------------------------------------------------------------------------------------


def test_an_invited_overseer_opens_an_account_and_oversees_the_province(client):
    organization, visitor = builders.an_organization(province=builders.a_province("ตรัง")), Client()

    visitor.post(link_of(invite(client)), ACCOUNT)

    membership = Membership.objects.get(user__username="sommai")
    assert (membership.role, membership.province.name) == (Role.OVERSEER, "ตรัง")
    assert organization.name in visitor.get("/").content.decode()


def test_somebody_with_an_account_becomes_platform_administrator_with_it(client):
    user, visitor = builders.a_user(builders.an_organization(), Role.CLERK), Client()
    visitor.force_login(user)

    visitor.post(link_of(invite(client, role="platform_administrator", province="ตรัง")))

    assert user.is_platform_administrator
    assert not Membership.objects.filter(role=Role.PLATFORM_ADMINISTRATOR, province__isnull=False).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"secret": "wrong"}, "ไม่ถูกต้อง"),
        ({"province": ""}, "ต้องระบุจังหวัด"),
        ({"role": "administrator"}, "โปรดเลือกบทบาทจากรายการ"),
    ],
)
def test_what_is_wrong_invites_nobody_and_is_told(client, changes, sentence):
    text = invite(client, **changes).content.decode()

    assert sentence in text
    assert not Invitation.objects.exists()


def test_who_has_a_second_factor_shows_its_code_and_not_the_password(client, keeper):
    now = timezone.now() - timedelta(minutes=5)
    workflow.start_second_factor(keeper, builders.TOTP_SECRET, builders.code_at(now), by=keeper, now=now)
    client.force_login(keeper)

    with_password = invite(client)
    with_code = invite(client, secret=builders.code_at(timezone.now()))

    assert ["link" in (row.context or {}) for row in (with_password, with_code)] == [False, True]


def test_an_invitation_that_is_withdrawn_opens_nothing(client):
    link = link_of(invite(client))

    client.post(page("invitation_above", Invitation.objects.get().pk), {"act": "withdraw"})

    assert Client().post(link, ACCOUNT).status_code == 410
    assert not User.objects.filter(username="sommai").exists()


def test_the_administrator_of_an_organisation_invites_to_nothing_above_it(keeper):
    organization = builders.an_organization()
    offer = {"person_name": "ก", "role": "platform_administrator", "division": None, "email": ""}

    with pytest.raises(ValidationError, match="ต้องระบุหน่วยงาน"):
        workflow.invite(organization, **offer, by=keeper, now=timezone.now())


# -- An organisation without an administrator --------------------------------------------------------


def test_an_organisation_whose_first_link_was_lost_gets_a_new_one(client):
    organization = builders.an_organization()
    builders.an_invitation(organization, role="administrator", token="lost")
    address = page("invite_administrator", organization.slug)
    found = address in client.get("/").content.decode()

    link = link_of(client.post(address, {"person_name": "ก ข", "secret": builders.PASSWORD}, follow=True))
    Client().post(link, ACCOUNT)

    assert found
    assert Client().get(page("accept_invitation", "lost")).status_code == 410
    assert User.objects.get(username="sommai").has_role(organization, Role.ADMINISTRATOR)
    assert address not in client.get("/").content.decode()


def test_where_there_is_an_administrator_nobody_else_invites_another(client):
    organization = builders.an_organization()
    builders.a_user(organization, Role.ADMINISTRATOR)
    form = {"person_name": "ก ข", "secret": builders.PASSWORD}

    text = client.post(page("invite_administrator", organization.slug), form).content.decode()

    assert "มีผู้ดูแลระบบแล้ว" in text
    assert not Invitation.objects.exists()


# -- Stopping --------------------------------------------------------------------------------------


def test_a_role_is_stopped_and_restored_at_once(client):
    overseer = builders.a_user(role=Role.OVERSEER, province=builders.a_province())
    membership = overseer.memberships.get()

    stopped = change(client, membership, "stop")
    membership.refresh_from_db()
    was_active = membership.is_active
    change(client, membership, "restore")
    membership.refresh_from_db()

    assert "หยุดบทบาทของ" in stopped
    assert (was_active, membership.is_active) == (False, True)


def test_nobody_is_stopped_without_showing_who_does_it(client):
    membership = builders.a_user(role=Role.PLATFORM_ADMINISTRATOR).memberships.get()

    text = change(client, membership, "stop", secret="wrong")

    membership.refresh_from_db()
    assert "ยังไม่มีสิ่งใดเปลี่ยน" in text
    assert membership.is_active


def test_the_last_platform_administrator_stays(client, keeper):
    blocked = builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)
    User.objects.filter(pk=blocked.pk).update(is_active=False)

    text = change(client, keeper.memberships.get(), "stop")

    assert "อย่างน้อยหนึ่งคน" in text
    assert keeper.is_platform_administrator
    with pytest.raises(ValidationError, match="อย่างน้อยหนึ่งคน"):
        workflow.set_account_active(keeper, False, by=None)


def test_who_leaves_the_role_to_another_goes_back_to_the_first_page(client, keeper):
    builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)

    text = change(client, keeper.memberships.get(), "stop")

    assert "หยุดบทบาทของ" in text
    assert not keeper.is_platform_administrator


# -- What is told ----------------------------------------------------------------------------------


def test_what_was_done_is_on_the_trail_of_what_all_share_and_on_the_page(client, keeper):
    invite(client)

    text = client.get(page("people_above")).content.decode()

    entry = TrailEntry.objects.get(verb="invite")
    assert (entry.organization, entry.by) == (None, keeper)
    assert entry.changes["province"] == [None, "ตรัง"]
    assert "เชิญบุคคล" in text.partition('id="acts"')[2]


def test_the_page_names_nobody_of_organisations(client):
    clerk = builders.a_user(builders.an_organization(), Role.CLERK, username="a-clerk")

    text = client.get(page("people_above")).content.decode()

    assert clerk.username not in text


def test_the_number_of_queries_does_not_grow_with_the_people(client, django_assert_max_num_queries):
    for _ in range(8):
        builders.a_user(role=Role.OVERSEER, province=builders.a_province())
        builders.an_invitation(role="overseer", province=builders.a_province())

    with django_assert_max_num_queries(14):
        client.get(page("people_above"))
