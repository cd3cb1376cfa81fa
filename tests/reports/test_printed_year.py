"""A document, or all of a year: printed in the background, fetched by who asked for them."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from ita_portal.jobs import JobCancelled, JobProgress
from organizations.models import Role
from reports.composition import Paper
from reports.printing import PrintingRefused
from reports.views import printed_year
from tests import builders

pytestmark = pytest.mark.django_db

YEAR = 2568


@pytest.fixture(autouse=True)
def cheap_printing(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(Paper, "pdf", lambda paper: paper.file_name.encode())


@pytest.fixture
def office():
    office = builders.an_organization("office")
    builders.an_assessment(office, builders.a_framework(YEAR), builders.FULL_SCORES)
    return office


@pytest.fixture
def clerk(office):
    client = Client()
    client.force_login(builders.a_user(office, Role.CLERK, username="clerk"))
    return client


@pytest.fixture
def ask(clerk, django_capture_on_commit_callbacks):
    """Press the button and let the work be done; gives the page of the work."""

    def press(year=YEAR):
        with django_capture_on_commit_callbacks(execute=True):
            response = clerk.post(reverse("reports:print_all", args=["office", year]))
        return clerk.get(response["Location"])

    return press


def test_the_zip_has_every_document_that_can_be_printed(clerk, ask):
    page = ask()

    response = clerk.get(page.context["started"].after)
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.namelist() == [f"{kind}-office-{YEAR}.pdf" for kind in ("memo", "analysis", "summary")]
    assert response["Content-Disposition"] == f'attachment; filename="documents-office-{YEAR}.zip"'


def test_a_document_that_cannot_be_printed_is_named(clerk, ask, monkeypatch):
    def refuse(paper):
        raise PrintingRefused("ภาพในเอกสารเปิดไม่ได้")

    monkeypatch.setattr(Paper, "pdf", refuse)

    page = ask().content.decode()

    assert "พิมพ์บันทึกข้อความไม่สำเร็จ ภาพในเอกสารเปิดไม่ได้" in page


def test_a_year_without_documents_says_so(ask):
    assert "ยังไม่มีเอกสารที่พิมพ์ได้" in ask(2566).content.decode()


def test_printing_that_is_stopped_leaves_nothing_to_fetch(clerk, ask, monkeypatch):
    def stop(progress, done, total, message):
        raise JobCancelled

    monkeypatch.setattr(JobProgress, "report", stop)

    page = ask()

    assert "หยุดตามที่ท่านสั่ง" in page.content.decode()
    assert clerk.get(page.context["started"].after).status_code == 404


def test_the_zip_opens_at_its_own_address_only_and_while_the_person_is_a_member(office, clerk, ask):
    address = ask().context["started"].after
    other_year = address.replace(str(YEAR), "2567")
    assert (clerk.get(address).status_code, clerk.get(other_year).status_code) == (200, 404)

    office.memberships.update(is_active=False)

    assert clerk.get(address).status_code == 404


def test_another_member_does_not_open_it(office, ask):
    address = ask().context["started"].after
    colleague = Client()
    colleague.force_login(builders.a_user(office, Role.AUDITOR))

    assert colleague.get(address).status_code == 404


# -- One document ----------------------------------------------------------------------------------


@pytest.fixture
def ask_one(clerk, django_capture_on_commit_callbacks):
    """Press the button of one document and let the work be done; gives the page of the work."""

    def press(kind="analysis", year=YEAR):
        with django_capture_on_commit_callbacks(execute=True):
            response = clerk.post(reverse("reports:print_one", args=["office", year, kind]))
        return clerk.get(response["Location"])

    return press


def test_one_document_is_printed_and_fetched_at_its_own_address_only(office, clerk, ask_one):
    page = ask_one()
    address = page.context["started"].after

    response = clerk.get(address)

    assert response.content == f"analysis-office-{YEAR}".encode()
    assert response["Content-Disposition"] == f'attachment; filename="analysis-office-{YEAR}.pdf"'
    assert clerk.get(address.replace("analysis", "memo")).status_code == 404
    office.memberships.update(is_active=False)
    assert clerk.get(address).status_code == 404


def test_one_document_that_is_not_there_says_why(ask_one):
    page = ask_one(year=2566).content.decode()

    assert "ไม่สำเร็จ" in page


def test_work_that_was_over_at_once_leads_straight_to_the_file(office, clerk, monkeypatch):
    def at_once(key, *rest):
        with JobProgress(key).running() as progress:
            progress.keep_result(b"%PDF")

    monkeypatch.setattr(printed_year, "print_document", at_once)

    response = clerk.post(reverse("reports:print_one", args=["office", YEAR, "analysis"]))

    assert clerk.get(response["Location"]).content == b"%PDF"
