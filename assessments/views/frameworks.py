"""The frameworks of all years: reading, copying and correcting them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import framework_pages, framework_revisions
from assessments.forms import CopyFrameworkForm, CorrectionForm, ReasonForm, WeightsForm
from assessments.models import Framework
from ita_portal.thai_text import to_thai_digits


@require_safe
def frameworks(request):
    """The frameworks of all years, newest first."""
    return render(request, "assessments/frameworks.html", {"frameworks": framework_pages.for_list()})


@require_safe
def framework(request, year):
    """Everything the framework of a year says, and how it was corrected."""
    framework = get_object_or_404(framework_pages.with_everything(), year=year)
    context = {
        "framework": framework,
        "revisions": framework_pages.revisions_for(framework, request.user),
        "may_correct": request.user.is_platform_administrator,
    }
    return render(request, "assessments/framework.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def copy_framework(request, year):
    """Start another year from this one."""
    _require_platform_administrator(request.user)
    source = get_object_or_404(Framework, year=year)
    form = CopyFrameworkForm(request.POST or None, initial={"year": source.year + 1})
    if request.method == "POST" and form.is_valid():
        try:
            copy = framework_revisions.copy_framework(source, form.cleaned_data["year"], request.user)
        except ValueError as error:
            form.add_error("year", str(error))
        else:
            messages.success(request, f"คัดลอกเป็น{copy}แล้ว ทุกข้อมีเครื่องหมายยังไม่ยืนยัน จนกว่าท่านจะตรวจกับประกาศ")
            return redirect(copy)
    return render(request, "assessments/copy_framework.html", {"framework": source, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, year, kind, pk):
    """Correct one row of a framework: values, then what they would change, then the reason."""
    _require_platform_administrator(request.user)
    row, framework = framework_pages.row_or_404(year, kind, pk)
    form = CorrectionForm(row, request.POST or None)
    return _correct(request, framework, form, {"title": str(row), "row_kind": row._meta.verbose_name})


@require_http_methods(["GET", "HEAD", "POST"])
def weights(request, year):
    """Correct the weights of a framework, all together: they have to add up."""
    _require_platform_administrator(request.user)
    framework = get_object_or_404(Framework, year=year)
    form = WeightsForm(framework, request.POST or None)
    return _correct(
        request, framework, form, {"title": "น้ำหนักของเครื่องมือและส่วน", "row_kind": "ทุกเครื่องมือรวมกันเป็น ๑๐๐"}
    )


def _correct(request, framework, form, context):
    """The three steps of every correction: form, effects, reason."""
    context = {**context, "framework": framework, "form": form}
    preview = form.preview() if request.method == "POST" and "edit" not in request.POST else None
    if preview is None:
        return render(request, "assessments/correct.html", context)
    reason_form = ReasonForm(framework, request.POST if "confirm" in request.POST else None)
    if reason_form.is_valid() and _apply(request, form, reason_form):
        return redirect(framework)
    return render(
        request, "assessments/correct_preview.html", {**context, "preview": preview, "reason_form": reason_form}
    )


def _apply(request, form, reason_form):
    reason = reason_form.cleaned_data["reason"]
    try:
        revision = framework_revisions.correct_all(form.corrections, reason, request.user)
    except ValidationError as error:
        reason_form.add_error(None, error.messages)
        return False
    number = to_thai_digits(str(revision.number))
    messages.success(request, f"แก้ไขครั้งที่ {number} บันทึกแล้ว และคำนวณผลของทุกหน่วยงานที่เกี่ยวข้องใหม่แล้ว")
    return True


def _require_platform_administrator(user):
    if not user.is_platform_administrator:
        raise PermissionDenied
