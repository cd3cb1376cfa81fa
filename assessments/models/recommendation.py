"""The recommendation library: texts that become drafts of analyses and limitations."""

from django.db import models
from django.db.models import Q

from assessments.bands import Band
from assessments.models.framework import Indicator, Question
from organizations.scope import OrganizationOwned, SharedRowsQuerySet


class RecommendationKind(models.TextChoices):
    ANALYSIS = "analysis", "การวิเคราะห์"
    LIMITATION = "limitation", "ข้อจำกัด"


class RecommendationQuerySet(SharedRowsQuerySet):
    """The shared texts and an office's own."""

    editing_roles = frozenset({"auditor"})

    def in_use(self):
        return self.filter(is_retired=False)


class Recommendation(OrganizationOwned):
    """A text of the library, for a question, an indicator or an instrument (most exact first), in one band.

    `organization` is null for the texts all share. The texts hold placeholders in braces, filled when a draft is made:
    {หน่วยงาน} the organisation's name. The year of a text is that of its question or indicator; it also serves the
    questions of other years that continue it.
    """

    has_shared_rows = True

    organization = models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        related_name="recommendations",
        verbose_name="หน่วยงาน",
        null=True,
        blank=True,
    )
    kind = models.CharField(
        "ใช้กับ", max_length=12, choices=RecommendationKind, default=RecommendationKind.ANALYSIS
    )
    question = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,  # a framework year nobody uses may go with the texts written for it
        related_name="recommendations",
        verbose_name="ข้อ",
        null=True,
        blank=True,
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,  # see question
        related_name="recommendations",
        verbose_name="ตัวชี้วัด",
        null=True,
        blank=True,
    )
    instrument_code = models.CharField("เครื่องมือ", max_length=8, blank=True)
    band = models.CharField("ระดับ", max_length=12, choices=Band, blank=True)
    finding = models.TextField("ข้อค้นพบ", blank=True)
    recommendation = models.TextField("ข้อเสนอแนะ", blank=True)
    source = models.CharField("ที่มา", max_length=300, blank=True)
    # What fixtures/recommendations calls the text; empty for texts written in the portal.
    file_key = models.CharField("รหัสในแฟ้ม", max_length=60, blank=True, editable=False)
    is_retired = models.BooleanField("เลิกใช้", default=False)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ข้อความในคลัง"
        ordering = ["kind", "question__order", "indicator__number", "band", "pk"]
        constraints = [
            models.CheckConstraint(
                name="recommendation_says_something",
                condition=~Q(finding="", recommendation=""),
                violation_error_message="โปรดเขียนข้อค้นพบหรือข้อเสนอแนะอย่างน้อยหนึ่งอย่าง",
            ),
            models.UniqueConstraint(
                name="recommendation_file_key_once",
                fields=["file_key"],
                condition=~Q(file_key=""),
                violation_error_message="มีข้อความที่ใช้รหัสนี้แล้ว",
            ),
            models.CheckConstraint(
                name="recommendation_has_one_subject",
                condition=Q(question__isnull=True) | Q(indicator__isnull=True),
                violation_error_message="ข้อความหนึ่งใช้กับข้อคำถามหรือตัวชี้วัด อย่างใดอย่างหนึ่ง",
            ),
            models.CheckConstraint(
                name="recommendation_of_analysis_has_band",
                condition=~Q(kind=RecommendationKind.ANALYSIS) | Q(band__in=Band.values),
                violation_error_message="โปรดเลือกระดับของคะแนนที่ข้อความนี้ใช้",
            ),
        ]

    def __str__(self):
        subject = self.question or self.indicator or self.instrument_code or self.get_kind_display()
        return f"{subject} · {self.get_band_display()}" if self.band else str(subject)
