"""Uploading evidence to a real server: its processes are killed at any moment, and many people send at once.

LONG=1 ./test tests/measures/test_evidence_served.py kills at 200 moments instead of 8.
"""

import hashlib
import io
import os
import random
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from ita_portal import file_store
from measures.models import Evidence, PlanStatus
from measures.workflow.evidence import used_bytes
from organizations.models import Role
from tests import builders
from tests.measures import evidence_samples as samples
from tests.served import in_place_of_the_test_database, serve_a_copy

MOMENTS = 200 if os.environ.get("LONG") else 8
SEED = 2569
QUOTA_MEGABYTES = 64
NO_ROOM = "พื้นที่เก็บหลักฐานของหน่วยงานไม่พอ"
BOUNDARY = "a-line-between-parts"


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker, tmp_path_factory):
    """A server of this module's own, whose processes may be killed, with its files in a directory of its own."""
    directory = tmp_path_factory.mktemp("evidence")
    environment = {
        "VAR_DIR": str(directory / "var"),
        "MEDIA_ROOT": str(directory / "var" / "media"),
        "EVIDENCE_QUOTA_MEGABYTES": str(QUOTA_MEGABYTES),
    }
    with django_db_blocker.unblock(), serve_a_copy(directory, environment) as portal:
        yield portal


@pytest.fixture
def portal(server, db, settings):
    """The server, with its database and its files in place of those of the test."""
    settings.MEDIA_ROOT = server.directory / "var" / "media"
    with in_place_of_the_test_database(server.database):
        yield server


class Sender:
    """An auditor with a session and the page on which evidence of an entry is added."""

    def __init__(self, portal, entry=None):
        self.portal = portal
        self.entry = entry or builders.an_entry(builders.a_measure(builders.a_plan(status=PlanStatus.ADOPTED)))
        self.address = f"{self.entry.measure.get_absolute_url()}entries/{self.entry.pk}/evidence/"
        client = Client()
        client.force_login(builders.a_user(self.entry.organization, Role.AUDITOR))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}"
        page, cookies = self._ask("GET")
        self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        csrf = re.search(f"{settings.CSRF_COOKIE_NAME}=([^;]+)", cookies)[0]
        self.cookies += f"; {csrf}"

    def send(self, *files):
        """Send files as a browser does; returns the page that answers, or None where the server died."""
        parts = [part("csrfmiddlewaretoken", self.token.encode())]
        parts += [part("files", content, f'; filename="{name}"') for name, content in files]
        try:
            return self._ask("POST", b"".join(parts) + f"--{BOUNDARY}--\r\n".encode())[0]
        except (OSError, HTTPException):
            return None

    def _ask(self, method, body=None):
        connection = HTTPConnection(self.portal.address.removeprefix("http://"), timeout=120)
        headers = {"Cookie": self.cookies, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        connection.request(method, self.address, body, headers)
        response = connection.getresponse()
        answer = response.read().decode(), response.headers.get("Set-Cookie", "")
        connection.close()
        return answer


def part(name, content, more=""):
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def a_pdf(number, size=0):
    """A PDF that no other number gives, of about `size` bytes."""
    return samples.pdf(lambda writer: writer.add_metadata({"/Title": f"{number} " + "a" * size}))


def two_files(name):
    return [(f"{name} {number}.pdf", a_pdf(f"{name} {number}", 60_000)) for number in range(2)]


def seconds_of(sender, name):
    """How long an upload takes that nothing disturbs."""
    sender.entry.evidence.update(withdrawn_at=sender.entry.at)
    started = time.monotonic()
    assert sender.send(*two_files(name)) is not None
    return time.monotonic() - started


def kill_workers(portal):
    """End the processes that answer, at once and without a word; the server starts new ones."""
    children = Path(f"/proc/{portal.process}/task/{portal.process}/children").read_text().split()
    for number in map(int, children):
        os.kill(number, signal.SIGKILL)


def broken_rows():
    """Rows whose file is missing, cut or another one."""
    rows = Evidence.objects.unscoped("all that is stored").exclude(stored_file="")
    return [row for row in rows if not is_whole(row)]


def is_whole(row):
    try:
        with file_store.open_stored(row.stored_file) as file:
            content = file.read()
    except file_store.NotStored:
        return False
    return (len(content), hashlib.sha256(content).hexdigest()) == (row.size, row.sha256)


def files_on_disk():
    """Finished and unfinished ones."""
    return [path for path in (Path(settings.MEDIA_ROOT) / "evidence").rglob("*") if path.is_file()]


def test_a_server_that_is_killed_while_files_are_sent_leaves_no_broken_row(portal, capsys):
    sender, luck = Sender(portal), random.Random(SEED)
    latest, died = 1.5 * max(seconds_of(sender, name) for name in ("ก", "ข", "ค")), 0

    with ThreadPoolExecutor(1) as pool:
        for number in range(MOMENTS):
            sender.entry.evidence.update(withdrawn_at=sender.entry.at)  # the entry has room again
            answer = pool.submit(sender.send, *two_files(number))
            time.sleep(luck.uniform(0, latest))
            kill_workers(portal)
            has_died = answer.result() is None
            died += has_died
            latest *= 1.3 if has_died else 0.8  # some die and some are kept, however busy the machine is
            assert broken_rows() == []
    kept, before = Evidence.objects.unscoped("all").count(), len(files_on_disk())
    call_command("sweep_files", "--hours=0", stdout=io.StringIO())

    with capsys.disabled():
        print(
            f"\n{MOMENTS} kills, seed {SEED}: {died} uploads died, {kept} rows, {before - kept} files left over"
        )
    assert died >= MOMENTS // 8
    assert kept >= MOMENTS // 8
    assert len(files_on_disk()) == kept
    assert broken_rows() == []


def test_of_many_who_send_at_once_no_more_is_kept_than_there_is_room_for(portal):
    first = Sender(portal)
    senders, organization = [first, *(Sender(portal, first.entry) for _ in range(5))], first.entry.organization
    room = 3 * 1024 * 1024
    used = QUOTA_MEGABYTES * 1024 * 1024 - room
    Evidence.objects.create(entry=first.entry, name="ก", stored_file="evidence/ab/large", size=used)

    with ThreadPoolExecutor(len(senders)) as pool:
        answers = [
            pool.submit(sender.send, (f"{number}.pdf", a_pdf(number, 1_000_000)))
            for number, sender in enumerate(senders)
        ]
        refused = [answer.result() for answer in answers if NO_ROOM in answer.result()]

    kept = organization.evidence.exclude(sha256="")
    assert 0 < used_bytes(organization) - used <= room
    assert len(kept) + len(refused) == len(senders)
    assert refused
