"""The documents of an organisation: what is written around the data, and who signs."""

from django.db import models
from django.db.models import Q

from ita_portal import thai_dates
from measures.rounds import WHOLE_YEAR
from organizations.models import ActingAppointment, Division, Term
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field


class DocumentKind(models.TextChoices):
    MEMO = "memo", "บันทึกข้อความ"
    ANALYSIS = "analysis", "รายงานการวิเคราะห์ผลการประเมิน"
    MEASURE_PLAN = "measure_plan", "มาตรการส่งเสริมคุณธรรมและความโปร่งใส"
    PROGRESS = "progress", "รายงานผลการดำเนินการ"
    PROGRESS_3 = "progress-3", "รายงานผลการดำเนินการ รอบ ๓ เดือน"
    PROGRESS_6 = "progress-6", "รายงานผลการดำเนินการ รอบ ๖ เดือน"
    PROGRESS_9 = "progress-9", "รายงานผลการดำเนินการ รอบ ๙ เดือน"
    SUMMARY = "summary", "สรุปสำหรับผู้บริหาร"


# The reports on what was done, each with the last month of the round of the year it tells of (measures/rounds.py).
PROGRESS_REPORTS = {
    DocumentKind.PROGRESS: WHOLE_YEAR,
    DocumentKind.PROGRESS_3: 3,
    DocumentKind.PROGRESS_6: 6,
    DocumentKind.PROGRESS_9: 9,
}
# Those of a part of the year: an office makes one when it wants to, none is ever missing.
INTERIM_REPORTS = tuple(kind for kind, month in PROGRESS_REPORTS.items() if month != WHOLE_YEAR)
# The kinds of the year of a plan; the others are of the year of a result.
OF_A_PLAN = (DocumentKind.MEASURE_PLAN, *PROGRESS_REPORTS)


class DocumentStatus(models.TextChoices):
    """Where the words in work stand. What was issued before stays in force meanwhile: `Document.current_edition`."""

    DRAFT = "draft", "ร่าง"
    ROUTING = "routing", "อยู่ระหว่างเสนอ"
    SIGNED = "signed", "ลงนามแล้ว"
    PUBLISHED = "published", "เผยแพร่แล้ว"


class DocumentQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor", "clerk"})
    # What has been issued at least once; of the words in work nobody outside reads anything (Edition).
    overseen = Q(current_edition__isnull=False)


class Document(OrganizationOwned):
    """A memo or report of one organisation: its own words and fields. Tables and figures come from the data.

    `fiscal_year` is the year of the results for memo and analysis, of the plan for those OF_A_PLAN.
    Body, preface, introduction and conclusion hold one paragraph per line.
    """

    organization = organization_field("documents")
    kind = models.CharField("ชนิด", max_length=16, choices=DocumentKind)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    status = models.CharField("สถานะ", max_length=12, choices=DocumentStatus, default=DocumentStatus.DRAFT)
    division = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name="ส่วนราชการ",
        null=True,
        blank=True,
    )
    number = models.CharField("เลขที่ (ไม่มีคำนำหน้า)", max_length=20, blank=True)
    dated_on = models.DateField("ลงวันที่", null=True, blank=True)
    phone_text = models.CharField("โทรศัพท์ที่พิมพ์", max_length=120, blank=True)
    subject = models.CharField("เรื่อง", max_length=300)
    addressee = models.CharField("เรียน", max_length=200, blank=True)
    body = models.TextField("เนื้อความ", blank=True)
    closing = models.CharField("คำลงท้าย", max_length=200, blank=True)
    preface = models.TextField("คำนำ", blank=True)
    introduction = models.TextField("ความนำก่อนตาราง", blank=True)
    conclusion = models.TextField("ความท้ายตาราง", blank=True)
    encloses = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="enclosed_by",
        verbose_name="สิ่งที่ส่งมาด้วย",
        null=True,
        blank=True,
    )
    # When the writer, or who checked the words later, had the figures before their eyes. Null, in documents from before
    # this was kept: when the figures were confirmed (outdated.py).
    written_at = models.DateTimeField("ถ้อยคำตรงกับตัวเลขเมื่อ", null=True, blank=True, editable=False)
    # Of the public address; drawn when the document is proposed for the first time and never changed.
    code = models.CharField("รหัสเอกสาร", max_length=12, unique=True, null=True, blank=True, editable=False)
    current_edition = models.ForeignKey(
        "reports.Edition",
        on_delete=models.PROTECT,
        related_name="in_force_for",
        verbose_name="ฉบับที่ใช้อยู่",
        null=True,
        blank=True,
        editable=False,
    )
    revision_reason = models.CharField("เหตุผลของฉบับแก้ไข", max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "เอกสาร"
        ordering = ["organization", "-fiscal_year", "kind", "pk"]
        indexes = [
            # Of a whole province or the nation is asked who has issued something about a year.
            models.Index(
                name="document_issued_by_year",
                fields=["fiscal_year", "kind", "organization"],
                condition=Q(current_edition__isnull=False),
            ),
        ]
        constraints = [
            # Its address is the organisation, the year and the kind.
            models.UniqueConstraint(
                name="document_kind_once_a_year",
                fields=["organization", "fiscal_year", "kind"],
                violation_error_message="มีเอกสารชนิดนี้ของปีนี้แล้ว โปรดแก้ไขฉบับที่มีอยู่",
            ),
            models.CheckConstraint(
                name="document_year_is_buddhist",
                condition=Q(fiscal_year__gte=thai_dates.EARLIEST_YEAR, fiscal_year__lte=thai_dates.LATEST_YEAR),
                violation_error_message="ปีงบประมาณต้องเป็น พ.ศ.",
            ),
            models.CheckConstraint(
                name="document_only_memo_has_number",
                condition=Q(kind=DocumentKind.MEMO) | Q(number=""),
                violation_error_message="เฉพาะบันทึกข้อความเท่านั้นที่มีเลขที่",
            ),
            models.CheckConstraint(
                name="document_kind_known",
                condition=Q(kind__in=DocumentKind.values),
                violation_error_message="ไม่รู้จักชนิดของเอกสาร",
            ),
            models.CheckConstraint(
                name="document_status_known",
                condition=Q(status__in=DocumentStatus.values),
                violation_error_message="ไม่รู้จักสถานะของเอกสาร",
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def number_prefix(self):
        """What stands before its number: that of the division, else of the organisation; "" where neither has one."""
        return (self.division.document_number_prefix if self.division else "") or (
            self.organization.document_number_prefix
        )


class SignerRole(models.TextChoices):
    AUTHOR = "author", "ผู้จัดทำ"
    OPINION = "opinion", "ความเห็น"
    DECISION = "decision", "ข้อพิจารณา"


class SignerQuerySet(DocumentQuerySet):
    overseen = None  # of an edition's signers its signatures tell


class Signer(OrganizationOwned):
    """A person who signs a document, in which role, and in whose stead."""

    organization_from = "document"

    organization = organization_field("signers")
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="signers", verbose_name="เอกสาร"
    )  # CASCADE: part of the draft
    order = models.PositiveSmallIntegerField("ลำดับ")
    role = models.CharField("บทบาท", max_length=12, choices=SignerRole)
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="signatures_asked", verbose_name="ผู้ลงนาม"
    )
    acting = models.ForeignKey(
        ActingAppointment,
        on_delete=models.PROTECT,
        related_name="signatures_asked",
        verbose_name="ในฐานะผู้แทน",
        null=True,
        blank=True,
    )
    comment = models.TextField("ความเห็น", blank=True)

    objects = SignerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ผู้ลงนาม"
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(
                name="signer_order_once",
                fields=["document", "order"],
                violation_error_message="มีผู้ลงนามลำดับนี้แล้ว",
            ),
            models.CheckConstraint(
                name="signer_role_known",
                condition=Q(role__in=SignerRole.values),
                violation_error_message="ไม่รู้จักบทบาทของผู้ลงนาม",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.term.person_name}"

    @property
    def title_lines(self):
        """The printed title of who is to sign."""
        return self.term.printed_title(self.acting)
