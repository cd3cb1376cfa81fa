"""Evidence: files and links of an entry, who brings them, what is refused, how they are opened and taken back."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ita_portal import file_store
from ita_portal.link_check import LinkResult
from measures import workflow
from measures.models import Evidence, PlanStatus, ProgressEntry
from measures.workflow.evidence import clean_name, used_bytes
from organizations.links import keep_look
from organizations.models import Role, TrailEntry
from reports.stored_files import REFERENCED
from tests import builders
from tests.measures import evidence_samples as samples

NOW = timezone.now()
LINK = "https://example.go.th/manual"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


class World:
    """An entry of one division about an adopted measure, and the people around it."""

    def __init__(self):
        self.organization = builders.an_organization()
        self.division = builders.a_division(self.organization)
        plan = builders.a_plan(self.organization, status=PlanStatus.ADOPTED)
        self.measure = builders.a_measure(plan, is_all_divisions=True)
        self.staff = builders.a_user(self.organization, Role.DIVISION_STAFF, division=self.division)
        self.auditor = builders.a_user(self.organization, Role.AUDITOR)
        self.entry = builders.an_entry(self.measure, self.division, by=self.staff)

    def attach(self, name="คู่มือ.pdf", content=None, **fields):
        content = samples.pdf() if content is None else content
        return workflow.attach_file(self.entry, upload(name, content), **{"by": self.staff, **fields})

    def address(self, name, *arguments):
        return reverse(f"measures:{name}", args=[self.organization.slug, *arguments])

    def add_address(self):
        return self.address("add_evidence", self.measure.plan.fiscal_year, self.measure.pk, self.entry.pk)


@pytest.fixture
def world(db):
    return World()


def upload(name, content):
    return SimpleUploadedFile(name, content)


def stored_files(media):
    return [path for path in media.rglob("*") if path.is_file()]


def content_of(evidence):
    with file_store.open_stored(evidence.stored_file) as file:
        return file.read()


# -- Attaching -------------------------------------------------------------------------------------


def test_a_file_is_kept_as_it_came_and_stands_on_the_trail(world):
    content = samples.pdf()

    evidence = world.attach("คู่มือ ๒๕๖๙.pdf", content)

    assert (evidence.name, evidence.content_type) == ("คู่มือ ๒๕๖๙.pdf", "application/pdf")
    assert content_of(evidence) == content
    assert evidence.sha256 == hashlib.sha256(content).hexdigest()
    assert TrailEntry.objects.get(verb="add_evidence").by == world.staff


def test_the_same_file_twice_is_there_once(world, media, django_capture_on_commit_callbacks):
    content = samples.photo()

    with django_capture_on_commit_callbacks(execute=True):
        first, second = (world.attach("ภาพ.jpg", content) for _ in range(2))

    assert (first, Evidence.objects.count(), len(stored_files(media))) == (second, 1, 1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("โปรแกรม.exe", b"MZ"),
        ("ภาพ.heic", b"x"),
        ("เก่า.doc", b"x"),
        ("ไม่มีนามสกุล", samples.pdf()),
        ("ภาพ.jpg", b"<svg/>"),
        ("ว่าง.pdf", b""),
    ],
)
def test_a_refused_file_is_named_and_leaves_nothing(world, media, name, content):
    with pytest.raises(ValidationError) as refusal:
        world.attach(name, content)

    (sentence,) = refusal.value.messages
    assert sentence.startswith(f"{name}: ")
    assert (Evidence.objects.count(), stored_files(media)) == (0, [])


def test_a_file_over_twenty_megabytes_is_refused_before_it_is_read(world):
    class Large(SimpleUploadedFile):
        def read(self, *args):
            raise AssertionError("was read")

    large = Large("ใหญ่.pdf", b"")
    large.size = 20 * 1024 * 1024 + 1

    with pytest.raises(ValidationError, match="เกิน ๒๐ เมกะไบต์"):
        workflow.attach_file(world.entry, large, by=world.staff)


def test_of_five_files_the_four_good_ones_stay(world):
    files = [upload(f"คู่มือ {number}.pdf", samples.pdf(samples.nested(number))) for number in range(4)]

    refusals = workflow.attach_to(world.entry, [*files, upload("x.html", b"<p>")], [(LINK, "")], by=world.staff)

    assert [sentence.partition(":")[0] for sentence in refusals] == ["x.html"]
    assert Evidence.objects.count() == 5


def test_an_entry_takes_ten_pieces_and_one_that_was_taken_back_makes_room(world):
    rows = [Evidence.objects.create(entry=world.entry, name="ก", link=f"{LINK}/{n}") for n in range(10)]

    with pytest.raises(ValidationError, match="ไม่เกิน ๑๐ ชิ้น"):
        workflow.attach_link(world.entry, LINK, by=world.staff)
    workflow.withdraw_evidence(rows[0], reason="ซ้ำ", by=world.staff, at=NOW)

    assert workflow.attach_link(world.entry, LINK, by=world.staff).pk


# -- Quota -----------------------------------------------------------------------------------------


def test_a_full_organisation_is_told_how_much_is_used(world, settings, media):
    settings.EVIDENCE_QUOTA_BYTES = 3 * 1024 * 1024
    builders.an_evidence_file(world.entry, bytes(3 * 1024 * 1024))

    with pytest.raises(ValidationError, match="ใช้แล้ว ๓.๐ เมกะไบต์ จาก ๓.๐ เมกะไบต์"):
        world.attach()

    assert len(stored_files(media)) == 1


def test_a_file_that_was_taken_back_still_takes_room(world):
    evidence = world.attach()

    workflow.withdraw_evidence(evidence, reason="แนบผิดแฟ้ม", by=world.staff, at=NOW)

    assert used_bytes(world.organization) == evidence.size


# -- Links -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"  {LINK} ", LINK),
        ("www.example.go.th/คู่มือ", "https://www.example.go.th/คู่มือ"),
        ("http://example.go.th:8080/a?b=c#d", "http://example.go.th:8080/a?b=c#d"),
    ],
)
def test_a_link_is_kept_as_people_copy_it(world, typed, kept):
    evidence = workflow.attach_link(world.entry, typed, name=" คู่มือ ", by=world.staff)

    assert (evidence.link, evidence.name) == (kept, "คู่มือ")


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "ftp://example.go.th/a",
        "file:///etc/passwd",
        "data:text/html,x",
        "https://user:secret@example.go.th/",
        "https://www.go.th@evil.example/",
        "https://exa mple.go.th",
        "https://example.go.th/\nLocation: x",
        "คู่มืออยู่ที่ตู้",
        f"{LINK}/{'a' * 1000}",
    ],
)
def test_what_is_no_link_is_refused(world, typed):
    with pytest.raises(ValidationError):
        workflow.attach_link(world.entry, typed, by=world.staff)

    assert not Evidence.objects.exists()


def test_what_a_look_at_a_link_found_is_kept_with_the_last_good_day(world):
    evidence = workflow.attach_link(world.entry, LINK, by=world.staff)
    later = NOW + timedelta(days=7)

    keep_look(evidence, LinkResult(True, "เปิดได้"), at=NOW)
    keep_look(evidence, LinkResult(False, "ไม่พบชื่อเว็บไซต์นี้"), at=later)

    assert (evidence.link_state, evidence.checked_at, evidence.last_good_at) == ("ไม่พบชื่อเว็บไซต์นี้", later, NOW)
    assert not evidence.is_link_good


# -- Who -------------------------------------------------------------------------------------------


def people_who_may_not(world):
    other = builders.an_organization()
    return {
        "other division": builders.a_user(world.organization, Role.DIVISION_STAFF),
        "executive": builders.a_user(world.organization, Role.EXECUTIVE),
        "clerk": builders.a_user(world.organization, Role.CLERK),
        "other auditor": builders.a_user(other, Role.AUDITOR),
        "overseer": builders.a_user(role=Role.OVERSEER, province=world.organization.province),
    }


def test_only_the_division_and_the_auditor_attach_and_take_back(world):
    evidence = workflow.attach_link(world.entry, LINK, by=world.auditor)

    for who in people_who_may_not(world).values():
        with pytest.raises(ValidationError, match="ส่วนราชการที่ท่านสังกัด"):
            workflow.attach_link(world.entry, f"{LINK}/2", by=who)
        with pytest.raises(ValidationError, match="ส่วนราชการที่ท่านสังกัด"):
            workflow.withdraw_evidence(evidence, reason="ก", by=who, at=NOW)

    assert list(Evidence.objects.values_list("withdrawn_at")) == [(None,)]


def test_nobody_else_finds_the_pages_that_change_evidence(world, client):
    evidence = workflow.attach_link(world.entry, LINK, by=world.staff)
    changing = [world.add_address()]
    changing += [world.address(name, evidence.pk) for name in ("check_evidence", "withdraw_evidence")]

    for who in people_who_may_not(world).values():
        client.force_login(who)
        answers = [client.post(address, {"link": LINK, "reason": "ก"}).status_code for address in changing]
        assert answers == [404, 404, 404]


@pytest.mark.parametrize("state", ["cancelled", "corrected"])
def test_what_does_not_count_any_more_takes_no_evidence(world, state):
    if state == "cancelled":
        world.measure.cancelled_on, world.measure.cancel_reason = date(2026, 3, 1), "งบประมาณไม่พอ"
        world.measure.save()
    else:
        builders.an_entry(world.measure, world.division, by=world.staff, corrects=world.entry)
    entry = ProgressEntry.objects.get(pk=world.entry.pk)

    with pytest.raises(ValidationError, match="แนบหลักฐานกับรายการนี้ไม่ได้"):
        workflow.attach_link(entry, LINK, by=world.staff)


# -- Opening ---------------------------------------------------------------------------------------


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


# -- Names -----------------------------------------------------------------------------------------


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


# -- Pages -----------------------------------------------------------------------------------------


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


# -- What is left over -----------------------------------------------------------------------------


def test_sweeping_takes_what_no_row_refers_to_and_nothing_else(world, media, capsys):
    kept = [builders.an_evidence_file(world.entry, bytes([number])) for number in range(3)]
    workflow.withdraw_evidence(kept[0], reason="ก", by=None, at=NOW)
    world.organization.emblem_key = file_store.store(b"e", area="emblems", limit_bytes=9).key
    world.organization.save()
    for area in REFERENCED:
        file_store.store(b"left over", area=area, limit_bytes=9)

    call_command("sweep_files")
    young = len(stored_files(media))
    call_command("sweep_files", "--hours=0")

    assert (young, len(stored_files(media))) == (4 + len(REFERENCED), 4)
    assert [content_of(row) for row in kept] == [b"\x00", b"\x01", b"\x02"]
    assert "evidence: 1" in capsys.readouterr().out


def test_links_are_looked_at_by_command_one_organisation_or_all(world, monkeypatch, capsys):
    evidence = workflow.attach_link(world.entry, LINK, by=world.staff)
    asked = []
    monkeypatch.setattr(
        "ita_portal.link_check.check_link", lambda link: asked.append(link) or LinkResult(True, "เปิดได้")
    )

    call_command("check_links", organization=builders.an_organization().slug)
    none = list(asked)
    call_command("check_links")

    evidence.refresh_from_db()
    assert (none, asked) == ([], [LINK])
    assert evidence.is_link_good
    assert "เปิดได้ 1 เปิดไม่ได้ 0" in capsys.readouterr().out
