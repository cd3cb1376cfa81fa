"""Guarded children and pools of them, stopped when their test is over."""

import pytest

from ita_portal.guarded_child import (
    GuardedPool,
)
from tests.ita_portal.child_functions import SheetRefused
from tests.ita_portal.guarded_child.processes import DO, LIMITS


@pytest.fixture
def quick_start(monkeypatch):
    """Children start without the portal's apps, in a third of the time: for tests that are not about settings."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "django.conf.global_settings")


@pytest.fixture
def make_pool(quick_start):
    """Makes pools of children that start quickly, and closes them after the test."""
    pools = []

    def make(function_path=DO, **options):
        pools.append(GuardedPool(function_path, **{**LIMITS, **options}))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


@pytest.fixture(scope="module")
def child():
    """Calls a function of child_functions in a warm child that all tests of this module share."""
    pool = GuardedPool(DO, raises=[SheetRefused], **LIMITS)
    pool.run("echo", 1)  # before another fixture changes the settings
    yield lambda function, *args: pool.run(function.__name__, *args)
    pool.close()
