"""The people of an organisation: inviting, roles, the last administrator, whose account may be reset."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organizations import workflow
from organizations.models import Invitation, Membership, Role, User
from tests import builders

pytestmark = pytest.mark.django_db

ACCOUNT = {
    "first_name": "สมใจ",
    "last_name": "ตัวอย่างเชิญ",
    "username": "somjai",
    "password": "วลีลับที่ยาวพอสมควร",
    "again": "วลีลับที่ยาวพอสมควร",
}


@pytest.fixture
def organization():
    return builders.an_organization(place_name="คลองเส")


@pytest.fixture
def keeper(organization):
    return builders.a_user(organization, Role.ADMINISTRATOR)


@pytest.fixture
def client(client, keeper):
    client.force_login(keeper)
    return client


def page(name, organization, *keys):
    return reverse(f"organizations:{name}", args=[organization.slug, *keys])


def invite(client, organization, **changes):
    """Invite through the form; return the page with the link."""
    form = {"person_name": "นางสาวสมใจ ตัวอย่างเชิญ", "role": "auditor", "division": "", "email": "", **changes}
    return client.post(page("invite", organization), form, follow=True)


def link_of(response):
    return response.context["link"]["address"].removeprefix("http://127.0.0.1:8000")


# -- Invitations -----------------------------------------------------------------------------------


def test_an_invited_person_opens_an_account_and_has_the_role(client, organization):
    link, visitor = link_of(invite(client, organization)), Client()

    response = visitor.post(link, ACCOUNT)

    assert response["Location"] == reverse("reports:start", args=[organization.slug])
    assert User.objects.get(username="somjai").has_role(organization, Role.AUDITOR)
    assert visitor.get("/").status_code == 200


def test_the_link_is_shown_once_and_only_its_hash_is_kept(client, organization):
    token = link_of(invite(client, organization)).strip("/").split("/")[-1]

    again = client.get(reverse("organizations:handed_link"))

    assert token not in again.content.decode()
    assert token not in str(list(Invitation.objects.values()))
    assert token not in str(list(organization.trail.values()))


def test_a_link_opens_one_account(client, organization):
    link = link_of(invite(client, organization))
    Client().post(link, ACCOUNT)

    response = Client().post(link, {**ACCOUNT, "username": "somebody-else"})

    assert response.status_code == 410
    assert not User.objects.filter(username="somebody-else").exists()


def test_looking_at_a_link_uses_nothing_up(client, organization):
    link = link_of(invite(client, organization))

    statuses = [Client().get(link).status_code for _ in range(3)]  # a chat program looks before the person does

    assert statuses == [200, 200, 200]


def test_an_account_that_is_logged_in_takes_the_role_as_well(client, organization):
    link, user, visitor = link_of(invite(client, organization)), builders.a_user(), Client()
    visitor.force_login(user)

    visitor.post(link)

    assert user.has_role(organization, Role.AUDITOR)


@pytest.mark.parametrize(
    "close",
    [
        lambda row, keeper: workflow.withdraw_invitation(row, by=keeper, now=timezone.now()),
        lambda row, keeper: workflow.renew_invitation(row, by=keeper, now=timezone.now()),
        lambda row, keeper: Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
    ],
    ids=["withdrawn", "renewed", "expired"],
)
def test_a_link_that_was_closed_opens_nothing(client, organization, keeper, close):
    link = link_of(invite(client, organization))

    close(Invitation.objects.get(), keeper)

    assert Client().post(link, ACCOUNT).status_code == 410
    assert not User.objects.filter(username="somjai").exists()


def test_a_taken_name_is_told_in_thai_and_not_without_end(client, organization):
    link = link_of(invite(client, organization))
    builders.a_user(username="somjai")

    pages = [Client().post(link, ACCOUNT).content.decode() for _ in range(21)]

    assert "มีผู้ใช้แล้ว" in pages[0]
    assert "โปรดรอ" in pages[-1]


def test_an_invitation_is_mailed_where_there_is_an_address_and_a_server(
    client, organization, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_IS_CONFIGURED = True

    with django_capture_on_commit_callbacks(execute=True):
        response = invite(client, organization, email="somjai@example.go.th")

    assert [message.to for message in mail.outbox] == [["somjai@example.go.th"]]
    assert response.context["link"]["address"] in mail.outbox[0].body


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.PLATFORM_ADMINISTRATOR])
def test_an_administrator_gives_no_role_above_the_organisation(client, organization, keeper, role):
    response = client.post(page("invite", organization), {"person_name": "ก", "role": role.value})

    assert "โปรดเลือกบทบาทจากรายการ" in response.content.decode()
    with pytest.raises(ValidationError):
        workflow.invite(
            organization,
            person_name="ก",
            role=role,
            division=None,
            email="",
            by=keeper,
            now=timezone.now(),
        )
    assert not Invitation.objects.exists()


def test_the_division_of_another_organisation_is_not_offered(client, organization):
    foreign = builders.a_division(builders.an_organization())

    response = invite(client, organization, role="division_staff", division=foreign.pk)

    assert "โปรดเลือกส่วนราชการจากรายการ" in response.content.decode()


# -- Roles -----------------------------------------------------------------------------------------


def change(client, organization, membership, **form):
    fields = {"role": membership.role, "division": "", "version": membership.version, **form}
    return client.post(page("role", organization, membership.pk), fields)


def test_a_changed_role_counts_at_the_next_request(client, organization):
    user, theirs = builders.a_user(organization, Role.CLERK), Client()
    theirs.force_login(user)

    change(client, organization, user.memberships.get(), role="administrator")

    assert theirs.get(page("people", organization)).status_code == 200


def test_the_last_administrator_stays_one(client, organization, keeper):
    membership = keeper.memberships.get()

    pages = [
        change(client, organization, membership, role="clerk").content.decode(),
        change(client, organization, membership, act="stop").content.decode(),
    ]

    assert ["อย่างน้อยหนึ่งคน" in text for text in pages] == [True, True]
    assert keeper.has_role(organization, Role.ADMINISTRATOR)


def test_an_administrator_who_cannot_log_in_does_not_count(client, organization, keeper):
    other = builders.a_user(organization, Role.ADMINISTRATOR)
    User.objects.filter(pk=other.pk).update(is_active=False)

    change(client, organization, keeper.memberships.get(), act="stop")

    assert keeper.has_role(organization, Role.ADMINISTRATOR)


def test_with_another_administrator_one_may_go(client, organization, keeper):
    builders.a_user(organization, Role.ADMINISTRATOR)

    change(client, organization, keeper.memberships.get(), act="stop")

    assert not keeper.has_role(organization, Role.ADMINISTRATOR)


def test_a_role_changed_by_another_meanwhile_is_not_overwritten(client, organization):
    membership = builders.a_user(organization, Role.CLERK).memberships.get()
    Membership.objects.filter(pk=membership.pk).update(role=Role.EXECUTIVE, version=2)

    response = change(client, organization, membership, role="auditor")

    assert "ขณะนี้คือ ผู้บริหาร" in response.content.decode()
    membership.refresh_from_db()
    assert membership.role == Role.EXECUTIVE


def test_a_stopped_role_is_restored(client, organization):
    user = builders.a_user(organization, Role.CLERK)
    membership = user.memberships.get()

    change(client, organization, membership, act="stop")
    assert not user.has_role(organization, Role.CLERK)
    membership.refresh_from_db()
    change(client, organization, membership, act="restore")

    assert user.has_role(organization, Role.CLERK)


def test_only_known_people_are_given_a_role_without_an_invitation(organization, keeper):
    stranger = builders.a_user()

    with pytest.raises(ValidationError, match="โปรดเชิญก่อน"):
        workflow.add_role(organization, stranger, role="clerk", division=None, by=keeper)


# -- Whose account may be reset --------------------------------------------------------------------


def reset(client, organization, user):
    address = page("person_access", organization, user.pk)
    return client.post(address, {"act": "password"}, follow=True).content.decode()


def test_an_administrator_hands_over_a_link_to_set_a_password(client, organization):
    user = builders.a_user(organization, Role.CLERK)

    text = reset(client, organization, user)

    assert "/login/password/" in text


@pytest.mark.parametrize(
    "elsewhere",
    [
        lambda user: {"organization": builders.an_organization(), "role": Role.CLERK},
        lambda user: {"province": builders.a_province(), "role": Role.OVERSEER},
        lambda user: {"role": Role.PLATFORM_ADMINISTRATOR},
    ],
    ids=["organisation", "province", "portal"],
)
def test_an_account_with_a_role_elsewhere_is_not_taken_over(client, organization, elsewhere):
    user = builders.a_user(organization, Role.CLERK)
    Membership.objects.create(user=user, **elsewhere(user))

    text = reset(client, organization, user)

    assert "นอกหน่วยงานของท่าน" in text
    user.refresh_from_db()
    assert user.check_password(builders.PASSWORD)


def test_the_account_of_somebody_who_left_is_left_alone(client, organization):
    user = builders.a_user(organization, Role.CLERK)
    user.memberships.update(is_active=False)

    text = reset(client, organization, user)

    assert "โปรดคืนบทบาทก่อน" in text
    user.refresh_from_db()
    assert user.check_password(builders.PASSWORD)


def test_the_platform_administrator_resets_the_only_administrator(keeper):
    visitor = Client()
    visitor.force_login(builders.a_user(role=Role.PLATFORM_ADMINISTRATOR))

    response = visitor.post(
        reverse("organizations:reset_account", args=[keeper.pk]), {"act": "password"}, follow=True
    )

    assert "/login/password/" in response.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_people(
    client, organization, django_assert_max_num_queries
):
    for _ in range(12):
        builders.a_user(organization, Role.CLERK)
        builders.an_invitation(organization)

    with django_assert_max_num_queries(20):
        client.get(page("people", organization))


def test_who_changed_what_is_told_to_the_administrator(client, organization):
    invite(client, organization)
    change(client, organization, builders.a_user(organization, Role.CLERK).memberships.get(), role="auditor")

    text = client.get(page("people", organization)).content.decode()

    assert "เชิญบุคคล" in text.partition('id="acts"')[2]
    assert "จาก เจ้าหน้าที่ธุรการ เป็น <strong>ผู้ตรวจสอบภายใน</strong>" in text
