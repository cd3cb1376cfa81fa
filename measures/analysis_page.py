"""What the analysis workspace shows: every score with its band, what was said of it and what was decided."""

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.http import urlencode

from assessments.bands import Band
from assessments.last_year import figures_of_last_year
from assessments.models import Analysis, Indicator
from assessments.score_tree import frameworks_with_tree
from assessments.subjects import Subject
from measures.coverage import Coverage, Decision, coverage_of, name_of, naming_of


class Show(TextChoices):
    """What the list is narrowed to; kept in the address."""

    ALL = "all", "ทั้งหมด"
    UNDECIDED = "undecided", "ยังไม่ตัดสินใจ"
    DRAFT = "draft", "ร่าง"
    FIX = Band.FIX.value, Band.FIX.label
    DEVELOP = Band.DEVELOP.value, Band.DEVELOP.label
    STRENGTH = Band.STRENGTH.value, Band.STRENGTH.label

    @classmethod
    def of(cls, value):
        """The member an address names; all where it names none."""
        return cls(value) if value in cls.values else cls.ALL


@dataclass(frozen=True)
class ScoreLine:
    """One figure of a subject: of a part, or its only one; last year's and the change where they are known."""

    part: str
    score: Decimal
    previous: Decimal | None = None

    @property
    def change(self):
        return None if self.previous is None else self.score - self.previous


@dataclass(frozen=True)
class Row:
    """A question, or an indicator without question scores, in the workspace."""

    decision: Decision
    lines: tuple[ScoreLine, ...]
    analyses: tuple[Analysis, ...]
    address: str  # where its analysis is written
    said_with: str = ""  # the row above that the same analysis stands under already

    @property
    def subject(self) -> Subject:
        return self.decision.subject

    @property
    def key(self):
        """The code of the question, or the number of the indicator, as forms name it."""
        return self.subject.row.code if self.subject.is_question else str(self.subject.row.number)

    @property
    def name(self):
        return name_of(self.subject)

    @property
    def wording(self):
        """What was asked; last year's words where this year's are not known yet, "" for an indicator."""
        row = self.subject.row
        if not self.subject.is_question:
            return ""
        return row.text or (row.continues.text if row.continues else "")

    @property
    def analysis(self):
        """The analysis that opens for this row, or None."""
        return self.analyses[0] if self.analyses else None

    @property
    def is_draft(self):
        return any(analysis.is_draft for analysis in self.analyses)

    def is_shown(self, show):
        """True when the row belongs to what the list is narrowed to."""
        if show == Show.UNDECIDED:
            return self.decision.is_undecided
        if show == Show.DRAFT:
            return self.is_draft
        return show == Show.ALL or self.subject.band == show


@dataclass(frozen=True)
class Block:
    """An indicator with its rows that are shown; `analyses` are those of the indicator as a whole."""

    indicator: Indicator
    score: Decimal | None
    rows: tuple[Row, ...]
    analyses: tuple[Analysis, ...] = ()

    @property
    def left_count(self):
        return sum(row.decision.is_undecided for row in self.rows)

    @property
    def is_open(self):
        """Open where something waits: a decision, a draft to read, or an analysis to write."""
        return any(row.decision.is_undecided or row.is_draft or not row.analyses for row in self.rows)


@dataclass(frozen=True)
class Workspace:
    coverage: Coverage
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]
    filters: tuple[tuple[Show, int], ...]
    year_before: int | None

    @property
    def drafts(self):
        """The drafts in the order of the rows, each once."""
        analyses = (analysis for row in self.rows for analysis in row.analyses if analysis.is_draft)
        return list(dict.fromkeys(analyses))

    @property
    def bare_count(self):
        """How many rows nothing was written about."""
        return sum(not row.analyses for row in self.rows)

    @property
    def next_row(self):
        """Where to go on: the first row that waits for a decision, else the first draft; None when all is done."""
        return next_to_decide(self.rows)

    def chosen(self, keys):
        """The questions and indicators of these keys."""
        return [row.subject.row for row in self.rows if row.key in {*keys}]


def read_workspace(assessment, show=Show.ALL):
    """Everything the workspace says about an assessment, in a constant number of queries."""
    analyses = list(assessment.analyses.in_print_order())
    coverage = coverage_of(assessment, analyses)
    lines, year_before = _score_lines(assessment)
    namings = [(analysis, naming_of(analysis)) for analysis in analyses]
    rows = tuple(
        _row(decision, lines[decision.subject.row], namings, lambda *of: _address(assessment, show, *of))
        for decision in coverage.decisions
    )
    shown = [row for row in rows if row.is_shown(show)]
    return Workspace(
        coverage=coverage,
        rows=rows,
        blocks=tuple(_blocks(shown, lines, analyses)),
        filters=_filters(rows),
        year_before=year_before,
    )


def workspace_address(assessment, show=Show.ALL, row=None):
    """The address of the workspace, narrowed to `show`, at a row."""
    address = reverse("measures:analysis", args=[assessment.organization.slug, assessment.year])
    query = "" if show == Show.ALL else f"?show={show}"
    return f"{address}{query}{f'#row-{row.key}' if row else ''}"


def next_to_decide(rows, after=None, show=Show.ALL):
    """The next row that waits for a decision, else the next draft, after those of the analysis `after`, around the end.

    Only rows of what the list is narrowed to; None when nothing waits there.
    """
    rows = list(rows)
    places = [place for place, row in enumerate(rows) if after in row.analyses]
    start = places[-1] + 1 if places else 0
    around = [row for row in rows[start:] + rows[:start] if row.is_shown(show)]
    waiting = [row for row in around if row.decision.is_undecided] or [row for row in around if row.is_draft]
    return next((row for row in waiting if after not in row.analyses), None)


# -- Pieces ----------------------------------------------------------------------------------------


def _row(decision, lines, namings, address_of):
    about = tuple(analysis for analysis, naming in namings if _is_about(naming, decision.subject))
    return Row(decision, lines, about, address_of(decision.subject, about))


def _address(assessment, show, subject, analyses):
    """Where a row is written about: the analysis there is, else a new one; the list stays narrowed to `show`."""
    place = [assessment.organization.slug, assessment.year]
    query = {} if show == Show.ALL else {"show": show.value}
    if analyses:
        address = reverse("measures:edit_analysis", args=[*place, analyses[0].pk])
    else:
        address = reverse("measures:new_analysis", args=place)
        query = {
            **({"question": subject.row.code} if subject.is_question else {"indicator": subject.row.number}),
            **query,
        }
    return f"{address}?{urlencode(query)}" if query else address


def _is_about(naming, subject):
    """A question is told by the analyses that name it, an indicator by all that is said of it."""
    return naming.names(subject) and (not subject.is_question or bool(naming.questions))


def _blocks(rows, lines, analyses):
    by_indicator = {}
    for row in rows:
        by_indicator.setdefault(row.subject.indicator, []).append(row)
    for indicator, own in by_indicator.items():
        whole = [
            analysis
            for analysis in analyses
            if analysis.indicator_id == indicator.pk
            and not analysis.questions.all()
            and own[0].subject.is_question
        ]
        score = lines[indicator][0].score if indicator in lines else None
        yield Block(indicator, score, tuple(_said_once(own)), tuple(whole))


def _said_once(rows):
    """The rows with the same analysis as the row above refer to it."""
    above, name = (), ""
    for row in rows:
        if row.analyses and row.analyses == above:
            yield replace(row, said_with=name)
            continue
        above, name = row.analyses, row.name
        yield row


def _filters(rows):
    counts = Counter(show for row in rows for show in Show if row.is_shown(show))
    return tuple((show, counts[show]) for show in Show)


def _score_lines(assessment):
    """({question or indicator: its figures beside last year's}, last year or None)."""
    framework = frameworks_with_tree().get(pk=assessment.framework_id)
    year, previous = figures_of_last_year(assessment, framework)
    lines = {}
    scores = assessment.question_scores.filter(official__isnull=False).select_related("question", "part")
    for score in scores:
        line = ScoreLine(score.part.name if score.part else "", score.official, previous.get(score.key))
        lines.setdefault(score.question, []).append(line)
    for score in assessment.indicator_scores.select_related("indicator"):
        value = score.official if score.official is not None else score.computed
        lines[score.indicator] = [ScoreLine("", value, previous.get(score.key))]
    return {row: tuple(own) for row, own in lines.items()}, year
