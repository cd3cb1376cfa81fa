"""Evidence on its pages: how it is opened, named, brought, looked at and taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ita_portal.link_check import LinkResult
from measures import workflow
from measures.models import Evidence, PlanStatus, ProgressEntry
from measures.workflow.evidence import clean_name
from organizations.models import Role
from tests import builders
from tests.measures import evidence_samples as samples
from tests.measures.evidence.world import LINK, NOW, people_who_may_not, upload

# -- Opening ----------------------------------------------------------------------------------------


def test_a_file_is_saved_under_its_thai_name_and_never_shown_inside_the_portal(world, client):
    evidence = world.attach("รายงานผล ๖ เดือน.pdf")
    client.force_login(builders.a_user(world.organization, Role.EXECUTIVE))

    answer = client.get(world.address("evidence_file", evidence.pk))

    assert b"".join(answer.streaming_content) == samples.pdf()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E0%B8%A3")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_a_file_is_found_only_under_its_own_organisation(world, client):
    evidence = world.attach()
    other = builders.an_organization()
    auditor = builders.a_user(other, Role.AUDITOR)
    client.force_login(auditor)

    addresses = [
        reverse("measures:evidence_file", args=[slug, evidence.pk])
        for slug in (world.organization.slug, other.slug)
    ]

    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_the_overseer_opens_the_evidence_of_adopted_plans_only(world, client):
    evidence = world.attach()
    client.force_login(builders.a_user(role=Role.OVERSEER, province=world.organization.province))
    address = world.address("evidence_file", evidence.pk)

    adopted = client.get(address).status_code
    type(world.measure.plan).objects.filter(pk=world.measure.plan.pk).update(status=PlanStatus.DRAFT)

    assert (adopted, client.get(address).status_code) == (200, 404)


def test_a_file_that_was_taken_back_opens_only_for_those_who_may_take_it_back(world, client):
    evidence = world.attach()
    workflow.withdraw_evidence(evidence, reason="มีข้อมูลส่วนบุคคล", by=world.staff, at=NOW)
    address, statuses = world.address("evidence_file", evidence.pk), {}

    people = {"staff": world.staff, "auditor": world.auditor, **people_who_may_not(world)}
    for name, who in people.items():
        client.force_login(who)
        statuses[name] = client.get(address).status_code

    assert [name for name, status in statuses.items() if status == 200] == ["staff", "auditor"]


# -- Names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\งาน\\แผน.pdf", "แผน.pdf"),
        ("/etc/", "แฟ้มหลักฐาน"),
        ("..", "แฟ้มหลักฐาน"),
        ("คู่มือ\u202efdp.exe.pdf", "คู่มือfdp.exe.pdf"),
        ("ก\x00ข\r\nค.pdf", "กข ค.pdf"),
        ("  แผน   ปี ๒๕๖๙ .pdf ", "แผน ปี ๒๕๖๙ .pdf"),
        ("นํ้า.PDF", "น้ำ.PDF"),
        ("ก\ud800.pdf", "ก.pdf"),
        ('"; filename=x.exe".pdf', '"; filename=x.exe".pdf'),
        ("ก" * 83 + ".pdf", "ก" * 83 + ".pdf"),
        ("ก" * 84 + ".pdf", "ก" * 83 + ".pdf"),
        ("a" * 251 + ".pdf", "a" * 251 + ".pdf"),
        ("ก." + "x" * 300, ("ก." + "x" * 300)[:253]),
    ],
)
def test_a_name_is_kept_without_what_could_mislead_or_not_be_saved(given, kept):
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    "name", ["ก" * 83 + ".pdf", "ก; filename=x.exe;.pdf", "แผน\u202efdp.exe.pdf", "<b>.pdf"]
)
def test_odd_names_travel_whole_to_the_page_and_back(world, client, name):
    client.force_login(world.staff)
    client.post(world.add_address(), {"files": [upload(name, samples.pdf())]})

    evidence = Evidence.objects.get()
    answer = client.get(world.address("evidence_file", evidence.pk))

    assert evidence.name == clean_name(name)
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in answer["Content-Disposition"]


# -- Pages ------------------------------------------------------------------------------------------


def test_a_report_comes_with_its_files_and_what_is_refused_can_be_tried_again_at_once(world, client):
    client.force_login(world.staff)
    address = world.address("report_progress", world.measure.plan.fiscal_year, world.measure.pk)
    form = client.get(address).context["form"]
    typed = {
        "division": world.division.pk,
        "state": "under_way",
        "percent": "๔๐",
        "done_on": "๑ ต.ค. ๒๕๖๘",
        "text": "อบรมแล้ว",
        "form_key": form.initial["form_key"],
        "link": "www.example.go.th/news",
        "files": [upload("ภาพ.jpg", samples.photo()), upload("ภาพ.heic", b"x")],
    }

    page = client.post(address, typed, follow=True)

    entry = ProgressEntry.objects.get(text="อบรมแล้ว")
    assert sorted(entry.evidence.values_list("name", flat=True)) == [
        "https://www.example.go.th/news",
        "ภาพ.jpg",
    ]
    assert page.resolver_match.url_name == "add_evidence"
    assert "ไม่ได้แนบ ภาพ.heic: " in page.content.decode()


def test_a_report_that_is_sent_again_brings_the_files_that_were_missing(world, client):
    client.force_login(world.staff)
    address = world.address("report_progress", world.measure.plan.fiscal_year, world.measure.pk)
    typed = {
        "division": world.division.pk,
        "state": "done",
        "done_on": "๑ ต.ค. ๒๕๖๘",
        "text": "อบรมแล้ว",
        "form_key": client.get(address).context["form"].initial["form_key"],
    }
    client.post(address, typed)

    for _ in range(2):
        client.post(address, {**typed, "files": [upload("ภาพ.jpg", samples.photo())]})

    assert ProgressEntry.objects.get(text="อบรมแล้ว").evidence.count() == 1


def test_on_its_page_what_is_refused_is_told_and_what_was_taken_is_listed(world, client):
    client.force_login(world.staff)
    files = [upload("คู่มือ.pdf", samples.pdf()), upload("x.exe", b"MZ")]

    page = client.post(world.add_address(), {"files": files, "link": "ไม่ใช่ลิงก์"})

    assert page.status_code == 200
    assert [sentence.split(":")[0] for sentence in page.context["form"].non_field_errors()] == [
        "ไม่ได้แนบ x.exe",
        "ไม่ได้แนบ https",
    ]
    assert 'value="ไม่ใช่ลิงก์"' in page.content.decode()
    assert list(Evidence.objects.values_list("name", flat=True)) == ["คู่มือ.pdf"]


def test_sending_nothing_is_told(world, client):
    client.force_login(world.staff)

    page = client.post(world.add_address(), {"link": " "})

    assert "ยังไม่ได้เลือกแฟ้มหรือพิมพ์ลิงก์" in page.content.decode()


def test_taking_back_asks_for_a_reason_and_shows_it(world, client):
    evidence = workflow.attach_link(world.entry, LINK, name="คู่มือ", by=world.staff)
    client.force_login(world.auditor)
    address = world.address("withdraw_evidence", evidence.pk)

    without = client.post(address, {"reason": " "})
    page = client.post(address, {"reason": "ลิงก์ผิดเรื่อง"}, follow=True).content.decode()

    assert "โปรดเขียนเหตุผลที่ถอนหลักฐาน" in without.content.decode()
    assert "<del>คู่มือ</del>" in page
    assert "เพราะลิงก์ผิดเรื่อง" in page


def test_what_was_taken_back_is_not_taken_back_again(world):
    evidence = workflow.attach_link(world.entry, LINK, by=world.staff)
    workflow.withdraw_evidence(evidence, reason="ครั้งแรก", by=world.staff, at=NOW)

    with pytest.raises(ValidationError, match="ถูกถอนไปแล้ว"):
        workflow.withdraw_evidence(evidence, reason="ครั้งที่สอง", by=world.auditor, at=NOW)

    assert evidence.withdraw_reason == "ครั้งแรก"


def test_a_link_is_looked_at_from_its_page(world, client, monkeypatch):
    evidence = workflow.attach_link(world.entry, LINK, by=world.staff)
    monkeypatch.setattr("measures.views.evidence.check_link", lambda link: LinkResult(False, "ไม่พบชื่อเว็บไซต์นี้"))
    client.force_login(world.staff)

    page = client.post(world.address("check_evidence", evidence.pk), follow=True).content.decode()

    assert "เปิดไม่ได้</span> ไม่พบชื่อเว็บไซต์นี้" in page


def test_the_page_of_a_measure_asks_no_more_for_many_pieces(world, client, django_assert_num_queries):
    client.force_login(world.staff)
    address = world.measure.get_absolute_url()
    Evidence.objects.create(entry=world.entry, name="ก", link=LINK, by=world.staff)
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)

    for number in range(9):
        Evidence.objects.create(entry=world.entry, name="ก", link=f"{LINK}/{number}", by=world.auditor)

    with django_assert_num_queries(len(with_one)):
        client.get(address)
