"""Many people at the same sheet at once, over HTTP: every edit is either stored or told, and none is lost.

LONG=1 ./test tests/assessments/test_concurrent_entry.py makes 1,000 edits of the 200.
"""

import json
import os
import random
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from http.client import HTTPConnection
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from assessments import workflow
from assessments.models import Framework
from organizations.models import Role, TrailEntry
from tests import builders

EDITS = 1_000 if os.environ.get("LONG") else 200
PEOPLE = 8
SEED = 2568
KEYS = ["total", "IIT", "EIT/1", "1", "9", "i1", "i2", "i3", "e1/1", "e1/2", "O1", "O27"]


@dataclass
class Person:
    """An auditor with a session, who opens the sheet and types, seeing only what the page and the answers say."""

    address: str
    path: str
    session: str
    values: list
    luck: random.Random
    accepted: list = field(default_factory=list)  # (key, version, value, what its writer saw before)
    told: int = 0
    statuses: Counter = field(default_factory=Counter)

    def work(self):
        connection = HTTPConnection(self.address.removeprefix("http://"), timeout=60)
        page = self.ask(connection, "GET")
        seen = dict(re.findall(r'name="seen:([^"]+)" value="([^"]*)"', page))
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        for value in self.values:
            key = self.luck.choice(KEYS)
            data = {f"box:{key}": str(value), f"seen:{key}": seen[key]}
            answer = json.loads(self.ask(connection, "POST", {**data, "csrfmiddlewaretoken": self.token}))
            self.note(key, value, seen, answer)
        connection.close()

    def ask(self, connection, method, data=None):
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}"
        headers = {"Cookie": cookies, "Accept": "text/html"}
        if data:
            headers["Cookie"] += f"; {settings.CSRF_COOKIE_NAME}={self.csrf_cookie}"
            headers |= {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, self.path, urlencode(data or {}), headers)
        response = connection.getresponse()
        self.statuses[response.status] += 1
        text = response.read().decode()
        if method == "GET":
            self.csrf_cookie = re.search(
                f"{settings.CSRF_COOKIE_NAME}=([^;]+)", response.headers["Set-Cookie"]
            )[1]
        return text

    def note(self, key, value, seen, answer):
        before = seen[key].partition("|")[2]
        outcome = answer["saved"].get(key) or answer["clashes"][key]
        seen[key] = outcome["seen"]
        if key in answer["saved"]:
            self.accepted.append((key, int(seen[key].partition("|")[0]), value, before))
        else:
            self.told += 1


def sessions_of(organization, count):
    for _ in range(count):
        client = Client()
        client.force_login(builders.a_user(organization, Role.AUDITOR))
        yield client.cookies[settings.SESSION_COOKIE_NAME].value


def people_at_work(portal, assessment):
    """The people, after all of them made their edits at the same time. No value is typed twice."""
    values = [Decimal(number) / 100 for number in range(1, EDITS + 1)]
    people = [
        Person(
            portal.address,
            f"/{assessment.organization.slug}/{assessment.year}/scores/",
            session,
            values[number::PEOPLE],
            random.Random(SEED + number),
        )
        for number, session in enumerate(sessions_of(assessment.organization, PEOPLE))
    ]
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(Person.work, people))
    return people


def test_of_many_edits_at_once_none_is_lost_and_nobody_meets_an_error(served_portal, capsys):
    assessment = builders.an_assessment(framework=Framework.objects.get(year=2568))

    people = people_at_work(served_portal, assessment)

    assessment.refresh_from_db()
    accepted = sorted(edit for person in people for edit in person.accepted)
    told = sum(person.told for person in people)
    with capsys.disabled():
        print(f"\n{EDITS} edits by {PEOPLE} people, seed {SEED}: {len(accepted)} stored, {told} told")
    assert sum((person.statuses for person in people), Counter()) == {200: EDITS + PEOPLE}
    assert len(accepted) + told == EDITS
    assert_every_step_follows_the_one_before(assessment, accepted)
    assert stored_figures(assessment) == {key: value for key, _, value, _ in accepted}
    assert min(len(accepted), told) > 0


def stored_figures(assessment):
    rows = workflow.rows_of(assessment)
    figures = {key: row.official_total if key == "total" else row.official for key, row in rows.items()}
    return {key: value for key, value in figures.items() if value is not None}


def assert_every_step_follows_the_one_before(assessment, accepted):
    """One record for each stored edit, in each box an unbroken chain, and nobody replaced what they had not seen."""
    entries = TrailEntry.objects.filter(subject_id=assessment.pk, verb="record_scores").exclude(changes={})
    steps = [(key, old, new) for entry in entries for key, (old, new) in entry.changes.items()]
    assert len(entries) == len(accepted)
    assert {(key, old or "", Decimal(new)) for key, old, new in steps} == {
        (key, before, value) for key, _, value, before in accepted
    }
    last = {}
    for key, old, new in steps:
        assert old == last.get(key)
        last[key] = new
    versions = Counter((key, version) for key, version, _, _ in accepted)
    assert max(versions.values()) == 1
