"""Bands of a score: what an office calls a strength, what it develops, what it mends at once. Pure, Decimal.

The limits are the office's own data (`Assessment.strength_above`, `urgent_below`); the defaults are those of the bands
printed by ทต.ท่านา for 2564 (strength above 95) with the gap between 80 and 90 closed: below 80 is urgent, what is
between is developed.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices

from assessments.scoring import FULL_SCORE

DEFAULT_STRENGTH_ABOVE = Decimal("95.00")
DEFAULT_URGENT_BELOW = Decimal("80.00")
# A score below this wants a measure; a reason instead of one is accepted with a warning (pass mark of the levels).
MEASURE_EXPECTED_BELOW = Decimal("85.00")


class Band(TextChoices):
    STRENGTH = "strength", "จุดแข็ง"
    DEVELOP = "develop", "พัฒนา"
    FIX = "fix", "เร่งแก้ไข"


@dataclass(frozen=True)
class BandLimits:
    """A strength lies above `strength_above`, an urgent weakness below `urgent_below` (both 0–100)."""

    strength_above: Decimal = DEFAULT_STRENGTH_ABOVE
    urgent_below: Decimal = DEFAULT_URGENT_BELOW

    def band_of(self, score):
        """The band of a score 0–100; None stays None."""
        if score is None:
            return None
        if score > self.strength_above:
            return Band.STRENGTH
        return Band.FIX if score < self.urgent_below else Band.DEVELOP


def lowest(scores):
    """The score that decides over a question with several parts: the lowest known one, or None."""
    return min((score for score in scores if score is not None), default=None)


def is_full(scores):
    """True when every known score is 100 and at least one is known (EIT: both parts)."""
    known = [score for score in scores if score is not None]
    return bool(known) and all(score == FULL_SCORE for score in known)
