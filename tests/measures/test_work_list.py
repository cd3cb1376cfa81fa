"""งานของฉัน: what each person is shown, on the edges of days, at any size, and nothing of others."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures.models import Measure, MeasureOwner, MeasureStep, PlanStatus, ProgressSummary
from measures.work_list import SHOWN, SOON, work_of
from organizations.models import Membership, Role
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def organization():
    return builders.an_organization()


@pytest.fixture
def plan(organization):
    return builders.a_plan(organization, 2569, status=PlanStatus.ADOPTED)


@pytest.fixture
def finance(organization):
    return builders.a_division(organization, "กองคลัง")


@pytest.fixture
def auditor(organization):
    return builders.a_user(organization, Role.AUDITOR)


def owned_by(division, plan, **fields):
    measure = builders.a_measure(plan, is_all_divisions=False, **fields)
    MeasureOwner.objects.create(measure=measure, division=division, order=1)
    return measure


def shown(rows):
    return [row.measure for row in rows]


def sentences(work):
    return [row.sentence for row in work.waiting]


# -- Days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_on", "late", "soon"),
    [
        (YESTERDAY, 1, 0),
        (TODAY, 0, 1),
        (TODAY + SOON, 0, 1),
        (TODAY + SOON + timedelta(days=1), 0, 0),
    ],
)
def test_the_last_day_is_not_late_and_thirty_days_are_soon(auditor, plan, due_on, late, soon):
    builders.a_measure(plan, due_on=due_on)

    work = work_of(auditor, TODAY)

    assert (len(work.late), len(work.soon)) == (late, soon)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "done"},
        {"state": "not_done"},
        {"cancelled_on": YESTERDAY, "cancel_reason": "ไม่มีงบประมาณ"},
    ],
    ids=str,
)
def test_what_is_finished_or_cancelled_is_nobodys_work(auditor, plan, changes):
    builders.a_measure(plan, due_on=YESTERDAY, **changes)

    work = work_of(auditor, TODAY)

    assert (work.late, work.soon) == ([], [])


def test_a_draft_plan_makes_nothing_late(auditor, organization):
    builders.a_measure(builders.a_plan(organization, 2570), due_on=YESTERDAY)

    assert work_of(auditor, TODAY).late == []


def test_the_step_that_is_due_first_brings_its_measure(auditor, plan):
    measure = builders.a_measure(plan, steps=())
    MeasureStep.objects.create(measure=measure, order=1, text="แต่งตั้งคณะทำงาน", due_on=YESTERDAY, state="done")
    MeasureStep.objects.create(measure=measure, order=2, text="จัดทำคู่มือ", due_on=TOMORROW)

    (due,) = work_of(auditor, TODAY).soon

    assert (due.step_text, due.due_on, due.is_late) == ("จัดทำคู่มือ", TOMORROW, False)


# -- Each role's list ------------------------------------------------------------------------------


def test_staff_see_what_their_division_or_all_divisions_do(organization, plan, finance):
    staff = builders.a_user(organization, Role.DIVISION_STAFF, division=finance)
    own = owned_by(finance, plan, due_on=YESTERDAY)
    shared = builders.a_measure(plan, due_on=YESTERDAY)
    owned_by(builders.a_division(organization, "กองช่าง"), plan, due_on=YESTERDAY)

    assert shown(work_of(staff, TODAY).late) == [own, shared]


def test_the_executive_sees_what_is_late_and_is_not_bothered_with_what_is_soon(organization, plan):
    executive = builders.a_user(organization, Role.EXECUTIVE)
    late = builders.a_measure(plan, due_on=YESTERDAY)
    builders.a_measure(plan, due_on=TOMORROW)

    work = work_of(executive, TODAY)

    assert (shown(work.late), work.soon, work.waiting) == ([late], [], [])


def test_an_executive_who_also_audits_sees_both(organization, plan, auditor):
    Membership.objects.create(user=auditor, role=Role.EXECUTIVE, organization=organization)
    builders.a_measure(plan, due_on=TOMORROW)

    assert len(work_of(auditor, TODAY).soon) == 1


@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMINISTRATOR])
def test_others_of_the_organisation_have_no_measures_to_do(organization, plan, role):
    builders.a_measure(plan, due_on=YESTERDAY)

    work = work_of(builders.a_user(organization, role), TODAY)

    assert work.is_empty
    assert work.has_role


def test_an_overseer_has_no_work_of_organisations(organization, plan):
    builders.a_measure(plan, due_on=YESTERDAY)
    overseer = builders.a_user(role=Role.OVERSEER, province=organization.province)

    work = work_of(overseer, TODAY)

    assert work.is_empty
    assert not work.has_role


# -- What waits ------------------------------------------------------------------------------------


def test_the_auditor_is_told_of_everything_that_is_half_done(organization, auditor):
    assessment = builders.an_assessment(organization, official=builders.FULL_SCORES)
    builders.a_score_import(organization)
    builders.an_analysis(assessment, is_draft=True)
    draft = builders.a_plan(organization, 2570)
    builders.a_measure(draft, due_on=None)

    found = sentences(work_of(auditor, TODAY))

    assert len(found) == 5
    assert "คะแนนปี ๒๕๖๘ ยังไม่ยืนยัน" in found
    assert "ร่างการวิเคราะห์ปี ๒๕๖๘ รอท่านตรวจ ๑ เรื่อง" in found
    assert "แผนมาตรการปี ๒๕๗๐ ยังไม่ประกาศใช้" in found
    assert "แผนปี ๒๕๗๐ มีมาตรการที่ยังไม่มีผู้รับผิดชอบหรือวันสิ้นสุด ๑ เรื่อง" in found


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.CLERK, Role.DIVISION_STAFF])
def test_what_waits_for_the_auditor_waits_for_nobody_else(organization, role):
    builders.a_score_import(organization)
    builders.a_plan(organization, 2570)

    assert work_of(builders.a_user(organization, role), TODAY).waiting == []


@pytest.mark.parametrize(("today", "count"), [(date(2026, 9, 30), 0), (date(2026, 10, 1), 1)])
def test_the_summary_waits_for_the_lead_once_the_year_is_over(organization, plan, finance, today, count):
    staff = builders.a_user(organization, Role.DIVISION_STAFF, division=finance)
    owned_by(finance, plan, state="done")
    owned_by(builders.a_division(organization), plan, state="done")

    found = sentences(work_of(staff, today))

    assert found == ["ปี ๒๕๖๙ สิ้นสุดแล้ว แต่ยังไม่มีสรุปผลที่พิมพ์ ๑ มาตรการ"] * count


def test_a_summary_that_is_written_waits_no_longer(plan, auditor):
    measure = builders.a_measure(plan, state="done")
    ProgressSummary.objects.create(measure=measure)

    assert work_of(auditor, date(2026, 10, 1)).waiting == []


# -- Over many organisations -----------------------------------------------------------------------


def test_nothing_of_another_organisation_is_shown(auditor):
    other = builders.a_plan(builders.an_organization(), 2569, status=PlanStatus.ADOPTED)
    builders.a_measure(other, due_on=YESTERDAY)
    builders.a_score_import(other.organization)

    assert work_of(auditor, TODAY).is_empty


def test_a_role_that_ended_ends_the_work(auditor, plan):
    builders.a_measure(plan, due_on=YESTERDAY)
    auditor.memberships.update(is_active=False)

    assert work_of(auditor, TODAY).is_empty


def test_staff_in_one_place_and_auditor_in_another_get_the_work_of_each(auditor, plan, finance):
    elsewhere = builders.a_plan(builders.an_organization(), 2569, status=PlanStatus.ADOPTED)
    division = builders.a_division(elsewhere.organization)
    place = {"organization": elsewhere.organization, "division": division}
    Membership.objects.create(user=auditor, role=Role.DIVISION_STAFF, **place)
    here = owned_by(finance, plan, due_on=YESTERDAY)
    there = owned_by(division, elsewhere, due_on=YESTERDAY)
    owned_by(builders.a_division(elsewhere.organization), elsewhere, due_on=YESTERDAY)

    assert set(shown(work_of(auditor, TODAY).late)) == {here, there}


def test_the_latest_year_comes_first_and_the_first_row_is_where_the_button_leads(auditor, organization, plan):
    old = builders.a_plan(organization, 2568, status=PlanStatus.ADOPTED)
    builders.a_measure(old, starts_on=None, due_on=date(2025, 9, 30))
    new = builders.a_measure(plan, due_on=YESTERDAY)

    work = work_of(auditor, TODAY)

    assert [due.plan for due in work.late_by_plan] == [plan, old]
    assert work.next_address == new.get_absolute_url()


def test_a_plan_with_much_that_is_late_shows_the_first_and_leads_to_its_board(organization, plan, finance):
    staff = builders.a_user(organization, Role.DIVISION_STAFF, division=finance)
    builders.many_measures(plan, SHOWN + 2, owner=finance, due_on=YESTERDAY)

    (due,) = work_of(staff, TODAY).late_by_plan

    board = reverse("measures:board", args=[organization.slug, 2569])
    assert (len(due.rows), due.more_count) == (SHOWN, 2)
    assert due.all_address == f"{board}?division={finance.pk}&late=yes"


def test_the_page_names_the_division_of_what_is_late(client, auditor, plan, finance):
    owned_by(finance, plan, due_on=YESTERDAY)
    client.force_login(auditor)

    page = client.get(reverse("measures:work")).content.decode()

    assert "กองคลัง" in page


def test_the_page_says_so_when_there_is_nothing_to_do(client, auditor):
    client.force_login(auditor)

    page = client.get(reverse("measures:work")).content.decode()

    assert "ไม่มีเรื่องค้างหรือใกล้ครบกำหนด" in page
    assert "btn-primary" not in page


def test_the_page_asks_as_many_questions_for_five_organisations_and_a_thousand_measures(client, auditor, plan):
    client.force_login(auditor)
    builders.many_measures(plan, 10, starts_on=None, due_on=date(2020, 1, 1))
    few = count_queries(client)

    for _ in range(4):
        more = builders.a_plan(builders.an_organization(), 2569, status=PlanStatus.ADOPTED)
        Membership.objects.create(user=auditor, role=Role.AUDITOR, organization=more.organization)
        builders.many_measures(more, 250, starts_on=None, due_on=date(2020, 1, 1))

    assert Measure.objects.count() == 1010
    assert count_queries(client) == few <= 25


def count_queries(client):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(reverse("measures:work")).status_code == 200
    return len(queries)
