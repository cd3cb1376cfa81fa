"""What is public: published editions, and where OIT items were filed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models import Question
from organizations.links import CarriesLink
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field
from reports.models.document import Document, DocumentKind
from reports.models.edition import Edition


class PublicationQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor", "clerk"})
    overseen = Q()
    public = Q()


class Publication(OrganizationOwned):
    """An edition that everybody may read. A withdrawn one stays, and says so."""

    organization_from = "edition"
    frozen_fields = {None: ("edition", "document", "kind", "fiscal_year", "published_at", "published_by")}

    organization = organization_field("publications")
    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, related_name="publication", verbose_name="ฉบับ"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="publications", verbose_name="เอกสาร"
    )
    kind = models.CharField("ชนิด", max_length=16, choices=DocumentKind)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    published_at = models.DateTimeField("เผยแพร่เมื่อ")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="publications",
        verbose_name="เผยแพร่โดย",
    )
    superseded_at = models.DateTimeField("มีฉบับใหม่แทนเมื่อ", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ยกเลิกเมื่อ", null=True, blank=True)
    withdraw_reason = models.CharField("เหตุผลที่ยกเลิก", max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "การเผยแพร่"
        ordering = ["organization", "-fiscal_year", "kind", "-published_at"]
        indexes = [
            # As for documents: who has published something about a year.
            models.Index(
                name="publication_in_force_by_year",
                fields=["fiscal_year", "kind", "organization"],
                condition=Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="publication_one_in_force",
                fields=["document"],
                condition=Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
                violation_error_message="เอกสารนี้มีฉบับที่เผยแพร่อยู่แล้ว",
            ),
        ]

    def __str__(self):
        return str(self.edition)

    @property
    def is_in_force(self):
        return self.superseded_at is None and self.withdrawn_at is None


class FilingQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor", "clerk"})
    overseen = Q()


class Filing(CarriesLink, OrganizationOwned):
    """Where an OIT item was filed: an address on the organisation's own main website, and whether it still opens."""

    organization = organization_field("filings")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="filings", verbose_name="รายการ OIT"
    )
    address = models.URLField("ที่อยู่บนเว็บไซต์หลักของหน่วยงาน", max_length=500)
    filed_on = models.DateField("วันที่ยื่น")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="filings", verbose_name="ผู้ยื่น"
    )
    publication = models.ForeignKey(
        Publication,
        on_delete=models.PROTECT,
        related_name="filings",
        verbose_name="เอกสารที่ยื่น",
        null=True,
        blank=True,
    )
    note = models.CharField("หมายเหตุ", max_length=300, blank=True)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "การยื่นรายการ OIT"
        ordering = ["organization", "question"]
        constraints = [
            models.UniqueConstraint(
                name="filing_once_per_item",
                fields=["organization", "question"],
                violation_error_message="รายการนี้บันทึกที่อยู่ไว้แล้ว",
            ),
        ]

    def __str__(self):
        return f"{self.question.code} {self.address}"
