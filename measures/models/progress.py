"""What was done: entries that only grow, and the one edited summary that is printed."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from measures import evidence_types
from measures.models.measure_parts import MeasurePartQuerySet, MeasureStep
from measures.models.plan import Measure, PlanStatus, ProgressState
from organizations.links import CarriesLink
from organizations.models import Division
from organizations.scope import OrganizationOwned, organization_field


class ProgressQuerySet(MeasurePartQuerySet):
    """Division staff reach their own division's rows, the auditor all of the organisation."""

    editing_roles = frozenset({"auditor"})

    def counting(self):
        """Entries that nobody corrected."""
        return self.filter(corrections__isnull=True)

    def editable_by(self, user):
        from organizations.models import Membership, Role

        divisions = Membership.objects.current_of(user).filter(role=Role.DIVISION_STAFF).values("division_id")
        own = Q(**{f"{self.division_path}__in": divisions})
        return self._scoped("editable", self._owned_by(self._organizations_of(user, self.editing_roles)) | own)

    division_path = "division"


class ProgressEntry(OrganizationOwned):
    """What one division did about a measure (or one step of it). Never changed: a correction is a new entry."""

    is_append_only = True
    organization_from = "measure"

    organization = organization_field("progress_entries")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="progress_entries", verbose_name="มาตรการ"
    )
    step = models.ForeignKey(
        MeasureStep,
        on_delete=models.PROTECT,
        related_name="progress_entries",
        verbose_name="ขั้นตอน",
        null=True,
        blank=True,
    )
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="progress_entries", verbose_name="ส่วนราชการ"
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="corrections",
        verbose_name="แก้รายการ",
        null=True,
        blank=True,
    )
    round_month = models.PositiveSmallIntegerField("รอบ (เดือนที่)", null=True, blank=True)
    done_on = models.DateField("วันที่ดำเนินการ")
    state = models.CharField("สถานะ", max_length=12, choices=ProgressState)
    percent = models.PositiveSmallIntegerField(
        "ความก้าวหน้า (ร้อยละ)", validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    text = models.TextField("ผลการดำเนินการ")
    outcome = models.TextField("ผลลัพธ์", blank=True)
    problems = models.TextField("ปัญหาและอุปสรรค", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="progress_entries", verbose_name="โดย"
    )
    at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    # Of the form that was sent: a form that is sent twice makes one entry.
    form_key = models.UUIDField("รหัสของแบบที่ส่ง", null=True, blank=True, unique=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "รายการผลการดำเนินการ"
        ordering = ["measure", "done_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="progress_percent_in_range",
                condition=Q(percent__gte=0, percent__lte=100),
                violation_error_message="ความก้าวหน้าต้องอยู่ระหว่าง 0 ถึง 100",
            ),
            models.CheckConstraint(
                name="progress_state_known",
                condition=Q(state__in=ProgressState.values),
                violation_error_message="ไม่รู้จักสถานะของผลการดำเนินการ",
            ),
            models.CheckConstraint(
                name="progress_entry_round_is_quarterly",
                condition=Q(round_month__isnull=True) | Q(round_month__in=[3, 6, 9, 12]),
                violation_error_message="รอบรายงานคือ 3, 6, 9 หรือ 12 เดือน",
            ),
            models.UniqueConstraint(
                name="progress_entry_corrected_once",
                fields=["corrects"],
                condition=Q(corrects__isnull=False),
                violation_error_message="รายการนี้มีผู้แก้แล้ว โปรดแก้รายการล่าสุดแทน",
            ),
        ]

    def __str__(self):
        return f"{self.division} {self.get_state_display()}"


class ProgressSummaryQuerySet(MeasurePartQuerySet):
    """The lead division writes what is printed (the only owner leads), and the auditor of the organisation."""

    def in_print_order(self):
        return self.prefetch_related("results")

    def editable_by(self, user):
        from organizations.models import Membership, Role

        divisions = Membership.objects.current_of(user).filter(role=Role.DIVISION_STAFF).values("division_id")
        leading = Measure.objects.unscoped("measures that the person's divisions lead").led_by(divisions)
        own = Q(measure__in=leading.values("pk"))
        return self._scoped("editable", self._owned_by(self._organizations_of(user, self.editing_roles)) | own)


class ProgressSummary(OrganizationOwned):
    """What is printed under ผลการดำเนินการ and ผลลัพธ์ for a measure and a round (12 = the whole year)."""

    organization_from = "measure"

    WHOLE_YEAR = 12

    organization = organization_field("progress_summaries")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="progress_summaries", verbose_name="มาตรการ"
    )
    round_month = models.PositiveSmallIntegerField("รอบ (เดือนที่)", default=WHOLE_YEAR)
    outcome = models.TextField("ผลลัพธ์หรือความสำเร็จของการดำเนินการ", blank=True)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = ProgressSummaryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "สรุปผลการดำเนินการ"
        ordering = ["measure", "round_month"]
        constraints = [
            models.UniqueConstraint(
                name="progress_summary_once_per_round",
                fields=["measure", "round_month"],
                violation_error_message="มีสรุปผลของรอบนี้แล้ว",
            ),
            models.CheckConstraint(
                name="progress_round_is_quarterly",
                condition=Q(round_month__in=[3, 6, 9, 12]),
                violation_error_message="รอบรายงานคือ 3, 6, 9 หรือ 12 เดือน",
            ),
        ]

    def __str__(self):
        return f"{self.measure} รอบ {self.round_month} เดือน"


class ProgressResultQuerySet(MeasurePartQuerySet):
    overseen = Q(summary__measure__plan__status=PlanStatus.ADOPTED)


class ProgressResult(OrganizationOwned):
    """One numbered result of a summary; sub-items are further lines of its text."""

    organization_from = "summary"

    organization = organization_field("progress_results")
    summary = models.ForeignKey(
        ProgressSummary, on_delete=models.CASCADE, related_name="results", verbose_name="สรุปผล"
    )  # CASCADE: part of the summary
    order = models.PositiveSmallIntegerField("ลำดับ")
    text = models.TextField("ผลการดำเนินการ")

    objects = ProgressResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ผลการดำเนินการ"
        ordering = ["summary", "order"]
        constraints = [
            models.UniqueConstraint(
                name="progress_result_order_once",
                fields=["summary", "order"],
                violation_error_message="มีผลลำดับนี้แล้ว",
            ),
        ]

    def __str__(self):
        return self.text


class EvidenceQuerySet(ProgressQuerySet):
    overseen = Q(entry__measure__plan__status=PlanStatus.ADOPTED)
    division_path = "entry__division"


class Evidence(CarriesLink, OrganizationOwned):
    """A file or a link that proves an entry. Files are kept under their id; the name people gave is kept here."""

    organization_from = "entry"

    organization = organization_field("evidence")
    entry = models.ForeignKey(
        ProgressEntry, on_delete=models.PROTECT, related_name="evidence", verbose_name="รายการผลการดำเนินการ"
    )
    name = models.CharField("ชื่อหลักฐาน", max_length=255)
    link = models.URLField("ลิงก์", max_length=1000, blank=True)
    stored_file = models.CharField("แฟ้มที่เก็บ", max_length=120, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    content_type = models.CharField("ชนิดแฟ้ม", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("ขนาด (ไบต์)", null=True, blank=True)
    at = models.DateTimeField("เพิ่มเมื่อ", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name="โดย",
        null=True,  # null: loaded by a command
        blank=True,
    )
    withdrawn_at = models.DateTimeField("ถอนเมื่อ", null=True, blank=True)
    withdraw_reason = models.CharField("เหตุผลที่ถอน", max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "หลักฐาน"
        ordering = ["entry", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_file_or_link",
                condition=(Q(link="") & ~Q(stored_file="")) | (~Q(link="") & Q(stored_file="")),
                violation_error_message="หลักฐานเป็นแฟ้มหรือลิงก์อย่างใดอย่างหนึ่ง",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def kind_name(self):
        """What it is, in a word."""
        return "ลิงก์" if self.link else evidence_types.NAMES.get(self.content_type, "แฟ้ม")

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None
