"""Questions that people of an organisation put to its auditor about what they read, and the answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ita_portal import thai_dates
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field

LONGEST_WORDS = 2000  # characters of a question, and of an answer


class InquirySubject(models.TextChoices):
    RESULT = "result", "ผลการประเมิน"
    INDICATOR = "indicator", "ตัวชี้วัด"
    MEASURE = "measure", "มาตรการ"
    DOCUMENT = "document", "เอกสาร"


class InquiryQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor"})

    def waiting(self):
        """Questions nobody has answered yet, the oldest first."""
        return self.filter(answered_at__isnull=True).order_by("asked_at", "pk")

    def unread_by(self, user):
        """Answers to this person's questions that the person has not said to have read."""
        return self.filter(asked_by=user, answered_at__isnull=False, acknowledged_at__isnull=True)


class Inquiry(OrganizationOwned):
    """One question about a result, an indicator, a measure or a document, and its one answer.

    `subject_key` is the number of the indicator, the key of the measure or the kind of the document; `subject_name` is
    what it was called when it was asked about.
    """

    organization = organization_field("inquiries")
    subject = models.CharField("ถามเรื่อง", max_length=12, choices=InquirySubject)
    subject_key = models.CharField("รหัสของเรื่อง", max_length=20, blank=True)
    subject_name = models.CharField("ชื่อเรื่องในขณะนั้น", max_length=300)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    question = models.TextField("คำถาม", max_length=LONGEST_WORDS)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="inquiries_asked", verbose_name="ผู้ถาม"
    )
    asked_at = models.DateTimeField("ถามเมื่อ")
    answer = models.TextField("คำตอบ", max_length=LONGEST_WORDS, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="inquiries_answered",
        verbose_name="ผู้ตอบ",
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField("ตอบเมื่อ", null=True, blank=True)
    acknowledged_at = models.DateTimeField("ผู้ถามรับทราบคำตอบเมื่อ", null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "คำถามถึงผู้ตรวจสอบภายใน"
        ordering = ["organization", "-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="inquiry_year_is_buddhist",
                condition=Q(fiscal_year__gte=thai_dates.EARLIEST_YEAR, fiscal_year__lte=thai_dates.LATEST_YEAR),
                violation_error_message="ปีงบประมาณต้องเป็น พ.ศ.",
            ),
            models.CheckConstraint(
                name="inquiry_subject_known",
                condition=Q(subject__in=InquirySubject.values),
                violation_error_message="ไม่รู้จักเรื่องที่ถาม",
            ),
            models.CheckConstraint(
                name="inquiry_has_a_question",
                condition=~Q(question=""),
                violation_error_message="โปรดพิมพ์คำถาม",
            ),
            models.CheckConstraint(
                name="inquiry_answer_is_whole",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                violation_error_message="คำตอบต้องมีข้อความ ผู้ตอบ และเวลาที่ตอบครบ",
            ),
            models.CheckConstraint(
                name="inquiry_answered_before_read",
                condition=Q(acknowledged_at__isnull=True) | Q(answered_at__isnull=False),
                violation_error_message="ยังไม่มีคำตอบให้รับทราบ",
            ),
        ]

    def __str__(self):
        return f"คำถามเรื่อง {self.subject_name}"

    def get_absolute_url(self):
        return reverse("reports:inquiry", args=[self.organization.slug, self.pk])

    @property
    def is_answered(self):
        return self.answered_at is not None

    @property
    def subject_address(self):
        """The page of what was asked about."""
        place = [self.organization.slug, self.fiscal_year]
        if self.subject == InquirySubject.RESULT:
            return reverse("assessments:assessment", args=place)
        name = {
            InquirySubject.INDICATOR: "assessments:indicator",
            InquirySubject.MEASURE: "measures:measure",
            InquirySubject.DOCUMENT: "reports:preview",
        }[self.subject]
        return reverse(name, args=[*place, self.subject_key])
