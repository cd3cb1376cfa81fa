"""What an organisation scored in a year: official figures as published, computed figures as checks."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assessments.bands import DEFAULT_STRENGTH_ABOVE, DEFAULT_URGENT_BELOW, BandLimits
from assessments.models.framework import Framework, Indicator, Instrument, InstrumentPart, Question
from ita_portal.thai_text import to_thai_digits
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field


def score_field(verbose_name):
    """A score 0–100 with two decimals, or nothing."""
    return models.DecimalField(
        verbose_name,
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )


def score_in_range(name, field):
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": 100}),
        violation_error_message="คะแนนต้องอยู่ระหว่าง 0 ถึง 100",
    )


class AssessmentStatus(models.TextChoices):
    DRAFT = "draft", "กำลังบันทึก"
    CONFIRMED = "confirmed", "ยืนยันแล้ว"


class AssessmentQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor"})
    overseen = Q(status=AssessmentStatus.CONFIRMED)

    def for_page(self):
        """With what a page about one assessment reads."""
        return self.select_related("organization__province", "framework")


class Assessment(OrganizationOwned):
    """The result of one organisation under one framework. Any figure may be known or not."""

    organization = organization_field("assessments")
    framework = models.ForeignKey(
        Framework, on_delete=models.PROTECT, related_name="assessments", verbose_name="เกณฑ์"
    )
    status = models.CharField("สถานะ", max_length=12, choices=AssessmentStatus, default=AssessmentStatus.DRAFT)
    announced_on = models.DateField("วันที่ประกาศผล", null=True, blank=True)
    source = models.CharField("ที่มาของตัวเลข", max_length=300, blank=True)
    official_total = score_field("คะแนนรวมที่ประกาศ")
    official_rating = models.CharField("ระดับที่ประกาศ", max_length=60, blank=True)
    official_rank = models.PositiveIntegerField("ลำดับที่ประกาศ", null=True, blank=True)
    rank_scope = models.CharField("ลำดับในกลุ่ม", max_length=120, blank=True)
    # Caches, written only by workflow.record_scores() and the command recompute_scores.
    computed_total = score_field("คะแนนรวมที่คำนวณ")
    computed_rating = models.CharField("ระดับที่คำนวณ", max_length=60, blank=True)
    # The office's own bands for its analysis (bands.py).
    strength_above = models.DecimalField(
        "จุดแข็งเมื่อได้มากกว่า", max_digits=5, decimal_places=2, default=DEFAULT_STRENGTH_ABOVE
    )
    urgent_below = models.DecimalField(
        "เร่งแก้ไขเมื่อได้ต่ำกว่า", max_digits=5, decimal_places=2, default=DEFAULT_URGENT_BELOW
    )
    reopened_at = models.DateTimeField("เปิดแก้ไขล่าสุดเมื่อ", null=True, blank=True)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ผลการประเมิน"
        ordering = ["organization", "-framework__year"]
        constraints = [
            models.UniqueConstraint(
                name="assessment_once_per_year",
                fields=["organization", "framework"],
                violation_error_message="หน่วยงานมีผลการประเมินของปีนี้แล้ว",
            ),
            score_in_range("assessment_official_total_in_range", "official_total"),
            models.CheckConstraint(
                name="assessment_rank_positive",
                condition=Q(official_rank__isnull=True) | Q(official_rank__gte=1),
                violation_error_message="ลำดับเริ่มที่ 1",
            ),
            models.CheckConstraint(
                name="assessment_status_known",
                condition=Q(status__in=AssessmentStatus.values),
                violation_error_message="ไม่รู้จักสถานะของผลการประเมิน",
            ),
            models.CheckConstraint(
                name="assessment_bands_in_order",
                condition=Q(
                    urgent_below__gte=0, strength_above__lte=100, urgent_below__lte=F("strength_above")
                ),
                violation_error_message="ขีดเร่งแก้ไขต้องไม่สูงกว่าขีดจุดแข็ง และอยู่ระหว่าง 0 ถึง 100",
            ),
        ]

    def __str__(self):
        return f"{self.organization.short_name} ปี {to_thai_digits(str(self.year))}"

    def get_absolute_url(self):
        return reverse("assessments:assessment", args=[self.organization.slug, self.year])

    @property
    def year(self):
        return self.framework.year

    @property
    def is_confirmed(self):
        return self.status == AssessmentStatus.CONFIRMED

    @property
    def band_limits(self):
        return BandLimits(self.strength_above, self.urgent_below)

    @property
    def total(self):
        """The figure that counts: the official total, else the computed one."""
        return self.official_total if self.official_total is not None else self.computed_total

    @property
    def rating(self):
        """The level that counts: as announced, else as computed; '' when neither is known."""
        return self.official_rating or self.computed_rating


class ScoreQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor"})
    overseen = Q(assessment__status=AssessmentStatus.CONFIRMED)


class InstrumentScore(OrganizationOwned):
    """The figure of an instrument, or of one part of it."""

    organization_from = "assessment"

    organization = organization_field("instrument_scores")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="instrument_scores", verbose_name="ผลการประเมิน"
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="scores", verbose_name="เครื่องมือ"
    )
    part = models.ForeignKey(
        InstrumentPart,
        on_delete=models.PROTECT,
        related_name="scores",
        verbose_name="ส่วน",
        null=True,
        blank=True,
    )
    official = score_field("คะแนนที่ประกาศ")
    computed = score_field("คะแนนที่คำนวณ")
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "คะแนนรายเครื่องมือ"
        ordering = ["assessment", "instrument__order", F("part__number").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                name="instrument_score_once",
                fields=["assessment", "instrument"],
                condition=Q(part__isnull=True),
                violation_error_message="มีคะแนนของเครื่องมือนี้แล้ว",
            ),
            models.UniqueConstraint(
                name="instrument_part_score_once",
                fields=["assessment", "part"],
                condition=Q(part__isnull=False),
                violation_error_message="มีคะแนนของส่วนนี้แล้ว",
            ),
            score_in_range("instrument_score_in_range", "official"),
        ]

    def __str__(self):
        return f"{self.key} {self.official}"

    @property
    def key(self):
        return f"{self.instrument.code}/{self.part.number}" if self.part else self.instrument.code


class IndicatorScore(OrganizationOwned):
    """The figure of an indicator."""

    organization_from = "assessment"

    organization = organization_field("indicator_scores")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="indicator_scores", verbose_name="ผลการประเมิน"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="scores", verbose_name="ตัวชี้วัด"
    )
    official = score_field("คะแนนที่ประกาศ")
    computed = score_field("คะแนนที่คำนวณ")
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "คะแนนรายตัวชี้วัด"
        ordering = ["assessment", "indicator__number"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_score_once",
                fields=["assessment", "indicator"],
                violation_error_message="มีคะแนนของตัวชี้วัดนี้แล้ว",
            ),
            score_in_range("indicator_score_in_range", "official"),
        ]

    def __str__(self):
        return f"{self.key} {self.official}"

    @property
    def key(self):
        return str(self.indicator.number)


class QuestionScore(OrganizationOwned):
    """The figure of a question; of each part where the instrument has parts."""

    organization_from = "assessment"

    organization = organization_field("question_scores")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="question_scores", verbose_name="ผลการประเมิน"
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="scores", verbose_name="ข้อ")
    part = models.ForeignKey(
        InstrumentPart,
        on_delete=models.PROTECT,
        related_name="question_scores",
        verbose_name="ส่วน",
        null=True,
        blank=True,
    )
    official = score_field("คะแนนที่ประกาศ")
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "คะแนนรายข้อ"
        ordering = ["assessment", "question__order", F("part__number").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                name="question_score_once",
                fields=["assessment", "question"],
                condition=Q(part__isnull=True),
                violation_error_message="มีคะแนนของข้อนี้แล้ว",
            ),
            models.UniqueConstraint(
                name="question_part_score_once",
                fields=["assessment", "question", "part"],
                condition=Q(part__isnull=False),
                violation_error_message="มีคะแนนของข้อนี้ในส่วนนี้แล้ว",
            ),
            score_in_range("question_score_in_range", "official"),
        ]

    def __str__(self):
        return f"{self.key} {self.official}"

    @property
    def key(self):
        return f"{self.question.code}/{self.part.number}" if self.part else self.question.code
