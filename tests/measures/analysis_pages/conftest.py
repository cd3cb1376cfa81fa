"""A result to analyse, and the auditor who does it."""

import pytest

from organizations.models import Role
from tests.builders import (
    a_user,
    an_assessment,
)
from tests.measures.analysis_pages.reading import SCORED


@pytest.fixture
def assessment():
    return an_assessment(official=SCORED)


@pytest.fixture
def auditor(client, assessment):
    client.force_login(a_user(assessment.organization, Role.AUDITOR))
    return client
