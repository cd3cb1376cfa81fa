"""Signing, sending back, editing, publishing at the same moment, and processes that die: never half, never twice.

LONG=1 ./test tests/reports/test_routing_races.py makes ten times as many tries. The cryptography is faked; the database,
its connections and the file store are real.
"""

import os
import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError

from ita_portal import file_store
from reports import workflow
from reports.models import Document, Edition, EditionFile, EditionState, Publication, Signature
from reports.preparation import sha256_of
from tests.reports.office import AT, Office, fake_signing
from tests.served import on_a_connection_of_its_own

TIMES = 10 if os.environ.get("LONG") else 1
RACES, PUBLICATIONS, KILLS = 50 * TIMES, 10 * TIMES, 5 * TIMES
SEED = 2569
LUCK = random.Random(SEED)
LONGEST_HEAD_START = 0.08  # seconds
REFUSALS = (workflow.StaleEdition, workflow.StaleDocument, ValidationError)


@pytest.fixture(autouse=True)
def without_cryptography(monkeypatch):
    fake_signing(monkeypatch)


def all_at_once(portal, acts):
    """Call every act at the same moment, each on a connection of its own; returns which were done."""
    start = threading.Barrier(len(acts))
    head_starts = [LUCK.uniform(0, LONGEST_HEAD_START) for _ in acts]  # else the quickest act always wins

    def run(act, delay):
        with on_a_connection_of_its_own(portal):
            start.wait()
            time.sleep(delay)
            try:
                act()
            except REFUSALS:
                return False
            return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts, head_starts))


def broken():
    """What is stored and cannot be: files that are missing or others than told, states that contradict each other."""
    found = []
    for edition in Edition.objects.all():
        document = Document.objects.get(pk=edition.document_id)
        signed = edition.signatures.filter(signed_at__isnull=False).count()
        if sha256_of(content_of(edition.stored_file)) != edition.sha256:
            found.append(f"{edition.code}: its file is another one")
        if edition.state == EditionState.ROUTING and (document.status, edition.waiting_order) != (
            "routing",
            signed + 1,
        ):
            found.append(f"{edition.code}: in routing beside a {document.status}, {signed} signed")
        if edition.is_issued and signed != edition.signatures.count():
            found.append(f"{edition.code}: issued with {signed} signatures")
    found += [
        row.name for row in EditionFile.objects.all() if sha256_of(content_of(row.stored_file)) != row.sha256
    ]
    published = Publication.objects.filter(superseded_at=None, withdrawn_at=None).values_list(
        "document_id", flat=True
    )
    found += [f"document {pk} is in force twice" for pk, count in Counter(published).items() if count > 1]
    found += [
        f"document {row.pk} says published and nothing is"
        for row in Document.objects.filter(status="published").exclude(pk__in=published)
    ]
    return found


def content_of(key):
    with file_store.open_stored(key) as file:
        return file.read()


def race(portal, office):
    """Sign, recall, edit and sign once more at the same moment; returns who got through."""
    edition = office.propose()
    document = Document.objects.get(pk=office.document.pk)

    def sign():
        waiting = Signature.objects.select_related("edition__organization").get(edition=edition.pk, order=1)
        workflow.sign(waiting, sha256=edition.sha256, comment="", by=office.auditor, at=AT)

    acts = {
        "sign": sign,
        "sign again": sign,
        "send back": lambda: workflow.send_back(
            Edition.objects.get(pk=edition.pk), waiting_order=1, reason="แก้", by=office.auditor, at=AT
        ),
        "edit": lambda: workflow.write_document(
            Document.objects.get(pk=document.pk),
            {"subject": "แก้ระหว่างลงนาม"},
            version=document.version,
            by=office.auditor,
            read_at=AT,
        ),
    }
    return edition, dict(zip(acts, all_at_once(portal, list(acts.values())), strict=True))


def test_of_signing_sending_back_and_editing_at_once_one_wins(served_portal, capsys):
    office, wins = Office(), Counter()

    for _ in range(RACES):
        edition, done = race(served_portal, office)
        edition.refresh_from_db()
        office.document.refresh_from_db()
        assert done["sign"] + done["sign again"] + done["send back"] == 1, done
        assert not done["edit"]  # the version is that of the proposal
        assert edition.state == (EditionState.SENT_BACK if done["send back"] else EditionState.ROUTING)
        assert office.document.status == ("draft" if done["send back"] else "routing")
        wins.update(name for name, is_done in done.items() if is_done)
        if not done["send back"]:
            workflow.send_back(edition, waiting_order=2, reason="รอบต่อไป", by=office.auditor, at=AT)

    assert broken() == []
    with capsys.disabled():
        print(f"\n{RACES} races: {dict(wins)}, 0 wrong")


def test_of_publishing_and_revising_at_once_one_wins(served_portal, capsys):
    office, wins = Office(), Counter()

    for _ in range(PUBLICATIONS):
        edition = office.signed()
        version = Document.objects.get(pk=office.document.pk).version
        acts = {
            "publish": lambda edition=edition: workflow.publish(
                Edition.objects.select_related("document", "organization").get(pk=edition.pk),
                by=office.auditor,
                at=AT,
            ),
            "publish again": lambda edition=edition: workflow.publish(
                Edition.objects.select_related("document", "organization").get(pk=edition.pk),
                by=office.auditor,
                at=AT,
            ),
            "revise": lambda version=version: workflow.revise(
                Document.objects.get(pk=office.document.pk), version=version, reason="แก้", by=office.auditor
            ),
        }
        done = dict(zip(acts, all_at_once(served_portal, list(acts.values())), strict=True))
        assert sum(done.values()) == 1, done
        wins.update(name for name, is_done in done.items() if is_done)
        if not done["revise"]:
            office.revise()

    assert broken() == []
    with capsys.disabled():
        print(f"\n{PUBLICATIONS} races of publishing: {dict(wins)}, 0 wrong")


def test_of_taking_a_correction_back_and_proposing_it_one_wins_whatever_is_withdrawn(served_portal, capsys):
    office, wins = Office(), Counter()

    for _ in range(PUBLICATIONS):
        publication = office.published()
        office.revise()
        pk, version = office.document.pk, office.document.version
        seen = {"version": version, "by": office.auditor}
        acts = {
            "take back": lambda pk=pk, seen=seen: workflow.take_back_revision(
                Document.objects.get(pk=pk), **seen
            ),
            "propose": lambda pk=pk, seen=seen: workflow.propose(
                Document.objects.get(pk=pk), **seen, method="digital", at=AT
            ),
            "withdraw": lambda row=publication: workflow.withdraw_publication(
                Publication.objects.get(pk=row.pk), reason="ตัวเลขผิด", by=office.auditor, at=AT
            ),
        }
        done = dict(zip(acts, all_at_once(served_portal, list(acts.values())), strict=True))
        assert not (done["take back"] and done["propose"]), done
        assert done["withdraw"]
        document = Document.objects.get(pk=pk)
        assert document.status == ("routing" if done["propose"] else "draft"), done
        wins.update(name for name, is_done in done.items() if is_done)
        if done["propose"]:
            edition = document.editions.routing().get()
            workflow.send_back(edition, waiting_order=1, reason="รอบต่อไป", by=office.auditor, at=AT)

    assert broken() == []
    with capsys.disabled():
        print(f"\n{PUBLICATIONS} races of taking back: {dict(wins)}, 0 wrong")


def work_for_ever(portal, office):
    """Propose, sign, publish and revise until the process is killed."""
    with on_a_connection_of_its_own(portal):
        while True:
            document = Document.objects.get(pk=office.document.pk)
            edition = document.editions.filter(state=EditionState.ROUTING).first()
            if document.status == "draft":
                office.propose()
            elif edition:
                waiting = edition.signatures.get(order=edition.waiting_order)
                office.sign(edition, waiting.term.user)
            elif document.status == "signed":
                workflow.publish(
                    document.editions.get(state="signed", publication=None), by=office.auditor, at=AT
                )
            else:
                office.revise()


def killed_at_work(portal, office, seconds):
    """Let a process of its own work, and end it after so long without a word."""
    child = os.fork()
    if child == 0:
        try:
            work_for_ever(portal, office)
        finally:
            os._exit(1)  # it only comes here by an error
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_a_process_that_is_killed_leaves_nothing_half_written(served_portal, capsys):
    office, luck = Office(), random.Random(SEED)

    for _ in range(KILLS):
        assert killed_at_work(served_portal, office, luck.uniform(0.2, 1.5))
        assert broken() == []

    editions = office.document.editions.count()
    with capsys.disabled():
        print(
            f"\n{KILLS} kills, seed {SEED}: {editions} editions, {Publication.objects.count()} publications, 0 half"
        )
    assert editions >= 1
