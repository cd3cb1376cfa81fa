"""An office with a result and a draft plan made from it, and its auditor."""

import pytest

from organizations.models import Role
from tests import builders


@pytest.fixture
def organization():
    return builders.an_organization("khlongtest")


@pytest.fixture
def auditor(client, organization):
    user = builders.a_user(organization, Role.AUDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def assessment(organization):
    return builders.an_assessment(
        organization, official={**builders.FULL_SCORES, "i1": "79.50", "i2": "100.00"}
    )


@pytest.fixture
def plan(organization, assessment):
    return builders.a_plan(organization, source_assessment=assessment)
