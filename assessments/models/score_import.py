"""Figures that came all at once, from a sheet or a paste, and wait for a person to confirm them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.framework import Framework
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field


class ImportSource(models.TextChoices):
    PASTE = "paste", "วางข้อความ"
    SHEET = "sheet", "แฟ้มตารางคำนวณ"
    BULK_SHEET = "bulk_sheet", "แฟ้มรวมหลายหน่วยงาน"


class ImportStatus(models.TextChoices):
    WAITING = "waiting", "รอยืนยัน"
    APPLIED = "applied", "บันทึกแล้ว"
    DISCARDED = "discarded", "ไม่ใช้"


class ScoreImportQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor"})

    def waiting(self):
        return self.filter(status=ImportStatus.WAITING)


class ScoreImport(OrganizationOwned):
    """What was understood of a sheet or a paste. Nothing of it counts before an auditor confirms the differences.

    `figures` maps element keys to scores as text ("97.43"), or None to take a figure away; `header` likewise for the
    fields announced beside them (workflow.HEADER_FIELDS; dates as ISO text). `reading` is what the page tells of how
    the material was understood: [{"place", "text", "key", "value", "problem"}], line by line.
    """

    organization = organization_field("score_imports")
    framework = models.ForeignKey(
        Framework, on_delete=models.PROTECT, related_name="score_imports", verbose_name="เกณฑ์"
    )
    source = models.CharField("ที่มา", max_length=12, choices=ImportSource)
    status = models.CharField("สถานะ", max_length=12, choices=ImportStatus, default=ImportStatus.WAITING)
    file_name = models.CharField("ชื่อแฟ้ม", max_length=255, blank=True)
    stored_file = models.CharField("แฟ้มที่เก็บ", max_length=120, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    figures = models.JSONField("คะแนนที่อ่านได้", default=dict)
    header = models.JSONField("ข้อมูลประกาศที่อ่านได้", default=dict)
    reading = models.JSONField("การอ่านรายบรรทัด", default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="score_imports", verbose_name="โดย"
    )
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    objects = ScoreImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "การนำเข้าคะแนน"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="score_import_status_known",
                condition=Q(status__in=ImportStatus.values),
                violation_error_message="ไม่รู้จักสถานะของการนำเข้า",
            ),
        ]

    def __str__(self):
        return f"{self.get_source_display()} {self.file_name}".strip()

    @property
    def year(self):
        return self.framework.year
