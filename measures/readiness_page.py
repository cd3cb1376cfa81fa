"""The findings on a plan as its pages list them: of the plan first, then measure by measure."""

from dataclasses import dataclass

from measures.models import Measure
from measures.plan_checks import Check, Finding


@dataclass(frozen=True)
class MeasureFindings:
    """What there is to look at in one measure."""

    measure: Measure
    number: int
    findings: list[Finding]

    @property
    def blocks(self):
        return any(finding.blocks for finding in self.findings)


@dataclass(frozen=True)
class PlanFindings:
    """All findings on a plan: those of no single measure, and the measures that have some, in print order."""

    of_plan: list[Finding]
    of_measures: list[MeasureFindings]

    @property
    def all(self):
        return [*self.of_plan, *(finding for group in self.of_measures for finding in group.findings)]

    @property
    def count(self):
        return len(self.all)

    @property
    def blocking_count(self):
        return sum(finding.blocks for finding in self.all)

    @property
    def has_uncovered(self):
        """True when a score has neither a measure nor a reason."""
        return any(finding.check == Check.UNCOVERED for finding in self.of_plan)

    @property
    def advisory_count(self):
        return self.count - self.blocking_count


def grouped_findings(plan, findings):
    """The findings of `missing_before_adoption` by place; one query for the measures they name."""
    groups = {}
    for finding in findings:
        groups.setdefault(finding.measure, []).append(finding)
    measures = plan.measures.filter(pk__in=[pk for pk in groups if pk]).prefetch_related("titles")
    of_measures = [MeasureFindings(row, groups[row.pk][0].number, groups[row.pk]) for row in measures]
    return PlanFindings(groups.get(None, []), of_measures)
