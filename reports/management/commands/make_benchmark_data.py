from django.core.management.base import BaseCommand, CommandError

from reports.benchmark_data import NotEmpty, make_benchmark_data


class Command(BaseCommand):
    help = "Fill an empty database with invented organisations and years, to measure pages with."

    def add_arguments(self, parser):
        parser.add_argument("--organizations", type=int, default=7850)
        parser.add_argument("--years", type=int, default=10)
        parser.add_argument(
            "--with-scores", action="store_true", help="every question's score too: millions of rows"
        )

    def handle(self, *args, **options):
        try:
            make_benchmark_data(
                options["organizations"],
                options["years"],
                with_scores=options["with_scores"],
                say=self.stdout.write,
            )
        except NotEmpty:
            raise CommandError(
                "ฐานข้อมูลนี้มีหน่วยงานอยู่แล้ว คำสั่งนี้เขียนเฉพาะลงฐานข้อมูลว่าง เพื่อไม่ให้ข้อมูลทดสอบปนกับข้อมูลจริง"
            ) from None
