"""The scores of what measures answer: of questions by part, of indicators as a whole."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class PartScore:
    """A score 0–100; `part` is the number of the part of the instrument, None where the score has no parts."""

    part: int | None
    score: Decimal


def target_scores(assessment):
    """{question or indicator: its PartScores in the order of the parts} of all that has a score; two queries.

    The score of an indicator is the official one, else the computed one.
    """
    scores = defaultdict(tuple)
    questions = assessment.question_scores.filter(official__isnull=False)
    for row in questions.select_related("question", "part"):
        scores[row.question] += (PartScore(row.part and row.part.number, row.official),)
    for row in assessment.indicator_scores.select_related("indicator"):
        score = row.official if row.official is not None else row.computed
        if score is not None:
            scores[row.indicator] += (PartScore(None, score),)
    return dict(scores)
