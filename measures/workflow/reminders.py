"""Telling people of their deadlines: one digest for each person and organisation, each stage once.

How "once" holds. What a digest tells is written down first (`Reminder`, unique for person, subject, stage and day) and
committed with the mail in state SENDING; then the mail is sent; then its state is SENT. A second run at the same time
meets the unique rows and sends nothing. When sending fails the rows go again, so that the next run tries again. A
process that dies in between leaves a mail in state SENDING: a run an hour later takes its rows back and sends anew. So
a mail may arrive twice after a crash at the worst moment, and never not at all. No transaction is open while the mail
server answers.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Prefetch, Q
from django.template.loader import render_to_string
from django.urls import reverse

from assessments.models import CalendarEvent
from assessments.models.filing import CalendarEventKind
from ita_portal import thai_dates
from measures.models import (
    OPEN_STATES,
    MailStatus,
    Measure,
    MeasureStep,
    PlanStatus,
    Reminder,
    ReminderMail,
    ReminderStage,
)
from measures.reminders import CATCH_UP, Deadline, Notice, notices
from organizations.holidays import closed_days
from organizations.models import Membership, Organization, Role, User

SILENT_AFTER = timedelta(hours=1)  # a mail that is being sent for so long was left by a process that died
LONGEST_LIST = 20  # of each stage in one mail; the page has them all
TOLD_ROLES = (Role.DIVISION_STAFF, Role.AUDITOR, Role.CLERK, Role.EXECUTIVE)
TOLD_EVENTS = (CalendarEventKind.OIT_FILING, CalendarEventKind.RESULTS)


@dataclass(frozen=True)
class Digest:
    """What one person is to be told about one organisation."""

    organization: Organization
    user: User
    notices: tuple[Notice, ...]


@dataclass
class RunReport:
    """What a run did, for the command and its log."""

    sent: int = 0
    failed: int = 0
    without_address: int = 0


def send_reminders(today, now):
    """Send what is to be told today, over all organisations; return a RunReport. Nothing on a day offices are closed.

    `today` is the day in Bangkok, `now` an aware moment.
    """
    report, closed = RunReport(), closed_days()
    if not thai_dates.is_working_day(today, closed):
        return report
    for organization in Organization.objects.unscoped("reminders go to all organisations").iterator():
        _take_back_what_was_left(organization, now)
        for digest in digests(organization, today, closed=closed):
            _deliver(digest, report)
    return report


def digests(organization, today, *, closed):
    """The digests of an organisation: what each person has not been told yet. A fixed number of queries."""
    members = Membership.objects.unscoped("who is told").filter(
        organization=organization, role__in=TOLD_ROLES, is_active=True, user__is_active=True
    )
    by_user = groupby(members.select_related("user").order_by("user_id"), key=lambda row: row.user)
    by_user = [(user, list(rows)) for user, rows in by_user]
    measures = _open_measures(organization, today)
    rule = {"holidays": closed, "days_before": settings.REMINDER_DAYS_BEFORE}
    of_measure = {row: notices(_deadlines(row), today, **rule) for row in measures}
    of_events = notices(_event_deadlines(today), today, **rule)
    told = _told(organization, today)
    for user, roles in by_user:
        found = [*_of_person(roles, of_measure), *_events_for(roles, of_events)]
        news = tuple(notice for notice in found if (user.pk, *notice.key) not in told)
        if news:
            yield Digest(organization, user, news)


def send_test_mail(organization, user):
    """Send a test mail to the person who asks; return its ReminderMail, sent or failed."""
    subject = f"ทดสอบการแจ้งเตือนของ {organization.short_name}"
    body = render_to_string("measures/mail/test.txt", {"organization": organization, "user": user})
    mail = _new_mail(organization, user, subject, body, is_test=True)
    _send(mail)
    return mail


def _open_measures(organization, today):
    """What can still be told: open measures of this fiscal year and the one before that no later plan carries on."""
    steps = MeasureStep.objects.unscoped("steps of these measures").filter(state__in=OPEN_STATES)
    measures = Measure.objects.unscoped("measures of the organisation that is told").open()
    measures = measures.filter(
        organization=organization,
        plan__status=PlanStatus.ADOPTED,
        plan__fiscal_year__gte=thai_dates.fiscal_year_of(today) - 1,
        carried_to__isnull=True,
    )
    return measures.select_related("plan").prefetch_related("titles", "owners", Prefetch("steps", steps))


def _deadlines(measure):
    """The measure's own deadline and those of its open steps."""
    subject = ("measure", measure.pk)
    if measure.due_on:
        yield Deadline(subject, measure.title, measure.due_on)
    for step in measure.steps.all():
        if step.due_on and step.due_on != measure.due_on:
            yield Deadline(subject, step.text, step.due_on, detail=f"ขั้นตอนของ “{measure.title}”")


def _event_deadlines(today):
    """The events of the calendars that end near today: a filing period at its end, a result on its day."""
    furthest = today + timedelta(days=max(settings.REMINDER_DAYS_BEFORE) + 14)  # holidays move a stage forward
    near = Q(ends_on__range=(today - 2 * CATCH_UP, furthest)) | Q(
        ends_on__isnull=True, starts_on__range=(today - 2 * CATCH_UP, furthest)
    )
    events = CalendarEvent.objects.filter(near, event__in=TOLD_EVENTS).select_related("framework")
    return [
        Deadline(
            ("event", event.pk),
            event.name,
            event.ends_on or event.starts_on,
            detail=str(event.framework),
            is_late_told=False,
        )
        for event in events
    ]


def _told(organization, today):
    """{(user, subject, stage, the stage's day)} of what has been told lately."""
    rows = Reminder.objects.unscoped("what has been told").filter(
        organization=organization, stage_on__gte=today - 2 * CATCH_UP
    )
    return {
        (
            row.user_id,
            ("measure", row.measure_id) if row.measure_id else ("event", row.event_id),
            row.stage,
            row.stage_on,
        )
        for row in rows
    }


def _of_person(memberships, of_measure):
    """The auditor is told of all, staff of what their divisions own, executives of what is late."""
    roles = {row.role for row in memberships}
    divisions = {row.division_id for row in memberships if row.role == Role.DIVISION_STAFF}
    for measure, found in of_measure.items():
        owners = {owner.division_id for owner in measure.owners.all()}
        owns = bool(divisions) and (measure.is_all_divisions or owners & divisions)
        for notice in found:
            is_late = notice.stage.kind == ReminderStage.OVERDUE
            if Role.AUDITOR in roles or owns or (Role.EXECUTIVE in roles and is_late):
                yield notice


def _events_for(memberships, found):
    return found if {row.role for row in memberships} & {Role.AUDITOR, Role.CLERK} else []


# -- Sending ---------------------------------------------------------------------------------------


def _deliver(digest, report):
    if not digest.user.email:
        report.without_address += 1
        return
    mail = _reserve(digest)
    if mail is None:
        return
    if _send(mail):
        report.sent += 1
    else:
        report.failed += 1


def _reserve(digest):
    """Write down what is told, before it is told; None when another run has done so."""
    subject, body = _text_of(digest)
    rows = {notice.key: notice for notice in digest.notices}
    try:
        with transaction.atomic():
            mail = _new_mail(digest.organization, digest.user, subject, body)
            Reminder.objects.bulk_create(
                Reminder(
                    mail=mail,
                    user=digest.user,
                    stage=stage,
                    stage_on=day,
                    **{f"{kind}_id": pk},
                )
                for (kind, pk), stage, day in rows
            )
    except IntegrityError:
        return None
    return mail


def _new_mail(organization, user, subject, body, *, is_test=False):
    return ReminderMail.objects.create(
        organization=organization,
        user=user,
        address=user.email,
        subject=subject,
        body=body,
        status=MailStatus.SENDING,
        is_test=is_test,
    )


def _send(mail):
    """Send a mail that is written down; True when the mail server took it."""
    rows = ReminderMail.objects.unscoped("the mail in hand").filter(pk=mail.pk)
    try:
        EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.address]).send()
    except (SMTPException, OSError, ValueError) as error:
        _give_up(mail, f"{type(error).__name__}: {error}")
        mail.refresh_from_db()
        return False
    rows.update(status=MailStatus.SENT)
    mail.refresh_from_db()
    return True


@transaction.atomic
def _give_up(mail, reason):
    """The mail did not leave: what it told counts as not told, so that the next run tells it."""
    Reminder.objects.unscoped("of the mail in hand").filter(mail=mail).delete()
    rows = ReminderMail.objects.unscoped("the mail in hand").filter(pk=mail.pk)
    rows.update(status=MailStatus.FAILED, error=reason[:500])


def _take_back_what_was_left(organization, now):
    rows = ReminderMail.objects.unscoped("mails that a process left").filter(
        organization=organization, status=MailStatus.SENDING, at__lt=now - SILENT_AFTER
    )
    for mail in rows:
        _give_up(mail, "การส่งหยุดกลางคัน ระบบจะส่งใหม่ในรอบถัดไป")


def _text_of(digest):
    """Subject and body of a digest: late first, then due, then near."""
    groups = []
    for stage in (ReminderStage.OVERDUE, ReminderStage.AT_DUE, ReminderStage.BEFORE_DUE):
        found = [notice for notice in digest.notices if notice.stage.kind == stage]
        if found:
            groups.append((stage.label, found[:LONGEST_LIST], len(found) - len(found[:LONGEST_LIST])))
    context = {
        "digest": digest,
        "groups": groups,
        "address": settings.PORTAL_BASE_URL.rstrip("/") + reverse("measures:work"),
    }
    subject = render_to_string("measures/mail/digest_subject.txt", context).strip()
    return subject, render_to_string("measures/mail/digest.txt", context)
