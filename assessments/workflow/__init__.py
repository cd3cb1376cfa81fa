"""The verbs of an assessment. Each is one transaction and leaves a trail.

scores.py         recording figures, one by one or many at once, and the computed ones
imports.py        figures that came all at once, from a paste or a sheet, once a person confirmed them
confirmation.py   starting, confirming, reopening
drafts.py         draft analyses from the library
"""

from assessments.workflow.confirmation import confirm, reopen, start
from assessments.workflow.drafts import draft_analyses, hold_analyses, keep_as_recommendation
from assessments.workflow.imports import StaleImport, apply_import, discard_import, propose_import
from assessments.workflow.scores import (
    Conflict,
    SaveOutcome,
    ScoreEdit,
    hold_draft,
    places_of,
    record_scores,
    refresh_computed,
    rows_of,
    save_header,
    save_scores,
)

__all__ = [
    "Conflict",
    "SaveOutcome",
    "ScoreEdit",
    "StaleImport",
    "apply_import",
    "confirm",
    "discard_import",
    "draft_analyses",
    "hold_analyses",
    "hold_draft",
    "keep_as_recommendation",
    "places_of",
    "propose_import",
    "record_scores",
    "refresh_computed",
    "reopen",
    "rows_of",
    "save_header",
    "save_scores",
    "start",
]
