"""The one append-only trail of the portal: who did what to which row, when, from what to what.

Entries hang together in chains (organizations/trail_chain.py), one for each organisation and one for what all share.
They are written by organizations/trail.py alone.
"""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q, Value
from django.db.models.functions import Coalesce

from organizations.scope import OrganizationOwned, ScopedQuerySet

# An organisation has one chain; what all share is one of its own. Two nulls would not count as equal.
CHAIN = Coalesce(F("organization"), Value(0), output_field=models.BigIntegerField())


class TrailQuerySet(ScopedQuerySet):
    def visibility(self, user):
        """Acts of the person's organisations; acts on what all share for those who keep it."""
        from organizations.models.people import Membership, Role

        keeping = Membership.objects.current_of(user).filter(role=Role.PLATFORM_ADMINISTRATOR)
        return super().visibility(user) | Q(Exists(keeping), organization__isnull=True)

    def about(self, row):
        """Entries about one row, oldest first."""
        return self.filter(subject_type=row._meta.label_lower, subject_id=row.pk)

    def about_any(self, rows):
        """Entries about any of the rows, which may be of several models; none for no rows."""
        keys = {}
        for row in rows:
            keys.setdefault(row._meta.label_lower, []).append(row.pk)
        conditions = [Q(subject_type=label, subject_id__in=found) for label, found in keys.items()]
        return self.filter(reduce(or_, conditions)) if conditions else self.none()


class TrailEntry(OrganizationOwned):
    """One recorded act. Written in the same transaction as the act; the database refuses to change or delete it.

    All its fields are sealed, its key too. A field added later must be null or empty by default, else no old seal fits.
    """

    is_append_only = True

    # Null for acts on what all organisations share (frameworks).
    organization = models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        related_name="trail",
        verbose_name="หน่วยงาน",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("เมื่อ")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="trail",
        verbose_name="โดย",
        null=True,  # null: a command run on the server, not a person in the browser
        blank=True,
    )
    verb = models.CharField("การกระทำ", max_length=60)
    subject_type = models.CharField("ชนิดข้อมูล", max_length=80)
    subject_id = models.BigIntegerField("รหัสข้อมูล")
    # As they were at the time, so that the entry can be found and read when the row itself is gone.
    subject_name = models.CharField("ชื่อข้อมูลในขณะนั้น", max_length=200, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณของงาน", null=True, blank=True)
    changes = models.JSONField("การเปลี่ยนแปลง", default=dict)  # {"field": ["old", "new"]}, values as text
    sequence = models.PositiveBigIntegerField("ลำดับในสายประวัติ")  # 1, 2, 3 … without a gap
    previous = models.CharField("ตราของรายการก่อนหน้า", max_length=64, blank=True)  # "" for the first
    key_id = models.CharField("กุญแจที่ใช้ประทับตรา", max_length=12)
    seal = models.CharField("ตราของรายการ", max_length=64)

    objects = TrailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ประวัติการแก้ไข"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="trail_by_subject"),
            models.Index(fields=["organization", "fiscal_year"], name="trail_by_year"),
        ]
        constraints = [
            models.UniqueConstraint(
                CHAIN,
                "sequence",
                name="trail_sequence_once",
                violation_error_message="ลำดับนี้มีในสายประวัติแล้ว",
            ),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_type}:{self.subject_id}"


class TrailHead(OrganizationOwned):
    """The head of one chain: whoever writes the next entry holds this row until the end of the transaction.

    It is sealed like an entry, so that entries taken away at the end are missed. `number` counts the chains in the
    order in which they began, and the head of what all share tells how many there are: a chain that is gone as a whole
    is missed too.
    """

    organization = models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        related_name="trail_heads",
        verbose_name="หน่วยงาน",
        null=True,
        blank=True,
    )
    number = models.PositiveIntegerField("สายที่", unique=True)
    length = models.PositiveBigIntegerField("จำนวนรายการ", default=0)
    last_seal = models.CharField("ตราของรายการสุดท้าย", max_length=64, blank=True)
    chain_count = models.PositiveIntegerField("จำนวนสายทั้งหมด", null=True, blank=True)  # of what all share alone
    key_id = models.CharField("กุญแจที่ใช้ประทับตรา", max_length=12)
    seal = models.CharField("ตราของหัวสาย", max_length=64)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "หัวสายประวัติการแก้ไข"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                CHAIN, name="trail_head_once", violation_error_message="หน่วยงานนี้มีสายประวัติแล้ว"
            ),
        ]

    def __str__(self):
        return f"{self.organization or 'ข้อมูลกลาง'} {self.length}"
