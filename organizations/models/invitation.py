"""Invitations: a role that waits for the person who opens the link."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models.organization import Division, Province
from organizations.models.people import PLACE_FITS_ROLE, PLACE_MUST_FIT, Role
from organizations.scope import KeptAboveQuerySet, OrganizationOwned


class InvitationQuerySet(KeptAboveQuerySet):
    editing_roles = frozenset({"administrator"})

    def unused(self):
        """Neither accepted nor withdrawn; may have expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def open_at(self, moment):
        """Those whose link opens at the moment."""
        return self.unused().filter(expires_at__gt=moment)


class Invitation(OrganizationOwned):
    """A role offered by a one-time link, of which only the hash is kept: in an organisation or above (see Membership)."""

    organization = models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        related_name="invitations",
        verbose_name="หน่วยงาน",
        null=True,
        blank=True,
    )
    person_name = models.CharField("ชื่อ–สกุลผู้ได้รับเชิญ", max_length=200)
    email = models.EmailField("อีเมล", blank=True)
    role = models.CharField("บทบาท", max_length=24, choices=Role)
    division = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        related_name="invitations",
        verbose_name="ส่วนราชการ",
        null=True,
        blank=True,
    )
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        related_name="invitations",
        verbose_name="จังหวัด",
        null=True,
        blank=True,
    )
    token_hash = models.CharField("ค่าแฮชของลิงก์", max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="sent_invitations",
        verbose_name="ผู้เชิญ",
    )
    invited_at = models.DateTimeField("เชิญเมื่อ")
    expires_at = models.DateTimeField("ใช้ได้ถึง")
    accepted_at = models.DateTimeField("ตอบรับเมื่อ", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="accepted_invitations",
        verbose_name="ผู้ตอบรับ",
        null=True,
        blank=True,
    )
    withdrawn_at = models.DateTimeField("ถอนเมื่อ", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "คำเชิญ"
        ordering = ["organization", "-invited_at"]
        constraints = [
            models.CheckConstraint(
                name="invitation_place_fits_role",
                condition=PLACE_FITS_ROLE,
                violation_error_message=PLACE_MUST_FIT,
            ),
            models.CheckConstraint(
                name="invitation_staff_has_division",
                condition=~Q(role=Role.DIVISION_STAFF) | Q(division__isnull=False),
                violation_error_message="เจ้าหน้าที่ส่วนราชการต้องระบุส่วนราชการที่สังกัด",
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_somebody",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                violation_error_message="คำเชิญที่ตอบรับแล้วต้องรู้ว่าใครตอบรับ",
            ),
        ]

    def __str__(self):
        return f"{self.person_name} · {self.get_role_display()}"

    @property
    def offer(self):
        """What is offered, in words: ผู้ตรวจสอบภายในของ อบต.คลองเส, ผู้กำกับดูแลระดับจังหวัด จังหวัดตรัง."""
        if self.organization:
            return f"{self.get_role_display()}ของ {self.organization}"
        return " ".join(filter(None, [self.get_role_display(), self.province and self.province.line]))

    def is_open(self, moment):
        """True while the link opens (the same rule as open_at)."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > moment
