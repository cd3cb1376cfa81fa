"""The shapes of every chart, on screen and on paper: where a bar, a point, a cell begins and how long it is. Pure.

Places and lengths are percent of the drawing (0–100). Nothing is written inside a drawing: names and figures stand beside
it as text, which screens and readers can use, and every chart has its table.

The same drawings are printed. Colours stand in the shapes themselves as well, because the printer does not apply
stylesheets inside drawings; on screen the stylesheet has the last word. One hue and one hatching for each instrument, so
that they differ on black-and-white paper.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from django.db.models import TextChoices

from assessments.bands import Band
from assessments.scoring import FULL_SCORE

HUES = {"total": "#1b2430", "IIT": "#0b5a6b", "EIT": "#6f76c9", "OIT": "#d9a441"}
PASS_LINE = Decimal(85)
WHOLE = Decimal(100)
PLACES = Decimal("0.01")
TOP, BOTTOM = Decimal(8), Decimal(92)  # of a trend: a point at 100 is still drawn whole
STEP = Decimal(10)  # scales begin at tens
LEAST_RANGE = Decimal(20)  # of a trend, so that a change of 0.1 does not look like a mountain


# -- Scores as bars --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """A score 0–100 or None, what it belongs to (total, IIT, EIT, OIT), and where it leads.

    `before` is the score it is compared with; None where there is none.
    """

    label: str
    value: Decimal | None
    subject: str
    before: Decimal | None = None
    address: str = ""

    @property
    def hue(self):
        return HUES.get(self.subject, HUES["total"])

    @property
    def hatch(self):
        """The name of its hatching; the total has none."""
        return self.subject.lower() if self.subject in HUES and self.subject != "total" else ""

    @property
    def change(self):
        """Value less the one before, None where one of them is not known."""
        return None if None in (self.value, self.before) else self.value - self.before


@dataclass(frozen=True)
class Chart:
    """Bars under a title, with the limits drawn across them."""

    title: str
    bars: tuple[Bar, ...]
    limits: tuple[Decimal, ...] = ()

    @property
    def lines(self):
        """The limits that are drawn: those given, else the pass mark."""
        return self.limits or (PASS_LINE,)

    @property
    def has_before(self):
        return any(bar.before is not None for bar in self.bars)

    @property
    def instruments(self):
        """The instruments whose bars stand here, each once, for the legend."""
        return list(dict.fromkeys(bar.subject for bar in self.bars if bar.hatch))


# -- A score over the years ------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """A year of a trend; x and y are None where the score is not known."""

    label: str
    value: Decimal | None
    address: str
    x: Decimal
    y: Decimal | None


@dataclass(frozen=True)
class Stroke:
    """The line from one known year to the next."""

    x1: Decimal
    y1: Decimal
    x2: Decimal
    y2: Decimal


@dataclass(frozen=True)
class Trend:
    """Scores in the order of years. `floor` is the score at the foot of the drawing, 100 is at its head."""

    title: str
    points: tuple[Point, ...]
    strokes: tuple[Stroke, ...]
    lines: tuple[tuple[Decimal, Decimal], ...]  # (limit, y)
    floor: Decimal

    @property
    def known(self):
        return [point for point in self.points if point.value is not None]


def trend_of(title, years: Iterable[tuple[str, Decimal | None, str]], limits: Iterable[Decimal] = ()):
    """The Trend of (label, score or None, address) in the order of years. A year without a score is passed over."""
    years = list(years)
    known = [score for _, score, _ in years if score is not None]
    floor = _floor(known)
    width = WHOLE / len(years) if years else WHOLE
    points = tuple(
        Point(label, score, address, _cut(width * (place + Decimal("0.5"))), _height(score, floor))
        for place, (label, score, address) in enumerate(years)
    )
    drawn = [point for point in points if point.y is not None]
    strokes = (Stroke(one.x, one.y, other.x, other.y) for one, other in pairwise(drawn))
    lines = tuple((limit, _height(limit, floor)) for limit in limits if limit >= floor)
    return Trend(title, points, tuple(strokes), lines, floor)


def _floor(scores):
    """The ten below the lowest score, and low enough for changes to keep their size."""
    lowest = min(scores, default=FULL_SCORE - LEAST_RANGE)
    return min((lowest / STEP).to_integral_value(ROUND_FLOOR) * STEP, FULL_SCORE - LEAST_RANGE)


def _height(score, floor):
    if score is None:
        return None
    return _cut(BOTTOM - (BOTTOM - TOP) * (score - floor) / (FULL_SCORE - floor))


# -- Questions as tiles ----------------------------------------------------------------------------


class Shade(TextChoices):
    """What a tile says of its score, darkest last."""

    FULL = "full", "เต็ม ๑๐๐"
    STRENGTH = Band.STRENGTH.value, Band.STRENGTH.label
    DEVELOP = Band.DEVELOP.value, Band.DEVELOP.label
    FIX = Band.FIX.value, Band.FIX.label
    UNKNOWN = "unknown", "ไม่มีคะแนน"


@dataclass(frozen=True)
class Tile:
    """A question: its code, the score that decides (EIT: the lowest part), all its scores, and its shade."""

    code: str
    text: str
    value: Decimal | None
    scores: tuple[Decimal, ...]
    shade: Shade


@dataclass(frozen=True)
class TileRow:
    """The questions of an indicator, and where they are shown in full."""

    label: str
    address: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class HeatMap:
    title: str
    rows: tuple[TileRow, ...]

    @property
    def counts(self):
        """[(Shade, how many tiles)] of the shades there are."""
        shades = [tile.shade for row in self.rows for tile in row.tiles]
        return [(shade, shades.count(shade)) for shade in Shade if shade in shades]


def shade_of(scores, limits):
    """The Shade of a question with these scores under an office's BandLimits."""
    if not scores:
        return Shade.UNKNOWN
    lowest = min(scores)
    return Shade.FULL if lowest == FULL_SCORE else Shade(limits.band_of(lowest).value)


# -- Counts as stacks: lying for divisions, standing for months ------------------------------------


@dataclass(frozen=True)
class Kind:
    """What is counted in one colour of a stack: its name in addresses and classes, in words, and its hue on paper."""

    key: str
    label: str
    hue: str


@dataclass(frozen=True)
class Part:
    """One colour of a stack, as percent of the longest stack."""

    kind: Kind
    count: int
    start: Decimal
    size: Decimal

    @property
    def top(self):
        """Where the part begins in a standing stack, counted from the head of the drawing."""
        return WHOLE - self.start - self.size


@dataclass(frozen=True)
class Stack:
    """Counts of one thing by kind, and where its rows are."""

    label: str
    parts: tuple[Part, ...]
    address: str = ""

    @property
    def total(self):
        return sum(part.count for part in self.parts)


@dataclass(frozen=True)
class Stacks:
    """Stacks on one scale; `unit` is what is counted."""

    title: str
    unit: str
    kinds: tuple[Kind, ...]
    stacks: tuple[Stack, ...]

    @property
    def table(self):
        """[(stack, its counts in the order of `kinds`)], for the table beside the drawing."""
        found = [{part.kind: part.count for part in stack.parts} for stack in self.stacks]
        rows = zip(self.stacks, found, strict=True)
        return [(stack, [counts.get(kind, 0) for kind in self.kinds]) for stack, counts in rows]


def stacks_of(title, unit, kinds: Iterable[Kind], rows: Iterable[tuple[str, Mapping[str, int], str]]):
    """The Stacks of (label, counts by the key of a kind, address); a count that is absent is 0."""
    kinds, rows = tuple(kinds), list(rows)
    longest = max((sum(counts.values()) for _, counts, _ in rows), default=0)
    stacks = tuple(Stack(label, _parts(kinds, counts, longest), address) for label, counts, address in rows)
    present = tuple(kind for kind in kinds if any(counts.get(kind.key) for _, counts, _ in rows))
    return Stacks(title, unit, present, stacks)


def _parts(kinds, counts, longest):
    passed, parts = 0, []
    for kind in kinds:
        count = counts.get(kind.key, 0)
        if count:
            start, end = _cut(WHOLE * passed / longest), _cut(WHOLE * (passed + count) / longest)
            parts.append(Part(kind, count, start, end - start))
            passed += count
    return tuple(parts)


def _cut(length):
    return Decimal(length).quantize(PLACES)
