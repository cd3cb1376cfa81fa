"""What if some scores were higher: figures with moved scores, and the cheapest way to a level. Pure, Decimal.

Scores are moved where they arise: at the finest known figures (questions; indicators where only these are known). Every
figure above is a weighted mean, so a point raised at one of them lifts its instrument, and the total, by a fixed share.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from assessments import scoring
from assessments.scoring import CENT, FULL_SCORE, NOISE, Figure, Level, RatingLevel, Verdict

TOTAL = "total"
# Levels are judged on rounded figures: 94.995 counts as 95.00, and `round_score` first cuts at NOISE.
ROUNDED_UP = CENT / 2 + NOISE / 2


@dataclass(frozen=True)
class Raise:
    """One figure raised from its value to a higher one; both have two decimals."""

    figure: Figure
    to: Decimal

    @property
    def points(self):
        return self.to - self.figure.value


@dataclass(frozen=True)
class Way:
    """A way to a level: what to raise, in the order in which it lifts most."""

    level: RatingLevel
    raises: tuple[Raise, ...]

    @property
    def points(self):
        """The sum of the score points raised."""
        return sum((step.points for step in self.raises), Decimal(0))

    @property
    def moves(self):
        """The new scores by key, as `move` takes them."""
        return {step.figure.element.key: step.to for step in self.raises}


def movable(total: Figure) -> list[Figure]:
    """The figures that can be moved: the finest known ones, in official order. Empty while there is no computed total."""
    return [figure for figure, _ in scoring.finest(total)] if total.exact is not None else []


def move(total: Figure, moves: Mapping[str, Decimal]) -> Figure:
    """The figures with some of the movable ones at other scores (0–100), by key; other keys are ignored.

    All figures above are computed: what was announced for them speaks of the scores as they were.
    """
    scores = {figure.element.key: figure.value for figure in movable(total)}
    return scoring.evaluate(total.element, scores | {key: moves[key] for key in scores.keys() & moves.keys()})


def question_of(key: str) -> str:
    """The question of a figure: e1 for e1/1 and e1/2."""
    return key.partition("/")[0]


# -- Ways to the next level ------------------------------------------------------------------------


def cheapest_way(total: Figure, verdict: Verdict) -> Way | None:
    """The way to the next better level that raises the fewest score points in all; None where there is none to tell.

    The optimum is exact on scores of two decimals, capped at 100. Points go where they lift most: first to what the level
    asks of each instrument, then, over all instruments, to what the total still lacks. Inside an instrument both goals
    rank the figures alike, and each further hundredth lifts as much as the one before or less; so no other choice of as
    many hundredths gets further. Of figures that lift alike the one with most room comes first: fewer are touched.
    """
    if verdict.better is None or total.exact is None:
        return None
    return _climb(verdict.better, _missing(total, verdict.better), _places(total))


def shortest_way(total: Figure, verdict: Verdict) -> Way | None:
    """The way to the next better level that touches the fewest questions; None where there is none to tell.

    Their number is exact: for each goal the questions come first that gain most when raised to 100. Those chosen are then
    raised as `cheapest_way` does; another choice of as many questions may need fewer points. Both parts of an EIT question
    count as one.
    """
    if verdict.better is None or total.exact is None:
        return None
    places = _places(total)
    chosen = _fewest_questions(_missing(total, verdict.better), places)
    kept = [place for place in places if place.question in chosen]
    return _climb(verdict.better, _missing(total, verdict.better), kept)


@dataclass(frozen=True)
class _Place:
    """A figure below 100: how far it can go, and what each point lifts (goal → share of the point)."""

    figure: Figure
    lifts: Mapping[str, Decimal]

    @property
    def question(self):
        return question_of(self.figure.element.key)

    @property
    def room(self):
        """Hundredths up to 100."""
        return int((FULL_SCORE - self.figure.value) / CENT)

    def lift(self, goal):
        """What one hundredth lifts."""
        return self.lifts.get(goal, Decimal(0)) * CENT


def _places(total):
    return [
        _Place(figure, {TOTAL: share * weight, instrument.element.key: share})
        for instrument, weight in scoring.shares(total)
        for figure, share in scoring.finest(instrument)
        if figure.value < FULL_SCORE
    ]


def _missing(total, level):
    """What each goal lacks, exactly, before it rounds to what the level asks: instruments first, the total last."""
    goals = []
    if level.minimum_instrument is not None:
        instruments = [figure for figure in total.children if figure.element.level == Level.INSTRUMENT]
        goals = [(figure, level.minimum_instrument) for figure in instruments]
    return {
        figure.element.key: needed - ROUNDED_UP - (figure.official if figure.exact is None else figure.exact)
        for figure, needed in (*goals, (total, level.minimum_total))
    }


def _climb(level, missing, places: Iterable[_Place]):
    """Raise the places until nothing is missing, each time the one that lifts the goal most."""
    raised = {}
    for goal in missing:
        for place in sorted(places, key=lambda place: (-place.lift(goal), -place.room)):
            if missing[goal] <= 0 or not place.lift(goal):
                break
            wanted = int((missing[goal] / place.lift(goal)).to_integral_value(ROUND_CEILING))
            cents = min(wanted, place.room - raised.get(place.figure.element.key, 0))
            raised[place.figure.element.key] = raised.get(place.figure.element.key, 0) + cents
            missing = {other: lacking - cents * place.lift(other) for other, lacking in missing.items()}
    figures = {place.figure.element.key: place.figure for place in places}
    raises = [Raise(figures[key], figures[key].value + cents * CENT) for key, cents in raised.items() if cents]
    return Way(level, tuple(raises))


def _fewest_questions(missing, places: Iterable[_Place]):
    """The smallest set of questions that, raised to 100, leaves nothing missing."""
    gains = {}
    for place in places:
        question = gains.setdefault(place.question, dict.fromkeys(missing, Decimal(0)))
        for goal in missing:
            question[goal] += place.room * place.lift(goal)
    chosen = set()
    for goal in missing:
        for question in sorted(gains, key=lambda question: -gains[question][goal]):
            if missing[goal] <= 0:
                break
            if question not in chosen:
                chosen.add(question)
                missing = {other: lacking - gains[question][other] for other, lacking in missing.items()}
    return chosen
