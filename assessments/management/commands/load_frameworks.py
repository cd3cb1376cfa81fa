from django.core.management.base import BaseCommand, CommandError

from assessments.framework_files import CorrectedInThePortal, framework_paths, load_framework, read_framework
from assessments.models import Assessment
from assessments.workflow import refresh_computed
from ita_portal.data_files import BrokenDataFile


class Command(BaseCommand):
    help = "Load the assessment frameworks of fixtures/frameworks; loading twice changes nothing."

    def handle(self, *args, **options):
        try:
            contents = [read_framework(path) for path in framework_paths()]
            for content in contents:
                self._load(content)
        except BrokenDataFile as error:
            raise CommandError(str(error)) from None

    def _load(self, content):
        try:
            framework, changed = load_framework(content)
        except CorrectedInThePortal as reason:
            self.stdout.write(str(reason))
            return
        self.stdout.write(f"{framework}: {'โหลดแล้ว' if changed else 'เป็นปัจจุบันอยู่แล้ว'}")
        if changed:
            for assessment in Assessment.objects.filter(framework=framework):
                refresh_computed(assessment)
