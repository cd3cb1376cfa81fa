from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.stored_files import sweep


class Command(BaseCommand):
    help = "Remove stored files that no row refers to and that are older than a day; once a night, by cron."

    def add_arguments(self, parser):
        parser.add_argument(
            "--hours", type=int, default=24, help="age of what is removed, in hours (default: %(default)s)"
        )

    def handle(self, *args, hours, **options):
        removed = sweep(timezone.now() - timedelta(hours=hours))
        for area, count in removed.items():
            self.stdout.write(f"{area}: {count}")
        self.stdout.write(f"ลบแฟ้มที่ไม่มีรายการอ้างถึง {sum(removed.values())} แฟ้ม")
