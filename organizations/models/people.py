"""Who may do what: people and their roles."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from organizations.models.organization import Division, Province
from organizations.scope import KeptAboveQuerySet, OrganizationOwned


class User(AbstractUser):
    """A person with an account. What the person may do is said by memberships, never by Django's groups."""

    leads_to_own_rows = True

    # Raised to end every session of the person at the next request (a password that changes does so as well).
    session_epoch = models.PositiveIntegerField("รุ่นของการเข้าสู่ระบบ", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "ผู้ใช้"

    def __str__(self):
        return self.get_full_name() or self.username

    def _get_session_auth_hash(self, secret=None):
        of_password = super()._get_session_auth_hash(secret=secret)
        return salted_hmac(of_password, str(self.session_epoch), secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_platform_administrator(self):
        return Membership.objects.current_of(self).filter(role=Role.PLATFORM_ADMINISTRATOR).exists()

    def has_role(self, organization, *roles):
        """True when the person holds one of the roles in this organisation."""
        return Membership.objects.current_of(self).filter(organization=organization, role__in=roles).exists()


class Role(models.TextChoices):
    AUDITOR = "auditor", "ผู้ตรวจสอบภายใน"
    CLERK = "clerk", "เจ้าหน้าที่ธุรการ"
    EXECUTIVE = "executive", "ผู้บริหาร"
    DIVISION_STAFF = "division_staff", "เจ้าหน้าที่ส่วนราชการ"
    ADMINISTRATOR = "administrator", "ผู้ดูแลระบบของหน่วยงาน"
    OVERSEER = "overseer", "ผู้กำกับดูแลระดับจังหวัด"
    PLATFORM_ADMINISTRATOR = "platform_administrator", "ผู้ดูแลระบบส่วนกลาง"


ROLES_IN_AN_ORGANIZATION = (Role.AUDITOR, Role.CLERK, Role.EXECUTIVE, Role.DIVISION_STAFF, Role.ADMINISTRATOR)
ROLES_ABOVE = (Role.OVERSEER, Role.PLATFORM_ADMINISTRATOR)

# A role is held, or offered, in an organisation, over a province, or over the whole portal.
PLACE_FITS_ROLE = (
    Q(role__in=ROLES_IN_AN_ORGANIZATION, organization__isnull=False, province__isnull=True)
    | Q(role=Role.OVERSEER, organization__isnull=True, province__isnull=False, division__isnull=True)
    | Q(
        role=Role.PLATFORM_ADMINISTRATOR,
        organization__isnull=True,
        province__isnull=True,
        division__isnull=True,
    )
)
PLACE_MUST_FIT = "บทบาทนี้ต้องระบุหน่วยงาน (หรือจังหวัด สำหรับผู้กำกับดูแล) ให้ตรงกัน"


class MembershipQuerySet(KeptAboveQuerySet):
    editing_roles = frozenset({"administrator"})

    def current_of(self, user):
        """The memberships that count now for this person; none for anonymous or blocked people."""
        if not user.is_authenticated or not user.is_active:
            return self._scoped("own", Q(pk__in=[]))
        return self._scoped("own", Q(user=user, is_active=True))

    def administering(self):
        """The roles of administrators of organisations who can log in."""
        return self.filter(role=Role.ADMINISTRATOR, is_active=True, user__is_active=True)


class Membership(OrganizationOwned):
    """A role of a person: in an organisation, over a province, or over the whole portal.

    One person may hold several, in several organisations.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name="ผู้ใช้")
    role = models.CharField("บทบาท", max_length=24, choices=Role)
    # Written out instead of organization_field(): the two roles above organisations have none.
    organization = models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="หน่วยงาน",
        null=True,
        blank=True,
    )
    division = models.ForeignKey(
        Division,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="ส่วนราชการ",
        null=True,
        blank=True,
    )
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="จังหวัด",
        null=True,
        blank=True,
    )
    is_active = models.BooleanField("ใช้งานอยู่", default=True)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "บทบาทของผู้ใช้"
        ordering = ["organization", "role", "user"]
        constraints = [
            models.CheckConstraint(
                name="membership_place_fits_role",
                condition=PLACE_FITS_ROLE,
                violation_error_message=PLACE_MUST_FIT,
            ),
            models.CheckConstraint(
                name="membership_staff_has_division",
                condition=~Q(role=Role.DIVISION_STAFF) | Q(division__isnull=False),
                violation_error_message="เจ้าหน้าที่ส่วนราชการต้องระบุส่วนราชการที่สังกัด",
            ),
            models.UniqueConstraint(
                name="membership_once_in_organization",
                fields=["user", "role", "organization"],
                condition=Q(organization__isnull=False, division__isnull=True),
                violation_error_message="ผู้ใช้มีบทบาทนี้ในหน่วยงานนี้แล้ว",
            ),
            models.UniqueConstraint(
                name="membership_once_in_division",
                fields=["user", "role", "division"],
                condition=Q(division__isnull=False),
                violation_error_message="ผู้ใช้มีบทบาทนี้ในส่วนราชการนี้แล้ว",
            ),
            models.UniqueConstraint(
                name="membership_once_over_portal",
                fields=["user", "role"],
                condition=Q(organization__isnull=True, province__isnull=True),
                violation_error_message="ผู้ใช้มีบทบาทนี้อยู่แล้ว",
            ),
            models.UniqueConstraint(
                name="membership_once_over_province",
                fields=["user", "role", "province"],
                condition=Q(province__isnull=False),
                violation_error_message="ผู้ใช้มีบทบาทนี้ในจังหวัดนี้แล้ว",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()} · {self.place}"

    @property
    def place(self):
        """Where the role holds, in words."""
        place = self.division or self.organization or self.province
        return str(place) if place else "ทั้งระบบ"
