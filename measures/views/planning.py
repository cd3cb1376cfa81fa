"""Filling a draft plan: from suggestions, and with what was left unfinished last year."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ita_portal.sent_numbers import whole_number
from ita_portal.thai_text import to_thai_digits
from measures import workflow
from measures.carry_over import unfinished_before
from measures.models import MeasurePlan
from measures.plan_page import place_in_list
from measures.suggestions import by_indicator, proposals_for
from measures.views.access import editable_plan_or_404, frame_of
from measures.workflow.plans import ADOPTED


@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request, slug, year):
    """Which scores still lack a measure, and which measures suit them; the chosen ones are created at once."""
    plan = editable_plan_or_404(request.user, slug, year)
    if plan.is_adopted:
        return _closed(request, plan)
    if request.method == "POST":
        return _create(request, plan)
    proposals = proposals_for(plan)
    context = {
        **frame_of(plan, request.user),
        "plan": plan,
        "groups": by_indicator(proposals),
        "count": len(proposals),
        "urged_count": sum(row.is_urged for row in proposals),
        "ready_count": sum(row.is_ready for row in proposals),
    }
    return render(request, "measures/suggestions.html", context)


def _create(request, plan):
    try:
        created = workflow.create_from_suggestions(plan, _choices(request.POST), by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("measures:suggestions", plan.organization.slug, plan.fiscal_year)
    told = f"เพิ่ม {len(created)} มาตรการแล้ว โปรดอ่านและกำหนดผู้รับผิดชอบ หากไม่ต้องการ กด “ย้อนกลับ” ได้"
    messages.success(request, to_thai_digits(told))
    return redirect(place_in_list(created[0]))


def _choices(posted):
    """{key of a ticked score: the primary key of the measure picked for it, None where none was}."""
    picked = {key: posted.get(f"template-{key}", "") for key in posted.getlist("rows")}
    return {key: whole_number(pk) for key, pk in picked.items()}


@require_http_methods(["GET", "HEAD", "POST"])
def carry_over(request, slug, year):
    """Which measures of last year are still unfinished; the chosen ones go on in this plan."""
    plan = editable_plan_or_404(request.user, slug, year)
    if plan.is_adopted:
        return _closed(request, plan)
    unfinished = unfinished_before(plan)
    if request.method == "POST":
        return _carry(request, plan, unfinished)
    last = MeasurePlan.objects.visible_to(request.user).filter(
        organization=plan.organization, fiscal_year=year - 1
    )
    context = {
        **frame_of(plan, request.user),
        "plan": plan,
        "unfinished": unfinished,
        "last": last.select_related("organization").first(),
    }
    return render(request, "measures/carry_over.html", context)


def _carry(request, plan, unfinished):
    keys = request.POST.getlist("rows")
    chosen = [row.measure for row in unfinished if str(row.measure.pk) in keys]
    try:
        created = workflow.carry_over(plan, chosen, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("measures:carry_over", plan.organization.slug, plan.fiscal_year)
    told = f"ยกมา {len(created)} เรื่องแล้ว ช่วงเวลาเลื่อนเป็นปีนี้ ความก้าวหน้าเริ่มใหม่ โปรดอ่านและแก้ให้ตรงกับปีนี้"
    messages.success(request, to_thai_digits(told))
    return redirect(place_in_list(created[0]))


def _closed(request, plan):
    messages.info(request, ADOPTED)
    return redirect(plan)
