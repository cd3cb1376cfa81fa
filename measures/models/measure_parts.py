"""What a measure is made of: titles, steps, owners, and what it answers."""

from django.db import models
from django.db.models import F, Q

from assessments.models import Indicator, Question
from measures.models.plan import OPEN_STATES, Measure, PlanStatus, ProgressState
from organizations.models import Division
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field


class MeasurePartQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor"})
    overseen = Q(measure__plan__status=PlanStatus.ADOPTED)


class MeasureTitle(OrganizationOwned):
    """One of the titles of a measure, in printed order."""

    organization_from = "measure"

    organization = organization_field("measure_titles")
    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, related_name="titles", verbose_name="มาตรการ"
    )  # CASCADE: part of the measure
    order = models.PositiveSmallIntegerField("ลำดับ")
    text = models.TextField("ชื่อมาตรการ")

    objects = MeasurePartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ชื่อมาตรการ"
        ordering = ["measure", "order"]
        constraints = [
            models.UniqueConstraint(
                name="measure_title_order_once",
                fields=["measure", "order"],
                violation_error_message="มีชื่อลำดับนี้แล้ว",
            ),
        ]

    def __str__(self):
        return self.text


class MeasureStep(OrganizationOwned):
    """A step of a measure (ขั้นตอนหรือวิธีปฏิบัติ), in printed order."""

    organization_from = "measure"

    organization = organization_field("measure_steps")
    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, related_name="steps", verbose_name="มาตรการ"
    )  # CASCADE: part of the measure; progress protects a step that has been reported on
    order = models.PositiveSmallIntegerField("ลำดับ")
    text = models.TextField("ขั้นตอนหรือวิธีปฏิบัติ")
    starts_on = models.DateField("เริ่มวันที่", null=True, blank=True)
    due_on = models.DateField("สิ้นสุดวันที่", null=True, blank=True)
    # As the entries say; written only by the verbs of progress.
    state = models.CharField(
        "ความก้าวหน้า", max_length=12, choices=ProgressState, default=ProgressState.NOT_STARTED
    )

    objects = MeasurePartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ขั้นตอน"
        ordering = ["measure", "order"]
        constraints = [
            models.UniqueConstraint(
                name="measure_step_order_once",
                fields=["measure", "order"],
                violation_error_message="มีขั้นตอนลำดับนี้แล้ว",
            ),
            models.CheckConstraint(
                name="measure_step_dates_in_order",
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                violation_error_message="วันสิ้นสุดของขั้นตอนต้องไม่มาก่อนวันเริ่ม",
            ),
            models.CheckConstraint(
                name="measure_step_state_known",
                condition=Q(state__in=ProgressState.values),
                violation_error_message="ไม่รู้จักสถานะความก้าวหน้าของขั้นตอน",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_open(self):
        return self.state in OPEN_STATES


class MeasureOwner(OrganizationOwned):
    """A division responsible for a measure; at most one leads."""

    organization_from = "measure"

    organization = organization_field("measure_owners")
    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, related_name="owners", verbose_name="มาตรการ"
    )  # CASCADE: part of the measure
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="owned_measures", verbose_name="ส่วนราชการ"
    )
    order = models.PositiveSmallIntegerField("ลำดับ")
    is_lead = models.BooleanField("หน่วยหลัก", default=False)

    objects = MeasurePartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ผู้รับผิดชอบ"
        ordering = ["measure", "order"]
        constraints = [
            models.UniqueConstraint(
                name="measure_owner_once",
                fields=["measure", "division"],
                violation_error_message="ส่วนราชการนี้รับผิดชอบมาตรการนี้อยู่แล้ว",
            ),
            models.UniqueConstraint(
                name="measure_one_lead",
                fields=["measure"],
                condition=Q(is_lead=True),
                violation_error_message="มาตรการมีหน่วยหลักได้หน่วยเดียว",
            ),
        ]

    def __str__(self):
        return self.division.name


class MeasureTarget(OrganizationOwned):
    """What a measure answers: an indicator of the result year, or one of its questions."""

    organization_from = "measure"

    organization = organization_field("measure_targets")
    measure = models.ForeignKey(
        Measure, on_delete=models.CASCADE, related_name="targets", verbose_name="มาตรการ"
    )  # CASCADE: part of the measure
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="measure_targets", verbose_name="ตัวชี้วัด"
    )
    question = models.ForeignKey(
        Question,
        on_delete=models.PROTECT,
        related_name="measure_targets",
        verbose_name="ข้อ",
        null=True,
        blank=True,
    )
    order = models.PositiveSmallIntegerField("ลำดับ")

    objects = MeasurePartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "สิ่งที่มาตรการตอบ"
        ordering = ["measure", "order"]
        constraints = [
            models.UniqueConstraint(
                name="measure_target_indicator_once",
                fields=["measure", "indicator"],
                condition=Q(question__isnull=True),
                violation_error_message="มาตรการนี้ตอบตัวชี้วัดนี้อยู่แล้ว",
            ),
            models.UniqueConstraint(
                name="measure_target_question_once",
                fields=["measure", "question"],
                condition=Q(question__isnull=False),
                violation_error_message="มาตรการนี้ตอบข้อนี้อยู่แล้ว",
            ),
        ]

    def __str__(self):
        return str(self.question or self.indicator)
