"""Positions, who holds them and since when, and who acts for whom."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from organizations.models.organization import Division
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field


class PositionRank(models.TextChoices):
    HEAD = "head", "ผู้บริหารสูงสุด"
    SECRETARY = "secretary", "ปลัด"
    DEPUTY = "deputy", "รองปลัด"
    DIVISION_HEAD = "division_head", "หัวหน้าส่วนราชการ"
    OFFICER = "officer", "เจ้าหน้าที่"


class Capacity(models.TextChoices):
    # รักษาราชการแทน: the office has no holder able to act, and exactly one person stands in with all its powers.
    ACTING = "acting", "รักษาราชการแทน"
    # ปฏิบัติราชการแทน: the holder delegates some matters, possibly to several people at once.
    FOR = "for", "ปฏิบัติราชการแทน"


class OfficeQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"administrator"})
    overseen = Q()


class DatedQuerySet(OfficeQuerySet):
    def on(self, day):
        """Rows in force on the day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def overlapping(self, starts_on, ends_on):
        """Rows that share at least one day with the period (ends_on None: without end)."""
        rows = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
        return rows if ends_on is None else rows.filter(starts_on__lte=ends_on)


class Position(OrganizationOwned):
    """An office in an organisation: นายก…, ปลัด…, ผู้อำนวยการกองคลัง."""

    organization = organization_field("positions")
    title = models.CharField("ชื่อตำแหน่ง", max_length=200)
    rank = models.CharField("ชั้น", max_length=16, choices=PositionRank)
    division = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        related_name="positions",
        verbose_name="ส่วนราชการ",
        null=True,
        blank=True,
    )
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ตำแหน่ง"
        ordering = ["organization", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="position_title_once",
                fields=["organization", "title"],
                violation_error_message="มีตำแหน่งชื่อนี้แล้ว",
            ),
            models.UniqueConstraint(
                name="position_one_head",
                fields=["organization"],
                condition=Q(rank=PositionRank.HEAD),
                violation_error_message="หน่วยงานมีตำแหน่งผู้บริหารสูงสุดแล้ว",
            ),
            models.CheckConstraint(
                name="position_rank_known",
                condition=Q(rank__in=PositionRank.values),
                violation_error_message="ไม่รู้จักชั้นของตำแหน่ง",
            ),
        ]

    def __str__(self):
        return self.title


class Term(OrganizationOwned):
    """A person holding a position from a day to a day (or still)."""

    organization_from = "position"

    organization = organization_field("terms")
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="terms", verbose_name="ตำแหน่ง"
    )
    person_name = models.CharField("ชื่อ–สกุล (มีคำนำหน้า)", max_length=200)
    military_rank = models.CharField("ยศ", max_length=60, blank=True, help_text="พิมพ์เหนือชื่อ เช่น จ่าอากาศเอก")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="terms",
        verbose_name="บัญชีผู้ใช้",
        null=True,
        blank=True,
    )
    starts_on = models.DateField("ตั้งแต่วันที่")
    ends_on = models.DateField("ถึงวันที่", null=True, blank=True)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "วาระการดำรงตำแหน่ง"
        ordering = ["position", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="term_dates_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="วันสิ้นสุดวาระต้องไม่มาก่อนวันเริ่ม",
            ),
        ]

    def __str__(self):
        return f"{self.person_name} · {self.position}"

    def printed_title(self, acting=None):
        """The lines under the name: own office and capacity on one line, the principal's office on the next."""
        own = self.position.title
        return [own] if acting is None else [f"{own} {acting.get_capacity_display()}", acting.position.title]

    def clean(self):
        if not (self.position_id and self.starts_on):  # each says so itself
            return
        others = self.position.terms.exclude(pk=self.pk).overlapping(self.starts_on, self.ends_on)
        if self.position.rank != PositionRank.OFFICER and others.exists():
            raise ValidationError({"starts_on": f"{self.position} มีผู้ดำรงตำแหน่งในช่วงวันนี้แล้ว"})


class ActingAppointment(OrganizationOwned):
    """The holder of one position standing in for another: รักษาราชการแทน (one at a time) or ปฏิบัติราชการแทน."""

    organization_from = "term"

    organization = organization_field("acting_appointments")
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="acting_appointments", verbose_name="ผู้แทน"
    )
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="acting_appointments", verbose_name="แทนตำแหน่ง"
    )
    capacity = models.CharField("ฐานะ", max_length=8, choices=Capacity)
    starts_on = models.DateField("ตั้งแต่วันที่")
    ends_on = models.DateField("ถึงวันที่", null=True, blank=True)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "การรักษาราชการแทนและปฏิบัติราชการแทน"
        ordering = ["position", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="acting_dates_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม",
            ),
            models.CheckConstraint(
                name="acting_capacity_known",
                condition=Q(capacity__in=Capacity.values),
                violation_error_message="ไม่รู้จักฐานะของผู้แทน",
            ),
        ]

    def __str__(self):
        return f"{self.term.person_name} {self.get_capacity_display()} {self.position}"

    def clean(self):
        if self.capacity != Capacity.ACTING or not (self.position_id and self.starts_on):
            return
        others = self.position.acting_appointments.filter(capacity=Capacity.ACTING).exclude(pk=self.pk)
        if others.overlapping(self.starts_on, self.ends_on).exists():
            raise ValidationError(
                {"starts_on": f"มีผู้รักษาราชการแทน{self.position}ในช่วงวันนี้แล้ว รักษาราชการแทนมีได้ครั้งละหนึ่งคน"}
            )
