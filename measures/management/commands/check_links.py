from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from measures import link_check
from measures.models import Evidence
from measures.workflow import record_link_check
from organizations.models import Organization


class Command(BaseCommand):
    help = "Look whether the links of the evidence still open; once a week, by cron. One link after another."

    def add_arguments(self, parser):
        parser.add_argument("--organization", help="only this one, by its slug")

    def handle(self, *args, organization, **options):
        rows = Evidence.objects.unscoped("links of all organisations").exclude(link="")
        rows = rows.filter(withdrawn_at__isnull=True)
        if organization:
            self._require(organization)
            rows = rows.filter(organization__slug=organization)
        good, broken = 0, 0
        for row in rows.select_related("organization").order_by("organization", "pk"):
            result = link_check.check_link(row.link)
            record_link_check(row, result, at=timezone.now())
            good, broken = good + result.is_good, broken + (not result.is_good)
            if not result.is_good:
                self.stdout.write(f"{row.organization.slug} · {row.link} · {result.sentence}")
        self.stdout.write(f"ตรวจลิงก์ {good + broken} รายการ เปิดได้ {good} เปิดไม่ได้ {broken}")

    def _require(self, slug):
        if not Organization.objects.unscoped("named on the command line").filter(slug=slug).exists():
            raise CommandError(f"ไม่พบหน่วยงาน {slug}")
