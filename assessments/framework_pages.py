"""What the pages of frameworks read: rows in a fixed number of queries, and which corrections a person may see."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.framework_revisions import framework_of
from assessments.models import (
    Assessment,
    CalendarEvent,
    FilingItem,
    Framework,
    Indicator,
    Instrument,
    InstrumentPart,
    Question,
    QuestionGroup,
    RatingLevel,
    Topic,
)
from assessments.score_tree import frameworks_with_tree

# The words that stand in addresses for the rows of a framework.
KINDS = {
    "framework": Framework,
    "instrument": Instrument,
    "part": InstrumentPart,
    "indicator": Indicator,
    "group": QuestionGroup,
    "question": Question,
    "level": RatingLevel,
    "filing-item": FilingItem,
    "topic": Topic,
    "event": CalendarEvent,
}


def for_list():
    """Frameworks with what the list of years prints."""
    frameworks = Framework.objects.annotate(
        question_count=Count("questions", distinct=True), revision_count=Count("revisions", distinct=True)
    )
    return frameworks.order_by("-year").prefetch_related(
        "instruments", "rating_levels", "filing_items__question"
    )


def with_everything():
    """Frameworks with everything the page of one year prints."""
    return frameworks_with_tree().prefetch_related(
        "instruments__indicators__questions__continues__framework",
        "filing_items__question",
        "filing_items__topics__indicators",
        "filing_items__topics__questions",
        "calendar",
    )


def revisions_for(framework, user):
    """[(revision, the totals it moved that the person may know)], latest first.

    A framework is shared; what a correction did to the result of another organisation is not.
    """
    revisions = list(framework.revisions.select_related("by").order_by("-number"))
    moved = {change["assessment"] for revision in revisions for change in revision.affected}
    known = moved
    if moved and not user.is_platform_administrator:
        known = set(Assessment.objects.visible_to(user).filter(pk__in=moved).values_list("pk", flat=True))
    return [
        (revision, [change for change in revision.affected if change["assessment"] in known])
        for revision in revisions
    ]


def row_or_404(year, kind, pk):
    """A row of the framework of the year, and that framework."""
    if kind not in KINDS:
        raise Http404
    row = get_object_or_404(KINDS[kind], pk=pk)
    framework = framework_of(row)
    if framework.year != year:
        raise Http404
    return row, framework
