"""Whether the measures of a year worked, as far as scores can tell."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from measures.effect import effect_of
from measures.views.access import frame_of, plan_or_404


@require_safe
def effect(request, slug, year):
    """The scores that the plan of a year answers, before and after."""
    plan = plan_or_404(request.user, slug, year)
    context = {"plan": plan, "effect": effect_of(plan, user=request.user)}
    return render(request, "measures/effect.html", {**frame_of(plan, request.user), **context})
