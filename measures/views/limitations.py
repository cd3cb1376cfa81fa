"""The chapter on limitations as one list: written, moved, deleted, added."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments import workflow
from assessments.views.access import editable_assessment_or_404, frame_of
from measures.limitation_list import LimitationList


@require_http_methods(["GET", "HEAD", "POST"])
def limitations(request, slug, year):
    """The list of limitations; every button saves the whole list and then does its part."""
    assessment = editable_assessment_or_404(request.user, slug, year)
    rows = LimitationList(assessment, request.POST or None)
    if request.method == "POST" and rows.is_valid() and _save(request, rows):
        return redirect("measures:limitations", slug, year)
    return render(
        request, "measures/limitations.html", {**frame_of(assessment), "assessment": assessment, "rows": rows}
    )


def _save(request, rows):
    try:
        workflow.save_limitations(rows.assessment, rows.edits, by=request.user)
    except ValidationError as error:
        rows.refuse(error.messages)
    except workflow.StaleLimitations as stale:
        rows.show_conflicts(stale.conflicts)
    else:
        messages.success(request, rows.what_was_done)
        return True
    return False
