"""Who signs an edition, in which order, and what was signed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from organizations.models import ActingAppointment, Term
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field
from reports.models.document import Document, SignerRole
from reports.models.edition import ISSUED_STATES, Edition, EditionState, SigningMethod


class SignatureQuerySet(ScopedQuerySet):
    overseen = Q(edition__state__in=ISSUED_STATES)
    public = Q(edition__publication__isnull=False)

    def waiting(self):
        """Those that are to be given here now. A paper that is signed by pen waits for its scan, and for nobody here."""
        return self.filter(
            edition__state=EditionState.ROUTING,
            edition__method=SigningMethod.DIGITAL,
            order=F("edition__waiting_order"),
        )

    def of_person(self, user, today):
        """Those that this person may give on the day: for the office held, or standing in for its holder.

        Whoever acts for an office (รักษาราชการแทน, ปฏิบัติราชการแทน) may sign where the office is asked to.
        """
        terms = Term.objects.unscoped("the person's own offices").on(today).filter(user=user)
        acting = ActingAppointment.objects.unscoped("what the person stands in for").on(today)
        own = Q(position__in=terms.values("position_id"))
        stands_in = Q(position__in=acting.filter(term__in=terms.values("pk")).values("position_id"))
        return self.filter(own | stands_in)

    def asked_of(self, user, today):
        """Those that wait for an office this person holds or stands in for, in any organisation the person works for."""
        return self.visible_to(user).waiting().of_person(user, today)

    def waiting_for(self, user, today):
        """Signatures that this person can give now: those asked, on papers the person has not signed already."""
        return self.asked_of(user, today).exclude(edition__signatures__signed_by=user)


class Signature(OrganizationOwned):
    """One place to sign on an edition. Frozen once signed.

    `position` is the office that is asked; `term` who was to sign for it when the edition was proposed, and, once
    signed, who did, with name and title as printed.
    """

    organization_from = "edition"
    frozen_fields = {
        "signed_at": (
            "edition",
            "order",
            "role",
            "position",
            "term",
            "acting",
            "comment",
            "person_name",
            "military_rank",
            "title_lines",
            "signed_at",
            "signed_on",
            "signed_by",
            "sha256_before",
            "sha256_after",
            "certificate",
        ),
    }

    organization = organization_field("signatures")
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="signatures", verbose_name="ฉบับ"
    )
    order = models.PositiveSmallIntegerField("ลำดับ")
    role = models.CharField("บทบาท", max_length=12, choices=SignerRole)
    position = models.ForeignKey(
        "organizations.Position",
        on_delete=models.PROTECT,
        related_name="signatures",
        verbose_name="ตำแหน่งที่ต้องลงนาม",
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="signatures", verbose_name="ผู้ลงนาม")
    acting = models.ForeignKey(
        ActingAppointment,
        on_delete=models.PROTECT,
        related_name="signatures",
        verbose_name="ในฐานะผู้แทน",
        null=True,
        blank=True,
    )
    person_name = models.CharField("ชื่อที่พิมพ์", max_length=200)
    military_rank = models.CharField("ยศที่พิมพ์", max_length=60, blank=True)
    title_lines = models.JSONField("ตำแหน่งที่พิมพ์", default=list)
    comment = models.TextField("ความเห็น", blank=True)
    signed_at = models.DateTimeField("ลงนามเมื่อ", null=True, blank=True)
    # The date on the paper: the day of the act, or what the pen wrote.
    signed_on = models.DateField("ลงวันที่", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="signatures",
        verbose_name="บัญชีที่ลงนาม",
        null=True,
        blank=True,
    )
    sha256_before = models.CharField("แฮชที่ลงนาม", max_length=64, blank=True)
    sha256_after = models.CharField("แฮชหลังลงนาม", max_length=64, blank=True)
    certificate = models.CharField("ใบรับรอง (แฮช)", max_length=64, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ลายมือชื่อ"
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(
                name="signature_order_once",
                fields=["edition", "order"],
                violation_error_message="มีลายมือชื่อลำดับนี้แล้ว",
            ),
            # An author never also approves: nobody signs the same paper twice with one account.
            models.UniqueConstraint(
                name="signature_person_once",
                fields=["edition", "signed_by"],
                condition=Q(signed_by__isnull=False),
                violation_error_message="ท่านลงนามในเอกสารนี้แล้ว ผู้อื่นต้องเป็นผู้ลงนามลำดับนี้",
            ),
            models.CheckConstraint(
                name="signature_role_known",
                condition=Q(role__in=SignerRole.values),
                violation_error_message="ไม่รู้จักบทบาทของผู้ลงนาม",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.person_name}"

    @property
    def is_signed(self):
        return self.signed_at is not None

    @property
    def field_name(self):
        """The name of its field in the PDF."""
        return f"{self.role}-{self.order}"


class OverriddenFindingQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor", "clerk"})


class OverriddenFinding(OrganizationOwned):
    """A finding of the check before routing that somebody decided to leave, with the reason; it stays on record."""

    organization_from = "document"

    organization = organization_field("overridden_findings")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="overridden_findings", verbose_name="เอกสาร"
    )
    key = models.CharField("รหัสข้อสังเกต", max_length=120)
    sentence = models.TextField("ข้อสังเกต")
    reason = models.TextField("เหตุผล")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="overridden_findings",
        verbose_name="โดย",
    )
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    taken_back_at = models.DateTimeField("ยกเลิกเมื่อ", null=True, blank=True)

    objects = OverriddenFindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ข้อสังเกตที่ผ่านโดยมีเหตุผล"
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="finding_overridden_once",
                fields=["document", "key"],
                condition=Q(taken_back_at__isnull=True),
                violation_error_message="มีเหตุผลสำหรับข้อสังเกตนี้แล้ว",
            ),
        ]

    def __str__(self):
        return self.sentence
