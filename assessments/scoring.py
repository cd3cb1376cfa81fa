"""The arithmetic of ITA scores: pure, Decimal, without a database.

A framework is a tree of `Element`s (total → instruments → parts or indicators → groups → questions). `evaluate` puts the
official figures of one assessment on the tree and gives a tree of `Figure`s. Every total the portal shows, on screen,
in a sheet or on paper, comes from here.

Rules (domain facts of the years 2564–2568, confirmed against published reports):
- a figure is the weighted mean of its children; which children and which weights is data of the framework;
- computed figures go up exactly: from the children's computed figures, or a child's official figure where it has no
  computed one; one missing child leaves the parent without a computed figure;
- figures are rounded once, at the edge, to two decimals, half up; levels are judged on rounded figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices

FULL_SCORE = Decimal(100)
FULL_SHARE = Decimal(1)
CENT = Decimal("0.01")
TOLERANCE = CENT  # official figures are rounded at each level by their publisher
# Means of two-decimal figures are fractions; 28 digits keep them to about 1e-25. Cutting at 1e-12 first gives an exact
# half its exact half again, so that half-up rounding is not undone by the last digit.
NOISE = Decimal("1e-12")


class Aggregation(TextChoices):
    MEAN_OF_INDICATORS = "mean_of_indicators", "ค่าเฉลี่ยของตัวชี้วัด"
    MEAN_OF_PARTS = "mean_of_parts", "ค่าเฉลี่ยของส่วน"
    MEAN_OF_ITEMS = "mean_of_items", "ค่าเฉลี่ยของข้อ"
    MEAN_OF_GROUPS = "mean_of_groups", "ค่าเฉลี่ยของหัวข้อย่อย"


class Level(TextChoices):
    TOTAL = "total", "คะแนนรวม"
    INSTRUMENT = "instrument", "เครื่องมือ"
    PART = "part", "ส่วน"
    INDICATOR = "indicator", "ตัวชี้วัด"
    INDICATOR_PART = "indicator_part", "ส่วนของตัวชี้วัด"
    GROUP = "group", "หัวข้อย่อย"
    QUESTION = "question", "ข้อคำถาม"


@dataclass(frozen=True)
class Element:
    """One figure a framework knows, and what it is the mean of.

    `weight` counts among the siblings. `alternative` is a second way to the same figure, taken when the first has gaps
    (EIT is the mean of its two parts; where only indicators were published, the mean of those is the same).
    """

    key: str
    level: Level
    label: str
    weight: Decimal = Decimal(1)
    children: tuple["Element", ...] = ()
    alternative: tuple["Element", ...] = ()


@dataclass(frozen=True)
class Figure:
    """An element with its figures. `exact` is unrounded; `computed` and `official` have two decimals."""

    element: Element
    official: Decimal | None
    exact: Decimal | None
    expected: Decimal | None  # what the children's official figures give: the working behind `difference`
    children: tuple["Figure", ...] = ()
    other_way: tuple["Figure", ...] = ()  # the branch the mean was not taken from, for reading

    @property
    def computed(self):
        """The computed figure rounded to two decimals, or None."""
        return round_score(self.exact)

    @property
    def value(self):
        """What counts where one figure is wanted: the official one, else the computed one."""
        return self.official if self.official is not None else self.computed

    @property
    def difference(self):
        """Official minus expected where they are more than 0.01 apart, else None: said once, where it arises."""
        if self.official is None or self.expected is None:
            return None
        difference = self.official - round_score(self.expected)
        return difference if abs(difference) > TOLERANCE else None

    def walk(self):
        """This figure and all below it, on either branch, parents first. A question of a part may come twice."""
        yield self
        for child in (*self.children, *self.other_way):
            yield from child.walk()

    def indicators(self):
        """The figures of the indicators below, in official order."""
        found = {
            figure.element.key: figure for figure in self.walk() if figure.element.level == Level.INDICATOR
        }
        return sorted(found.values(), key=lambda figure: int(figure.element.key))


def round_score(value):
    """Two decimals, half up; None stays None. The only rounding of scores in the portal."""
    if value is None:
        return None
    return value.quantize(NOISE, ROUND_HALF_UP).quantize(CENT, ROUND_HALF_UP)


def evaluate(element: Element, official: Mapping[str, Decimal]) -> Figure:
    """Put official figures (0–100, by element key) on the tree of a framework.

    Keys the tree does not know are ignored; absent keys and None mean: not published.
    """
    children = tuple(evaluate(child, official) for child in element.children)
    other_way = tuple(evaluate(child, official) for child in element.alternative)
    if not _complete(children) and _complete(other_way):
        children, other_way = other_way, children
    return Figure(
        element=element,
        official=official.get(element.key),
        exact=_mean(children, lambda figure: figure.official if figure.exact is None else figure.exact),
        expected=_mean(children, lambda figure: figure.exact if figure.official is None else figure.official),
        children=children,
        other_way=other_way,
    )


def _complete(figures):
    return bool(figures) and all(figure.value is not None for figure in figures)


def _mean(figures, pick):
    """Weighted mean of the picked values; None without children or when one value is missing."""
    if not _complete(figures):
        return None
    weights = sum(figure.element.weight for figure in figures)
    return sum(pick(figure) * figure.element.weight for figure in figures) / weights


# -- Levels ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RatingLevel:
    """A level of a year's scheme: at least `minimum_total`, and every instrument at least `minimum_instrument`."""

    name: str
    minimum_total: Decimal
    minimum_instrument: Decimal | None = None


@dataclass(frozen=True)
class Shortfall:
    """What keeps a result from a level: the figure, what it is and what it would have to be (two decimals)."""

    label: str
    value: Decimal
    needed: Decimal

    @property
    def missing(self):
        return self.needed - self.value


@dataclass(frozen=True)
class Verdict:
    """The level reached (None: cannot be told), the next better one, and what it would take."""

    level: RatingLevel | None
    better: RatingLevel | None = None
    shortfalls: tuple[Shortfall, ...] = ()


def judge(total: Figure, levels: tuple[RatingLevel, ...]) -> Verdict:
    """Judge a total against the levels of its year, best first, on computed two-decimal figures.

    A level that asks something of every instrument cannot be told while an instrument's figure is missing.
    """
    if _judged(total) is None:
        return Verdict(None)
    better = None
    for level in levels:
        if _judged(total) >= level.minimum_total:
            if level.minimum_instrument is not None and any(
                _judged(part) is None for part in _instruments(total)
            ):
                return Verdict(None)
            if not _shortfalls(total, level):
                return Verdict(level, better, _shortfalls(total, better) if better else ())
        better = level
    return Verdict(None)


def _judged(figure):
    return figure.computed if figure.computed is not None else figure.official


def _instruments(total):
    return [figure for figure in total.children if figure.element.level == Level.INSTRUMENT]


def _shortfalls(total, level):
    """What keeps the total from the level; instruments whose figure is missing are passed over."""
    figures = [(total, level.minimum_total)]
    if level.minimum_instrument is not None:
        figures += [
            (part, level.minimum_instrument) for part in _instruments(total) if _judged(part) is not None
        ]
    return tuple(
        Shortfall(figure.element.label, _judged(figure), needed)
        for figure, needed in figures
        if _judged(figure) < needed
    )


# -- Explanations ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """How many points of the total one figure costs by not being 100 (exact; round at the edge)."""

    figure: Figure
    points: Decimal


def costs(total: Figure) -> list[Cost]:
    """The finest known figures below 100, dearest first: what each takes from the total."""
    found = [Cost(figure, (FULL_SCORE - figure.value) * share) for figure, share in finest(total)]
    return sorted((cost for cost in found if cost.points > 0), key=lambda cost: -cost.points)


def finest(figure: Figure, share: Decimal = FULL_SHARE):
    """The finest known figures that `exact` is the mean of, each with its share (the shares add up to `share`).

    A figure of which nothing complete is known below stands for itself; without a value it is left out.
    """
    if not _complete(figure.children):
        if figure.value is not None:
            yield figure, share
        return
    for child, part in shares(figure, share):
        yield from finest(child, part)


def inputs(figure: Figure):
    """The figures that `expected` is the mean of, each with its share: children as published, else what they come from."""
    if not _complete(figure.children):
        return
    for child, share in shares(figure):
        yield from [(child, share)] if child.official is not None else finest(child, share)


def shares(figure: Figure, share: Decimal = FULL_SHARE):
    """The children of a figure, each with its share of the mean (the shares add up to `share`)."""
    weights = sum(child.element.weight for child in figure.children)
    return [(child, share * child.element.weight / weights) for child in figure.children]


def explain(figure: Figure, weight: Decimal | None = None) -> dict:
    """The tree of figures and weights behind a figure, as plain data: scores are two-decimal strings or None.

    `weight` is the figure's share of its parent in percent (two decimals).
    """
    total_weight = sum(child.element.weight for child in figure.children)
    node = {
        "key": figure.element.key,
        "level": figure.element.level.value,
        "label": figure.element.label,
        "weight": _text(weight),
        "official": _text(figure.official),
        "computed": _text(figure.computed),
        "difference": _text(figure.difference),
    }
    if figure.children:
        node["children"] = [
            explain(child, child.element.weight / total_weight * FULL_SCORE) for child in figure.children
        ]
    if figure.other_way:
        node["other_way"] = [explain(other) for other in figure.other_way]
    return node


def _text(value):
    return None if value is None else f"{round_score(value):.2f}"
