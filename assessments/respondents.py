"""How many people answered, read from the scores themselves. Pure: integers and Decimal, no database.

A question's score is the mean of N answers that are each worth one of a few values (0, 20, … 100), printed with two
decimals. N people can therefore give only some scores; all questions of one questionnaire were answered by the same N.
The smallest N that gives every printed score is the number of respondents or a part of it; one score that N cannot give,
while it gives all others, is probably mistyped.

This is likelihood, not proof. A large N gives nearly every score, and so explains nearly every slip: explanations are
compared by how many different sheets of scores each would have allowed. The one that allows the fewest, and still holds
the printed sheet, is the likelier one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from math import gcd, prod

from assessments.scoring import CENT

LARGEST_COUNT = 1_000
FEWEST_TELLING = 3  # fewer scores between the ends of their scales say too little
MOST_DOUBTED = 3
POSSIBLE_SCORES = 10_001  # 0.00 … 100.00
# A doubted score may be anything, and a slip is rare: one figure in a hundred sheets. The number keeps false alarms on
# sheets without a slip below one in a hundred (tests/assessments/test_respondents.py measures it).
PRICE_OF_DOUBT = POSSIBLE_SCORES * 100


@dataclass(frozen=True)
class Answered:
    """The printed score of one question (0–100, two decimals) and what one answer to it can be worth."""

    key: str
    score: Decimal
    values: tuple[Decimal, ...]

    @property
    def is_limited(self):
        """True when an answer is worth one of a few values; without values any score is possible."""
        return len(set(self.values)) > 1

    @property
    def is_telling(self):
        """False where any number of people gives the score: everybody chose the same end of the scale."""
        return self.is_limited and min(self.values) < self.score < max(self.values)


@dataclass(frozen=True)
class Respondents:
    """The smallest number of respondents that gives every score but the doubted ones; None when it cannot be told."""

    count: int | None
    doubted: tuple[str, ...] = ()


def count_respondents(answered: Iterable[Answered]) -> Respondents:
    """The likeliest number of respondents of one questionnaire, and the keys of scores that do not go with it.

    Questions whose answers are not limited to certain values are passed over. At most MOST_DOUBTED scores are doubted.
    """
    rows = tuple(row for row in answered if row.is_telling)
    if len(rows) < FEWEST_TELLING:
        return Respondents(None)
    best = _explain(rows, ())
    while len(best.doubted) < min(MOST_DOUBTED, len(rows) - FEWEST_TELLING + 1):
        candidates = [_explain(rows, (*best.doubted, row.key)) for row in rows if row.key not in best.doubted]
        better = min(candidates, key=lambda explanation: explanation.sheets)
        if better.sheets >= best.sheets:
            break
        best = better
    return Respondents(best.count, best.doubted)


@dataclass(frozen=True)
class _Explanation:
    """A number of respondents (None: more than LARGEST_COUNT) and how many sheets of scores it would allow."""

    count: int | None
    doubted: tuple[str, ...]
    sheets: int


def _explain(rows, doubted):
    """The best explanation of all scores but the doubted ones."""
    kept = [row for row in rows if row.key not in doubted]
    fitting = (1 << LARGEST_COUNT + 1) - 1
    for row in kept:
        fitting &= _fitting_counts(row.score, row.values)
    price = PRICE_OF_DOUBT ** len(doubted)
    freely = POSSIBLE_SCORES ** len(kept) * price
    if not fitting:
        return _Explanation(None, doubted, freely)
    count = (fitting & -fitting).bit_length() - 1
    sheets = LARGEST_COUNT * prod(possible_scores(row.values, count) for row in kept) * price
    return _Explanation(count, doubted, sheets) if sheets < freely else _Explanation(None, doubted, freely)


@lru_cache(maxsize=4096)
def _fitting_counts(score, values):
    """The numbers of respondents that can give a score, as the bits of a number."""
    return sum(1 << count for count in range(1, LARGEST_COUNT + 1) if fits(score, values, count))


def fits(score: Decimal, values: tuple[Decimal, ...], count: int) -> bool:
    """True when `count` answers worth some of the values can have a mean that is printed as the score (half up)."""
    unit, sums = _sums(tuple(values))
    if count >= len(sums):
        return True
    cents = int(score * 100)
    # round(sum × unit ÷ count) == cents, without a fraction
    lowest = max(-((1 - 2 * cents) * count // (2 * unit)), 0)
    beyond = -(-(2 * cents + 1) * count // (2 * unit))
    return beyond > lowest and bool((sums[count] >> lowest) & ((1 << beyond - lowest) - 1))


def possible_scores(values: tuple[Decimal, ...], count: int) -> int:
    """How many different scores `count` respondents can give."""
    _, sums = _sums(tuple(values))
    return min(sums[count].bit_count(), POSSIBLE_SCORES) if count < len(sums) else POSSIBLE_SCORES


def nearest(score: Decimal, values: tuple[Decimal, ...], count: int) -> list[Decimal]:
    """The next possible scores below and above a score, nearer one first; the score itself does not count."""
    found = []
    for step in (-CENT, CENT):
        other = score + step
        while min(values) <= other <= max(values) and not fits(other, values, count):
            other += step
        if min(values) <= other <= max(values):
            found.append(other)
    return sorted(found, key=lambda other: abs(other - score))


@lru_cache(maxsize=16)
def _sums(values):
    """The sums that 0, 1, 2 … answers can have: (unit in hundredths, one number per count whose bits are the sums).

    Ends where the answers can have so many different sums that every score is possible.
    """
    hundredths = sorted({int((value * 100).to_integral_value(ROUND_FLOOR)) for value in values})
    unit = gcd(*hundredths)
    sums = [1]
    while len(sums) <= LARGEST_COUNT and sums[-1].bit_count() < POSSIBLE_SCORES:
        following = 0
        for worth in hundredths:
            following |= sums[-1] << worth // unit
        sums.append(following)
    return unit, tuple(sums)
