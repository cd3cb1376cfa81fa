from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.composition import CannotCompose, compose, find_organization


class Command(BaseCommand):
    help = (
        "Render a document: render_report ORG YEAR KIND -o FILE. FILE ends in .pdf, .docx or .html. "
        "YEAR is the year of the results for analysis and memo, of the plan for measure_plan, "
        "progress and the interim reports progress-3, progress-6 and progress-9."
    )

    def add_arguments(self, parser):
        parser.add_argument("organization")
        parser.add_argument("year", type=int)
        parser.add_argument("kind")
        parser.add_argument("-o", "--output", required=True, type=Path)

    def handle(self, *args, organization, year, kind, output, **options):
        writers = {
            ".pdf": lambda paper: paper.pdf(),
            ".docx": lambda paper: paper.docx(),
            ".html": lambda paper: paper.html().encode(),
        }
        if output.suffix not in writers:
            raise CommandError(f"ชื่อแฟ้ม {output} ต้องลงท้ายด้วย {' หรือ '.join(writers)}")
        try:
            paper = compose(
                find_organization(organization),
                year,
                kind,
                rows=lambda model: model.objects.unscoped("a command on the server prints for its operator"),
            )
        except CannotCompose as reason:
            raise CommandError(str(reason)) from None
        output.write_bytes(writers[output.suffix](paper))
        self.stdout.write(f"เขียน {output} แล้ว")
