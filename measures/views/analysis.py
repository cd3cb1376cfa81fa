"""The analysis workspace: what must be done about which question, and the limits of the bands."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments import workflow
from assessments.views.access import (
    assessment_of_member_or_404,
    editable_assessment_or_404,
    frame_of,
    may_assess,
)
from ita_portal.thai_text import to_thai_digits
from measures.analysis_forms import BandLimitsForm, ChosenRowsForm
from measures.analysis_page import Show, read_workspace, workspace_address


@require_http_methods(["GET", "HEAD", "POST"])
def analysis(request, slug, year):
    """What must be done about which question; acts on many rows at once."""
    find = editable_assessment_or_404 if request.method == "POST" else assessment_of_member_or_404
    assessment = find(request.user, slug, year)
    show = Show.of(request.GET.get("show"))
    workspace = read_workspace(assessment, show)
    form = ChosenRowsForm([row.key for row in workspace.rows], request.POST or None)
    if request.method == "POST" and form.is_valid() and _act(request, assessment, workspace, form):
        return redirect(workspace_address(assessment, show))
    context = {
        **frame_of(assessment),
        "assessment": assessment,
        "workspace": workspace,
        "show": show,
        "form": form,
        "may_edit": may_assess(request.user, assessment.organization),
    }
    return render(request, "measures/analysis.html", context)


def _act(request, assessment, workspace, form):
    """Do what the form asks and say so; False when it was refused, which the form then shows."""
    act = {
        ChosenRowsForm.DRAFT: _draft,
        ChosenRowsForm.ACCEPT: _accept,
        ChosenRowsForm.REASON: _give_reason,
    }[form.cleaned_data["action"]]
    try:
        message = act(assessment, workspace, form.cleaned_data, request.user)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, to_thai_digits(message))
    return True


def _draft(assessment, workspace, values, user):
    count = workflow.draft_analyses(assessment, by=user)
    left = workspace.bare_count - count
    told = f"ร่างการวิเคราะห์ให้ {count} {workspace.coverage.unit}แล้ว โปรดอ่าน แก้ไข หรือรับร่างก่อนใช้จริง"
    return told if not left else f"{told} อีก {left} {workspace.coverage.unit}คลังยังไม่มีข้อความ โปรดเขียนเอง"


def _accept(assessment, workspace, values, user):
    chosen = [row for row in workspace.rows if row.key in values["rows"]]
    analyses = dict.fromkeys(one for row in chosen for one in row.analyses if one.is_draft)
    count = workflow.accept_drafts(assessment, analyses, by=user)
    return f"รับร่างแล้ว {count} เรื่อง" if count else "ข้อที่เลือกไม่มีร่างแล้ว จึงไม่มีสิ่งใดเปลี่ยน"


def _give_reason(assessment, workspace, values, user):
    chosen = workspace.chosen(values["rows"])
    workflow.give_reason(assessment, chosen, values["reason"], by=user)
    return f"บันทึกเหตุผลที่ไม่จัดทำมาตรการให้ {len(chosen)} {workspace.coverage.unit}แล้ว"


# -- Bands -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def bands(request, slug, year):
    """The scores at which the office's bands begin and end."""
    assessment = editable_assessment_or_404(request.user, slug, year)
    form = BandLimitsForm(assessment.band_limits, request.POST or None)
    if request.method == "POST" and form.is_valid() and _set_bands(request, assessment, form):
        return redirect(workspace_address(assessment))
    workspace = read_workspace(assessment)
    context = {**frame_of(assessment), "assessment": assessment, "workspace": workspace, "form": form}
    return render(request, "measures/bands.html", context)


def _set_bands(request, assessment, form):
    try:
        workflow.set_band_limits(assessment, form.limits, seen=form.seen, by=request.user)
    except ValidationError as error:
        form.add_error(None, error.messages)
    except workflow.StaleBands as stale:
        form.add_error(None, f"{stale} ขณะนี้คือ {form.describe(stale.current)} โปรดตรวจแล้วบันทึกอีกครั้ง")
        form.see(stale.current)
    else:
        messages.success(request, "บันทึกระดับแล้ว ข้อความและข้อวินิจฉัยที่เขียนไว้ยังเหมือนเดิม")
        return True
    return False
