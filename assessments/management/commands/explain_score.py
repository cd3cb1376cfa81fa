import json

from django.core.management.base import BaseCommand, CommandError

from assessments import scoring
from assessments.models import Assessment
from assessments.score_tree import figures_of, verdict_of


class Command(BaseCommand):
    help = "Print the tree of figures and weights behind a total: explain_score ORG YEAR [--json]."

    def add_arguments(self, parser):
        parser.add_argument("organization")
        parser.add_argument("year", type=int)
        parser.add_argument("--json", action="store_true", help="plain data; scores are two-decimal strings")

    def handle(self, *args, organization, year, **options):
        assessment = Assessment.objects.filter(organization__slug=organization, framework__year=year).first()
        if assessment is None:
            raise CommandError(f"ไม่มีผลการประเมินของ {organization} ปี {year}")
        total = figures_of(assessment)
        verdict = verdict_of(assessment, total)
        tree = scoring.explain(total)
        if options["json"]:
            tree["rating"] = {
                "official": assessment.official_rating or None,
                "computed": verdict.level.name if verdict.level else None,
            }
            self.stdout.write(json.dumps(tree, ensure_ascii=False, indent=2))
            return
        self._print(tree, 0)
        self.stdout.write(
            f"ระดับ: {assessment.official_rating or '–'} (คำนวณ: {assessment.computed_rating or '–'})"
        )

    def _print(self, node, depth):
        share = f" ×{node['weight']}%" if node["weight"] else ""
        figures = f"ประกาศ {node['official'] or '–'} คำนวณ {node['computed'] or '–'}"
        self.stdout.write(f"{'  ' * depth}{node['key']}{share}: {figures}  {node['label']}")
        for child in node.get("children", []):
            self._print(child, depth + 1)
        if "other_way" in node:
            self.stdout.write(f"{'  ' * (depth + 1)}({node['key']} อีกทางหนึ่ง)")
            for child in node["other_way"]:
                self._print(child, depth + 1)
