"""A real browser before the running portal: Debian's chromium, driven from outside, without a network."""

import shutil

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connections
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from assessments.models import Framework
from organizations.models import Role
from tests import builders

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SECONDS = 30  # at most, for anything a page has to do, also on a machine with much else to do
# The browser resolves no name, so that nothing but the portal's own address can be reached.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]


@pytest.fixture(scope="module")
def browser(portal_process):
    """One browser for the tests of a module; each test opens windows of its own in it.

    Its driver runs an event loop in this thread, in which Django keeps other connections than outside of it: they are
    opened, used and closed here. Queries come between the browser's steps, never during one.
    """
    executable = shutil.which("chromium")
    assert executable, "chromium is missing; ./test installs it"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=SECONDS * 1_000)
        running = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield running
        running.close()
        connections.close_all()


@pytest.fixture
def open_window(browser, served_portal):
    """Opens a window of its own for a person: `open_window(user)`, `open_window(user, PHONE, java_script=False)`.

    It is logged in already, addresses are relative, and an error in a script of the page fails the test.
    """
    contexts, errors = [], []

    def open_one(user=None, viewport=DESKTOP, *, java_script=True):
        context = browser.new_context(
            base_url=served_portal.address,
            viewport=viewport,
            java_script_enabled=java_script,
            locale="th-TH",
            timezone_id=settings.TIME_ZONE,
        )
        context.set_default_timeout(SECONDS * 1_000)
        contexts.append(context)
        if user:
            log_in(context, served_portal.address, user)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


def log_in(context, address, user):
    """Put a session of the person into a browser's context, as a login would."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])


@pytest.fixture
def auditor(served_portal):
    """The auditor of an organisation of its own, whose password the running server knows."""
    user = builders.a_user(builders.an_organization(), Role.AUDITOR)
    user.password = PBKDF2PasswordHasher().encode(builders.PASSWORD, "salt", iterations=1_000)
    user.save()
    return user


@pytest.fixture
def assessment(auditor):
    """The empty assessment of that organisation under the real framework of 2568, as อบต.คลองเส has it."""
    return builders.an_assessment(auditor.memberships.get().organization, Framework.objects.get(year=2568))
