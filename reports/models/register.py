"""The register of memo numbers: which number of a series went to which memo, and which to another letter."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ita_portal import thai_dates
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field
from reports.models.document import Document


class RegisterQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor", "clerk"})

    def of_series(self, prefix, calendar_year):
        """The numbers of one prefix in one calendar year, in order."""
        return self.filter(prefix=prefix, calendar_year=calendar_year).order_by("number")


class RegisterNumber(OrganizationOwned):
    """One number of a series: taken by a memo, or noted to belong to another letter. Series begin anew each January.

    `printed` is the number as the register has it, with its zeros (๐๐๕); `number` is what it counts.
    """

    organization = organization_field("register_numbers")
    prefix = models.CharField("เลขประจำหน่วยงานหรือส่วนราชการ", max_length=40, blank=True)
    calendar_year = models.PositiveSmallIntegerField("ปีปฏิทิน (พ.ศ.)")
    number = models.PositiveIntegerField("ลำดับที่")
    printed = models.CharField("เลขที่ตามที่พิมพ์", max_length=20)
    document = models.OneToOneField(
        Document,
        on_delete=models.PROTECT,
        related_name="register_number",
        verbose_name="บันทึกข้อความ",
        null=True,
        blank=True,
    )
    note = models.CharField("หมายเหตุ", max_length=300, blank=True)
    taken_at = models.DateTimeField("ลงทะเบียนเมื่อ", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="register_numbers",
        verbose_name="โดย",
        null=True,  # null: a command run on the server
        blank=True,
    )

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ทะเบียนเลขที่บันทึกข้อความ"
        ordering = ["organization", "prefix", "calendar_year", "number"]
        constraints = [
            models.UniqueConstraint(
                name="register_number_once",
                fields=["organization", "prefix", "calendar_year", "number"],
                violation_error_message="เลขที่นี้ใช้แล้วในทะเบียนของปีนี้",
            ),
            models.CheckConstraint(
                name="register_number_counts_from_one",
                condition=Q(number__gte=1),
                violation_error_message="เลขที่เริ่มจาก ๑",
            ),
            models.CheckConstraint(
                name="register_year_is_buddhist",
                condition=Q(
                    calendar_year__gte=thai_dates.EARLIEST_YEAR, calendar_year__lte=thai_dates.LATEST_YEAR
                ),
                violation_error_message="ปีของทะเบียนต้องเป็น พ.ศ.",
            ),
            models.CheckConstraint(
                name="register_number_says_for_what",
                condition=Q(document__isnull=False) | ~Q(note=""),
                violation_error_message="โปรดเขียนว่าเลขนี้ใช้กับหนังสือเรื่องใด",
            ),
        ]

    def __str__(self):
        return self.full_text

    @property
    def full_text(self):
        """As the paper prints it: นค ๕๓๗๑๑/๐๐๕."""
        return f"{self.prefix}/{self.printed}" if self.prefix else self.printed
