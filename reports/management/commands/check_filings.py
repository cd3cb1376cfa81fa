from django.core.management.base import BaseCommand

from reports.filing_checks import check_filings


class Command(BaseCommand):
    help = (
        "Look whether the addresses that OIT items were filed with still open; the worker does it every Monday."
    )

    def handle(self, *args, **options):
        good, broken = check_filings()
        for row in broken:
            self.stdout.write(
                f"{row.organization.slug} · {row.question.code} · {row.address} · {row.link_state}"
            )
        self.stdout.write(f"ตรวจที่อยู่ {good + len(broken)} รายการ เปิดได้ {good} เปิดไม่ได้ {len(broken)}")
