"""The world of evidence, and a file store of the test's own."""

import pytest

from tests.measures.evidence.world import World


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def world(db):
    return World()
