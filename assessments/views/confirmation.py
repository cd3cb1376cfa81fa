"""Confirming the figures of a year, and opening them again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments import workflow
from assessments.confirmation_forms import ConfirmForm, ReopenForm
from assessments.readiness import missing_before_confirming
from assessments.standing import standing_of
from assessments.views.access import editable_assessment_or_404, frame_of
from ita_portal.thai_text import to_thai_digits
from organizations import trail


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_assessment(request, slug, year):
    """Are the figures complete and right? What is missing, then the button."""
    row = editable_assessment_or_404(request.user, slug, year)
    form = ConfirmForm(request.POST or None, initial={"seen": trail.latest(row)})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.confirm(row, by=request.user, seen=form.cleaned_data["seen"])
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return redirect("assessments:confirm_assessment", slug, year)
        messages.success(
            request, f"ยืนยันคะแนนปี {to_thai_digits(str(year))} แล้ว ตัวเลขอ่านได้อย่างเดียวจนกว่าจะเปิดแก้ไขอีกครั้ง"
        )
        return redirect(row)
    gaps = [] if row.is_confirmed else missing_before_confirming(row)
    context = {
        **frame_of(row),
        "assessment": row,
        "standing": standing_of(row, request.user),
        "form": form,
        "obstacles": [gap for gap in gaps if gap.blocks],
        "gaps": [gap for gap in gaps if not gap.blocks],
    }
    return render(request, "assessments/confirm_assessment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_assessment(request, slug, year):
    """Open confirmed figures for change again, with a reason."""
    row = editable_assessment_or_404(request.user, slug, year)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.reopen(row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("assessments:reopen_assessment", slug, year)
        messages.success(request, "เปิดแก้ไขแล้ว เมื่อแก้ตัวเลขครบ โปรดยืนยันอีกครั้ง แล้วตรวจเอกสารที่เขียนไว้ก่อนหน้านี้")
        return redirect(row)
    context = {
        **frame_of(row),
        "assessment": row,
        "standing": standing_of(row, request.user),
        "form": form,
    }
    return render(request, "assessments/reopen_assessment.html", context)
