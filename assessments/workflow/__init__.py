"""The verbs of an assessment. Each is one transaction and leaves a trail.

scores.py         recording figures, one by one or many at once, and the computed ones
sheet.py          saving boxes of the entry sheet, each as its writer saw it
imports.py        figures that came all at once, from a paste or a sheet, once a person confirmed them
score_files.py    sheets that people upload: of one organisation, and of many
confirmation.py   starting, confirming, reopening
drafts.py         draft analyses from the library
library.py        texts of the library: written, retired, brought back
analyses.py       writing, accepting and deleting analyses; reasons for no measure
last_year.py      last year's texts as the start of this year's
bands.py          what the office calls a strength and what it mends at once
limitations.py    the chapter on limitations
"""

from assessments.workflow.analyses import (
    StaleAnalysis,
    accept_drafts,
    delete_analysis,
    give_reason,
    save_analysis,
)
from assessments.workflow.bands import StaleBands, set_band_limits
from assessments.workflow.confirmation import confirm, reopen, start
from assessments.workflow.drafts import draft_analyses, hold_analyses, keep_as_recommendation
from assessments.workflow.imports import StaleImport, apply_import, discard_import, propose_import
from assessments.workflow.last_year import copy_last_year
from assessments.workflow.library import (
    restore_recommendation,
    retire_recommendation,
    save_recommendation,
)
from assessments.workflow.library_rows import StaleLibraryRow
from assessments.workflow.limitations import LimitationEdit, StaleLimitations, save_limitations
from assessments.workflow.score_files import (
    Destinations,
    HeldBulk,
    WrongCells,
    destinations_of,
    forget_bulk,
    hold_bulk,
    read_held,
    send_bulk,
    upload_sheet,
)
from assessments.workflow.scores import (
    HEADER_FIELDS,
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
from assessments.workflow.sheet import UNDECIDED, SheetEdit, save_sheet

__all__ = [
    "HEADER_FIELDS",
    "UNDECIDED",
    "Conflict",
    "Destinations",
    "HeldBulk",
    "LimitationEdit",
    "SaveOutcome",
    "ScoreEdit",
    "SheetEdit",
    "StaleAnalysis",
    "StaleBands",
    "StaleImport",
    "StaleLibraryRow",
    "StaleLimitations",
    "WrongCells",
    "accept_drafts",
    "apply_import",
    "confirm",
    "copy_last_year",
    "delete_analysis",
    "destinations_of",
    "discard_import",
    "draft_analyses",
    "forget_bulk",
    "give_reason",
    "hold_analyses",
    "hold_bulk",
    "hold_draft",
    "keep_as_recommendation",
    "places_of",
    "propose_import",
    "read_held",
    "record_scores",
    "refresh_computed",
    "reopen",
    "restore_recommendation",
    "retire_recommendation",
    "rows_of",
    "save_analysis",
    "save_header",
    "save_limitations",
    "save_recommendation",
    "save_scores",
    "save_sheet",
    "send_bulk",
    "set_band_limits",
    "start",
    "upload_sheet",
]
