"""Every page of the portal before axe, which looks for what people with disabilities would stumble over.

The pages are those of the access sweep (`ROUTES`), so a new route joins by itself: each as somebody who may read it sees
it, in an organisation with everything and in one with nothing yet, and as it comes back when its form was sent empty.
They are answered before the browser starts, and it is given them, with the portal's own style sheets and headers.
"""

import mimetypes
import shutil
from pathlib import Path

import axe_playwright_python
import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from playwright.sync_api import sync_playwright

from organizations.models import Membership, Role
from tests import builders
from tests.browser.conftest import ARGUMENTS, SECONDS
from tests.test_access import ROUTES, World, arguments

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ADDRESS = "https://portal.test"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LOOK = """async (only) => (await axe.run(document, {
  resultTypes: ["violations"],
  ...(only ? {runOnly: only} : {}),
  rules: {"target-size": {enabled: true}},
})).violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} ${node.target.join(" ")}`))"""
# What can differ from one narrow width to another, and from light to dark.
OF_WIDTH, OF_COLOUR = ["target-size", "scrollable-region-focusable"], ["color-contrast"]
# The same frame and style sheets with less or more in them: looked at as a phone shows them.
STATES_SEEN_NARROW = ("/empty/", "/sent-empty/")
LIKELY_READERS = (
    "auditor",
    "platform_administrator",
    "administrator",
    "executive",
    "overseer",
    "stranger",
    "nobody",
)


def group_of(name):
    """The app of a route; those of the project itself are one group."""
    return name.partition(":")[0] if ":" in name else "portal"


@pytest.mark.parametrize("group", sorted({group_of(name) for name in ROUTES}))
def test_axe_finds_nothing_on_any_page_at_any_width(group):
    pages = dict(pages_of(World(), group))

    findings = look_at(pages)

    assert pages
    assert not findings, "\n".join(findings)


def test_axe_does_find_a_button_without_a_name_and_a_page_that_is_too_wide():
    broken = '<!DOCTYPE html><html lang="th"><title>ก</title><main><h1>ก</h1><button></button><p><svg width="500"></svg>'

    findings = look_at({"/broken/": (broken.encode(), {"content-type": "text/html"})})

    assert any("button-name" in finding for finding in findings)
    assert any("wide" in finding for finding in findings)


def pages_of(world, group):
    """(address to show, (content, headers)) of every page in a group of routes, in each of its states."""
    empty = builders.an_organization("empty", province=world.own.province)
    Membership.objects.create(user=world.users["auditor"], organization=empty, role=Role.AUDITOR)
    world.arguments["empty"] = arguments("empty", world.framework)
    for name in ROUTES:
        if group_of(name) != group:
            continue
        client = client_of_a_reader(world, name)
        for slug in ("own", "empty") if ROUTES[name].is_of_organization else ("own",):
            yield from as_page(f"/{slug}/{name}/", client.get(world.address(name, slug)))
        if ROUTES[name].accepts_post:
            with transaction.atomic():
                yield from as_page(f"/sent-empty/{name}/", client.post(world.address(name), {}))
                transaction.set_rollback(True)
    if group == "portal":
        yield (
            "/missing/",
            (world.client("auditor").get("/no/such/page/").content, {"content-type": "text/html"}),
        )
        yield "/crash/", (render_to_string("500.html").encode(), {"content-type": "text/html"})
        yield "/beginner/", (world.client("stranger").get("/").content, {"content-type": "text/html"})


def client_of_a_reader(world, name):
    """The client of the first of the likely readers who may open the page, else of any."""
    readers = ROUTES[name].readers
    person = next((person for person in LIKELY_READERS if person in readers), None) or min(
        readers, default=None
    )
    return world.client(person) if person else Client()


def as_page(address, response):
    """The page of a response, if it is one: no redirect, no file, no refusal."""
    if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        yield address, (response.content, {key.lower(): value for key, value in response.headers.items()})


def look_at(pages):
    """What is wrong with the pages, as sentences: axe at three widths and in the dark, errors, pages that are too wide."""
    findings = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        window = browser.new_page(locale="th-TH")
        window.set_default_timeout(SECONDS * 1_000)
        window.on("console", lambda said: findings.append(said.text) if said.type == "error" else None)
        window.on("pageerror", lambda error: findings.append(str(error)))
        window.route("**/*", lambda route: answer(route, pages))
        for address in pages:
            findings += [f"{address} {finding}" for finding in look_at_one(window, address)]
        browser.close()
    return findings


def look_at_one(window, address):
    window.emulate_media(
        color_scheme="light", reduced_motion="reduce"
    )  # a colour in motion has no contrast yet
    window.set_viewport_size({"width": 390, "height": 900})
    window.goto(ADDRESS + address)
    window.evaluate(AXE)
    yield from (f"390 {found}" for found in window.evaluate(LOOK, None))
    window.set_viewport_size({"width": 320, "height": 900})
    yield from (f"320 {found}" for found in window.evaluate(LOOK, OF_WIDTH))
    if (width := window.evaluate("document.documentElement.scrollWidth")) > 320:
        yield f"320 is {width} wide"
    if address.startswith(STATES_SEEN_NARROW):
        return
    window.set_viewport_size({"width": 1280, "height": 900})
    yield from (f"1280 {found}" for found in window.evaluate(LOOK, None))
    window.emulate_media(color_scheme="dark")
    yield from (f"dark {found}" for found in window.evaluate(LOOK, OF_COLOUR))


def answer(route, pages):
    """Give the browser a page, or a static file where it lies."""
    path = route.request.url.removeprefix(ADDRESS).partition("?")[0]
    if path in pages:
        content, headers = pages[path]
        return route.fulfill(body=content, headers=headers)
    found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if found:
        return route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0] or "font/woff2")
    if route.request.resource_type == "image":  # what people uploaded
        return route.fulfill(body='<svg xmlns="http://www.w3.org/2000/svg"/>', content_type="image/svg+xml")
    return route.fulfill(status=404)
