"""Last year's analysis as the start of this year's: what would be copied, then copying it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments import workflow
from assessments.counterparts import counterparts, previous_of
from assessments.views.access import editable_assessment_or_404, frame_of
from ita_portal.thai_text import to_thai_digits
from measures.analysis_page import workspace_address


@require_http_methods(["GET", "HEAD", "POST"])
def from_last_year(request, slug, year):
    """What goes on, was reworded, is new or gone since last year, and which texts come along."""
    assessment = editable_assessment_or_404(request.user, slug, year)
    if request.method == "POST":
        count = workflow.copy_last_year(assessment, request.POST.getlist("rows"), by=request.user)
        if count:
            told = f"คัดลอกข้อความของปีก่อนมาเป็นร่าง {count} รายการแล้ว โปรดอ่านและแก้ไขให้ตรงกับผลของปีนี้"
            messages.success(request, to_thai_digits(told))
            return redirect(workspace_address(assessment))
        messages.warning(request, "ไม่มีข้อความใดถูกคัดลอก เพราะยังไม่ได้เลือก หรือข้อที่เลือกเขียนไว้แล้ว")
        return redirect("measures:from_last_year", slug, year)
    previous = previous_of(assessment)
    rows = counterparts(assessment, previous) if previous else []
    context = {
        **frame_of(assessment),
        "assessment": assessment,
        "previous": previous,
        "rows": rows,
        "copyable_count": sum(row.can_be_copied for row in rows),
    }
    return render(request, "measures/from_last_year.html", context)
