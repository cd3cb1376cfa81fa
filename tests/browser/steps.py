"""Steps that people take on pages, for walks in the browser."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from organizations.models import Membership
from tests import builders


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def somebody(organization, role, **fields):
    """A person with a role in the organisation, whose password the running server knows."""
    user = builders.a_user()
    user.password = PBKDF2PasswordHasher().encode(builders.PASSWORD, "salt", iterations=1_000)
    user.save()
    Membership.objects.create(user=user, role=role, organization=organization, **fields)
    return user
