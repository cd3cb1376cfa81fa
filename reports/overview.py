"""Where an organisation stands in a year: everything the overview says, each figure with the place of its rows.

`year` is the year of the result; the plan made from it is that of the year after. Everything is read as one person may
see it: members see work in progress, an overseer what is confirmed, adopted and issued.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Exists, OuterRef, When
from django.urls import reverse

from assessments.models import Assessment
from assessments.page_content import ResultReading, read_result
from assessments.score_tree import read_figures
from ita_portal.thai_text import to_thai_digits
from measures.models import Measure, MeasurePlan, ProgressSummary
from organizations.models import Organization
from reports.charts import Bar, Chart, HeatMap, Tile, TileRow, Trend, shade_of, trend_of
from reports.models import OF_A_PLAN, Document, DocumentKind, DocumentStatus, Publication
from reports.plan_figures import PlanFigures, plan_figures
from reports.public_pages import ANSWERING
from reports.year_steps import YearFacts, YearStep, steps_of

MARKS = {DocumentStatus.DRAFT: "mark--warn", DocumentStatus.ROUTING: "mark--info"}  # the others are done


@dataclass(frozen=True)
class Standing:
    """The result of the year in figures and charts; `previous` is the result of the year before, None where unknown."""

    assessment: Assessment
    result: ResultReading
    previous: Assessment | None
    instruments: Chart
    indicators: Chart
    heat_map: HeatMap

    @property
    def change(self):
        """The total less that of the year before, None where one of them is not known."""
        totals = (self.assessment.total, self.previous and self.previous.total)
        return None if None in totals else totals[0] - totals[1]

    @property
    def target(self):
        """What every figure needs for the next better level (0–100); None where there is none to tell."""
        better = self.result.verdict.better
        return better and (better.minimum_instrument or better.minimum_total)

    @property
    def below_target(self):
        """The indicators below the target, weakest first."""
        below = [bar for bar in self.indicators.bars if self.target and bar.value is not None]
        return sorted((bar for bar in below if bar.value < self.target), key=lambda bar: bar.value)

    @property
    def moved(self):
        """The indicators that changed, the greatest change first."""
        changed = [bar for bar in self.indicators.bars if bar.change]
        return sorted(changed, key=lambda bar: -abs(bar.change))


@dataclass(frozen=True)
class DocumentLine:
    """A document of the year, or one that could be made; `state` is its own, in words."""

    kind: DocumentKind
    year: int
    state: str
    mark: str
    address: str


@dataclass(frozen=True)
class Overview:
    """One organisation in one year; what there is not is None or empty."""

    organization: Organization
    year: int
    today: date
    standing: Standing | None
    steps: tuple[YearStep, ...]
    trend: Trend
    plans: list[PlanFigures] = field(
        default_factory=list
    )  # that of the year after first, then that of the year
    documents: list[DocumentLine] = field(default_factory=list)

    @property
    def late(self):
        """The late measures of both plans, the longest late first."""
        return sorted((row for plan in self.plans for row in plan.late), key=lambda row: row.next_due)

    @property
    def coming(self):
        """Whatever of the adopted plans is due today or later, the nearest first."""
        adopted = (plan for plan in self.plans if plan.plan.is_adopted)
        rows = (row for plan in adopted for row in plan.rows if row.next_due and row.next_due >= self.today)
        return sorted(rows, key=lambda row: row.next_due)

    @property
    def has_something_to_ask_about(self):
        """A result, or a measure of the year: what `reports:ask` offers."""
        return self.standing is not None or any(
            row.standing_count for row in self.plans if row.plan.fiscal_year == self.year
        )

    @property
    def document_counts(self):
        """[(state in words, how many)] of the documents there are."""
        return list(Counter(line.state for line in self.documents).items())

    @property
    def is_empty(self):
        return self.standing is None and not self.plans and not self.documents


def read_overview(organization, year, user, today, *, is_member):
    """The Overview of a year, in a number of queries that depends on neither measures nor years.

    `is_member`: the person works for the organisation, so is shown the work as well.
    """
    results = Assessment.objects.visible_to(user).for_page().filter(organization=organization)
    by_year = {row.year: row for row in results}
    standing = read_standing(by_year[year], by_year.get(year - 1)) if year in by_year else None
    plans = _plans(organization, year, user, today)
    documents = _documents(organization, year, user)
    return Overview(
        organization=organization,
        year=year,
        today=today,
        standing=standing,
        steps=steps_of(
            _facts(year, user, standing, plans, documents),
            _addresses(organization, year, standing, plans, is_member=is_member),
        ),
        trend=_trend(by_year, standing),
        plans=plans,
        documents=[_line(row, organization, is_member) for row in documents],
    )


def latest_year(organization, user):
    """The year of the latest result the person may read, else that of the latest plan; None where there is neither.

    A result of which no total is known yet comes after all that have one: it has nothing to tell.
    """
    results = Assessment.objects.visible_to(user).filter(organization=organization)
    known = Case(When(official_total=None, computed_total=None, then=0), default=1)
    years = results.order_by(known.desc(), "-framework__year").values_list("framework__year", flat=True)
    latest = years.first()
    if latest is not None:
        return latest
    plans = MeasurePlan.objects.visible_to(user).filter(organization=organization)
    return plans.order_by("-fiscal_year").values_list("fiscal_year", flat=True).first()


def read_standing(assessment, before):
    """The Standing of an assessment in hand; `before` is the result of the year before, None where there is none."""
    previous = before if before and None not in (before.total, assessment.total) else None
    known = read_figures(*filter(None, (assessment, previous)))
    result = read_result(assessment, known[assessment.pk])
    then = _figures_before(known[previous.pk].total) if previous else {}
    lines = tuple(result.lines)
    return Standing(
        assessment=assessment,
        result=result,
        previous=previous,
        instruments=Chart("คะแนนแต่ละเครื่องมือ", tuple(_instrument_bars(result, then)), lines),
        indicators=Chart("คะแนนแต่ละตัวชี้วัด", tuple(_indicator_bars(assessment, result, then)), lines),
        heat_map=HeatMap("คะแนนรายข้อ", tuple(_tile_rows(assessment, result))),
    )


# -- Charts of the result --------------------------------------------------------------------------


def _figures_before(total):
    """Last year's figures by code of the instrument and by name of the indicator, as names last and numbers do not."""
    instruments = {figure.element.key: figure.value for figure in total.children}
    return instruments | {figure.element.label: figure.value for figure in total.indicators()}


def _instrument_bars(result, before):
    for reading in result.instruments:
        code = reading.instrument.code
        yield Bar(code, reading.figure.value, code, before.get(code))


def _indicator_bars(assessment, result, before):
    for reading in result.indicators:
        row = reading.indicator
        names = (row.name, *row.aliases)
        yield Bar(
            label=f"{row.number}. {row.name}",
            value=reading.figure.value,
            subject=reading.instrument.code,
            before=next((before[name] for name in names if name in before), None),
            address=_indicator_address(assessment, row),
        )


def _tile_rows(assessment, result):
    for reading in result.indicators:
        tiles = tuple(_tile(question, assessment.band_limits) for question in reading.questions)
        if any(tile.scores for tile in tiles):
            label = f"{reading.indicator.number}. {reading.indicator.name}"
            yield TileRow(label, _indicator_address(assessment, reading.indicator), tiles)


def _tile(reading, limits):
    scores = tuple(figure.value for _, figure in reading.scores if figure.value is not None)
    return Tile(
        code=reading.question.code,
        text=reading.question.text,
        value=min(scores, default=None),
        scores=scores,
        shade=shade_of(scores, limits),
    )


def _indicator_address(assessment, indicator):
    return reverse(
        "assessments:indicator", args=[assessment.organization.slug, assessment.year, indicator.number]
    )


def _trend(by_year, standing):
    """The totals of all years the person may read, without gaps in the years."""
    span = range(min(by_year), max(by_year) + 1) if by_year else ()
    years = [
        (
            to_thai_digits(str(year)),
            by_year[year].total if year in by_year else None,
            by_year[year].get_absolute_url() if year in by_year else "",
        )
        for year in span
    ]
    return trend_of("คะแนนรวมแต่ละปี", years, standing.result.lines if standing else ())


# -- Plans, steps, documents -----------------------------------------------------------------------


def _plans(organization, year, user, today):
    plans = MeasurePlan.objects.visible_to(user).for_page().filter(organization=organization)
    rows = plans.filter(fiscal_year__in=(year, year + 1)).with_measures().order_by("-fiscal_year")
    return [plan_figures(row, today=today) for row in rows]


def _facts(year, user, standing, plans, documents):
    following = next((row for row in plans if row.plan.fiscal_year == year + 1), None)
    drafts = [row.is_draft for row in standing.result.analyses] if standing else []
    public = {
        row.kind for row in documents if row.is_public and row.fiscal_year == year + (row.kind in OF_A_PLAN)
    }
    return YearFacts(
        year=year,
        has_total=standing is not None and standing.assessment.total is not None,
        is_confirmed=standing is not None and standing.assessment.is_confirmed,
        analysis_count=len(drafts),
        draft_count=sum(drafts),
        plan_status=following.plan.status if following else "",
        measure_count=following.standing_count if following else 0,
        open_count=following.open_count if following else 0,
        silent_count=_silent_count(following.plan, user) if following else 0,
        documents_to_publish=len(ANSWERING),
        published_count=sum(public.intersection(kinds) != set() for kinds in ANSWERING.values()),
    )


def _addresses(organization, year, standing, plans, *, is_member):
    """Where each step is done, as far as this person may open it."""
    following = next((row for row in plans if row.plan.fiscal_year == year + 1), None)
    found = {}
    if standing:
        found["scores"] = standing.assessment.get_absolute_url()
        if is_member:
            found["analysis"] = reverse("measures:analysis", args=[organization.slug, year])
            found["plan"] = reverse("measures:plan", args=[organization.slug, year + 1])
    if following:
        found["plan"] = following.plan.get_absolute_url()
        found["board"] = following.board_address
        found["documents"] = reverse("reports:documents", args=[organization.slug, year + 1])
    return found


def _silent_count(plan, user):
    """Standing measures of which no result is written to print."""
    told = ProgressSummary.objects.visible_to(user).filter(measure__plan=plan)
    standing = Measure.objects.visible_to(user).standing().filter(plan=plan)
    return standing.exclude(pk__in=told.values("measure")).count()


def _documents(organization, year, user):
    """The documents on the result of the year, and those of the plans shown; `is_public` while one is in force."""
    rows = Document.objects.visible_to(user).filter(organization=organization, fiscal_year__in=(year, year + 1))
    in_force = Publication.objects.published().filter(superseded_at=None, withdrawn_at=None)
    rows = rows.annotate(is_public=Exists(in_force.filter(document=OuterRef("pk"))))
    wanted = [
        row
        for row in rows.select_related("current_edition").defer("current_edition__data")
        if row.fiscal_year == year or row.kind in OF_A_PLAN
    ]
    order = list(DocumentKind)
    return sorted(wanted, key=lambda row: (row.fiscal_year, order.index(row.kind)))


def _line(document, organization, is_member):
    """A document as members see it at work; others read of what has been issued alone."""
    place = [organization.slug, document.fiscal_year]
    edition = document.current_edition
    return DocumentLine(
        kind=DocumentKind(document.kind),
        year=document.fiscal_year,
        state=document.get_status_display() if is_member else edition.get_state_display(),
        mark=MARKS.get(document.status, "mark--good") if is_member else "mark--good",
        address=reverse("reports:desk", args=[*place, document.kind])
        if is_member
        else reverse("reports:documents", args=place),
    )
