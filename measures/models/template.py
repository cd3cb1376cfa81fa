"""The measures library: measures that others have planned for the same weakness, ready to become one's own."""

from django.db import models
from django.db.models import Q

from assessments.models import Indicator, Question
from organizations.scope import OrganizationOwned, SharedRowsQuerySet


class MeasureKind(models.TextChoices):
    MEASURE = "measure", "มาตรการ"
    PROJECT = "project", "โครงการ"
    ACTIVITY = "activity", "กิจกรรม"


class MeasureTemplateQuerySet(SharedRowsQuerySet):
    """The shared measures and an office's own."""

    editing_roles = frozenset({"auditor"})

    def in_use(self):
        return self.filter(is_retired=False)


class MeasureTemplate(OrganizationOwned):
    """A measure to start from, for a question or an indicator. Titles, steps and follow-up: one per line.

    `organization` is null for those all share. {หน่วยงาน} in a text becomes the organisation's name. A template also
    serves the questions of other years that continue its own.
    """

    has_shared_rows = True

    organization = models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        related_name="measure_templates",
        verbose_name="หน่วยงาน",
        null=True,
        blank=True,
    )
    question = models.ForeignKey(
        Question,
        on_delete=models.CASCADE,  # a framework year nobody uses may go with what was written for it
        related_name="measure_templates",
        verbose_name="ข้อ",
        null=True,
        blank=True,
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,  # see question
        related_name="measure_templates",
        verbose_name="ตัวชี้วัด",
        null=True,
        blank=True,
    )
    kind = models.CharField("ประเภท", max_length=12, choices=MeasureKind, default=MeasureKind.MEASURE)
    titles = models.TextField("ชื่อมาตรการ", help_text="หนึ่งชื่อต่อหนึ่งบรรทัด")
    steps = models.TextField("ขั้นตอนหรือวิธีปฏิบัติ", blank=True, help_text="หนึ่งขั้นตอนต่อหนึ่งบรรทัด")
    target = models.TextField("เป้าหมาย", blank=True)
    follow_up = models.TextField("การติดตามผล", blank=True, help_text="หนึ่งวิธีต่อหนึ่งบรรทัด")
    source = models.CharField("ที่มา", max_length=300, blank=True)
    # What fixtures/measures calls the measure; empty for those written in the portal.
    file_key = models.CharField("รหัสในแฟ้ม", max_length=60, blank=True, editable=False)
    is_retired = models.BooleanField("เลิกใช้", default=False)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = MeasureTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "มาตรการในคลัง"
        ordering = ["question__order", "indicator__number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="measure_template_file_key_once",
                fields=["file_key"],
                condition=~Q(file_key=""),
                violation_error_message="มีมาตรการที่ใช้รหัสนี้แล้ว",
            ),
            models.CheckConstraint(
                name="measure_template_has_one_subject",
                condition=Q(question__isnull=True) | Q(indicator__isnull=True),
                violation_error_message="มาตรการหนึ่งในคลังใช้กับข้อคำถามหรือตัวชี้วัด อย่างใดอย่างหนึ่ง",
            ),
        ]

    def __str__(self):
        return self.titles.partition("\n")[0]
