"""Who is told of which deadline on which day, and that it is told once."""

from datetime import date, timedelta

import pytest
from django.core import mail as outbox_of
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import CalendarEvent
from measures.models import MailStatus, MeasureOwner, PlanStatus, Reminder, ReminderMail, ReminderStage
from measures.reminders import CATCH_UP, Deadline, Stage, current_stage
from measures.workflow.reminders import digests, send_reminders
from organizations.models import Role
from tests.builders import a_division, a_framework, a_holiday, a_measure, a_plan, a_user, an_organization

DUE = date(2026, 9, 30)  # a Wednesday
NOW = timezone.now()


def stage_on(today, due_on=DUE, is_late_told=True, holidays=frozenset()):
    deadline = Deadline(("measure", 1), "มาตรการ", due_on, is_late_told=is_late_told)
    return current_stage(deadline, today, holidays=holidays, days_before=[14, 3])


# -- The day of a stage ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "kind", "day"),
    [
        (date(2026, 9, 15), None, None),
        (date(2026, 9, 16), ReminderStage.BEFORE_DUE, date(2026, 9, 16)),
        (date(2026, 9, 25), ReminderStage.BEFORE_DUE, date(2026, 9, 25)),  # three days before is a Sunday
        (date(2026, 9, 30), ReminderStage.AT_DUE, DUE),
        (date(2026, 10, 6), ReminderStage.AT_DUE, DUE),  # the run on the day itself was missed
        (date(2026, 10, 7), ReminderStage.OVERDUE, date(2026, 10, 7)),
        (date(2026, 10, 14), ReminderStage.OVERDUE, date(2026, 10, 14)),
        (date(2027, 3, 3), ReminderStage.OVERDUE, date(2027, 3, 3)),
    ],
)
def test_a_stage_falls_on_its_working_day(today, kind, day):
    assert stage_on(today) == (Stage(kind, day) if kind else None)


def test_a_deadline_in_songkran_is_told_before_the_holidays():
    closed = {date(2026, 4, 13), date(2026, 4, 14), date(2026, 4, 15)}

    stage = stage_on(date(2026, 4, 10), due_on=date(2026, 4, 14), holidays=closed)

    assert stage == Stage(ReminderStage.AT_DUE, date(2026, 4, 10))


def test_a_weekly_stage_on_a_holiday_moves_to_the_next_working_day():
    closed = {date(2026, 10, 7)}

    assert stage_on(date(2026, 10, 8), holidays=closed) == Stage(ReminderStage.OVERDUE, date(2026, 10, 8))


def test_an_event_that_has_passed_is_not_told_week_after_week():
    assert stage_on(date(2026, 10, 14), is_late_told=False) is None


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.integers(-40, 400))
def test_told_is_never_the_future_nor_what_is_older_than_a_week(due_on, offset):
    today = due_on + timedelta(days=offset)

    stage = stage_on(today, due_on=due_on)

    assert stage is None or today - CATCH_UP <= stage.on <= today


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.integers(0, 60))
def test_each_stage_has_one_day_however_often_it_is_asked(due_on, days):
    stages = {stage_on(due_on + timedelta(days=day), due_on=due_on) for day in range(days)} - {None}

    late = [stage for stage in stages if stage.kind == ReminderStage.OVERDUE]
    assert len(stages) - len(late) <= 2  # before it (3 days) and at it
    assert len(late) <= days // 7 + 1


# -- Who is told -----------------------------------------------------------------------------------


class World:
    """An organisation with an adopted plan, one measure due on DUE, and one person of each role with an address."""

    def __init__(self):
        self.organization = an_organization()
        self.works, self.finance = a_division(self.organization), a_division(self.organization)
        self.plan = a_plan(self.organization, status=PlanStatus.ADOPTED)
        self.measure = a_measure(self.plan, is_all_divisions=False, due_on=DUE)
        MeasureOwner.objects.create(measure=self.measure, division=self.works, order=1, is_lead=True)
        self.people = {
            "auditor": self.person(Role.AUDITOR),
            "executive": self.person(Role.EXECUTIVE),
            "clerk": self.person(Role.CLERK),
            "works": self.person(Role.DIVISION_STAFF, self.works),
            "finance": self.person(Role.DIVISION_STAFF, self.finance),
        }

    def person(self, role, division=None):
        user = a_user(self.organization, role, division=division)
        user.email = f"{user.username}@example.go.th"
        user.save()
        return user

    def told(self, today):
        found = {digest.user for digest in digests(self.organization, today, closed=set())}
        return {name for name, user in self.people.items() if user in found}


@pytest.fixture
def world(db):
    return World()


def test_the_owners_and_the_auditor_are_told_when_it_is_due(world):
    assert world.told(DUE) == {"auditor", "works"}


def test_executives_are_told_of_what_is_late(world):
    assert world.told(DUE + timedelta(days=7)) == {"auditor", "works", "executive"}


def test_a_measure_of_all_divisions_is_told_to_all_of_them(world):
    type(world.measure).objects.filter(pk=world.measure.pk).update(is_all_divisions=True)

    assert world.told(DUE) == {"auditor", "works", "finance"}


@pytest.mark.parametrize(
    "change",
    [{"state": "done", "percent": 100}, {"cancelled_on": DUE, "cancel_reason": "งบไม่พอ"}, {"due_on": None}],
)
def test_nobody_is_told_of_what_is_done_cancelled_or_without_a_day(world, change):
    type(world.measure).objects.filter(pk=world.measure.pk).update(**change)

    assert world.told(DUE) == set()


def test_nobody_is_told_of_a_draft(world):
    type(world.plan).objects.filter(pk=world.plan.pk).update(status=PlanStatus.DRAFT)

    assert world.told(DUE) == set()


def test_nobody_is_told_of_what_a_later_plan_carries_on(world):
    later = a_plan(world.organization, 2570, status=PlanStatus.ADOPTED)
    a_measure(later, carried_from=world.measure, due_on=date(2027, 9, 30))

    assert world.told(DUE + timedelta(days=7)) == set()


def test_a_measure_nobody_closed_is_not_told_for_ever(world):
    next_year, the_year_after = date(2027, 9, 29), date(2027, 10, 6)

    assert "auditor" in world.told(next_year)
    assert world.told(the_year_after) == set()


def test_a_step_with_a_day_of_its_own_is_told_on_that_day(world):
    world.measure.steps.update(due_on=date(2026, 6, 30))

    assert world.told(date(2026, 6, 30)) == {"auditor", "works"}


def test_the_end_of_filing_is_told_to_the_auditor_and_the_clerk(world):
    CalendarEvent.objects.create(
        framework=a_framework(2569),
        event="oit_filing",
        name="ส่งข้อมูล OIT",
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 4, 30),
    )

    assert world.told(date(2026, 4, 30)) == {"auditor", "clerk"}


# -- Once ------------------------------------------------------------------------------------------


def test_a_stage_is_told_once(world):
    first = send_reminders(DUE, NOW)
    again = send_reminders(DUE + timedelta(days=1), NOW)

    assert (first.sent, again.sent) == (2, 0)
    assert len(outbox_of.outbox) == 2


def test_the_new_owner_gets_the_new_mail(world):
    send_reminders(DUE, NOW)
    world.measure.owners.update(division=world.finance)

    send_reminders(DUE + timedelta(days=1), NOW)

    assert outbox_of.outbox[-1].to == [world.people["finance"].email]
    assert len(outbox_of.outbox) == 3


def test_nothing_is_sent_on_a_saturday_or_a_holiday(world):
    a_holiday(DUE, "วันหยุดพิเศษ")

    assert send_reminders(DUE, NOW).sent == 0
    assert send_reminders(date(2026, 10, 3), NOW).sent == 0
    assert send_reminders(date(2026, 10, 1), NOW).sent == 2  # caught up on the next working day


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail server")


def test_a_mail_server_that_is_down_breaks_nothing_and_the_next_run_tries_again(world, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    down = send_reminders(DUE, NOW)
    failed = ReminderMail.objects.filter(status=MailStatus.FAILED).count()
    settings.EMAIL_BACKEND = working

    again = send_reminders(DUE, NOW)

    assert (down.sent, down.failed, failed) == (0, 2, 2)
    assert again.sent == 2


def test_a_mail_left_by_a_process_that_died_is_sent_anew_an_hour_later(world):
    send_reminders(DUE, NOW)
    ReminderMail.objects.update(status=MailStatus.SENDING)

    at_once = send_reminders(DUE, NOW)
    later = send_reminders(DUE, NOW + timedelta(hours=2))

    assert (at_once.sent, later.sent) == (0, 2)


def test_a_second_run_at_the_same_time_finds_the_rows_of_the_first(world, monkeypatch):
    send_reminders(DUE, NOW)
    monkeypatch.setattr(
        "measures.workflow.reminders._told", lambda *args: set()
    )  # as it read before the first wrote

    second = send_reminders(DUE, NOW)

    assert (second.sent, second.failed) == (0, 0)
    assert Reminder.objects.count() == ReminderMail.objects.count() == 2


def test_who_has_no_address_is_counted_and_not_told(world):
    world.people["works"].email = ""
    world.people["works"].save()

    report = send_reminders(DUE, NOW)

    assert (report.sent, report.without_address) == (1, 1)


def test_the_digest_reads_as_an_official_would_write_it(world):
    send_reminders(DUE + timedelta(days=7), NOW)

    message = next(row for row in outbox_of.outbox if row.to == [world.people["executive"].email])
    assert message.subject == f"{world.organization.short_name}: เลยกำหนด ๑ เรื่อง"
    assert "กำหนดวันที่ ๓๐ กันยายน ๒๕๖๙" in message.body
    assert "http://127.0.0.1:8000/work/" in message.body


def test_the_queries_of_an_organisation_do_not_grow_with_its_measures(world, django_assert_num_queries):
    def count():
        with django_assert_num_queries(7):
            list(digests(world.organization, DUE, closed=set()))

    count()
    for _ in range(20):
        a_measure(world.plan, due_on=DUE)
    count()


# -- The command -----------------------------------------------------------------------------------


def test_the_command_says_what_it_would_do(world, capsys):
    call_command("send_reminders", day="30/9/2569", dry_run=True)

    assert capsys.readouterr().out.count("1 เรื่อง") == 2
    assert outbox_of.outbox == []


def test_without_a_mail_server_the_command_says_so(world, settings, capsys):
    settings.EMAIL_IS_CONFIGURED = False

    call_command("send_reminders", day="30/9/2569")

    assert "ยังไม่ได้ตั้งค่าอีเมล" in capsys.readouterr().out
    assert not ReminderMail.objects.exists()
