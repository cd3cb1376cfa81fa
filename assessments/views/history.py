"""The history of a year: who did what, when, from what to what."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.views.access import assessment_or_404, frame_of
from assessments.year_history import PAGE_SIZE, HistoryFilterForm, entries_of
from organizations.history import acts_of
from organizations.models.people import ROLES_IN_AN_ORGANIZATION


@require_safe
def history(request, slug, year):
    """Every act on the result of a year, latest first. For members; others read results, not work."""
    row = assessment_or_404(request.user, slug, year)
    if not request.user.has_role(row.organization, *ROLES_IN_AN_ORGANIZATION):
        raise Http404("not a member here")
    entries = entries_of(row, request.user)
    form = HistoryFilterForm(entries, request.GET)
    page = Paginator(form.chosen(entries), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **frame_of(row),
        "assessment": row,
        "form": form,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "page": page,
        "acts": acts_of(page),
        "own_type": row._meta.label_lower,  # what the page is about needs no name on it
    }
    return render(request, "assessments/history.html", context)
