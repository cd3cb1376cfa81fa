"""Django's administration: the platform administrator's alone, to read; the one thing changed is on the trail."""

import pytest
from django.test import Client
from django.urls import reverse

from organizations import admin
from organizations.models import Membership, Role, TrailEntry, User
from tests import builders

pytestmark = pytest.mark.django_db

PEOPLE = (*(role for role in Role if role != Role.PLATFORM_ADMINISTRATOR), "stranger", "former")


@pytest.fixture
def keeper():
    return builders.a_user(role=Role.PLATFORM_ADMINISTRATOR)


@pytest.fixture
def organization():
    """With a row of every model that is shown."""
    organization = builders.an_organization()
    builders.a_division(organization)
    builders.an_invitation(organization)
    builders.a_holiday()
    builders.an_assessment(organization, official=builders.FULL_SCORES, is_confirmed=True)
    builders.a_user(organization, Role.AUDITOR)
    return organization


def addresses():
    """Every address of the administration, as the site itself says: a new model joins by itself."""
    yield from (
        reverse("admin:index"),
        reverse("admin:jsi18n"),
        reverse("admin:app_list", args=["organizations"]),
    )
    for model in admin.portal_admin._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_change", args=[model._base_manager.values_list("pk", flat=True).first()])


def person(kind, organization):
    if kind == Role.OVERSEER:
        return builders.a_user(role=kind, province=organization.province)
    user = (
        builders.a_user()
        if kind == "stranger"
        else builders.a_user(organization, Role(kind) if kind in Role else Role.AUDITOR)
    )
    if kind == "former":
        user.memberships.update(is_active=False)
    return user


def test_every_page_opens_for_the_platform_administrator(client, keeper, organization):
    client.force_login(keeper)

    found = {address: client.get(address) for address in addresses()}

    assert len(found) > 15
    assert {address: page.status_code for address, page in found.items() if page.status_code != 200} == {}
    assert [address for address, page in found.items() if b" style=" in page.content] == []


@pytest.mark.parametrize("kind", PEOPLE)
def test_nobody_else_finds_anything_there(client, organization, kind):
    client.force_login(person(kind, organization))

    statuses = {send(address).status_code for address in addresses() for send in (client.get, client.post)}

    assert statuses == {404}


def test_a_visitor_is_sent_to_the_login_page(client, organization):
    responses = [client.get(address) for address in addresses()]

    assert {response["Location"].partition("?")[0] for response in responses} == {"/login/"}


def test_being_staff_for_django_opens_nothing(client, organization):
    user = builders.a_user()
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    client.force_login(user)

    assert client.get(reverse("admin:index")).status_code == 404


def test_nothing_is_added_changed_or_deleted(client, keeper, organization):
    client.force_login(keeper)
    before = list(Membership.objects.values())

    statuses = {
        client.post(address, {"role": "auditor", "name": "x", "_save": "1"}).status_code
        for address in addresses()
        if "/user/" not in address
    }

    assert statuses == {200, 403, 405}
    assert list(Membership.objects.values()) == before
    assert not any(
        site.has_add_permission(None) or site.has_delete_permission(None)
        for site in admin.portal_admin._registry.values()
    )


def test_an_account_is_blocked_with_its_act_on_the_trail(client, keeper, organization):
    user, theirs = builders.a_user(organization, Role.CLERK), Client()
    theirs.force_login(user)
    client.force_login(keeper)

    client.post(reverse("admin:organizations_user_change", args=[user.pk]), {"_save": "1"})

    user.refresh_from_db()
    assert not user.is_active
    assert theirs.get("/").status_code == 302
    assert TrailEntry.objects.last().verb == "set_account_active"


def test_results_plans_documents_and_secrets_are_not_there():
    shown = {model._meta.app_label for model in admin.portal_admin._registry}
    fields = {
        name
        for site in admin.portal_admin._registry.values()
        for name in (*(site.fields or ()), *site.list_display)
    }

    assert shown == {"organizations"}
    assert not fields & {"password", "token_hash", "sealed_secret", "changes"}
