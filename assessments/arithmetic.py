"""What the page of the arithmetic says: whether figures add up, what is probably mistyped, and what would change the level.

The arithmetic is `scoring`, `respondents`, `mistyped` and `what_if`; here their answers get names and are put in order.
"""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.forms import BoundField

from assessments import mistyped, scoring, what_if
from assessments.models import Indicator
from assessments.page_content import CostReading, Working, read_costs, working_of
from assessments.respondents import Answered, Respondents, count_respondents
from assessments.score_tree import frameworks_with_tree, levels_of, officials_of, tree_of
from assessments.scoring import TOLERANCE, Figure, RatingLevel, Verdict, round_score
from assessments.what_if_forms import WhatIfForm


@dataclass(frozen=True)
class Named:
    """A figure's name on the page: code and part ("e1 (ส่วนที่ ๑)"), and what it is in words."""

    name: str
    text: str = ""
    part: str = ""
    indicator: Indicator | None = None


@dataclass(frozen=True)
class LevelRow:
    """A figure above the questions: as announced, as computed, and how the computed one comes about."""

    named: Named
    depth: int  # 0 total, 1 instrument, 2 part or indicator
    figure: Figure
    working: Working | None

    @property
    def difference(self):
        """Announced minus computed where they are more than 0.01 apart, else None."""
        if self.figure.official is None or self.figure.computed is None:
            return None
        difference = self.figure.official - self.figure.computed
        return difference if abs(difference) > TOLERANCE else None

    @property
    def agrees(self):
        return None not in (self.figure.official, self.figure.computed) and self.difference is None

    @property
    def arises_here(self):
        """True where the difference is not already one of the figures below."""
        return self.difference is not None and self.figure.difference is not None


@dataclass(frozen=True)
class SuspectReading:
    named: Named
    suspect: mistyped.Suspect
    questionnaire: str
    repairs: list[Named]


@dataclass(frozen=True)
class WrongReading:
    """One thing that is wrong, and the figures that are equally likely to be the cause."""

    suspects: list[SuspectReading]

    @property
    def repairs(self):
        """What would agree whichever of them it is."""
        first, *others = self.suspects
        return [named for named in first.repairs if all(named in other.repairs for other in others)]


@dataclass(frozen=True)
class QuestionnaireReading:
    name: str
    respondents: Respondents


@dataclass(frozen=True)
class Step:
    named: Named
    step: what_if.Raise


@dataclass(frozen=True)
class WayReading:
    way: what_if.Way
    steps: list[Step]
    question_count: int

    @property
    def query(self):
        """The address of the panel with this way tried: i10=53.64&e8/1=99.00."""
        return urlencode({key: f"{score:.2f}" for key, score in self.way.moves.items()}, safe="/")


@dataclass(frozen=True)
class Box:
    field: BoundField
    part: str
    current: Decimal


@dataclass(frozen=True)
class QuestionBoxes:
    """What is tried of one question (or indicator): one box, or one for each part."""

    code: str
    text: str
    boxes: list[Box]


@dataclass(frozen=True)
class Change:
    """A figure before and after scores were moved (computed, two decimals)."""

    named: Named
    before: Decimal
    after: Decimal

    @property
    def difference(self):
        return self.after - self.before


@dataclass(frozen=True)
class Outcome:
    """What moved scores would give: the figures that depend on them, and the level."""

    is_moved: bool
    changes: list[Change]
    before: RatingLevel | None
    verdict: Verdict


@dataclass(frozen=True)
class Arithmetic:
    """One assessment, evaluated and named."""

    total: Figure
    levels: tuple[RatingLevel, ...]
    verdict: Verdict
    names: dict[str, Named]
    rows: list[LevelRow]
    wrong: list[WrongReading]
    questionnaires: list[QuestionnaireReading]  # those whose number of respondents can be told
    dearest: list[CostReading]
    ways: list[WayReading]  # the cheapest; then the one with the fewest questions, where that is another

    @property
    def differing_count(self):
        return sum(row.difference is not None for row in self.rows)

    @property
    def compared_count(self):
        return sum(row.agrees or row.difference is not None for row in self.rows)

    @property
    def dearest_points(self):
        return round_score(sum((cost.points for cost in self.dearest), Decimal(0)))

    def form(self, address):
        """The boxes of the what-if panel for an address (a mapping of key to typed score)."""
        return WhatIfForm(self.total, address, {key: named.name for key, named in self.names.items()})

    def panel(self, form):
        """The boxes of a form, those of one question together."""
        groups = {}
        for key in form.fields:
            named = self.names[key]
            group = groups.setdefault(
                what_if.question_of(key), QuestionBoxes(self._code_of(key), named.text, [])
            )
            group.boxes.append(Box(form[key], named.part, form.current[key]))
        return list(groups.values())

    def addable(self, form):
        """(value, name) of what can be tried in addition."""
        return [(code, f"{self._code_of(code)} {self.names[code].text}".strip()) for code in form.addable]

    def _code_of(self, key):
        return self.names[what_if.question_of(key)].name

    def outcome(self, moves):
        """What the figures and the level would be with some scores moved."""
        moved = what_if.move(self.total, moves)
        before, after = _by_key(self.total), _by_key(moved)
        shown = [row for row in self.rows if row.depth < 2 or row.figure.exact != after[_key(row.figure)].exact]
        changes = [
            Change(row.named, before[_key(row.figure)].computed, after[_key(row.figure)].computed)
            for row in shown
            if None not in (before[_key(row.figure)].computed, after[_key(row.figure)].computed)
        ]
        return Outcome(bool(moves), changes, self.verdict.level, scoring.judge(moved, self.levels))


def read_arithmetic(assessment):
    """Everything the page says about an assessment, in a fixed number of queries."""
    framework = frameworks_with_tree().get(pk=assessment.framework_id)
    officials = officials_of(assessment)
    total = scoring.evaluate(tree_of(framework), officials)
    levels = levels_of(framework)
    verdict = scoring.judge(total, levels)
    names = _names(framework)
    questionnaires = questionnaires_of(framework, officials)
    told = [QuestionnaireReading(name, count_respondents(rows)) for name, rows in questionnaires.items()]
    return Arithmetic(
        total=total,
        levels=levels,
        verdict=verdict,
        names=names,
        rows=_rows(framework, total, names),
        wrong=_wrong(total, questionnaires, names),
        questionnaires=[reading for reading in told if reading.respondents.count],
        dearest=read_costs(framework, total),
        ways=_ways(total, verdict, names),
    )


def _key(figure):
    return figure.element.key


def _by_key(total):
    return {_key(figure): figure for figure in total.walk()}


def _names(framework):
    """How the page calls each figure, by key."""
    names = {"total": Named("คะแนนรวม")}
    for instrument in framework.instruments.all():
        parts = list(instrument.parts.all())
        names[instrument.code] = Named(instrument.code, instrument.name)
        for part in parts:
            names[f"{instrument.code}/{part.number}"] = Named(f"{instrument.code} {part.name}")
        for indicator in instrument.indicators.all():
            names[str(indicator.number)] = Named(f"ตัวชี้วัดที่ {indicator.number}", indicator.name, "", indicator)
            for question in indicator.questions.all():
                names[question.code] = Named(question.code, question.text, "", indicator)
                for part in parts:
                    named = Named(f"{question.code} ({part.name})", question.text, part.name, indicator)
                    names[f"{question.code}/{part.number}"] = named
    return names


def _rows(framework, total, names):
    """The total, then each instrument with its parts and its indicators."""
    figures = _by_key(total)
    places = [("total", 0)]
    for instrument in framework.instruments.all():
        places.append((instrument.code, 1))
        places += [(f"{instrument.code}/{part.number}", 2) for part in instrument.parts.all()]
        places += [(str(indicator.number), 2) for indicator in instrument.indicators.all()]
    return [
        LevelRow(names[key], depth, figures[key], working_of(figures[key]) if figures[key].children else None)
        for key, depth in places
        if key in figures
    ]


def questionnaires_of(framework, officials):
    """The scores that the same people gave, by the name of the questionnaire: an instrument, or a part of one.

    `officials` maps element keys to scores; questions without one are left out.
    """
    found = {}
    for instrument in framework.instruments.all():
        for part in list(instrument.parts.all()) or [None]:
            rows = []
            for question in (row for one in instrument.indicators.all() for row in one.questions.all()):
                key = f"{question.code}/{part.number}" if part else question.code
                if key in officials:
                    worths = tuple(Decimal(value) for value in question.allowed_values)
                    rows.append(Answered(key, officials[key], worths))
            found[f"{instrument.code} {part.name}" if part else instrument.code] = tuple(rows)
    return found


def _wrong(total, questionnaires, names):
    of = {row.key: name for name, rows in questionnaires.items() for row in rows}

    def read(suspect):
        repairs = [names[_key(figure)] for figure in suspect.repairs]
        return SuspectReading(names[_key(suspect.figure)], suspect, of.get(_key(suspect.figure), ""), repairs)

    return [
        WrongReading([read(suspect) for suspect in likeliest])
        for likeliest in mistyped.suspects(total, questionnaires)
    ]


def _ways(total, verdict, names):
    cheapest, shortest = what_if.cheapest_way(total, verdict), what_if.shortest_way(total, verdict)
    ways = [way for way in (cheapest, shortest) if way and way.raises]
    readings = [
        WayReading(
            way=way,
            steps=[Step(names[_key(step.figure)], step) for step in way.raises],
            question_count=len({what_if.question_of(key) for key in way.moves}),
        )
        for way in ways
    ]
    return readings[:1] + [way for way in readings[1:] if way.question_count < readings[0].question_count]
