"""What happened to the figures of a year, for whatever was made from them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from organizations.history import acts_of
from organizations.models import TrailEntry

# The acts that change what a document prints of the result.
FIGURE_VERBS = ("record_scores", "import_scores", "save_header", "follow_framework")
ACTS_SHOWN = 20


@dataclass(frozen=True)
class FiguresPast:
    """The latest confirming, reopening and change of figures; moments, None where it never happened."""

    year: int
    is_confirmed: bool
    confirmed_at: datetime | None = None
    reopened_at: datetime | None = None
    reason: str = ""  # for reopening, as far as the reader may know it
    changed_at: datetime | None = None


def past_of(assessment, user):
    """The past of an assessment's figures for one reader: the moments for all, the reason for members."""
    moments = assessment.organization.trail.about(assessment).aggregate(
        confirmed_at=Max("at", filter=Q(verb="confirm")), changed_at=Max("at", filter=Q(verb__in=FIGURE_VERBS))
    )
    return FiguresPast(
        year=assessment.year,
        is_confirmed=assessment.is_confirmed,
        reopened_at=assessment.reopened_at,
        reason=_reason(assessment, user) if assessment.reopened_at else "",
        **moments,
    )


def _reason(assessment, user):
    reopening = TrailEntry.objects.visible_to(user).about(assessment).filter(verb="reopen").last()
    return reopening.changes["reason"][1] if reopening else ""


def changes_since(assessment, moment, user):
    """The latest acts on the figures after a moment that the person may read, latest first."""
    entries = (
        TrailEntry.objects.visible_to(user)
        .about(assessment)
        .filter(at__gt=moment, verb__in=(*FIGURE_VERBS, "reopen", "confirm"))
    )
    return acts_of(entries.select_related("by").order_by("-pk")[:ACTS_SHOWN])
