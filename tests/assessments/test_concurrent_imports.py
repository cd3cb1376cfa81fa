"""Several people confirm imports of one year at the same moment, over HTTP: each import counts once, or not at all."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from assessments.models import Assessment, Framework, ImportStatus, ScoreImport
from assessments.score_tree import officials_of
from organizations.models import Role, TrailEntry
from tests import builders

PEOPLE = 6
FIGURES = {"i1": "98.26", "i2": "100.00", "e1/1": "96.80", "e1/2": "98.00", "O1": "100.00", "total": "96.83"}


class Auditor:
    """A person with a session who opens an import and then presses the button."""

    def __init__(self, portal, score_import):
        client = Client()
        client.force_login(builders.a_user(score_import.organization, Role.AUDITOR))
        self.session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.host = portal.address.removeprefix("http://")
        self.path = f"/{score_import.organization.slug}/2568/scores/imports/{score_import.pk}/"

    def open(self):
        connection = HTTPConnection(self.host, timeout=60)
        connection.request(
            "GET", self.path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}"}
        )
        response = connection.getresponse()
        page = response.read().decode()
        self.csrf = re.search(f"{settings.CSRF_COOKIE_NAME}=([^;]+)", response.headers["Set-Cookie"])[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
        keys = re.findall(r'name="keep" value="([^"]+)"', page)
        self.data = [
            ("csrfmiddlewaretoken", token),
            ("seen", seen),
            ("act", "apply"),
            *(("keep", key) for key in keys),
        ]

    def confirm(self):
        """The status, and where it leads."""
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={self.csrf}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection = HTTPConnection(self.host, timeout=60)
        connection.request("POST", self.path, urlencode(self.data), headers)
        response = connection.getresponse()
        return response.status, response.headers.get("Location", "").rpartition("imports")[1]


def all_at_once(portal, imports):
    """What the people were told who opened the imports first and then confirmed at the same moment."""
    people = [Auditor(portal, score_import) for score_import in imports]
    for person in people:
        person.open()
    with ThreadPoolExecutor(len(people)) as pool:
        return Counter(pool.map(Auditor.confirm, people))


@pytest.fixture
def year(served_portal):
    return Framework.objects.get(year=2568)


def test_of_many_who_confirm_one_import_at_once_one_wins(served_portal, year):
    organization = builders.an_organization()
    waiting = builders.a_score_import(organization, FIGURES, framework=year)

    told = all_at_once(served_portal, [waiting] * PEOPLE)

    assessment = Assessment.objects.get(organization=organization)
    verbs = Counter(organization.trail.values_list("verb", flat=True))
    assert told == {(302, ""): 1, (302, "imports"): PEOPLE - 1}
    assert officials_of(assessment) == {key: Decimal(text) for key, text in FIGURES.items()}
    assert verbs == {"start": 1, "import_scores": 1, "apply_import": 1}


def test_two_imports_that_contradict_are_never_mixed(served_portal, year):
    organization = builders.an_organization()
    other = dict.fromkeys(FIGURES, "50.00")
    imports = [builders.a_score_import(organization, figures, framework=year) for figures in (FIGURES, other)]

    told = all_at_once(served_portal, imports)

    stored = officials_of(Assessment.objects.get(organization=organization))
    assert told == {(302, ""): 1, (409, ""): 1}
    assert stored in [{key: Decimal(text) for key, text in figures.items()} for figures in (FIGURES, other)]
    rows = ScoreImport.objects.filter(organization=organization)
    assert Counter(row.status for row in rows) == {ImportStatus.APPLIED: 1, ImportStatus.WAITING: 1}
    assert TrailEntry.objects.filter(organization=organization, verb="import_scores").count() == 1
