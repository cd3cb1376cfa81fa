"""The plan of a year: reading it, starting it, and acts on its measures as a list."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import Assessment
from ita_portal.sent_numbers import whole_number
from ita_portal.thai_dates import fiscal_year_end, fiscal_year_start
from ita_portal.thai_text import to_thai_digits
from measures import workflow
from measures.models import MeasurePlan, PlanSnapshot
from measures.plan_forms import ChosenMeasuresForm, DatesForm, OwnersForm
from measures.plan_page import place_in_list, read_plan
from measures.views.access import (
    editable_measure_or_404,
    editable_plan_or_404,
    frame,
    frame_of,
    may_plan,
    planning_organization_or_404,
    reads_work,
)
from organizations.models import Organization

MOVES = {"up": workflow.Move.UP, "down": workflow.Move.DOWN}


@require_safe
def plan(request, slug, year):
    """What the organisation does in a fiscal year, who and when; or how to begin where there is no plan."""
    plans = MeasurePlan.objects.visible_to(request.user).for_page()
    row = plans.filter(organization__slug=slug, fiscal_year=year).first()
    if row is None:
        return render(request, "measures/start_plan.html", _beginning(request.user, slug, year))
    context = {
        **frame_of(row, request.user),
        "plan": row,
        "reading": read_plan(row, request.GET.get("page"), user=request.user, today=timezone.localdate()),
        "may_edit": may_plan(request.user, row.organization),
        "reads_work": reads_work(request.user, row.organization),
    }
    return render(request, "measures/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start_plan(request, slug, year):
    """Begin a plan, from the result of the year before or standing alone."""
    planning_organization_or_404(request.user, slug)
    context = _beginning(request.user, slug, year)
    if request.method == "POST":
        try:
            row = _start(request, context["organization"], year, context["source"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "เริ่มแผนแล้ว เพิ่มมาตรการแรกได้เลย")
            return redirect(row)
    return render(request, "measures/start_plan.html", context)


def _start(request, organization, year, source):
    """Begin as the pressed button says."""
    sources = {"result": source, "nothing": None}
    chosen = request.POST.get("from")
    if chosen not in sources or (chosen == "result" and source is None):
        raise ValidationError("โปรดเลือกว่าจะเริ่มแผนจากผลการประเมิน หรือเริ่มโดยไม่อ้างผล")
    return workflow.start_plan(organization, year, source_assessment=sources[chosen], by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def arrange_measure(request, slug, year, pk):
    """Move a measure in its draft plan, copy it, or take it out."""
    measure = editable_measure_or_404(request.user, slug, year, pk)
    if request.method != "POST":
        places = list(measure.plan.measures.values_list("pk", flat=True))
        context = {
            **frame_of(measure.plan, request.user),
            "plan": measure.plan,
            "measure": measure,
            "place": places.index(pk) + 1,
            "places": range(1, len(places) + 1),
            "back": place_in_list(measure),
        }
        return render(request, "measures/arrange_measure.html", context)
    try:
        shown = _arrange(request, measure)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(measure.plan)
    return redirect(place_in_list(shown) if shown else measure.plan)


def _arrange(request, measure):
    """Do what the pressed button says; returns the measure to show afterwards."""
    act = request.POST.get("act", "")
    if act == "copy":
        copy = workflow.copy_measure(measure, by=request.user)
        messages.success(request, "คัดลอกแล้ว สำเนาอยู่ถัดจากต้นฉบับ")
        return copy
    if act == "delete":
        workflow.delete_measure(measure, by=request.user)
        messages.success(request, "ลบแล้ว หากลบผิดเรื่อง กด “ย้อนกลับ” ได้")
        return None
    place = MOVES.get(act) or whole_number(request.POST.get("place", ""))
    if place is None:
        raise ValidationError("ไม่รู้ว่าจะย้ายไปลำดับใด โปรดเลือกลำดับก่อน")
    workflow.move_measure(measure, to=place, by=request.user)
    return measure


@require_http_methods(["GET", "HEAD", "POST"])
def assign_measures(request, slug, year):
    """Give several measures of a draft plan the same owners, or the same days."""
    row = editable_plan_or_404(request.user, slug, year)
    act = request.POST.get("act", "")
    chosen = ChosenMeasuresForm(row, _asked(request), request.POST or None)
    owners = OwnersForm(row, request.POST if act == "owners" else None, initial={"owner_kind": "divisions"})
    whole_year = {"starts_on": fiscal_year_start(year), "due_on": fiscal_year_end(year)}
    days = DatesForm(request.POST if act == "dates" else None, initial=whole_year)
    typed = [form for form in (chosen, owners, days) if form.is_bound]
    if typed and all(form.is_valid() for form in typed):
        try:
            count = _assign(row, chosen, owners, days, by=request.user)
        except ValidationError as error:
            chosen.add_error(None, error.messages)
        else:
            messages.success(request, f"กำหนดแล้ว เปลี่ยน {to_thai_digits(str(count))} มาตรการ")
            return redirect(row)
    context = {"plan": row, "chosen": chosen, "owners_form": owners, "days_form": days}
    return render(request, "measures/assign_measures.html", {**frame_of(row, request.user), **context})


def _assign(row, chosen, owners, days, *, by):
    measures = chosen.meant
    if owners.is_bound:
        picked = owners.chosen_owners()
        divisions = picked.pop("owners")
        return workflow.assign_owners(row, measures, divisions=divisions, **picked, by=by)
    if days.is_bound:
        return workflow.assign_dates(row, measures, **days.cleaned_data, by=by)
    raise ValidationError("โปรดเลือกว่าจะกำหนดผู้รับผิดชอบหรือช่วงเวลา")


def _asked(request):
    return [key for key in request.GET.getlist("measure") if whole_number(key) is not None]


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, slug, year):
    """What can be taken back of a draft plan, latest first; taking back the latest."""
    row = editable_plan_or_404(request.user, slug, year)
    if request.method == "POST":
        seen = whole_number(request.POST.get("seen", ""))
        try:
            label = workflow.undo(row, seen=seen, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"ย้อนกลับแล้ว: {label}")
        return redirect(row)
    steps = PlanSnapshot.objects.editable_by(request.user).filter(plan=row).defer("content")
    context = {"plan": row, "steps": steps.select_related("by").order_by("-pk")}
    return render(request, "measures/undo.html", {**frame_of(row, request.user), **context})


def _beginning(user, slug, year):
    """What the page says where a year has no plan; 404 for those who do not work there."""
    organization = get_object_or_404(
        Organization.objects.visible_to(user).select_related("province"), slug=slug
    )
    if not reads_work(user, organization):
        raise Http404("no plan to read")
    results = Assessment.objects.visible_to(user).for_page().filter(organization=organization)
    return {
        **frame(organization, year, user),
        "source": results.filter(framework__year=year - 1).first(),
        "may_start": may_plan(user, organization),
    }
