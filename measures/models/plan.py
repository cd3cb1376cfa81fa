"""What the organisation will do about its result: one plan per fiscal year, its measures and their steps."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse

from assessments.models import Assessment, DocumentForm, Topic
from ita_portal import thai_dates
from ita_portal.thai_text import to_thai_digits
from measures.models.template import MeasureKind, MeasureTemplate
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field


class PlanStatus(models.TextChoices):
    DRAFT = "draft", "ร่าง"
    ADOPTED = "adopted", "ประกาศใช้แล้ว"


class PlanQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor"})
    overseen = Q(status=PlanStatus.ADOPTED)

    def for_page(self):
        """With what a page about one plan reads."""
        return self.select_related("organization__province", "source_assessment__framework")

    def with_measures(self):
        """With what board, timeline and figures read (workbench.py), in as many queries for many plans as for one."""
        return self.prefetch_related(
            Prefetch("measures", Measure.objects.in_print_order()),
            "organization__divisions",
            "source_assessment__framework__indicators",
        )


class MeasurePlan(OrganizationOwned):
    """The measures of one organisation for one fiscal year, made from the result of the year before (or standing alone)."""

    organization = organization_field("measure_plans")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณของแผน (พ.ศ.)")
    source_assessment = models.ForeignKey(
        Assessment,
        on_delete=models.PROTECT,
        related_name="measure_plans",
        verbose_name="ผลการประเมินที่เป็นที่มา",
        null=True,
        blank=True,
    )
    form = models.CharField("รูปแบบเอกสาร", max_length=16, choices=DocumentForm)
    status = models.CharField("สถานะ", max_length=12, choices=PlanStatus, default=PlanStatus.DRAFT)
    adopted_on = models.DateField("ประกาศใช้เมื่อ", null=True, blank=True)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "แผนมาตรการ"
        ordering = ["organization", "-fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                name="plan_once_per_fiscal_year",
                fields=["organization", "fiscal_year"],
                violation_error_message="หน่วยงานมีแผนมาตรการของปีงบประมาณนี้แล้ว",
            ),
            models.CheckConstraint(
                name="plan_year_is_buddhist",
                condition=Q(fiscal_year__gte=thai_dates.EARLIEST_YEAR, fiscal_year__lte=thai_dates.LATEST_YEAR),
                violation_error_message="ปีงบประมาณต้องเป็น พ.ศ.",
            ),
            models.CheckConstraint(
                name="plan_status_known",
                condition=Q(status__in=PlanStatus.values),
                violation_error_message="ไม่รู้จักสถานะของแผน",
            ),
        ]

    def __str__(self):
        return f"แผนมาตรการ {self.organization.short_name} ปี {to_thai_digits(str(self.fiscal_year))}"

    def get_absolute_url(self):
        return reverse("measures:plan", args=[self.organization.slug, self.fiscal_year])

    @property
    def is_adopted(self):
        return self.status == PlanStatus.ADOPTED


class ProgressState(models.TextChoices):
    NOT_STARTED = "not_started", "ยังไม่เริ่ม"
    UNDER_WAY = "under_way", "กำลังดำเนินการ"
    DONE = "done", "แล้วเสร็จ"
    NOT_DONE = "not_done", "ไม่ได้ดำเนินการ"


OPEN_STATES = (ProgressState.NOT_STARTED, ProgressState.UNDER_WAY)
WITHOUT_OWNER = Q(owners__isnull=True, is_all_divisions=False, owner_text="")  # Measure.owner_lines has none


class PlanPartQuerySet(ScopedQuerySet):
    """Rows below a plan; `plan_path` is the lookup to it."""

    editing_roles = frozenset({"auditor"})
    overseen = Q(plan__status=PlanStatus.ADOPTED)


class MeasureQuerySet(PlanPartQuerySet):
    def in_print_order(self):
        """With everything a printed row reads, in a fixed number of queries."""
        from measures.models.measure_parts import MeasureOwner, MeasureTarget

        return self.select_related("topic").prefetch_related(
            "titles",
            "steps",
            Prefetch("owners", MeasureOwner.objects.select_related("division")),
            Prefetch("targets", MeasureTarget.objects.select_related("indicator", "question")),
        )

    def led_by(self, divisions):
        """Measures whose lead is one of the divisions: the owner marked so, or the only owner."""
        owned = self.filter(is_all_divisions=False).annotate(
            owner_count=Count("owners", distinct=True),
            leads=Count(
                "owners", filter=Q(owners__is_lead=True, owners__division__in=divisions), distinct=True
            ),
            owns=Count("owners", filter=Q(owners__division__in=divisions), distinct=True),
        )
        return owned.filter(Q(leads__gt=0) | Q(owner_count=1, owns__gt=0))

    def standing(self):
        """Measures that count: all but the cancelled ones."""
        return self.filter(cancelled_on__isnull=True)

    def open(self):
        return self.standing().filter(state__in=OPEN_STATES)

    def overdue(self, today):
        """Open measures whose last day lies before today; the last day itself is not late."""
        return self.open().filter(due_on__lt=today)


class Measure(OrganizationOwned):
    """One printed row of a plan: one or several titles, why, how, who, when, and how it is followed up.

    Titles, steps and results are ordered lists that need not pair.
    """

    organization_from = "plan"
    kept_while = ("plan", "status", PlanStatus.ADOPTED)

    organization = organization_field("measures")
    plan = models.ForeignKey(MeasurePlan, on_delete=models.PROTECT, related_name="measures", verbose_name="แผน")
    order = models.PositiveSmallIntegerField("ลำดับ")
    kind = models.CharField("ประเภท", max_length=12, choices=MeasureKind, default=MeasureKind.MEASURE)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="measures", verbose_name="ประเด็น", null=True, blank=True
    )
    finding = models.TextField(
        "ผลการวิเคราะห์", blank=True, help_text="ว่างไว้: พิมพ์จากการวิเคราะห์ของตัวชี้วัดหรือข้อที่มาตรการนี้ตอบ"
    )
    is_all_divisions = models.BooleanField("ทุกส่วนราชการ", default=False)
    owner_text = models.CharField("ผู้รับผิดชอบตามที่พิมพ์", max_length=300, blank=True)
    starts_on = models.DateField("เริ่มวันที่", null=True, blank=True)
    due_on = models.DateField("สิ้นสุดวันที่", null=True, blank=True)
    period_text = models.CharField("ช่วงเวลาตามที่พิมพ์", max_length=200, blank=True)
    target = models.TextField("เป้าหมาย", blank=True)
    budget = models.DecimalField(
        "งบประมาณ (บาท)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    follow_up = models.TextField("การติดตามผล", blank=True)
    drafted_from = models.ForeignKey(
        MeasureTemplate,
        on_delete=models.SET_NULL,  # a text that leaves the library stays in the measures made from it
        related_name="measures",
        verbose_name="ร่างจากคลังมาตรการ",
        null=True,
        blank=True,
    )
    carried_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,  # only says where the measure came from
        related_name="carried_to",
        verbose_name="ยกมาจากมาตรการของปีก่อน",
        null=True,
        blank=True,
    )
    age = models.PositiveSmallIntegerField(
        "ค้างมาแล้ว (ปี)", default=0, help_text="จำนวนปีที่ยกมาต่อเนื่องโดยยังไม่แล้วเสร็จ"
    )
    # How far it is, as the entries say; written only by the verbs of progress.
    state = models.CharField(
        "ความก้าวหน้า", max_length=12, choices=ProgressState, default=ProgressState.NOT_STARTED
    )
    percent = models.PositiveSmallIntegerField("ความก้าวหน้า (ร้อยละ)", default=0)
    cancelled_on = models.DateField("ยกเลิกเมื่อ", null=True, blank=True)
    cancel_reason = models.TextField("เหตุผลที่ยกเลิก", blank=True)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "มาตรการ"
        ordering = ["plan", "order"]
        indexes = [
            # Of a whole province or the nation is asked on which plans anything has been reported.
            models.Index(
                name="measure_begun_by_plan",
                fields=["plan"],
                condition=~Q(state=ProgressState.NOT_STARTED),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="measure_order_once",
                fields=["plan", "order"],
                violation_error_message="มีมาตรการลำดับนี้แล้ว",
            ),
            models.UniqueConstraint(
                name="measure_carried_once",
                fields=["carried_from"],
                condition=Q(carried_from__isnull=False),
                violation_error_message="มาตรการของปีก่อนเรื่องนี้ยกมาแล้ว",
            ),
            models.CheckConstraint(
                name="measure_dates_in_order",
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                violation_error_message="วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม",
            ),
            models.CheckConstraint(
                name="measure_state_known",
                condition=Q(state__in=ProgressState.values),
                violation_error_message="ไม่รู้จักสถานะความก้าวหน้าของมาตรการ",
            ),
            models.CheckConstraint(
                name="measure_percent_in_range",
                condition=Q(percent__gte=0, percent__lte=100),
                violation_error_message="ความก้าวหน้าต้องอยู่ระหว่าง 0 ถึง 100",
            ),
            models.CheckConstraint(
                name="measure_cancelled_with_reason",
                condition=Q(cancelled_on__isnull=True) | ~Q(cancel_reason=""),
                violation_error_message="โปรดเขียนเหตุผลที่ยกเลิกมาตรการ",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("measures:measure", args=[self.plan.organization.slug, self.plan.fiscal_year, self.pk])

    @property
    def title(self):
        """The first title; the printed row may hold more."""
        titles = list(self.titles.all())
        return titles[0].text if titles else f"มาตรการลำดับที่ {to_thai_digits(str(self.order))}"

    @property
    def takes_reports(self):
        """True when what is done can be reported: the plan is adopted and the measure stands."""
        return self.plan.is_adopted and self.cancelled_on is None

    @property
    def is_open(self):
        """Still to be done (MeasureQuerySet.open for many)."""
        return self.cancelled_on is None and self.state in OPEN_STATES

    def is_overdue(self, today):
        """Open and past its last day (MeasureQuerySet.overdue for many)."""
        return self.is_open and self.due_on is not None and self.due_on < today

    def summary_up_to(self, round_month):
        """The ProgressSummary that the report of a round (3, 6, 9, 12) prints: the latest up to it; None without one."""
        rows = [row for row in self.progress_summaries.all() if row.round_month <= round_month]
        return max(rows, key=lambda row: row.round_month, default=None)

    @property
    def lead_division_id(self):
        """The division that leads: the owner marked so, or the only owner; None (MeasureQuerySet.led_by for many)."""
        owners = [] if self.is_all_divisions else list(self.owners.all())
        marked = [owner.division_id for owner in owners if owner.is_lead]
        if marked:
            return marked[0]
        return owners[0].division_id if len(owners) == 1 else None

    @property
    def period_line(self):
        """The printed period: as the office writes it, else from the dates."""
        return self.period_text or thai_dates.period(self.starts_on, self.due_on)

    @property
    def owner_lines(self):
        """The printed owners, one per line: as the office writes it, ทุกส่วนราชการ, or the divisions in order."""
        if self.owner_text:
            return [self.owner_text]
        if self.is_all_divisions:
            return ["ทุกส่วนราชการ"]
        owners = list(self.owners.all())
        mark_lead = len(owners) > 1
        return [f"{owner.division.name}{' (หลัก)' if owner.is_lead and mark_lead else ''}" for owner in owners]
