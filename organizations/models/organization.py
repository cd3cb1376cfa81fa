"""Who is assessed: organisations and their divisions."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from ita_portal.model_fields import ThaiOrderField
from organizations.scope import (
    CheckedAcrossOrganizations,
    OrganizationOwned,
    ScopedQuerySet,
    organization_field,
)

# Addresses start with the organisation's slug, so a slug must not be a page of the portal itself.
RESERVED_SLUGS = frozenset(
    [
        "login",
        "logout",
        "frameworks",
        "static",
        "media",
        "admin",
        "design",
        "livez",
        "healthz",
        "public",
        "verify",
        "api",
        "help",
        "score-sheets",
        "recommendations",
        "work",
        "mail",
        "holidays",
        "province",
        "search",
        "people",
        "invitations",
        "p",
        "v",
        "guide",
        "executive",
        "start",
        "jobs",
        "signatures",
    ]
)


class Province(models.Model):
    """One of Thailand's provinces (กรุงเทพมหานคร included)."""

    name = models.CharField("จังหวัด", max_length=60, unique=True)
    sort_name = ThaiOrderField("ลำดับตามพจนานุกรม", of="name")

    class Meta:
        verbose_name = verbose_name_plural = "จังหวัด"
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def line(self):
        """จังหวัดตรัง; กรุงเทพมหานคร as it is."""
        return self.name if self.name.startswith("กรุงเทพ") else f"จังหวัด{self.name}"


class OrganizationKind(models.TextChoices):
    PAO = "pao", "องค์การบริหารส่วนจังหวัด"
    CITY = "city", "เทศบาลนคร"
    TOWN = "town", "เทศบาลเมือง"
    SUBDISTRICT = "subdistrict", "เทศบาลตำบล"
    SAO = "sao", "องค์การบริหารส่วนตำบล"


ABBREVIATIONS = {
    OrganizationKind.PAO: "อบจ.",
    OrganizationKind.CITY: "ทน.",
    OrganizationKind.TOWN: "ทม.",
    OrganizationKind.SUBDISTRICT: "ทต.",
    OrganizationKind.SAO: "อบต.",
}


class OrganizationQuerySet(ScopedQuerySet):
    organization_path = ""
    editing_roles = frozenset({"administrator"})
    overseen = Q()

    def visibility(self, user):
        from organizations.models.people import Membership, Role

        condition = super().visibility(user)
        if Membership.objects.current_of(user).filter(role=Role.PLATFORM_ADMINISTRATOR).exists():
            condition |= Q(pk__isnull=False)
        return condition

    def overseen_by(self, user):
        """Organisations looked after from above: of the overseer's provinces; all for the platform administrator."""
        from organizations.models.people import Membership, Role

        memberships = Membership.objects.current_of(user)
        if memberships.filter(role=Role.PLATFORM_ADMINISTRATOR).exists():
            return self._scoped("overseen", Q())
        provinces = memberships.filter(role=Role.OVERSEER).values("province_id")
        return self._scoped("overseen", Q(province__in=provinces))


class Organization(CheckedAcrossOrganizations):
    """A local government: อบจ., เทศบาล or อบต."""

    leads_to_own_rows = True

    slug = models.SlugField("ชื่อในที่อยู่เว็บ", max_length=60, unique=True)
    kind = models.CharField("ประเภท", max_length=12, choices=OrganizationKind)
    name = models.CharField("ชื่อเต็ม", max_length=200)
    sort_name = ThaiOrderField("ลำดับตามพจนานุกรม", of="name", db_index=True)
    place_name = models.CharField("ชื่อพื้นที่", max_length=120, help_text="ชื่อที่ไม่มีคำนำหน้าประเภท เช่น คลองเส")
    district = models.CharField("อำเภอ (ตามที่พิมพ์ในเอกสาร)", max_length=120, blank=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="organizations", verbose_name="จังหวัด"
    )
    domain = models.CharField(
        "โดเมนเว็บไซต์หลัก",
        max_length=200,
        blank=True,
        validators=[RegexValidator(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", "พิมพ์ชื่อโดเมนอย่างเดียว เช่น khlongse.go.th")],
    )
    phone = models.CharField("โทรศัพท์", max_length=120, blank=True)
    fax = models.CharField("โทรสาร", max_length=120, blank=True)
    document_number_prefix = models.CharField(
        "เลขประจำหน่วยงาน", max_length=40, blank=True, help_text="เช่น นค ๕๓๗๑๑"
    )
    head_title = models.CharField("ตำแหน่งผู้บริหารสูงสุด", max_length=200)
    # False: memos are numbered from the office's own book, which also numbers letters the portal knows nothing of.
    draws_memo_numbers = models.BooleanField("ออกเลขที่บันทึกข้อความจากระบบนี้", default=False)
    emblem_key = models.CharField("แฟ้มตราครุฑ", max_length=120, blank=True, editable=False)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "หน่วยงาน"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="organization_slug_not_reserved",
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)),
                violation_error_message="ชื่อในที่อยู่เว็บนี้สงวนไว้สำหรับหน้าของระบบ โปรดเลือกชื่ออื่น",
            ),
            models.CheckConstraint(
                name="organization_kind_known",
                condition=Q(kind__in=OrganizationKind.values),
                violation_error_message="ไม่รู้จักประเภทของหน่วยงาน",
            ),
            models.UniqueConstraint(
                name="organization_once_per_district",
                fields=["name", "district", "province"],
                violation_error_message="มีหน่วยงานชื่อนี้ในอำเภอและจังหวัดนี้แล้ว",
            ),
        ]

    def __str__(self):
        return self.short_name

    @property
    def short_name(self):
        """อบต.คลองเส, ทต.โพธิ์ชัย."""
        return f"{ABBREVIATIONS[self.kind]}{self.place_name}"

    @property
    def located_name(self):
        """องค์การบริหารส่วนตำบลคลองเส อำเภอถ้ำพรรณรา จังหวัดนครศรีธรรมราช."""
        return " ".join(part for part in (self.name, self.district, self.province_line) if part)

    @property
    def province_line(self):
        return self.province.line


class DivisionQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"administrator"})
    overseen = Q()


class Division(OrganizationOwned):
    """A division of an organisation (สำนักปลัด, กองคลัง …), in printed order."""

    organization = organization_field("divisions")
    name = models.CharField("ชื่อส่วนราชการ", max_length=120)
    order = models.PositiveSmallIntegerField("ลำดับ")
    document_number_prefix = models.CharField("เลขประจำส่วนราชการ", max_length=40, blank=True)
    phone = models.CharField("โทรศัพท์", max_length=120, blank=True)
    version = models.PositiveIntegerField("รุ่นของข้อมูล", default=1)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ส่วนราชการภายใน"
        ordering = ["organization", "order"]
        constraints = [
            models.UniqueConstraint(
                name="division_name_once",
                fields=["organization", "name"],
                violation_error_message="มีส่วนราชการชื่อนี้แล้ว",
            ),
            models.UniqueConstraint(
                name="division_order_once",
                fields=["organization", "order"],
                violation_error_message="มีส่วนราชการลำดับนี้แล้ว",
            ),
        ]

    def __str__(self):
        return self.name
