"""Which figure is probably mistyped, and what it was probably meant to be. Pure, Decimal, no database.

Three witnesses are heard: official figures that do not agree with those below them, the number of respondents that the
other scores of the questionnaire tell (`respondents`), and how fingers and eyes slip (98.26 ↔ 89.26). A figure is named
only when another value of it would put everything right that concerns it. None of this is proof.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.db.models import TextChoices

from assessments import respondents, scoring
from assessments.respondents import Answered, Respondents
from assessments.scoring import CENT, FULL_SCORE, TOLERANCE, Figure

# An official figure agrees with an expected one from 0.015 below to 0.015 above: the tolerance, and the expected
# figure's own rounding.
SLACK = TOLERANCE + CENT / 2
MOST_VALUES = 2
MOST_NAMED = 3  # of more figures that are equally suspect none is named
WIDE = Decimal(5)  # in a wider range only common slips are looked at, not every value


class Slip(TextChoices):
    """How a figure is mistyped, likeliest first."""

    SWAPPED = "swapped", "สลับหลักกัน"
    SIMILAR = "similar", "ตัวเลขคล้ายกันหรือแป้นอยู่ติดกัน"
    SHIFTED = "shifted", "จุดทศนิยมเลื่อน"
    LOST = "lost", "พิมพ์ตกไปหนึ่งหลัก"
    EXTRA = "extra", "พิมพ์เกินมาหนึ่งหลัก"
    ONE_DIGIT = "one_digit", "พิมพ์ผิดหนึ่งหลัก"


_SLIP_ORDER = {slip: place for place, slip in enumerate((*Slip, None))}

# Side by side on the row of digits, one above the other on the block of digits, or alike to the eye (Arabic or Thai).
BESIDE = {frozenset((left, right)) for left, right in zip("1234567890"[:-1], "1234567890"[1:], strict=True)}
ABOVE = {frozenset(pair) for pair in ("14", "25", "36", "47", "58", "69", "01", "02")}
ALIKE = {frozenset(pair) for pair in ("38", "17", "06", "08", "56", "68", "69", "45", "37", "29")}
SIMILAR_DIGITS = BESIDE | ABOVE | ALIKE


@dataclass(frozen=True)
class Meant:
    """A value that would put things right; `slip` says how it may have become the typed one, None: no common slip."""

    value: Decimal
    slip: Slip | None


@dataclass(frozen=True)
class Suspect:
    """A figure that is probably mistyped: what it was meant to be, and what speaks against it."""

    figure: Figure
    meant: tuple[Meant, ...]  # likeliest first, at least one
    repairs: tuple[Figure, ...]  # the differing figures that would agree
    respondents: (
        int | None
    )  # the number that the other scores tell and that cannot give this one; None: no witness

    @property
    def is_sum(self):
        """True when the figure is itself one that differs from what lies below it."""
        return self.figure in self.repairs

    @property
    def rank(self):
        """Sorts the likeliest suspect first."""
        return (-len(self.repairs), self.respondents is None, _SLIP_ORDER[self.meant[0].slip])


def suspects(total: Figure, questionnaires: Mapping[str, Sequence[Answered]]) -> list[tuple[Suspect, ...]]:
    """The figures that are probably mistyped: for each thing that is wrong the likeliest one, or those equally likely.

    `questionnaires` holds the scores that the same people gave (IIT; EIT part 1; …), by any name. Where no single figure
    explains what is wrong, or more than MOST_NAMED do so equally well, nothing is named.
    """
    found = sorted(_Witnesses(total, questionnaires).suspects(), key=lambda suspect: suspect.rank)
    named = []
    while found:
        same = [suspect for suspect in found if _concerns_the_same(suspect, found[0])]
        likeliest = _likeliest(same)
        if len(likeliest) <= MOST_NAMED:
            named.append(likeliest)
        found = [suspect for suspect in found if suspect not in same]
    return named


def _likeliest(same):
    """Those of the suspects of one thing that are equally likely; the first is the likeliest."""
    best = same[0]
    if best.respondents is None and len({suspect.is_sum for suspect in same}) == 2:
        # A sum and a figure in it, each explaining the other: how fingers slip does not decide between so many.
        return tuple(suspect for suspect in same if len(suspect.repairs) == len(best.repairs))
    return tuple(suspect for suspect in same if suspect.rank == best.rank)


def _concerns_the_same(suspect, best):
    return suspect is best or any(figure in best.repairs for figure in suspect.repairs)


class _Witnesses:
    """What official figures and numbers of respondents say about each figure."""

    def __init__(self, total, questionnaires):
        self.figures = {figure.element.key: figure for figure in total.walk() if figure.official is not None}
        self.sums = {}  # key → [(figure it is summed up in, share)]
        for check in self.figures.values():
            if check.expected is not None:
                for figure, share in scoring.inputs(check):
                    self.sums.setdefault(figure.element.key, []).append((check, share))
        self.questions, self.told = {}, {}
        for answered in questionnaires.values():
            said = respondents.count_respondents(answered)
            self.questions.update({row.key: row for row in answered})
            self.told.update({row.key: said for row in answered})

    def suspects(self):
        """Every figure that would put something right by another value."""
        differing = {key for key, figure in self.figures.items() if figure.difference is not None}
        for key, figure in self.figures.items():
            checks = self._checks(key)
            repairs = tuple(check for check in checks if check.element.key in differing)
            doubted = key in self._told(key).doubted
            if repairs or doubted:
                meant = self._meant(figure)
                if meant:
                    yield Suspect(figure, meant, repairs, self._told(key).count if doubted else None)

    def _checks(self, key):
        own = [self.figures[key]] if self.figures[key].expected is not None else []
        return own + [check for check, share in self.sums.get(key, ()) if share]

    def _told(self, key):
        return self.told.get(key, Respondents(None))

    def _meant(self, figure):
        """The values with which all that concerns the figure agrees, likeliest first."""
        typed, said = figure.official, self._told(figure.element.key)
        lowest, highest = self._range(figure)
        aim = (lowest + highest) / 2 if highest - lowest < FULL_SCORE else typed
        values = _two_decimals(lowest, highest) if highest - lowest < WIDE else slips_of(typed)
        question = self.questions.get(figure.element.key)
        if question and question.is_limited:
            values = _possible(typed, values, question.values, said.count)
        meant = [
            Meant(value, slip_between(typed, value))
            for value in values
            if max(lowest, 0) <= value <= min(highest, FULL_SCORE) and value != typed
        ]
        meant.sort(key=lambda one: (_SLIP_ORDER[one.slip], abs(one.value - aim)))
        return tuple(one for one in meant[:MOST_VALUES] if one.slip == meant[0].slip)

    def _range(self, figure):
        """From where to where the figure may lie for its own sum, and all sums it is part of, to agree."""
        ranges = [(-FULL_SCORE, 2 * FULL_SCORE)]
        if figure.expected is not None:
            ranges.append((figure.expected - SLACK, figure.expected + SLACK))
        for check, share in self.sums.get(figure.element.key, ()):
            if share:
                middle = figure.official + (check.official - check.expected) / share
                ranges.append((middle - SLACK / share, middle + SLACK / share))
        return max(low for low, _ in ranges), min(high for _, high in ranges)


def _possible(typed, values, worths, count):
    """Those of the values that answers of these worths can have as their mean; the nearest ones where there are none."""
    if count is None:
        return [value for value in values if min(worths) <= value <= max(worths)]
    fitting = [value for value in values if respondents.fits(value, worths, count)]
    return fitting or respondents.nearest(typed, worths, count)


def _two_decimals(lowest, highest):
    """All scores of two decimals in a range, lowest first."""
    first = int((lowest * 100).to_integral_value(ROUND_CEILING))
    last = int((highest * 100).to_integral_value(ROUND_FLOOR))
    return [Decimal(cents) / 100 for cents in range(first, last + 1)]


# -- Slips of fingers and eyes ---------------------------------------------------------------------


def slip_between(typed: Decimal, meant: Decimal) -> Slip | None:
    """How the meant score became the typed one, or None when no common slip does that."""
    here, there = _digits(typed), _digits(meant)
    if typed * 10 == meant or typed == meant * 10:
        return Slip.SHIFTED
    if len(here) == len(there):
        slip = _slip_in_place(here, there)
    elif here in _shorter(there):
        slip = Slip.LOST
    else:
        slip = Slip.EXTRA if there in _shorter(here) else None
    return slip


def _slip_in_place(here, there):
    """A slip that leaves as many digits before the decimal point."""
    places = [place for place in range(len(here)) if here[place] != there[place]]
    if len(places) == 1:
        pair = frozenset((here[places[0]], there[places[0]]))
        return Slip.SIMILAR if pair in SIMILAR_DIGITS else Slip.ONE_DIGIT
    if len(places) == 2 and places[1] - places[0] == 1 and sorted(here) == sorted(there):
        return Slip.SWAPPED
    # 98.6 in place of 98.26 is kept as 98.60.
    return Slip.LOST if here.rstrip("0") in _shorter(there.rstrip("0")) else None


def slips_of(typed: Decimal) -> list[Decimal]:
    """Every score that one common slip turns into the typed one."""
    digits = _digits(typed)
    texts = {
        *(digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :] for at in range(len(digits))),
        *(digits[:at] + digit + digits[at + 1 :] for at in range(len(digits)) for digit in "0123456789"),
        *_longer(digits),
        *(text.ljust(len(digits), "0") for text in _longer(digits.rstrip("0"))),
        *_shorter(digits),
    }
    values = {Decimal(int(text)) / 100 for text in texts if text}
    return sorted(value for value in values if value <= FULL_SCORE and slip_between(typed, value))


def _digits(score):
    """9826 for 98.26; 005 for 0.05."""
    return f"{score:.2f}".replace(".", "")


def _shorter(digits):
    """The digits with one of them left out."""
    return {digits[:at] + digits[at + 1 :] for at in range(len(digits))}


def _longer(digits):
    """The digits with another one among them."""
    return {digits[:at] + digit + digits[at:] for at in range(len(digits) + 1) for digit in "0123456789"}
