from django.core.management.base import BaseCommand, CommandError

from ita_portal.data_files import BrokenDataFile
from measures.template_files import TEMPLATE_FILES


class Command(BaseCommand):
    help = "Load the shared measures of fixtures/measures; loading twice changes nothing."

    def handle(self, *args, **options):
        try:
            templates = TEMPLATE_FILES.read_all()
            outcome = TEMPLATE_FILES.load(templates)
        except BrokenDataFile as error:
            raise CommandError(str(error)) from None
        if not outcome.changed:
            self.stdout.write("คลังมาตรการ: เป็นปัจจุบันอยู่แล้ว")
            return
        self.stdout.write(
            f"คลังมาตรการ: เพิ่ม {outcome.added} ปรับปรุง {outcome.updated} เลิกใช้ {outcome.retired} เรื่อง"
        )
