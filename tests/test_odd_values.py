"""Odd values: whatever the query or a form carries, to whichever address, no page answers with a server error.

The names are those that the forms of a page have, and those that are looked up while it is answered; so a new page
and a new parameter are tried without a line here. Each request is rolled back. The databases find different things:
PostgreSQL refuses NUL and texts that are too long, SQLite whole numbers beyond 64 bits.
"""

import html.parser
import re
from contextlib import contextmanager, suppress
from functools import partial

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve

from ita_portal.thai_dates import EARLIEST_YEAR, LATEST_YEAR
from organizations.models import Membership, Role
from tests import builders
from tests.test_access import ROUTES, World

pytestmark = pytest.mark.django_db

LONG_NUMBER = "9" * 5000  # more digits than int() reads
# The first six are values that a database reads in its own way; the others meet the same code above either of them.
ODD_VALUES = (
    "-1",
    "9" * 19,  # beyond 64 bits
    "a\x00b",
    "x" * 70_000,
    "0001-01-01",
    "🙂\u202e\r\nBcc: somebody@example.com",
    "",
    "²",
    LONG_NUMBER,
    "999" + ",999" * 12,
    "31/02/2568",
    "http://[::1",
)[: 12 if connection.vendor == "sqlite" else 6]
LONGEST_IN_AN_ADDRESS = 8000  # characters
YEAR = re.compile(r"/25\d\d(?=[/.])")
ODD_YEARS = (0, 543, EARLIEST_YEAR - 1, LATEST_YEAR + 1, 9999, 10_543, 10**30)
MOST_FIELDS = 4  # of one page that are tried one by one; the entry sheet has hundreds of a kind


class Fields(html.parser.HTMLParser):
    """The fields of all forms of a page, with what the page puts into them."""

    def __init__(self, page):
        super().__init__()
        self.values, self._select, self._area = {}, None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        name, value = attributes.get("name"), attributes.get("value") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in attributes or self._select not in self.values):
            self.values[self._select] = value
        elif tag == "textarea" and name:
            self._area, self.values[name] = name, ""
        elif tag in ("input", "button") and name and ("checked" in attributes or name not in self.values):
            self.values[name] = value

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._area = None


@pytest.fixture(scope="module")
def world(module_rows):
    with module_rows():
        return World()


@pytest.fixture
def client(world, db):
    """Somebody who holds every role that opens a form."""
    user = builders.a_user(world.own, Role.AUDITOR)
    for role in (Role.ADMINISTRATOR, Role.CLERK):
        Membership.objects.create(user=user, organization=world.own, role=role)
    Membership.objects.create(user=user, role=Role.PLATFORM_ADMINISTRATOR)
    client = Client()
    client.force_login(user)
    return client


@contextmanager
def names_asked_for():
    """The names that are looked up in what a request carries, while it is answered."""
    asked = set()

    def noting(method):
        def note(data, name, *args, **kwargs):
            asked.add(name)
            return method(data, name, *args, **kwargs)

        return note

    with pytest.MonkeyPatch.context() as patch:
        for name in ("get", "getlist", "__getitem__", "__contains__"):
            patch.setattr(QueryDict, name, noting(getattr(QueryDict, name)))
        yield asked


def failure(send):
    """What is wrong with the answer to a request, as a sentence; "" when nothing is."""
    try:
        with transaction.atomic():
            response = send()
            transaction.set_rollback(True)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    return f"status {response.status_code}" if response.status_code >= 500 else ""


def requests_with_odd_values(client, address):
    """(what is sent, the request) for a page: all its names odd at once, and one at a time among what it shows.

    A page that looks up nothing in the query answers the same to all values: it is asked once.
    """
    with names_asked_for() as in_query:
        page = client.get(address)
    with names_asked_for() as in_form:
        failure(partial(client.post, address, {"act": "", "rows": "", "use": ""}))
    is_page = not page.streaming and "html" in page.get("Content-Type", "")
    values = Fields(page.content.decode()).values if is_page else {}
    names = sorted((in_query | in_form | set(values)) - {"csrfmiddlewaretoken"})
    for odd in ODD_VALUES:
        everything = dict.fromkeys(names, odd)
        if odd == ODD_VALUES[0] or (in_query and len(odd) < LONGEST_IN_AN_ADDRESS):
            yield f"?*={odd[:20]!r}", partial(client.get, address, everything)
        yield f"*={odd[:20]!r}", partial(client.post, address, everything)
    for place, name in enumerate(names[:: len(names) // MOST_FIELDS + 1]):
        for odd in (ODD_VALUES[place % len(ODD_VALUES)], ODD_VALUES[-1 - place % 6]):
            yield f"{name}={odd[:20]!r}", partial(client.post, address, {**values, name: odd})
        without = {other: value for other, value in values.items() if other != name}
        yield f"no {name}", partial(client.post, address, without)


@pytest.mark.parametrize("name", ROUTES)
def test_odd_values_in_a_query_or_a_form_never_make_a_server_error(world, client, name):
    found = {
        what: wrong
        for what, send in requests_with_odd_values(client, world.address(name))
        if (wrong := failure(send))
    }

    assert found == {}


def pages_of_years(world, years):
    """The addresses of all pages of a year, with these years instead."""
    addresses = [address for address in map(world.address, ROUTES) if YEAR.search(address)]
    return [YEAR.sub(f"/{year}", address) for address in addresses for year in years]


def is_address(path):
    with suppress(Resolver404):
        return bool(resolve(path))
    return False


def test_a_year_that_no_calendar_has_makes_no_address(world):
    addresses = pages_of_years(world, ODD_YEARS)

    found = [address for address in addresses if is_address(address)]

    assert len(addresses) > 100
    assert found == []


def test_the_first_and_the_last_year_of_the_calendar_never_make_a_server_error(world, client):
    addresses = pages_of_years(world, (EARLIEST_YEAR, LATEST_YEAR))

    found = {
        address: wrong
        for address in addresses
        for send in (client.get, client.post)
        if (wrong := failure(partial(send, address)))
    }

    assert all(map(is_address, (address.partition("?")[0] for address in addresses)))
    assert found == {}
