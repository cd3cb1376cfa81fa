from django.core.management.base import BaseCommand

from assessments.models import Assessment
from assessments.workflow import refresh_computed


class Command(BaseCommand):
    help = "Recompute every cached total from the official figures and say how many had been stale."

    def handle(self, *args, **options):
        stale = total = 0
        for assessment in Assessment.objects.select_related("framework").iterator(chunk_size=500):
            total += 1
            stale += refresh_computed(assessment)
        self.stdout.write(f"คำนวณใหม่ {total} รายการ ตัวเลขที่เก็บไว้เปลี่ยนไป {stale} รายการ")
