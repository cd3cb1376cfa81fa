"""Saving boxes of the entry sheet: figures and what was announced beside them, each as its writer saw it."""

from dataclasses import dataclass

from django.db import transaction

from assessments.workflow.scores import (
    HEADER_FIELDS,
    Conflict,
    SaveOutcome,
    ScoreEdit,
    hold_draft,
    last_changes,
    save_header,
    save_scores,
)

# No row is ever at this version: an edit that carries it stores nothing that differs and is told what stands there.
UNDECIDED = -1


@dataclass(frozen=True)
class SheetEdit:
    """A value typed into a box that showed `seen` at `version`; the key is an element key or one of HEADER_FIELDS."""

    key: str
    value: object
    seen: object
    version: int


@transaction.atomic
def save_sheet(assessment, edits, *, by):
    """Store what was typed into any boxes of the sheet; returns a SaveOutcome with conflicts by box.

    The total and the fields of HEADER_FIELDS share the assessment's version. A change to one of them is no reason to
    refuse another: each is in conflict only when it no longer holds what its writer saw. Raises ValidationError, with
    nothing stored, for a confirmed assessment and for values that the form should have refused.
    """
    hold_draft(assessment)
    outcome = save_scores(
        assessment,
        [
            ScoreEdit(edit.key, edit.value, _version_of(assessment, edit))
            for edit in edits
            if edit.key not in HEADER_FIELDS
        ],
        by=by,
    )
    announced = _save_announced(assessment, [edit for edit in edits if edit.key in HEADER_FIELDS], by)
    return SaveOutcome(outcome.saved | announced.saved, outcome.conflicts + announced.conflicts)


def _version_of(assessment, edit):
    if edit.key == "total" and _is_as_seen(edit, assessment.official_total):
        return assessment.version
    return edit.version


def _is_as_seen(edit, stored):
    return edit.version != UNDECIDED and edit.seen == stored


def _save_announced(assessment, edits, by):
    outcome, accepted, stale = SaveOutcome(), {}, []
    for edit in edits:
        stored = getattr(assessment, edit.key)
        if edit.value == stored or _is_as_seen(edit, stored):
            accepted[edit.key] = edit.value
        else:
            stale.append(edit)
    if accepted:
        version = save_header(assessment, accepted, version=assessment.version, by=by)
        outcome.saved = dict.fromkeys(accepted, version)
    entries = last_changes(assessment, [edit.key for edit in stale])
    outcome.conflicts = [
        Conflict(edit.key, edit.value, getattr(assessment, edit.key), assessment.version, entries[edit.key])
        for edit in stale
    ]
    return outcome
