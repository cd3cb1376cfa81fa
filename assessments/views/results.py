"""The result of a year as everybody reads it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import page_content, year_history
from assessments.import_preview import waiting_imports
from assessments.standing import standing_of
from assessments.views.access import assessment_or_404, frame_of


@require_safe
def assessment(request, slug, year):
    """The result of a year: total, level and why; then instruments, indicators and the questions behind them."""
    row = assessment_or_404(request.user, slug, year)
    result = page_content.read_result(row)
    context = {
        **frame_of(row),
        "assessment": row,
        "result": result,
        "standing": standing_of(row, request.user, result.total),
        "history": year_history.headline_history(row, request.user),
        "neighbours": page_content.neighbours_of(row, request.user),
        "waiting": waiting_imports(row.organization, row.framework, request.user),
    }
    return render(request, "assessments/assessment.html", context)


@require_safe
def indicator(request, slug, year, number):
    """One indicator of a result: its figure, how it comes about, and its questions in full."""
    row = assessment_or_404(request.user, slug, year)
    readings = page_content.read_indicators(row)
    numbers = [reading.indicator.number for reading in readings]
    if number not in numbers:
        raise Http404
    place = numbers.index(number)
    context = {
        **frame_of(row),
        "assessment": row,
        "reading": year_history.with_history(readings[place], row, request.user),
        "previous": readings[place - 1] if place else None,
        "next": readings[place + 1] if place + 1 < len(readings) else None,
    }
    return render(request, "assessments/indicator.html", context)
