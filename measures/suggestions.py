"""What a plan still lacks: for every score below 100 that no measure answers, the measures that suit it best."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from assessments.closeness import closeness, is_same_indicator, wanted_of
from assessments.models import Analysis, Indicator
from assessments.subjects import Subject
from measures.coverage import coverage_of, naming_of
from measures.measure_content import MeasureContent, StepContent, TargetContent
from measures.measure_drafts import blank, filled_lines, title_from
from measures.models import Measure, MeasureTemplate
from organizations.models import Division

MOST_OFFERED = 3  # measures to choose from for one score


@dataclass(frozen=True)
class Owners:
    """Who carried out the measure of last year for the same question or indicator."""

    owners: tuple[Division, ...] = ()
    lead: Division | None = None
    is_all_divisions: bool = False

    @property
    def fields(self):
        """As MeasureContent takes them."""
        return vars(self)


@dataclass(frozen=True)
class Offer:
    """A measure of the library with the name of the plan's organisation filled in."""

    template: MeasureTemplate
    titles: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A score without a measure, and what could be done about it: the best measure of the library first."""

    subject: Subject
    offers: tuple[Offer, ...]
    analysis: Analysis | None
    owners: Owners
    reasons: tuple[str, ...]  # given for no measure

    @property
    def key(self):
        """As in scores: "i10" or "4"."""
        return self.subject.row.code if self.subject.is_question else str(self.subject.row.number)

    @property
    def templates(self):
        return tuple(offer.template for offer in self.offers)

    @property
    def finding(self):
        return self.analysis.text if self.analysis else ""

    @property
    def title(self):
        """From the analysis, for a score that the library knows no measure for."""
        return title_from(self.analysis.recommendation or self.analysis.finding) if self.analysis else ""

    @property
    def is_ready(self):
        """True when a measure can be made of it as it stands."""
        return bool(self.offers or self.title)

    @property
    def is_urged(self):
        """True when neither a measure nor a reason is there: the rule of coverage asks for one."""
        return not self.reasons

    @property
    def target(self):
        return TargetContent(self.subject.indicator, self.subject.row if self.subject.is_question else None)


@dataclass(frozen=True)
class IndicatorProposals:
    """The proposals for one indicator, weakest first."""

    indicator: Indicator
    proposals: tuple[Proposal, ...]

    @property
    def score(self) -> Decimal:
        return self.proposals[0].subject.score


def proposals_for(plan):
    """The proposals for a plan that grew out of a result, weakest first; in a constant number of queries.

    [] for a plan that stands alone. Only measures in use: the organisation's own and the shared ones.
    """
    source = plan.source_assessment
    if source is None:
        return []
    analyses = list(source.analyses.prefetch_related("questions"))
    lacking = [row for row in coverage_of(source, analyses).needed if not row.measures]
    wanted = wanted_of(source.framework, [row.subject.row for row in lacking])
    templates = _templates_near(plan, wanted.values())
    earlier = _measures_of_last_year(plan)
    found = [
        Proposal(
            subject=decision.subject,
            offers=tuple(_offer(row, plan) for row in _best_first(templates, wanted[decision.subject.row])),
            analysis=_analysis_of(analyses, decision.subject),
            owners=_owners_of(earlier, wanted[decision.subject.row]),
            reasons=decision.reasons,
        )
        for decision in lacking
    ]
    return sorted(found, key=lambda row: row.subject.score)


def by_indicator(proposals):
    """The proposals grouped by indicator; the indicator with the weakest score first."""
    groups = {}
    for proposal in proposals:
        groups.setdefault(proposal.subject.indicator, []).append(proposal)
    return [IndicatorProposals(indicator, tuple(rows)) for indicator, rows in groups.items()]


def contents_of(plan, chosen):
    """The measures that the chosen proposals become: [MeasureContent].

    `chosen` pairs a proposal with one of its templates (None: its own title). Proposals of one indicator with the same
    template become one measure that answers them all.
    """
    groups = {}
    for proposal, template in chosen:
        alone = (proposal.key, None)
        groups.setdefault((proposal.subject.indicator.pk, template.pk) if template else alone, []).append(
            (proposal, template)
        )
    return [
        _content(plan, [proposal for proposal, _ in group], group[0][1])
        for group in groups.values()
        if group[0][1] or group[0][0].title
    ]


def _content(plan, proposals, template) -> MeasureContent:
    """One measure for these proposals, over the whole fiscal year."""
    first = proposals[0]
    findings = dict.fromkeys(row.finding for row in proposals if row.finding)
    owners = next((row.owners for row in proposals if row.owners != Owners()), Owners())
    said = {
        "targets": tuple(row.target for row in proposals),
        "finding": "\n".join(findings),
        **owners.fields,
    }
    if template is None:
        return blank(plan, titles=(first.title,), **said)
    return blank(
        plan,
        titles=tuple(filled_lines(template.titles, plan)),
        kind=template.kind,
        steps=tuple(StepContent(line) for line in filled_lines(template.steps, plan)),
        target="\n".join(filled_lines(template.target, plan)),
        follow_up="\n".join(filled_lines(template.follow_up, plan)),
        drafted_from=template,
        **said,
    )


# -- Reading ---------------------------------------------------------------------------------------


def _templates_near(plan, wanted):
    """The measures of the library that may suit any of what is wanted."""
    wanted = list(wanted)
    about = Q(question__in={pk for row in wanted for pk in row.question_pks}) | Q(
        indicator__number__in={row.indicator.number for row in wanted}
    )
    usable = Q(organization=plan.organization_id) | Q(organization=None)
    rows = MeasureTemplate.objects.unscoped("measures of the plan's own organisation, and the shared ones")
    return list(rows.in_use().filter(about, usable).select_related("indicator__framework"))


def _best_first(templates, wanted):
    """The nearest first; at equal nearness the office's own before the shared ones, then those of the nearer year."""
    fitting = []
    for template in templates:
        if found := closeness(template, wanted):
            exactness, years = found
            fitting.append(((exactness, template.is_shared, years, template.pk), template))
    return [template for _, template in sorted(fitting, key=lambda pair: pair[0])[:MOST_OFFERED]]


def _offer(template, plan):
    return Offer(template, *(tuple(filled_lines(text, plan)) for text in (template.titles, template.steps)))


def _analysis_of(analyses, subject):
    """The analysis that names the question, else the one of the indicator as a whole."""
    naming = [row for row in analyses if naming_of(row).names(subject)]
    return min(naming, key=lambda row: not naming_of(row).questions, default=None)


def _measures_of_last_year(plan):
    rows = Measure.objects.unscoped("measures of the plan's own organisation").standing()
    rows = rows.filter(organization=plan.organization_id, plan__fiscal_year=plan.fiscal_year - 1)
    return list(rows.prefetch_related("targets__indicator", "owners__division"))


def _owners_of(measures, wanted):
    """The owners of the first measure of last year for the same question, else for the same indicator."""
    for fits in (_names_question, _names_indicator):
        for measure in measures:
            if any(fits(target, wanted) for target in measure.targets.all()):
                return _owners(measure)
    return Owners()


def _names_question(target, wanted):
    return target.question_id is not None and target.question_id in wanted.question_pks


def _names_indicator(target, wanted):
    return target.question_id is None and is_same_indicator(target.indicator, wanted.indicator)


def _owners(measure):
    if measure.is_all_divisions:
        return Owners(is_all_divisions=True)
    rows = list(measure.owners.all())
    return Owners(
        tuple(row.division for row in rows), next((row.division for row in rows if row.is_lead), None)
    )
