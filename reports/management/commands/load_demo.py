from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ita_portal.data_files import BrokenDataFile
from reports.demo import PASSWORD, create_demo_accounts, demo_paths, load_organization, read_demo


class Command(BaseCommand):
    help = "Load the five demo municipalities and one account per role; what is there already stays as it is."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError("ข้อมูลสาธิตมีรหัสผ่านที่ทุกคนรู้ จึงโหลดได้เฉพาะเครื่องทดลอง (DEBUG=True) เท่านั้น")
        try:
            for path in demo_paths():
                organization, is_new = load_organization(read_demo(path))
                self.stdout.write(f"{organization.located_name}: {'โหลดแล้ว' if is_new else 'มีอยู่แล้ว'}")
        except BrokenDataFile as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"\nบัญชีสำหรับทดลอง (รหัสผ่านเดียวกัน: {PASSWORD})")
        for user, role, place in create_demo_accounts():
            self.stdout.write(f"  {user.username:<18} {user.get_full_name():<24} {role} · {place}")
