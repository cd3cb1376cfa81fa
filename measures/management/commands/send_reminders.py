from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ita_portal import thai_dates
from measures.workflow.reminders import digests, send_reminders
from organizations.holidays import closed_days
from organizations.models import Organization


class Command(BaseCommand):
    help = "Send the e-mail digests of deadlines; once a working day, by cron or by the worker."

    def add_arguments(self, parser):
        parser.add_argument("--day", help="another day than today, as people type it: 30/9/2569")
        parser.add_argument(
            "--dry-run", action="store_true", help="say who would be told of how much, send nothing"
        )

    def handle(self, *args, **options):
        today = self._day(options["day"])
        if options["dry_run"]:
            self._tell(today)
        elif not settings.EMAIL_IS_CONFIGURED:
            self.stdout.write("ยังไม่ได้ตั้งค่าอีเมล (EMAIL_URL) จึงไม่ได้ส่งการแจ้งเตือน")
        else:
            report = send_reminders(today, timezone.now())
            self.stdout.write(
                f"ส่งแล้ว {report.sent} ฉบับ ส่งไม่สำเร็จ {report.failed} ฉบับ ผู้ที่ไม่มีอีเมล {report.without_address} คน"
            )

    def _day(self, text):
        if not text:
            return timezone.localdate()
        try:
            return thai_dates.parse_thai_date(text)
        except ValueError as error:
            raise CommandError(str(error)) from None

    def _tell(self, today):
        closed = closed_days()
        if not thai_dates.is_working_day(today, closed):
            self.stdout.write(f"{thai_dates.long_date(today)} ไม่ใช่วันทำการ")
            return
        for organization in Organization.objects.unscoped("a dry run over all organisations").iterator():
            for digest in digests(organization, today, closed=closed):
                self.stdout.write(
                    f"{organization.short_name} · {digest.user.username}: {len(digest.notices)} เรื่อง"
                )
