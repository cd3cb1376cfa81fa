from django.core.management.base import BaseCommand

from reports import paper_font


class Command(BaseCommand):
    help = "Derive the paper font from Sarabun into var/fonts/; quick when it is there already."

    def handle(self, *args, **options):
        built = paper_font.build()
        self.stdout.write("สร้างแบบอักษรสำหรับพิมพ์แล้ว" if built else "แบบอักษรสำหรับพิมพ์เป็นปัจจุบันอยู่แล้ว")
