"""What helps people at work on a plan: steps back, and views they come back to."""

from django.conf import settings
from django.db import models

from measures.models.plan import MeasurePlan
from organizations.scope import OrganizationOwned, ScopedQuerySet, organization_field


class PlanSnapshotQuerySet(ScopedQuerySet):
    editing_roles = frozenset({"auditor"})


class PlanSnapshot(OrganizationOwned):
    """A draft plan as it was before one act, so that the act can be undone. Gone once the plan is adopted."""

    organization_from = "plan"

    organization = organization_field("plan_snapshots")
    plan = models.ForeignKey(
        MeasurePlan, on_delete=models.CASCADE, related_name="snapshots", verbose_name="แผน"
    )  # CASCADE: a step back in a draft
    label = models.CharField("ก่อนการกระทำ", max_length=200)
    content = models.JSONField("เนื้อหาของแผน")
    at = models.DateTimeField("เมื่อ", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="plan_snapshots", verbose_name="โดย"
    )

    objects = PlanSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "แผนก่อนการแก้ไข"
        ordering = ["plan", "pk"]

    def __str__(self):
        return self.label


class SavedViewQuerySet(ScopedQuerySet):
    """A view belongs to the person who saved it."""

    def of(self, user):
        return self.visible_to(user).filter(user=user)


class SavedView(OrganizationOwned):
    """A person's name for the filters of a list page: the query string of its address."""

    organization = organization_field("saved_views")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views", verbose_name="ผู้ใช้"
    )  # CASCADE: a convenience of the person
    name = models.CharField("ชื่อมุมมอง", max_length=120)
    query = models.CharField("ตัวกรอง", max_length=1000, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "มุมมองที่บันทึกไว้"
        ordering = ["organization", "name"]
        constraints = [
            models.UniqueConstraint(
                name="saved_view_name_once",
                fields=["organization", "user", "name"],
                violation_error_message="ท่านมีมุมมองชื่อนี้แล้ว",
            ),
        ]

    def __str__(self):
        return self.name
