from django.core.management.base import BaseCommand, CommandError

from ita_portal.data_files import BrokenDataFile
from organizations.holidays import holiday_paths, load_holidays, read_holidays


class Command(BaseCommand):
    help = "Load the public holidays of fixtures/holidays; days that are known already stay as they are."

    def handle(self, *args, **options):
        try:
            added = sum(load_holidays(read_holidays(path)) for path in holiday_paths())
        except BrokenDataFile as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"วันหยุดราชการ: เพิ่ม {added} วัน" if added else "วันหยุดราชการ: เป็นปัจจุบันอยู่แล้ว")
