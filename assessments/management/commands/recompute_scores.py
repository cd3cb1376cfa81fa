from django.core.management.base import BaseCommand
from django.db import transaction

from assessments.models import Assessment
from assessments.workflow import refresh_computed
from organizations import trail


class Command(BaseCommand):
    help = "Recompute every cached total from the official figures and say how many had been stale."

    def handle(self, *args, **options):
        stale = total = 0
        for assessment in Assessment.objects.for_page().iterator(chunk_size=500):
            total += 1
            stale += recompute(assessment)
        self.stdout.write(f"คำนวณใหม่ {total} รายการ ตัวเลขที่เก็บไว้เปลี่ยนไป {stale} รายการ")


@transaction.atomic
def recompute(assessment):
    """Refresh one assessment and leave a trail where a figure changed; True when it did."""
    fields = ("computed_total", "computed_rating")
    before = [getattr(assessment, name) for name in fields]
    changed = refresh_computed(assessment)
    if changed:
        after = [getattr(assessment, name) for name in fields]
        changes = {name: pair for name, *pair in zip(fields, before, after, strict=True)}
        trail.record("recompute_scores", assessment, by=None, changes=changes)
    return changed
