from django.core.management.base import BaseCommand, CommandError

from assessments.recommendation_files import RECOMMENDATION_FILES
from ita_portal.data_files import BrokenDataFile


class Command(BaseCommand):
    help = "Load the shared texts of fixtures/recommendations; loading twice changes nothing."

    def handle(self, *args, **options):
        try:
            texts = RECOMMENDATION_FILES.read_all()
            outcome = RECOMMENDATION_FILES.load(texts)
        except BrokenDataFile as error:
            raise CommandError(str(error)) from None
        if not outcome.changed:
            self.stdout.write("คลังข้อความ: เป็นปัจจุบันอยู่แล้ว")
            return
        self.stdout.write(
            f"คลังข้อความ: เพิ่ม {outcome.added} ปรับปรุง {outcome.updated} เลิกใช้ {outcome.retired} ข้อความ"
        )
