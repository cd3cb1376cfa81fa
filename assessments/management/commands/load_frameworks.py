from django.core.management.base import BaseCommand, CommandError

from assessments.framework_files import framework_paths, load_framework, read_framework
from assessments.models import Assessment
from assessments.workflow import refresh_computed
from ita_portal.data_files import BrokenDataFile


class Command(BaseCommand):
    help = "Load the assessment frameworks of fixtures/frameworks; loading twice changes nothing."

    def handle(self, *args, **options):
        try:
            contents = [read_framework(path) for path in framework_paths()]
            loaded = [load_framework(content) for content in contents]
        except BrokenDataFile as error:
            raise CommandError(str(error)) from None
        for framework, changed in loaded:
            self.stdout.write(f"{framework}: {'โหลดแล้ว' if changed else 'เป็นปัจจุบันอยู่แล้ว'}")
            if changed:
                for assessment in Assessment.objects.filter(framework=framework):
                    refresh_computed(assessment)
