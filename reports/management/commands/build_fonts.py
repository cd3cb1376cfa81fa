from django.core.management.base import BaseCommand

from reports import paper_font, web_font


class Command(BaseCommand):
    help = "Derive the paper font and the font of the pages from Sarabun into var/fonts/; quick when they are there already."

    def handle(self, *args, **options):
        built = [paper_font.build(), web_font.build()]
        self.stdout.write("สร้างแบบอักษรสำหรับพิมพ์และสำหรับหน้าเว็บแล้ว" if any(built) else "แบบอักษรเป็นปัจจุบันอยู่แล้ว")
