"""How the verbs of routing, publishing and filing are called, for tests/test_verbs.py."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reports import workflow
from tests import builders
from tests.reports.office import AT, TODAY, Office, faked_signing

ACTS = {}


def act(prepare):
    """Register how a verb is called; signing and printing are faked while the world is made and while it acts."""

    def faked(world):
        with faked_signing():
            call = prepare(world, Office(organization=world.organization, auditor=world.user))

        def called():
            with faked_signing():
                return call()

        return called

    ACTS[prepare.__name__] = faked
    return prepare


@act
def choose_signers(world, office):
    signers = [row for row in office.signers if row[0] != "opinion"]
    return lambda: workflow.choose_signers(office.document, signers, version=2, by=world.user)


@act
def propose(world, office):
    return lambda: workflow.propose(office.document, version=2, method="digital", by=world.user, at=AT)


@act
def sign(world, office):
    edition = office.propose()
    waiting = edition.signatures.get(order=1)
    return lambda: workflow.sign(waiting, sha256=edition.sha256, comment="", by=office.auditor, at=AT)


@act
def send_back(world, office):
    edition = office.propose()
    return lambda: workflow.send_back(edition, waiting_order=1, reason="แก้คำผิด", by=world.user, at=AT)


@act
def record_pen_signatures(world, office):
    edition = office.propose("pen")
    scan = SimpleUploadedFile("สแกน.pdf", builders.A_PDF)
    days = dict.fromkeys((1, 2, 3), TODAY)
    return lambda: workflow.record_pen_signatures(edition, scan, days, by=world.user, at=AT)


@act
def revise(world, office):
    office.signed()
    office.document.refresh_from_db()
    version = office.document.version
    return lambda: workflow.revise(office.document, version=version, reason="แก้คะแนน", by=world.user)


@act
def take_back_revision(world, office):
    office.signed()
    office.revise()
    version = office.document.version
    return lambda: workflow.take_back_revision(office.document, version=version, by=world.user)


@act
def publish(world, office):
    edition = office.signed()
    return lambda: workflow.publish(edition, by=world.user, at=AT)


@act
def withdraw_publication(world, office):
    row = office.published()
    return lambda: workflow.withdraw_publication(row, reason="ตัวเลขผิด", by=world.user, at=timezone.now())


@act
def file_item(world, office):
    given = {"address": "https://example.go.th/o4.pdf", "filed_on": date(2026, 4, 1)}
    return lambda: workflow.file_item(world.organization, world.question("O4"), **given, by=world.user)


@act
def correct_filing(world, office):
    row = builders.a_filing(world.organization, world.question("O4"))
    given = {"address": "https://example.go.th/new.pdf", "filed_on": date(2026, 4, 1)}
    return lambda: workflow.correct_filing(row, version=1, **given, by=world.user)
