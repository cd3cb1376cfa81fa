from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from measures.models import Evidence
from organizations.links import look_at_links
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
        counts = Counter()
        for row in look_at_links(rows, "link"):
            counts[row.is_link_good] += 1
            if not row.is_link_good:
                self.stdout.write(f"{row.organization.slug} · {row.link} · {row.link_state}")
        self.stdout.write(f"ตรวจลิงก์ {counts.total()} รายการ เปิดได้ {counts[True]} เปิดไม่ได้ {counts[False]}")

    def _require(self, slug):
        if not Organization.objects.unscoped("named on the command line").filter(slug=slug).exists():
            raise CommandError(f"ไม่พบหน่วยงาน {slug}")
