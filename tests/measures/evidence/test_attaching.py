"""Evidence: files and links of an entry, what is refused, who brings them, what is left over."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from ita_portal import file_store
from ita_portal.link_check import LinkResult
from measures import workflow
from measures.models import Evidence, ProgressEntry
from measures.workflow.evidence import used_bytes
from organizations.links import keep_look
from organizations.models import TrailEntry
from reports.stored_files import REFERENCED
from tests import builders
from tests.measures import evidence_samples as samples
from tests.measures.evidence.world import LINK, NOW, people_who_may_not, upload


def stored_files(media):
    return [path for path in media.rglob("*") if path.is_file()]


def content_of(evidence):
    with file_store.open_stored(evidence.stored_file) as file:
        return file.read()


# -- Attaching --------------------------------------------------------------------------------------


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


# -- Quota ------------------------------------------------------------------------------------------


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


# -- Links ------------------------------------------------------------------------------------------


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


# -- Who --------------------------------------------------------------------------------------------


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


# -- What is left over ------------------------------------------------------------------------------


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
