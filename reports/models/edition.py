"""What is put before the signers: the frozen bytes of a document, and what became of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field
from reports.models.document import Document, DocumentKind


class SigningMethod(models.TextChoices):
    DIGITAL = "digital", "ลายมือชื่อดิจิทัล"
    PEN = "pen", "ลงนามด้วยปากกา"


class EditionState(models.TextChoices):
    ROUTING = "routing", "อยู่ระหว่างลงนาม"
    SENT_BACK = "sent_back", "ส่งกลับแก้ไข"
    SIGNED = "signed", "ใช้อยู่"
    SUPERSEDED = "superseded", "มีฉบับใหม่แทนแล้ว"
    WITHDRAWN = "withdrawn", "ยกเลิกการเผยแพร่"


ISSUED_STATES = (EditionState.SIGNED, EditionState.SUPERSEDED, EditionState.WITHDRAWN)
FILE_FIELDS = ("stored_file", "sha256", "size")


class EditionQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor", "clerk"})
    overseen = Q(state__in=ISSUED_STATES)
    public = Q(publication__isnull=False)

    def issued(self):
        """Signed by everybody who had to, whatever became of them later."""
        return self.filter(state__in=ISSUED_STATES)

    def routing(self):
        return self.filter(state=EditionState.ROUTING)


class Edition(OrganizationOwned):
    """A document as it was put before its signers: bytes, hash, layout, data, and its facts at that moment.

    The facts never change (database_guards). With each signature the file grows by a revision, so `stored_file`,
    `sha256` and `size` are those of the latest, and stay once everybody has signed or somebody has sent it back;
    `prepared_sha256` is that of the file before the first signature.
    """

    organization_from = "document"

    organization = organization_field("editions")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="editions", verbose_name="เอกสาร"
    )
    # Printed: ฉบับที่ 2 is the first correction of what was issued. One that was sent back leaves its number free.
    number = models.PositiveSmallIntegerField("ฉบับที่")
    code = models.CharField("รหัสตรวจสอบ", max_length=12, unique=True)
    method = models.CharField("วิธีลงนาม", max_length=8, choices=SigningMethod)
    kind = models.CharField("ชนิด", max_length=16, choices=DocumentKind)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    subject = models.CharField("เรื่อง", max_length=300)
    number_text = models.CharField("ที่", max_length=80, blank=True)
    dated_on = models.DateField("ลงวันที่", null=True, blank=True)
    division_name = models.CharField("ส่วนราชการ", max_length=120, blank=True)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="replaced_by",
        verbose_name="แทนฉบับ",
        null=True,
        blank=True,
    )
    reason = models.CharField("เหตุผลของฉบับแก้ไข", max_length=300, blank=True)
    layout_version = models.CharField("รุ่นของรูปแบบ", max_length=12)
    data = models.TextField("ข้อมูล ณ ขณะเสนอ (JSON)")
    data_sha256 = models.CharField("แฮชของข้อมูล", max_length=64)
    prepared_sha256 = models.CharField("แฮชก่อนลงนาม", max_length=64)
    chain_head = models.CharField("หัวของประวัติที่พิมพ์", max_length=64, blank=True)
    prepared_at = models.DateTimeField("เสนอเมื่อ")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="editions_prepared",
        verbose_name="เสนอโดย",
    )

    state = models.CharField("สถานะ", max_length=12, choices=EditionState, default=EditionState.ROUTING)
    # The order of the signature that is waited for; null when none is.
    waiting_order = models.PositiveSmallIntegerField("รอลำดับที่", null=True, blank=True)
    waiting_since = models.DateTimeField("รอตั้งแต่", null=True, blank=True)
    stored_file = models.CharField("แฟ้ม", max_length=120)
    sha256 = models.CharField("แฮชของแฟ้ม", max_length=64)
    size = models.PositiveIntegerField("ขนาด (ไบต์)")
    signed_at = models.DateTimeField("ลงนามครบเมื่อ", null=True, blank=True)
    seal_certificate = models.CharField("ใบรับรองของตราหน่วยงาน (แฮช)", max_length=64, blank=True)
    is_test = models.BooleanField("ลงนามด้วยใบรับรองทดสอบ", default=False)
    sent_back_at = models.DateTimeField("ส่งกลับเมื่อ", null=True, blank=True)
    sent_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="editions_sent_back",
        verbose_name="ส่งกลับโดย",
        null=True,
        blank=True,
    )
    sent_back_reason = models.CharField("เหตุผลที่ส่งกลับ", max_length=500, blank=True)

    frozen_fields = {
        None: (
            "document",
            "number",
            "code",
            "method",
            "kind",
            "fiscal_year",
            "subject",
            "number_text",
            "dated_on",
            "division_name",
            "replaces",
            "reason",
            "layout_version",
            "data",
            "data_sha256",
            "prepared_sha256",
            "chain_head",
            "prepared_at",
            "prepared_by",
        ),
        "signed_at": ("signed_at", "seal_certificate", "is_test", *FILE_FIELDS),
        "sent_back_at": ("sent_back_at", "sent_back_by", "sent_back_reason", *FILE_FIELDS),
    }

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ฉบับของเอกสาร"
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="edition_one_in_work",
                fields=["document"],
                condition=Q(state=EditionState.ROUTING),
                violation_error_message="เอกสารนี้กำลังเสนออยู่แล้ว",
            ),
            models.UniqueConstraint(
                name="edition_number_once",
                fields=["document", "number"],
                condition=~Q(state=EditionState.SENT_BACK),
                violation_error_message="มีฉบับนี้แล้ว",
            ),
            models.CheckConstraint(
                name="edition_state_known",
                condition=Q(state__in=EditionState.values),
                violation_error_message="ไม่รู้จักสถานะของฉบับ",
            ),
            models.CheckConstraint(
                name="edition_kind_known",
                condition=Q(kind__in=DocumentKind.values),
                violation_error_message="ไม่รู้จักชนิดของเอกสาร",
            ),
            models.CheckConstraint(
                name="edition_method_known",
                condition=Q(method__in=SigningMethod.values),
                violation_error_message="ไม่รู้จักวิธีลงนาม",
            ),
            models.CheckConstraint(
                name="edition_waits_while_routing",
                condition=Q(state=EditionState.ROUTING, waiting_order__isnull=False, signed_at__isnull=True)
                | (~Q(state=EditionState.ROUTING) & Q(waiting_order__isnull=True)),
                violation_error_message="ฉบับที่อยู่ระหว่างลงนามต้องมีผู้ที่รออยู่หนึ่งคน",
            ),
        ]

    def __str__(self):
        return f"{self.subject} (ฉบับที่ {self.number})"

    @property
    def is_issued(self):
        return self.state in ISSUED_STATES

    @property
    def is_digital(self):
        return self.method == SigningMethod.DIGITAL

    def is_signed_by(self, user):
        return self.signatures.filter(signed_by=user).exists()

    @property
    def name_in_full(self):
        """The kind, or number and subject of a memo, as lists name it."""
        return f"{self.number_text} {self.subject}".strip()


class EditionFileKind(models.TextChoices):
    SCAN = "scan", "สำเนาสแกนที่ลงนามด้วยปากกา"
    PAGE = "page", "เนื้อหาแบบหน้าเว็บ"
    CSV = "csv", "ข้อมูลเปิด (CSV)"
    XLSX = "xlsx", "ข้อมูลเปิด (Excel)"
    JSON = "json", "ข้อมูลเปิด (JSON)"


class EditionFileQuerySet(ScopedQuerySet):
    overseen = Q(edition__state__in=ISSUED_STATES)
    public = Q(edition__publication__isnull=False)


class EditionFile(OrganizationOwned):
    """A file beside the signed one: the scan of a paper signed by pen, the accessible page, the open data."""

    organization_from = "edition"
    is_append_only = True

    organization = organization_field("edition_files")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files", verbose_name="ฉบับ")
    kind = models.CharField("ชนิด", max_length=8, choices=EditionFileKind)
    name = models.CharField("ชื่อแฟ้ม", max_length=255)
    content_type = models.CharField("ชนิดข้อมูล", max_length=100)
    stored_file = models.CharField("แฟ้ม", max_length=120)
    sha256 = models.CharField("แฮชของแฟ้ม", max_length=64)
    size = models.PositiveIntegerField("ขนาด (ไบต์)")
    at = models.DateTimeField("จัดเก็บเมื่อ", auto_now_add=True)

    objects = EditionFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "แฟ้มของฉบับ"
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="edition_file_once_per_kind",
                fields=["edition", "kind"],
                violation_error_message="ฉบับนี้มีแฟ้มชนิดนี้แล้ว",
            ),
            models.CheckConstraint(
                name="edition_file_kind_known",
                condition=Q(kind__in=EditionFileKind.values),
                violation_error_message="ไม่รู้จักชนิดของแฟ้ม",
            ),
        ]

    def __str__(self):
        return self.name
