"""Where an assessment stands: in work, confirmed or opened again; by whom, when and why; and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessments.models import Assessment
from assessments.readiness import is_recorded
from organizations.history import SERVER
from organizations.models import TrailEntry


class NextStep(StrEnum):
    """What the auditor most likely does now; each is the name of a page."""

    SCORES = "scores"
    CONFIRM = "confirm_assessment"
    NONE = ""


@dataclass(frozen=True)
class Standing:
    """The latest confirming or reopening, as far as the reader may know it: who is "" and at None otherwise."""

    is_confirmed: bool
    is_reopened: bool
    who: str = ""
    at: datetime | None = None
    reason: str = ""
    may_edit: bool = False
    next_step: NextStep = NextStep.NONE


def standing_of(assessment, user, total=None):
    """The standing of an assessment for one reader; `total` (its evaluated Figure) tells the next step."""
    entry = latest_move(assessment, user)
    may_edit = Assessment.objects.editable_by(user).filter(pk=assessment.pk).exists()
    is_reopened = not assessment.is_confirmed and assessment.reopened_at is not None
    return Standing(
        is_confirmed=assessment.is_confirmed,
        is_reopened=is_reopened,
        who=(str(entry.by) if entry.by else SERVER) if entry else "",
        at=entry.at if entry else assessment.reopened_at if is_reopened else None,
        reason=entry.changes.get("reason", ["", ""])[1] if entry else "",
        may_edit=may_edit,
        next_step=_next_step(assessment, total) if may_edit and total else NextStep.NONE,
    )


def latest_move(assessment, user):
    """The entry of the latest confirming or reopening that the person may read, or None."""
    entries = TrailEntry.objects.visible_to(user).about(assessment).filter(verb__in=("confirm", "reopen"))
    return entries.select_related("by").last()


def _next_step(assessment, total):
    if assessment.is_confirmed:
        return NextStep.NONE
    return NextStep.CONFIRM if is_recorded(total) else NextStep.SCORES
