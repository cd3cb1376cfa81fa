"""Rows that carry a link, and what the latest look at it found. Looking is no act of anybody: no trail tells of it."""

from django.db import models
from django.utils import timezone

from ita_portal import link_check

NOT_LOOKED_AT = {"link_state": "", "checked_at": None, "last_good_at": None}


class CarriesLink(models.Model):
    """What is kept of a link beside its address: what the latest look found ("": not looked yet), when it last opened."""

    link_state = models.CharField("สถานะลิงก์", max_length=300, blank=True)
    checked_at = models.DateTimeField("ตรวจลิงก์เมื่อ", null=True, blank=True)
    last_good_at = models.DateTimeField("เปิดได้ครั้งล่าสุดเมื่อ", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_link_good(self):
        """True when the link opened at the latest look."""
        return self.last_good_at is not None and self.last_good_at == self.checked_at


def keep_look(row, result, *, at):
    """Keep in a row what a look at its link found (a link_check.LinkResult)."""
    values = {"link_state": result.sentence[:300], "checked_at": at}
    if result.is_good:
        values["last_good_at"] = at
    type(row).objects.unscoped("the row in hand").filter(pk=row.pk).update(**values)
    row.refresh_from_db()


def look_at_links(rows, field):
    """Open the link in `field` of each row, one after another. Yields each row once the look is kept in it."""
    for row in rows.select_related("organization").order_by("organization", "pk"):
        keep_look(row, link_check.check_link(getattr(row, field)), at=timezone.now())
        yield row
