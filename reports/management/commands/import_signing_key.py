from getpass import getpass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organizations.models import Organization, User
from reports.signing import BrokenKey, MissingKey, keys


class Command(BaseCommand):
    help = "Import a PKCS#12 key of a person or of an organisation's seal, issued by a trusted authority."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the .p12 or .pfx file")
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--person", metavar="USERNAME", help="the account of the person who signs")
        whose.add_argument("--seal", metavar="SLUG", help="the organisation whose seal it is")
        parser.add_argument("--root", type=Path, help="certificate (PEM) of an authority to trust from now on")

    def handle(self, *args, file, person, seal, root, **options):
        try:
            if root:
                keys.store_root(root.stem, root.read_bytes())
            key = self._opened(file)
            self._keep(key, person, seal)
        except OSError as error:
            raise CommandError(f"อ่านแฟ้มไม่ได้: {error}") from None
        except (MissingKey, BrokenKey) as problem:
            raise CommandError(str(problem)) from None

    def _opened(self, file):
        key, certificate, others = keys.opened(file.read_bytes(), getpass("รหัสผ่านของแฟ้ม: ").encode(), file.name)
        keys.ensure_trusted(certificate, others, timezone.now())
        return key, certificate, others

    def _keep(self, key, person, seal):
        if person:
            user = User.objects.filter(username=person).first() or self._unknown(f"ไม่มีบัญชี {person}")
            keys.store_person_key(user.pk, *key)
            signing_key = keys.person_key(user.pk)
        else:
            organization = Organization.objects.filter(slug=seal).first() or self._unknown(f"ไม่มีหน่วยงาน {seal}")
            keys.store_seal_key(organization.slug, *key)
            signing_key = keys.seal_key(organization.slug)
        self.stdout.write(
            f"นำเข้ากุญแจของ {signing_key.holder} แล้ว ใบรับรองใช้ได้ถึง {signing_key.valid_until:%Y-%m-%d}"
        )

    def _unknown(self, sentence):
        raise CommandError(sentence)
