"""Reminders: what each person was told, once for each stage, and the mail that told it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models import CalendarEvent
from measures.models.plan import Measure
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field


class MailStatus(models.TextChoices):
    SENDING = "sending", "กำลังส่ง"
    SENT = "sent", "ส่งแล้ว"
    FAILED = "failed", "ส่งไม่สำเร็จ"


class ReminderMailQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"administrator"})


class ReminderMail(OrganizationOwned):
    """One digest to one person about one organisation: the mail log."""

    organization = organization_field("reminder_mails")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminder_mails", verbose_name="ผู้รับ"
    )
    address = models.CharField("อีเมล", max_length=254, blank=True)
    subject = models.CharField("เรื่อง", max_length=300)
    body = models.TextField("เนื้อความ")
    status = models.CharField("ผลการส่ง", max_length=12, choices=MailStatus)
    error = models.CharField("เหตุที่ส่งไม่สำเร็จ", max_length=500, blank=True)
    is_test = models.BooleanField("ฉบับทดสอบ", default=False)
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    objects = ReminderMailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "อีเมลแจ้งเตือน"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="reminder_mail_status_known",
                condition=Q(status__in=MailStatus.values),
                violation_error_message="ไม่รู้จักผลการส่งอีเมล",
            ),
        ]

    def __str__(self):
        return self.subject


class ReminderStage(models.TextChoices):
    BEFORE_DUE = "before_due", "ก่อนครบกำหนด"
    AT_DUE = "at_due", "ครบกำหนด"
    OVERDUE = "overdue", "เลยกำหนด"


class Reminder(OrganizationOwned):
    """That a person was told of a stage of a measure or of a calendar event: once, by this mail.

    `stage_on` is the working day on which the stage fell: weekly stages of one measure differ by it.
    """

    organization_from = "mail"

    organization = organization_field("reminders")
    mail = models.ForeignKey(
        ReminderMail, on_delete=models.PROTECT, related_name="reminders", verbose_name="อีเมล"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders", verbose_name="ผู้รับ"
    )
    measure = models.ForeignKey(
        Measure,
        on_delete=models.CASCADE,  # a measure deleted from a draft takes along that people were told of it
        related_name="reminders",
        verbose_name="มาตรการ",
        null=True,
        blank=True,
    )
    event = models.ForeignKey(
        CalendarEvent,
        on_delete=models.CASCADE,  # part of a framework that nobody uses any more
        related_name="reminders",
        verbose_name="ขั้นในปฏิทิน",
        null=True,
        blank=True,
    )
    stage = models.CharField("ระยะ", max_length=12, choices=ReminderStage)
    stage_on = models.DateField("วันของระยะ")

    objects = ReminderMailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "การแจ้งเตือน"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="reminder_of_measure_once_per_stage",
                fields=["user", "measure", "stage", "stage_on"],
                condition=Q(measure__isnull=False),
                violation_error_message="แจ้งระยะนี้ของมาตรการนี้แก่ผู้รับแล้ว",
            ),
            models.UniqueConstraint(
                name="reminder_of_event_once_per_stage",
                fields=["organization", "user", "event", "stage", "stage_on"],
                condition=Q(event__isnull=False),
                violation_error_message="แจ้งระยะนี้ของขั้นในปฏิทินแก่ผู้รับแล้ว",
            ),
            models.CheckConstraint(
                name="reminder_is_about_one_thing",
                condition=Q(measure__isnull=False, event__isnull=True)
                | Q(measure__isnull=True, event__isnull=False),
                violation_error_message="การแจ้งเตือนหนึ่งเป็นเรื่องของมาตรการหรือปฏิทิน อย่างใดอย่างหนึ่ง",
            ),
        ]

    def __str__(self):
        return f"{self.get_stage_display()} {self.measure or self.event}"
