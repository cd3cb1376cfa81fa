"""An office, its auditor, and the keeper of the portal."""

import pytest

from organizations.models import Role
from tests import builders


@pytest.fixture
def organization():
    return builders.an_organization("khlongse", place_name="คลองเส")


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)
