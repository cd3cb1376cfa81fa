"""How the figures of a year come about, and what would change them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.arithmetic import read_arithmetic
from assessments.views.access import assessment_or_404, frame_of


@require_safe
def arithmetic(request, slug, year):
    """Whether the figures add up, what is probably mistyped, and what it takes to the next level.

    The address holds the scores that are tried (?i10=53.64); nothing is stored.
    """
    row = assessment_or_404(request.user, slug, year)
    reading = read_arithmetic(row)
    form = reading.form(request.GET)
    context = {
        **frame_of(row),
        "assessment": row,
        "reading": reading,
        "form": form,
        "panel": reading.panel(form),
        "addable": reading.addable(form),
        "outcome": reading.outcome(form.moves),
    }
    return render(request, "assessments/arithmetic.html", context)
