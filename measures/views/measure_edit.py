"""Writing one measure of a draft plan."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from ita_portal.sent_numbers import whole_number
from measures import workflow
from measures.measure_content import NAMES, content_of, differences, texts_of
from measures.measure_drafts import blank, drafted_for, drafted_from, target_at
from measures.models import MeasureTemplate
from measures.plan_forms import MeasureForm, target_groups
from measures.plan_page import place_in_list
from measures.views.access import (
    editable_measure_or_404,
    editable_plan_or_404,
    frame_of,
    planning_organization_or_404,
)
from measures.workflow.plans import ADOPTED


@require_http_methods(["GET", "HEAD", "POST"])
def new_measure(request, slug, year):
    """Write a new measure; `?question=i10`, `?indicator=4` and `?template=3` say what it begins with."""
    organization = planning_organization_or_404(request.user, slug)
    if not organization.measure_plans.filter(fiscal_year=year).exists():
        return redirect("measures:plan", slug, year)  # where the plan is begun
    plan = editable_plan_or_404(request.user, slug, year)
    return _write(request, plan, _beginning(request, plan))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_measure(request, slug, year, pk):
    """Change a measure."""
    measure = editable_measure_or_404(request.user, slug, year, pk)
    return _write(request, measure.plan, content_of(measure), measure)


def _write(request, plan, content, measure=None):
    if plan.is_adopted:
        messages.warning(request, ADOPTED)
        return redirect(plan)
    begun = {"content": content, "version": measure and measure.version}
    if "rows" in request.POST:
        form = MeasureForm.after_row_act(plan, request.POST, **begun)
        return _page(request, form, measure, added=request.POST["rows"])
    form = MeasureForm(plan, request.POST or None, **begun)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            saved = workflow.save_measure(plan, form.content, measure=measure, version=version, by=request.user)
        except workflow.StaleMeasure as stale:
            return _conflict(request, form, stale.current)
        except ValidationError as error:
            form.add_refusal(error)
        else:
            _tell_saved(request, form)
            return redirect(place_in_list(saved))
    return _page(request, form, measure)


def _page(request, form, measure, **context):
    context = {
        **frame_of(form.plan, request.user),
        "plan": form.plan,
        "measure": measure,
        "form": form,
        "groups": target_groups(form),
        "back": place_in_list(measure) if measure else form.plan.get_absolute_url(),
        **context,
    }
    return render(request, "measures/edit_measure.html", context)


def _conflict(request, form, current):
    """Both texts where they differ; saving again with the new version lets mine stand."""
    theirs, mine = content_of(current), form.content
    both = [(NAMES[name], texts_of(mine)[name], texts_of(theirs)[name]) for name in differences(theirs, mine)]
    form.data = form.data.copy()
    form.data["version"] = current.version
    return _page(request, form, current, both=both)


def _tell_saved(request, form):
    messages.success(request, "บันทึกมาตรการแล้ว")
    for sentence in form.warnings.values():
        messages.warning(request, sentence)


def _beginning(request, plan):
    """The content that the address asks for: from a text of the library, from a weak question, or empty."""
    target = target_at(
        plan, question=request.GET.get("question", ""), indicator=request.GET.get("indicator", "")
    )
    template = whole_number(request.GET.get("template", ""))
    if template is not None:
        usable = Q(organization=plan.organization) | Q(organization=None)
        texts = MeasureTemplate.objects.visible_to(request.user).filter(usable).select_related("indicator")
        return drafted_from(plan, get_object_or_404(texts, pk=template), target)
    return drafted_for(plan, target) if target else blank(plan)
