from collections import Counter

from django.core.management.base import BaseCommand

from organizations.links import look_at_links
from reports.models import Filing


class Command(BaseCommand):
    help = (
        "Look whether the addresses that OIT items were filed with still open; the worker does it every Monday."
    )

    def handle(self, *args, **options):
        rows = Filing.objects.unscoped("addresses of all organisations").select_related("question")
        counts = Counter()
        for row in look_at_links(rows, "address"):
            counts[row.is_link_good] += 1
            if not row.is_link_good:
                self.stdout.write(
                    f"{row.organization.slug} · {row.question.code} · {row.address} · {row.link_state}"
                )
        self.stdout.write(f"ตรวจที่อยู่ {counts.total()} รายการ เปิดได้ {counts[True]} เปิดไม่ได้ {counts[False]}")
