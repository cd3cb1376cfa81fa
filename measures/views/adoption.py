"""From draft to plan: what stands in the way, adopting it, and changing its measures afterwards with a reason."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from measures import workflow
from measures.adoption_forms import AdoptForm, AmendMeasureForm, CancelMeasureForm
from measures.measure_content import NAMES, content_of, differences, texts_of
from measures.models import MeasurePlan
from measures.plan_forms import target_groups
from measures.plan_page import place_in_list
from measures.plan_readiness import missing_before_adoption
from measures.readiness_page import grouped_findings
from measures.views.access import editable_measure_or_404, editable_plan_or_404, frame_of, plan_or_404
from measures.workflow.adoption import CANCELLED, STILL_A_DRAFT
from measures.workflow.plans import ADOPTED


@require_safe
def check_plan(request, slug, year):
    """What to look at before the plan is adopted; of an adopted plan, before its documents are signed."""
    row = plan_or_404(request.user, slug, year)
    may_edit = MeasurePlan.objects.editable_by(request.user).filter(pk=row.pk).exists()
    context = {
        **frame_of(row, request.user),
        "plan": row,
        "findings": grouped_findings(row, missing_before_adoption(row, timezone.localdate())),
        "may_edit": may_edit,
    }
    return render(request, "measures/check_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def adopt_plan(request, slug, year):
    """Adopt the plan: from then on its measures are amended or cancelled with a reason."""
    row = editable_plan_or_404(request.user, slug, year)
    if row.is_adopted:
        messages.info(request, ADOPTED)
        return redirect(row)
    today = timezone.localdate()
    form = AdoptForm(request.POST or None, today=today, initial={"on": today, "seen": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.adopt(row, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
            return redirect("measures:check_plan", slug, year)
        messages.success(request, "ประกาศใช้แผนแล้ว ส่วนราชการที่รับผิดชอบรายงานผลการดำเนินการได้ทันที")
        return redirect(row)
    findings = grouped_findings(row, missing_before_adoption(row, today))
    if findings.blocking_count:
        return redirect("measures:check_plan", slug, year)
    context = {**frame_of(row, request.user), "plan": row, "form": form, "findings": findings}
    return render(request, "measures/adopt_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def amend_measure(request, slug, year, pk):
    """Change a measure of an adopted plan, with a reason."""
    measure = editable_measure_or_404(request.user, slug, year, pk)
    if refusal := _closed(measure):
        return _back(request, measure, refusal)
    begun = {"content": content_of(measure), "version": measure.version}
    if "rows" in request.POST:
        form = AmendMeasureForm.after_row_act(measure.plan, request.POST, **begun)
        return _amending(request, form, measure, added=request.POST["rows"])
    form = AmendMeasureForm(measure.plan, request.POST or None, **begun)
    if request.method == "POST" and form.is_valid():
        try:
            _amend(request, measure, form)
        except workflow.StaleMeasure as stale:
            return _amending(request, form, stale.current, both=_both(form, stale.current))
        except ValidationError as error:
            form.add_refusal(error)
        else:
            messages.success(request, "แก้ไขมาตรการแล้ว เหตุผลและสิ่งที่เปลี่ยนอยู่ในประวัติของมาตรการ")
            return redirect("measures:measure", slug, year, pk)
    return _amending(request, form, measure)


def _amend(request, measure, form):
    values = {name: form.cleaned_data[name] for name in ("reason", "version")}
    workflow.amend_measure(measure, form.content, **values, by=request.user)


def _amending(request, form, measure, **context):
    context = {
        **frame_of(form.plan, request.user),
        "plan": form.plan,
        "measure": measure,
        "form": form,
        "groups": target_groups(form),
        "is_amending": True,
        "back": place_in_list(measure),
        **context,
    }
    return render(request, "measures/edit_measure.html", context)


def _both(form, current):
    """[(field, mine, theirs)] where the texts differ; sending again with the new version lets mine stand."""
    form.data = form.data.copy()
    form.data["version"] = current.version
    theirs, mine = content_of(current), form.content
    return [(NAMES[name], texts_of(mine)[name], texts_of(theirs)[name]) for name in differences(theirs, mine)]


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_measure(request, slug, year, pk):
    """Take a measure of an adopted plan out of what is still to be done, with a reason."""
    measure = editable_measure_or_404(request.user, slug, year, pk)
    if refusal := _closed(measure):
        return _back(request, measure, refusal)
    form = CancelMeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.cancel_measure(measure, **form.cleaned_data, on=timezone.localdate(), by=request.user)
        except ValidationError as error:
            return _back(request, measure, " ".join(error.messages))
        messages.success(request, "ยกเลิกมาตรการแล้ว มาตรการยังอยู่ในแผนพร้อมเหตุผล แต่ไม่ต้องดำเนินการอีก")
        return redirect(place_in_list(measure))
    context = {**frame_of(measure.plan, request.user), "plan": measure.plan, "measure": measure, "form": form}
    return render(request, "measures/cancel_measure.html", context)


def _closed(measure):
    """Why this measure is neither amended nor cancelled; "" when it can be."""
    if not measure.plan.is_adopted:
        return STILL_A_DRAFT
    return CANCELLED if measure.cancelled_on else ""


def _back(request, measure, sentence):
    messages.warning(request, sentence)
    return redirect(place_in_list(measure))
