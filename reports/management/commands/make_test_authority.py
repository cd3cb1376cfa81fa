from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organizations.models import Organization, Term, User
from reports.signing import BrokenKey, MissingKey, authority, keys


class Command(BaseCommand):
    help = "For trying out: an authority, and keys for everybody who holds an office and for each organisation's seal."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError(
                "คำสั่งนี้ใช้กับระบบสาธิตเท่านั้น บนเครื่องแม่ข่ายให้นำเข้ากุญแจจริงด้วย manage.py import_signing_key"
            )
        try:
            made = self._make(timezone.now())
        except (MissingKey, BrokenKey) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"สร้างกุญแจลงนามสำหรับทดสอบ {made} ดอก ลายมือชื่อเหล่านี้ไม่มีผลทางกฎหมาย")

    def _make(self, now):
        """Make the keys that are missing. Returns how many."""
        root, made = authority.kept_root(now), 0
        for user in User.objects.filter(terms__isnull=False).distinct():
            if not keys.has_person_key(user.pk):
                term = Term.objects.filter(user=user).select_related("organization").latest("starts_on")
                holder, organization = f"{term.military_rank}{term.person_name}", term.organization.name
                keys.store_person_key(user.pk, *authority.issue(root, now, holder, organization))
                made += 1
        for organization in Organization.objects.all():
            if not keys.has_seal_key(organization.slug):
                key = authority.issue(root, now, organization.name, organization.name)
                keys.store_seal_key(organization.slug, *key)
                made += 1
        return made
