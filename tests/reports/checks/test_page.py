"""The page of the check before routing: who reads it, and passing a finding with a reason that stays on record."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organizations.models import Role, TrailEntry
from reports import workflow
from reports.checks import findings_for
from reports.models import DocumentStatus, OverriddenFinding
from tests import builders

pytestmark = pytest.mark.django_db

REASON = "อ้างคู่มือของเทศบาลนั้นโดยตั้งใจ"


class Office:
    """An organisation whose memo names another municipality: one finding that blocks."""

    def __init__(self):
        self.organization = builders.an_organization()
        self.auditor = builders.a_user(self.organization, Role.AUDITOR)
        self.document = builders.a_document(
            self.organization, "memo", body="ตามคู่มือของเทศบาลตำบลท่าบอง", addressee="นายก"
        )

    @property
    def address(self):
        return reverse("reports:check_before", args=[self.organization.slug, 2568, "memo"])

    @property
    def finding(self):
        found = findings_for(self.document, lambda model: model.objects.unscoped("a test"))
        return next(row for row in found if row.is_blocking)


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def page(office, client):
    client.force_login(office.auditor)
    return client


def test_a_finding_is_shown_with_its_words_and_the_way_to_mend_it(office, page):
    shown = page.get(office.address).content.decode()

    assert "ต้องแก้ ๑ เรื่องก่อนเสนอ" in shown
    assert "<mark>เทศบาลตำบลท่าบอง</mark>" in shown
    assert f"{reverse('reports:edit', args=[office.organization.slug, 2568, 'memo'])}#id_body" in shown


def test_a_reason_lets_the_document_pass_and_stands_on_the_trail(office, page):
    page.post(office.address, {"key": office.finding.key, "reason": REASON})

    shown = page.get(office.address).content.decode()
    assert "ต้องแก้ ๑ เรื่อง" not in shown
    assert REASON in shown
    entry = TrailEntry.objects.get(verb="override_finding")
    assert (entry.by, entry.changes["reason"][1]) == (office.auditor, REASON)


def test_a_reason_that_tells_nothing_is_refused_beside_its_box(office, page):
    response = page.post(office.address, {"key": office.finding.key, "reason": "ทราบ"})

    assert response.content.decode().count("โปรดเขียนเหตุผลอย่างน้อย ๑๐ ตัวอักษร") == 2  # in the summary, too
    assert not OverriddenFinding.objects.exists()


def test_a_reason_taken_back_lets_the_finding_count_again_and_stays_on_record(office, page):
    page.post(office.address, {"key": office.finding.key, "reason": REASON})

    page.post(office.address, {"key": office.finding.key, "take_back": "1"})

    assert "ต้องแก้ ๑ เรื่องก่อนเสนอ" in page.get(office.address).content.decode()
    assert OverriddenFinding.objects.get().reason == REASON


def test_a_reason_is_shown_as_former_when_its_words_have_changed(office, page):
    page.post(office.address, {"key": office.finding.key, "reason": REASON})
    office.document.body = "ตามคู่มือของหน่วยงาน"
    office.document.save()

    shown = page.get(office.address).content.decode()

    assert "เหตุผลที่ให้ไว้กับข้อความเดิม" in shown
    assert REASON in shown


def test_a_finding_that_is_gone_is_told_so(office, page):
    response = page.post(office.address, {"key": "identity-gone", "reason": REASON}, follow=True)

    assert "ข้อสังเกตนี้ไม่มีแล้ว" in response.content.decode()
    assert not OverriddenFinding.objects.exists()


def test_an_executive_reads_the_findings_and_passes_none(office, client):
    client.force_login(builders.a_user(office.organization, Role.EXECUTIVE))

    shown = client.get(office.address).content.decode()
    refused = client.post(office.address, {"key": office.finding.key, "reason": REASON})

    assert "เทศบาลตำบลท่าบอง" in shown
    assert 'name="reason"' not in shown
    assert refused.status_code == 404


def test_a_clerk_is_led_to_the_words_but_not_into_figures_and_plans(office, client):
    assessment = builders.an_assessment(office.organization, official={"i1": "60.00"})
    client.force_login(builders.a_user(office.organization, Role.CLERK))

    shown = client.get(office.address).content.decode()

    assert "#id_body" in shown
    assert "ยังไม่ยืนยัน" in shown
    assert f'href="{assessment.get_absolute_url()}">ไปแก้<' not in shown


def test_a_memo_whose_numbers_have_no_prefix_is_told_who_sets_it_and_the_administrator_is_led_there(
    office, page
):
    division = builders.a_division(office.organization)
    office.document.division = division
    office.document.save()
    way = f'href="{reverse("organizations:division", args=[office.organization.slug, division.pk])}"'

    to_the_auditor = page.get(office.address).content.decode()
    office.auditor.memberships.create(organization=office.organization, role=Role.ADMINISTRATOR)
    to_the_administrator = page.get(office.address).content.decode()
    division.document_number_prefix = "นค ๕๓๗๑๑.๒"
    division.save()
    afterwards = page.get(office.address).content.decode()

    sentence = "โดยไม่มีเลขประจำส่วนราชการนำหน้า"
    assert [sentence in shown for shown in (to_the_auditor, to_the_administrator, afterwards)] == [
        True,
        True,
        False,
    ]
    assert "ผู้ดูแลระบบของหน่วยงานเป็นผู้แก้" in to_the_auditor
    assert [way in shown for shown in (to_the_auditor, to_the_administrator)] == [False, True]


def test_findings_on_what_is_no_draft_cannot_be_passed(office):
    office.document.status = DocumentStatus.ROUTING

    with pytest.raises(ValidationError, match="แก้ไขไม่ได้"):
        workflow.override_finding(office.document, office.finding, reason=REASON, by=office.auditor)


def test_the_same_finding_passed_twice_keeps_the_first_reason(office):
    finding = office.finding
    first, second = (
        workflow.override_finding(office.document, finding, reason=reason, by=office.auditor)
        for reason in (REASON, "เหตุผลที่สองซึ่งมาทีหลัง")
    )

    assert (first.pk, first.reason) == (second.pk, second.reason)
    assert TrailEntry.objects.filter(verb="override_finding").count() == 1


def test_a_reason_taken_back_twice_is_on_the_trail_once(office):
    passed = workflow.override_finding(office.document, office.finding, reason=REASON, by=office.auditor)

    for _ in range(2):
        workflow.take_back_override(passed, by=office.auditor, at=timezone.now())

    assert TrailEntry.objects.filter(verb="take_back_override").count() == 1


def test_the_check_takes_as_many_queries_for_ten_measures_as_for_one(office):
    source = builders.an_assessment(office.organization, official={"i1": "60.00"}, is_confirmed=True)
    plan = builders.a_plan(office.organization, source_assessment=source)
    document = builders.a_document(office.organization, "measure_plan", fiscal_year=2569)
    counts = []

    for more in (1, 9):
        builders.many_measures(plan, more)
        with CaptureQueriesContext(connection) as queries:
            findings_for(document, lambda model: model.objects.unscoped("a test"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
