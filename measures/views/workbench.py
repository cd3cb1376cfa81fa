"""The workbench of a plan: board, timeline, the views a person saved, and the sheet to take away."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.views.score_files import workbook_response
from ita_portal.sent_numbers import whole_number
from measures import workflow
from measures.filter_forms import MeasureFilterForm, SavedViewForm
from measures.measure_filter import MeasureFilter
from measures.models import SavedView
from measures.plan_sheet import write_plan_sheet
from measures.saved_views import layout_of, query_of, views_of
from measures.views.access import frame_of, plan_with_measures_or_404, reads_work
from measures.workbench import SHOWN_OF_A_GROUP, Layout, address_of, read_workbench


@require_safe
def board(request, slug, year):
    """The measures in columns: how far each is."""
    return _show(request, slug, year, Layout.BOARD)


@require_safe
def timeline(request, slug, year):
    """The measures on the line of the fiscal year: what is done when. Made to be printed, too."""
    return _show(request, slug, year, Layout.TIMELINE)


def _show(request, slug, year, layout):
    plan = plan_with_measures_or_404(request.user, slug, year)
    bench = read_workbench(plan, request.GET, layout, today=timezone.localdate())
    other = Layout.TIMELINE if layout == Layout.BOARD else Layout.BOARD
    is_member = reads_work(request.user, plan.organization)
    context = {
        **frame_of(plan, request.user),
        "plan": plan,
        "bench": bench,
        "most": SHOWN_OF_A_GROUP,
        "form": MeasureFilterForm(bench),
        "other": (other, address_of(plan, other, bench.wanted)),
        "here": {
            "address": address_of(plan, layout, bench.wanted),
            "everything": address_of(plan, layout, MeasureFilter()),
        },
        "views": views_of(request.user, bench) if is_member else [],
        "view_form": SavedViewForm(auto_id="view-%s"),
        "view_query": query_of(layout, bench.wanted),
        "may_keep": is_member,
    }
    return render(request, f"measures/{layout}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request, slug, year):
    """The views that the person saved: opening, saving and forgetting them. Nobody else sees them."""
    plan = _plan_of_member_or_404(request.user, slug, year)
    if request.POST.get("act") == "delete":
        return _delete_view(request, plan)
    query = QueryDict(request.POST.get("query", ""))
    layout = layout_of(query)
    bench = read_workbench(plan, query, layout, today=timezone.localdate())
    form = SavedViewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            view = _save_view(plan, form, bench, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"บันทึกมุมมอง “{view.name}” แล้ว เปิดได้จากรายการมุมมองของท่าน")
            return redirect(address_of(plan, layout, bench.wanted))
    context = {"plan": plan, "bench": bench, "form": form, "views": views_of(request.user, bench)}
    context["view_query"] = query_of(layout, bench.wanted)
    return render(request, "measures/saved_views.html", {**frame_of(plan, request.user), **context})


def _save_view(plan, form, bench, *, by):
    query = query_of(bench.layout, bench.wanted)
    return workflow.save_view(plan.organization, name=form.cleaned_data["name"], query=query, by=by)


def _delete_view(request, plan):
    own = SavedView.objects.of(request.user).filter(organization=plan.organization)
    view = get_object_or_404(own, pk=whole_number(request.POST.get("view", "")))
    workflow.delete_view(view, by=request.user)
    messages.success(request, f"ลบมุมมอง “{view.name}” แล้ว มาตรการในแผนไม่เปลี่ยน")
    return redirect("measures:saved_views", plan.organization.slug, plan.fiscal_year)


@require_safe
def export_plan(request, slug, year):
    """The measures that the filter lets through as a sheet. For members; what leaves the portal is on the trail."""
    plan = _plan_of_member_or_404(request.user, slug, year)
    today = timezone.localdate()
    bench = read_workbench(plan, request.GET, Layout.TIMELINE, today=today)
    content = write_plan_sheet(bench, base_url=settings.PORTAL_BASE_URL.rstrip("/"), today=today)
    if request.method == "GET":
        workflow.record_export(plan, filter_words=bench.words, count=len(bench.rows), by=request.user)
    return workbook_response(content, f"มาตรการปี {year} {plan.organization.short_name}")


def _plan_of_member_or_404(user, slug, year):
    plan = plan_with_measures_or_404(user, slug, year)
    if not reads_work(user, plan.organization):
        raise Http404("not a member here")
    return plan
