"""The verbs of an assessment. Each is one transaction and leaves a trail.

scores.py         recording figures, one by one or many at once, and the computed ones
confirmation.py   starting, confirming, reopening
"""

from assessments.workflow.confirmation import confirm, reopen, start
from assessments.workflow.scores import (
    Conflict,
    SaveOutcome,
    ScoreEdit,
    hold_draft,
    places_of,
    record_scores,
    refresh_computed,
    save_header,
    save_scores,
)

__all__ = [
    "Conflict",
    "SaveOutcome",
    "ScoreEdit",
    "confirm",
    "hold_draft",
    "places_of",
    "record_scores",
    "refresh_computed",
    "reopen",
    "save_header",
    "save_scores",
    "start",
]
