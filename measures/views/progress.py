"""One measure as a whole: why it is done, how far it is, what was done, and what is printed of it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from measures.views.access import frame_of, measure_or_404


@require_safe
def measure(request, slug, year, pk):
    """How far a measure is, and what was done about it."""
    row = measure_or_404(request.user, slug, year, pk)
    context = {**frame_of(row.plan, request.user), "plan": row.plan, "measure": row}
    return render(request, "measures/measure.html", context)
