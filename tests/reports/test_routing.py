"""The way of a document: proposing, signing in order, sending back, correcting. The cryptography is tested elsewhere."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.urls import reverse

from ita_portal import file_store
from measures.work_list import work_of
from organizations.models import ActingAppointment, Role, TrailEntry
from reports import checks, desk, preparation, workflow
from reports.composition import LAYOUT_VERSION
from reports.desk import address_of, desk_of, steps_of
from reports.models import DocumentStatus, EditionState, Signature
from reports.signing import keys
from reports.to_do import to_do_of
from reports.waiting import papers_to_sign
from reports.workflow import routing
from reports.workflow.kept_files import AREA
from reports.workflow.signers import suggested_signers, why_not_these
from reports.workflow.writing import StaleDocument
from tests import builders
from tests.reports.office import AT, TODAY, Office, fake_signing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_cryptography(monkeypatch):
    fake_signing(monkeypatch)


@pytest.fixture
def office():
    return Office()


def content_of(edition):
    with file_store.open_stored(edition.stored_file) as file:
        return file.read()


# -- Proposing -------------------------------------------------------------------------------------


def test_a_proposed_document_is_frozen_and_waits_for_its_author(office):
    edition = office.propose()

    assert office.document.status == DocumentStatus.ROUTING
    assert (edition.state, edition.waiting_order, edition.number) == (EditionState.ROUTING, 1, 1)
    assert edition.sha256 == edition.prepared_sha256 == preparation.sha256_of(content_of(edition))
    assert [row.role for row in edition.signatures.all()] == ["author", "opinion", "decision"]


def test_the_way_tells_times_of_bangkok(office):
    edition = office.propose()

    steps = steps_of(office.document, edition)

    assert steps[1].note == "5 ม.ค. 2569 10.00 น."  # three o'clock in UTC


def test_what_is_proposed_cannot_be_written_in(office):
    office.propose()

    with pytest.raises(ValidationError, match="แก้ไขไม่ได้"):
        workflow.write_document(
            office.document, {"subject": "อื่น"}, version=office.document.version, by=office.auditor, read_at=AT
        )


def test_of_an_edit_and_a_proposal_of_the_same_words_the_second_is_told(office):
    version = office.document.version
    workflow.write_document(office.document, {"subject": "ใหม่"}, version=version, by=office.auditor, read_at=AT)

    with pytest.raises(StaleDocument):
        workflow.propose(office.document, version=version, method="digital", by=office.auditor, at=AT)


def test_a_finding_that_stands_in_the_way_is_told_and_nothing_is_frozen(office, monkeypatch):
    finding = SimpleNamespace(key="identity:1", is_blocking=True, sentence="พบชื่อเทศบาลอื่นในเอกสาร")
    monkeypatch.setattr(checks, "findings_for", lambda document, rows: [finding])

    with pytest.raises(ValidationError, match="พบชื่อเทศบาลอื่น"):
        office.propose()

    assert not office.document.editions.exists()


def test_a_finding_with_a_reason_lets_the_document_pass(office, monkeypatch):
    finding = SimpleNamespace(key="identity:1", is_blocking=True, sentence="พบชื่อเทศบาลอื่นในเอกสาร")
    monkeypatch.setattr(checks, "findings_for", lambda document, rows: [finding])
    office.document.overridden_findings.create(
        organization=office.organization,
        key="identity:1",
        sentence=finding.sentence,
        reason="อ้างคู่มือของเทศบาลนั้น",
        by=office.auditor,
    )

    assert office.propose().state == EditionState.ROUTING


def test_a_memo_without_number_and_date_is_not_proposed():
    office = Office("memo")
    office.document.dated_on = None
    office.document.save()

    with pytest.raises(ValidationError) as refusal:
        office.propose()

    assert refusal.value.messages == ["ยังไม่ได้ลงวันที่ในบันทึกข้อความ", "ยังไม่ได้ลงเลขที่ในบันทึกข้อความ"]


def test_without_keys_only_the_pen_is_left(office, monkeypatch):
    monkeypatch.setattr(keys, "has_person_key", lambda user_id: user_id != office.mayor.pk)

    with pytest.raises(ValidationError, match="กุญแจลงลายมือชื่อดิจิทัล"):
        office.propose("digital")

    assert office.propose("pen").method == "pen"


def test_a_proposal_that_fails_leaves_no_file(office, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(routing.trail, "record", lambda *args, **kwargs: 1 / 0)
    before = file_store.used_bytes(AREA)

    with pytest.raises(ZeroDivisionError), django_capture_on_commit_callbacks(execute=True):
        office.propose()

    assert file_store.used_bytes(AREA) == before


def test_a_broken_connection_may_have_committed_so_the_file_stays(office, monkeypatch):
    def break_off(*args, **kwargs):
        raise OperationalError("the connection is gone")

    monkeypatch.setattr(routing.trail, "record", break_off)
    before = file_store.used_bytes(AREA)

    with pytest.raises(OperationalError):
        office.propose()

    assert file_store.used_bytes(AREA) > before


# -- Who signs -------------------------------------------------------------------------------------


def test_an_author_is_never_also_the_one_who_decides(office):
    author = office.terms["author"]

    with pytest.raises(ValidationError, match="สองลำดับไม่ได้"):
        workflow.choose_signers(
            office.document,
            [("author", author, None), ("decision", author, None)],
            version=office.document.version,
            by=office.auditor,
        )


@pytest.mark.parametrize(("name", "is_refused"), [("นายมานะ รักงาน", True), ("นายมานะ รักถิ่น", False)])
def test_one_name_in_two_offices_is_one_person_unless_accounts_tell_them_apart(office, name, is_refused):
    opinion = builders.a_term(office.organization, rank="officer", person_name="นายมานะ รักงาน")
    decision = builders.a_term(office.organization, rank="deputy", person_name=name)
    signers = [
        ("author", office.terms["author"], None),
        ("opinion", opinion, None),
        ("decision", decision, None),
    ]

    sentences = why_not_these(signers)

    assert bool(sentences) is is_refused
    opinion.user, decision.user = office.secretary, office.mayor
    assert why_not_these(signers) == []


def test_where_the_secretary_acts_for_the_mayor_the_suggestion_names_the_secretary_once(office):
    secretary = office.terms["opinion"]
    position = office.terms["decision"].position
    acting = ActingAppointment.objects.create(
        term=secretary, position=position, capacity="acting", starts_on=TODAY
    )

    found = suggested_signers(office.document, office.auditor, TODAY)

    assert found == [("author", office.terms["author"], None), ("decision", secretary, acting)]


def test_whoever_cannot_sign_digitally_is_told_where_signers_are_chosen_and_before_proposing(
    office, client, monkeypatch
):
    monkeypatch.setattr(keys, "has_person_key", lambda user_id: user_id != office.mayor.pk)
    clerk = builders.a_term(office.organization, rank="officer", person_name="นายไม่มี บัญชี")
    client.force_login(office.auditor)

    choices = client.get(f"{address_of(office.document).removesuffix('desk/')}signers/").context["form"].people
    desk = client.get(address_of(office.document))

    labels = {key: label for key, (label, *_) in choices.items()}
    assert labels[f"term-{clerk.pk}"].endswith("(ยังไม่มีบัญชีผู้ใช้ ลงนามด้วยปากกาได้)")
    assert labels[f"term-{office.terms['decision'].pk}"].endswith("(ยังไม่มีกุญแจลงลายมือชื่อดิจิทัล ลงนามด้วยปากกาได้)")
    assert "(" not in labels[f"term-{office.terms['opinion'].pk}"]
    assert desk.context["propose_form"]["method"].value() == "pen"
    assert "ยังลงนามด้วยลายมือชื่อดิจิทัลไม่ได้ เพราะ" in desk.content.decode()


@pytest.mark.parametrize("roles", [["opinion", "decision"], ["author"], ["author", "decision", "opinion"]])
def test_an_order_of_signers_that_no_memo_has_is_refused(office, roles):
    signers = [(role, office.terms[role], None) for role in roles]

    with pytest.raises(ValidationError):
        workflow.choose_signers(office.document, signers, version=office.document.version, by=office.auditor)


def test_the_order_is_kept_and_the_last_signature_puts_the_edition_in_force(office):
    edition = office.propose()
    waiting = []
    for person in (office.auditor, office.secretary, office.mayor):
        waiting.append(edition.waiting_order)
        edition = office.sign(edition, person)
    office.document.refresh_from_db()

    assert waiting == [1, 2, 3]
    assert (edition.state, edition.waiting_order) == (EditionState.SIGNED, None)
    assert office.document.status == DocumentStatus.SIGNED
    assert office.document.current_edition == edition
    assert content_of(edition).endswith(b"author-1opinion-2decision-3 seal")


def test_each_signature_binds_the_bytes_before_and_after(office):
    edition = office.signed()

    hashes = edition.signatures.values_list("sha256_before", "sha256_after")

    assert hashes[0][0] == edition.prepared_sha256
    assert [before for before, _ in hashes][1:] == [after for _, after in hashes][:-1]
    assert hashes[2][1] == edition.sha256 == preparation.sha256_of(content_of(edition))


def test_nobody_signs_before_the_turn(office):
    edition = office.propose()

    with pytest.raises(ValidationError, match="ท่านไม่ได้ดำรงตำแหน่ง"):
        office.sign(edition, office.mayor)


def test_what_was_not_shown_is_not_signed(office):
    edition = office.propose()
    waiting = edition.signatures.get(order=1)

    with pytest.raises(workflow.StaleEdition):
        workflow.sign(waiting, sha256="0" * 64, comment="", by=office.auditor, at=AT)


def test_a_file_that_is_not_what_the_row_says_is_not_signed(office, settings):
    edition = office.propose()
    path = settings.MEDIA_ROOT / edition.stored_file
    path.write_bytes(b"%PDF-1.7 another")

    with pytest.raises(ValidationError, match="ไม่ตรงกับที่ระบบบันทึกไว้"):
        office.sign(edition, office.auditor)


def test_whoever_acts_for_the_mayor_signs_with_the_right_title(office):
    deputy = builders.a_user(office.organization, Role.EXECUTIVE)
    term = builders.a_term(office.organization, rank="deputy", user=deputy)
    ActingAppointment.objects.create(
        term=term, position=office.terms["decision"].position, capacity="acting", starts_on=TODAY, ends_on=TODAY
    )
    edition = office.propose()
    office.sign(edition, office.auditor)
    office.sign(edition, office.secretary)

    office.sign(edition, deputy, "อนุมัติ")

    signature = edition.signatures.get(order=3)
    title = office.terms["decision"].position.title
    assert (signature.person_name, signature.comment) == (term.person_name, "อนุมัติ")
    assert signature.title_lines == [f"{term.position.title} รักษาราชการแทน", title]


def test_the_desk_names_who_may_sign_instead(office):
    edition = office.propose()
    office.sign(edition, office.auditor)
    deputy = builders.a_term(office.organization, rank="deputy", person_name="นายรอง รักงาน")
    appointment = ActingAppointment.objects.create(
        term=deputy, position=office.terms["opinion"].position, capacity="acting", starts_on=TODAY
    )
    office.document.refresh_from_db()

    told = [desk_of(office.document, office.auditor, day).stand_ins for day in (TODAY, date(2025, 12, 1))]

    assert told == [[appointment], []]


def test_an_appointment_that_is_over_does_not_sign(office):
    deputy = builders.a_user(office.organization, Role.EXECUTIVE)
    term = builders.a_term(office.organization, rank="deputy", user=deputy)
    ActingAppointment.objects.create(
        term=term,
        position=office.terms["author"].position,
        capacity="acting",
        starts_on=date(2025, 12, 1),
        ends_on=date(2026, 1, 4),
    )
    edition = office.propose()

    with pytest.raises(ValidationError, match="ท่านไม่ได้ดำรงตำแหน่ง"):
        office.sign(edition, deputy)


def test_one_person_never_signs_twice_also_when_acting(office):
    ActingAppointment.objects.create(
        term=office.terms["author"],
        position=office.terms["opinion"].position,
        capacity="acting",
        starts_on=TODAY,
    )
    edition = office.propose()
    office.sign(edition, office.auditor)

    with pytest.raises(ValidationError, match="ท่านลงนามในเอกสารฉบับนี้แล้ว"):
        office.sign(edition, office.auditor)


def test_who_acts_for_the_mayor_after_giving_an_opinion_is_told_why_not_and_what_helps(office, client):
    ActingAppointment.objects.create(
        term=office.terms["opinion"],
        position=office.terms["decision"].position,
        capacity="acting",
        starts_on=TODAY,
    )
    edition = office.propose()
    for person in (office.auditor, office.secretary):
        office.sign(edition, person)
    client.force_login(office.secretary)
    sentence = "คนเดียวกันลงนามในเอกสารเดียวกันสองลำดับไม่ได้"

    code = [office.organization.slug, edition.code]
    addresses = [address_of(edition.document), reverse("reports:sign", args=code), reverse("reports:to_sign")]
    pages = [client.get(address).content.decode() for address in addresses]

    assert [sentence in page for page in pages] == [True] * 3
    assert "ดึงเอกสารกลับ" in pages[0]
    assert 'name="secret"' not in pages[1]
    assert list(papers_to_sign(office.secretary, TODAY)) == []


def test_what_waits_for_a_person_is_told_to_that_person_alone(office):
    edition = office.propose()
    office.sign(edition, office.auditor)

    waiting = {
        name: [row.role for row in Signature.objects.waiting_for(getattr(office, name), TODAY)]
        for name in ("auditor", "secretary", "mayor")
    }

    assert waiting == {"auditor": [], "secretary": ["opinion"], "mayor": []}


def test_what_waits_for_a_signature_is_the_first_work_of_who_signs(office):
    plan = builders.a_plan(office.organization, 2569, status="adopted")
    builders.a_measure(plan, starts_on=None, due_on=date(2025, 12, 30))
    office.sign(office.propose(), office.auditor)

    work = work_of(office.secretary, TODAY)
    to_do = to_do_of(office.secretary, office.organization, TODAY)

    assert (len(work.late), work.next_address) == (1, work.to_sign[0].address)
    assert [row.is_late for row in to_do.rows] == [False, True]


def test_a_paper_for_the_pen_waits_for_its_scan_and_not_for_a_signature_here(office, client):
    edition = office.propose("pen")
    client.force_login(office.auditor)

    desk = client.get(address_of(edition.document)).content.decode()

    assert not Signature.objects.waiting_for(office.auditor, TODAY).exists()
    assert reverse("reports:pen", args=[office.organization.slug, edition.code]) in desk


def test_an_edition_with_a_seal_for_trying_out_says_so(office, monkeypatch):
    real = SimpleNamespace(fingerprint="e" * 64, is_test=False)
    monkeypatch.setattr(keys, "person_key", lambda user_id: real)

    edition = office.signed()

    assert edition.is_test


def test_a_refused_trail_takes_the_signature_back(office, monkeypatch):
    edition = office.propose()
    monkeypatch.setattr(routing.trail, "record", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        office.sign(edition, office.auditor)

    edition.refresh_from_db()
    assert (edition.waiting_order, edition.sha256) == (1, edition.prepared_sha256)
    assert content_of(edition) == builders.A_PDF


# -- Back ------------------------------------------------------------------------------------------


def test_what_is_sent_back_is_a_draft_again_and_stays_on_record(office):
    edition = office.propose()
    office.sign(edition, office.auditor)
    edition.refresh_from_db()

    workflow.send_back(edition, waiting_order=2, reason="โปรดแก้ตาราง", by=office.secretary, at=AT)

    office.document.refresh_from_db()
    assert (edition.state, edition.sent_back_reason) == (EditionState.SENT_BACK, "โปรดแก้ตาราง")
    assert office.document.status == DocumentStatus.DRAFT
    assert office.propose().number == 1


def test_what_was_sent_back_waits_for_the_office_which_reads_the_reason_on_its_desk(office, client):
    edition = office.propose()
    office.sign(edition, office.auditor)
    workflow.send_back(edition, waiting_order=2, reason="โปรดแก้ตาราง ๒", by=office.secretary, at=AT)
    client.force_login(office.auditor)

    waiting = [row for row in work_of(office.auditor, TODAY).waiting if "ถูกส่งกลับ" in row.sentence]
    page = client.get(waiting[0].address).content.decode()

    assert [row.address for row in waiting] == [address_of(office.document)]
    assert "เพราะ “โปรดแก้ตาราง ๒”" in page
    office.propose()
    assert not [row for row in work_of(office.auditor, TODAY).waiting if "ถูกส่งกลับ" in row.sentence]


def test_what_everybody_signed_waits_for_the_office_to_publish_it(office):
    clerk = builders.a_user(office.organization, Role.CLERK)
    edition = office.signed()

    told = {
        name: [row.sentence for row in work_of(user, TODAY).waiting if "รอเผยแพร่" in row.sentence]
        for name, user in {"clerk": clerk, "mayor": office.mayor}.items()
    }

    assert told == {"clerk": [f"ลงนามครบแล้ว รอเผยแพร่: {edition.name_in_full}"], "mayor": []}


def test_nobody_is_proposed_as_the_author_where_the_writer_holds_no_office(office, client):
    client.force_login(builders.a_user(office.organization, Role.CLERK))
    memo = builders.a_document(office.organization, "memo", dated_on=TODAY)

    address = reverse("reports:signers", args=[office.organization.slug, memo.fiscal_year, "memo"])
    form = client.get(address).context["form"]
    refused = client.post(address, {"version": memo.version}).context["form"]

    assert form["author"].initial is None
    assert refused.errors["author"] == ["โปรดเลือกผู้จัดทำ"]


def test_somebody_whose_turn_it_is_not_does_not_send_back(office):
    edition = office.propose()

    with pytest.raises(ValidationError):
        workflow.send_back(edition, waiting_order=1, reason="ไม่ผ่าน", by=office.mayor, at=AT)


def test_what_was_signed_meanwhile_is_not_sent_back(office):
    edition = office.propose()
    office.sign(edition, office.auditor)

    with pytest.raises(workflow.StaleEdition):
        workflow.send_back(edition, waiting_order=1, reason="แก้คำผิด", by=office.auditor, at=AT)


def test_a_corrected_edition_says_what_it_replaces_and_why(office):
    first = office.signed()
    office.revise()

    second = office.signed()

    first.refresh_from_db()
    assert (second.number, second.replaces, second.reason) == (2, first, "แก้คะแนนข้อ i๔")
    assert first.state == EditionState.SUPERSEDED


def test_a_correction_that_is_not_wanted_is_taken_back_and_the_edition_in_force_never_changed(office):
    edition = office.published().edition
    office.revise()
    document = office.document

    workflow.take_back_revision(document, version=document.version, by=office.auditor)

    edition.refresh_from_db()
    assert (document.status, document.current_edition, document.revision_reason) == ("published", edition, "")
    assert edition.state == EditionState.SIGNED
    assert TrailEntry.objects.last().changes["reason"] == ["แก้คะแนนข้อ i๔", None]


def test_a_correction_that_came_back_from_a_signer_may_be_taken_back_too(office):
    first = office.signed()
    office.revise()
    sent = office.propose()
    workflow.send_back(sent, waiting_order=1, reason="ไม่ต้องแก้", by=office.auditor, at=AT)
    office.document.refresh_from_db()

    workflow.take_back_revision(office.document, version=office.document.version, by=office.auditor)

    told = desk_of(office.document, office.auditor, TODAY)
    assert (office.document.status, told.edition, told.came_back) == ("signed", first, None)


def test_words_that_were_changed_in_a_correction_taken_back_are_told_as_in_no_edition(office, monkeypatch):
    office.signed()
    office.revise()
    monkeypatch.setattr(preparation, "data_of", lambda document, rows: '{"subject": "ใหม่"}')

    in_work = desk_of(office.document, office.auditor, TODAY)
    told = [in_work.is_revision, in_work.changed]
    workflow.take_back_revision(office.document, version=office.document.version, by=office.auditor)
    after = desk_of(office.document, office.auditor, TODAY)

    assert told == [True, after.changed]
    assert after.changed


def test_there_is_no_way_back_to_what_is_withdrawn_proposed_or_never_was(office):
    def take_back():
        office.document.refresh_from_db()
        workflow.take_back_revision(office.document, version=office.document.version, by=office.auditor)

    with pytest.raises(ValidationError, match="ไม่มีฉบับที่ใช้อยู่"):
        take_back()  # a first draft
    publication = office.published()
    office.revise()
    sent = office.propose()
    with pytest.raises(StaleDocument):
        take_back()  # proposed
    workflow.send_back(sent, waiting_order=1, reason="แก้", by=office.auditor, at=AT)
    workflow.withdraw_publication(publication, reason="ตัวเลขผิด", by=office.auditor, at=AT)
    with pytest.raises(ValidationError, match="ไม่มีฉบับที่ใช้อยู่"):
        take_back()  # withdrawn meanwhile


def test_the_desk_offers_the_way_back_and_takes_it(office, client):
    office.signed()
    office.revise()
    client.force_login(office.auditor)
    address = f"{address_of(office.document).removesuffix('desk/')}take-back-revision/"

    desk = client.get(address_of(office.document)).content.decode()
    answer = client.post(address, {"version": office.document.version}, follow=True).content.decode()
    again = client.post(address, {"version": office.document.version}, follow=True).content.decode()

    assert address in desk
    assert "ยกเลิกการแก้ไขแล้ว" in answer
    assert address not in answer
    assert "โปรดดูสถานะล่าสุด" in again


def test_the_desk_counts_what_should_be_looked_at_and_leads_there(office, client, monkeypatch):
    advice = SimpleNamespace(key="form:1", is_blocking=False, sentence="ยังไม่ได้ลงวันที่")
    monkeypatch.setattr(checks, "findings_for", lambda document, rows: [advice])
    client.force_login(office.auditor)

    page = client.get(address_of(office.document)).content.decode()

    assert "มี ๑ ข้อสังเกตที่ควรดูก่อนเสนอ แต่ไม่ห้ามการเสนอ" in page
    assert "เสนอเพื่อลงนาม" in page
    assert page.index('id="next"') < page.index('id="steps"')


def test_every_step_stands_on_the_trail(office):
    office.signed()

    verbs = TrailEntry.objects.filter(subject_type="reports.document").values_list("verb", flat=True)

    assert list(verbs) == ["choose_signers", "propose", "sign", "sign", "sign"]


@pytest.mark.parametrize(("release", "is_told"), [("0", False), (LAYOUT_VERSION, True)])
def test_a_newer_release_that_keeps_the_same_facts_is_no_change_of_data(office, monkeypatch, release, is_told):
    monkeypatch.setattr("reports.workflow.routing.LAYOUT_VERSION", release)
    edition = office.signed()
    monkeypatch.setattr(preparation, "data_of", lambda document, rows: '{"sections": [], "new": "1"}')

    changed = desk.what_moved_on(edition, rows=None)

    assert bool(changed) is is_told


def test_words_of_the_office_that_changed_are_told_of_an_edition_of_an_older_release_too(office, monkeypatch):
    monkeypatch.setattr("reports.workflow.routing.LAYOUT_VERSION", "0")
    edition = office.signed()
    office.document.body = "ข้อความแรก\nข้อความใหม่"
    office.document.save()
    edition.refresh_from_db()
    monkeypatch.setattr(preparation, "data_of", lambda document, rows: '{"paragraphs": ["ข้อความใหม่"]}')

    told = desk.what_moved_on(edition, rows=None)

    assert [[part.text for part in line] for line in told] == [["ข้อความใหม่"]]
