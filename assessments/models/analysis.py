"""What the figures mean: analyses and limitations, written by the auditor."""

from django.db import models
from django.db.models import Q

from assessments.models.assessment import Assessment, AssessmentStatus
from assessments.models.filing import Topic
from assessments.models.framework import Indicator, Question
from assessments.models.recommendation import Recommendation
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field


class Disposition(models.TextChoices):
    MAINTAIN = "maintain", "รักษาระดับ"
    DEVELOP = "develop", "พัฒนา"
    FIX = "fix", "เร่งแก้ไข"


class AnalysisQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor"})
    overseen = Q(assessment__status=AssessmentStatus.CONFIRMED)

    def in_print_order(self):
        return self.select_related("indicator").prefetch_related("questions", "topics")


class Analysis(OrganizationOwned):
    """One reading of an indicator, or of one or several of its questions; it may serve several topics.

    It stands with or without scores behind it. Paragraphs and list items are lines of the texts.
    """

    organization_from = "assessment"

    organization = organization_field("analyses")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="analyses", verbose_name="ผลการประเมิน"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="analyses", verbose_name="ตัวชี้วัด"
    )
    questions = models.ManyToManyField(Question, related_name="analyses", verbose_name="ข้อ", blank=True)
    topics = models.ManyToManyField(
        Topic, through="AnalysisTopic", related_name="analyses", verbose_name="ประเด็น", blank=True
    )
    order = models.PositiveSmallIntegerField("ลำดับ")
    disposition = models.CharField("ข้อวินิจฉัย", max_length=12, choices=Disposition)
    is_draft = models.BooleanField("ร่าง", default=False, help_text="ระบบร่างให้ และยังไม่มีผู้ใดแก้ไขหรือรับข้อความนี้")
    reason_without_measure = models.TextField("เหตุผลที่ไม่จัดทำมาตรการ", blank=True)
    drafted_from = models.ForeignKey(
        Recommendation,
        on_delete=models.SET_NULL,  # a text that leaves the library stays in the analyses made from it
        related_name="analyses",
        verbose_name="ร่างจากคลังข้อความ",
        null=True,
        blank=True,
    )
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,  # only says where a text came from
        related_name="copies",
        verbose_name="คัดลอกจากการวิเคราะห์ของปีก่อน",
        null=True,
        blank=True,
    )
    finding = models.TextField("ข้อค้นพบ", blank=True)
    recommendation = models.TextField("ข้อเสนอแนะ", blank=True)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "การวิเคราะห์ผล"
        ordering = ["assessment", "order"]
        constraints = [
            models.UniqueConstraint(
                name="analysis_order_once",
                fields=["assessment", "order"],
                violation_error_message="มีการวิเคราะห์ลำดับนี้แล้ว",
            ),
            models.CheckConstraint(
                name="analysis_says_something",
                condition=~Q(finding="", recommendation=""),
                violation_error_message="โปรดเขียนข้อค้นพบหรือข้อเสนอแนะอย่างน้อยหนึ่งอย่าง",
            ),
        ]

    def __str__(self):
        return f"{self.indicator} · {self.get_disposition_display()}"

    @property
    def text(self):
        """Finding and recommendation as one text, for forms that print them in one cell."""
        return "\n".join(part for part in (self.finding, self.recommendation) if part)


class AnalysisTopicQuerySet(AnalysisQuerySet):
    overseen = Q(analysis__assessment__status=AssessmentStatus.CONFIRMED)


class AnalysisTopic(OrganizationOwned):
    """An analysis serving a topic, in the topic's own order."""

    organization_from = "analysis"

    organization = organization_field("analysis_topics")
    analysis = models.ForeignKey(
        Analysis, on_delete=models.CASCADE, related_name="analysis_topics", verbose_name="การวิเคราะห์"
    )  # CASCADE: a mark on the analysis
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="analysis_topics", verbose_name="ประเด็น"
    )

    objects = AnalysisTopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ประเด็นของการวิเคราะห์"
        ordering = ["topic__number", "analysis__order"]
        constraints = [
            models.UniqueConstraint(
                name="analysis_topic_once",
                fields=["analysis", "topic"],
                violation_error_message="การวิเคราะห์นี้อยู่ในประเด็นนี้แล้ว",
            ),
        ]

    def __str__(self):
        return f"{self.topic} · {self.analysis}"


class Limitation(OrganizationOwned):
    """A limitation of the organisation in carrying out the assessment, in printed order."""

    organization_from = "assessment"

    organization = organization_field("limitations")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="limitations", verbose_name="ผลการประเมิน"
    )
    order = models.PositiveSmallIntegerField("ลำดับ")
    text = models.TextField("ข้อจำกัด")
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ข้อจำกัดของหน่วยงาน"
        ordering = ["assessment", "order"]
        constraints = [
            models.UniqueConstraint(
                name="limitation_order_once",
                fields=["assessment", "order"],
                violation_error_message="มีข้อจำกัดลำดับนี้แล้ว",
            ),
        ]

    def __str__(self):
        return self.text
