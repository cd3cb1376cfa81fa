"""Pasting scores, and looking at what a paste or a sheet would change before it counts."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import import_preview, paste_content, workflow
from assessments.models import Assessment, Framework, ScoreImport
from assessments.views.access import assessed_organization_or_404
from ita_portal.template_filters import thai


@require_http_methods(["GET", "HEAD", "POST"])
def paste_scores(request, slug, year):
    """One box for what people copy; what was understood is shown next, and nothing counts before it is confirmed."""
    organization = assessed_organization_or_404(request.user, slug)
    framework = get_object_or_404(Framework, year=year)
    form, pasted = paste_content.PasteForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        pasted = paste_content.read_for(form.cleaned_data["text"], framework)
        try:
            if pasted.figures:
                waiting = paste_content.propose_paste(organization, framework, pasted, by=request.user)
                return redirect("assessments:score_import", slug, year, waiting.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            pasted = None
    context = {**_frame(request.user, organization, framework), "form": form, "pasted": pasted}
    return render(request, "assessments/paste_scores.html", context)


@require_safe
def score_imports(request, slug, year):
    """Every import of a year: those that wait first, then those that were applied or set aside."""
    organization = assessed_organization_or_404(request.user, slug)
    framework = get_object_or_404(Framework, year=year)
    rows = import_preview.imports_of(organization, framework, request.user)
    context = {
        **_frame(request.user, organization, framework),
        "waiting": [row for row in rows if row.is_waiting],
        "settled": [row for row in rows if not row.is_waiting],
    }
    return render(request, "assessments/score_imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def score_import(request, slug, year, pk):
    """One import: how it was read, what it changes, what the year then adds up to; confirm it or set it aside."""
    rows = ScoreImport.objects.editable_by(request.user).select_related("organization", "framework", "by")
    row = get_object_or_404(rows, pk=pk, organization__slug=slug, framework__year=year)
    if request.method == "POST":
        return _settle(request, row)
    return _show(request, row, _left_out(request.GET, row) if "look" in request.GET else ())


def _settle(request, row):
    """Apply the ticked changes, set the import aside, or only look at what the ticked ones would give."""
    left_out = _left_out(request.POST, row)
    if request.POST.get("act") == "look":
        return redirect(
            f"{request.path}?{urlencode({'look': 1, 'keep': request.POST.getlist('keep')}, doseq=True)}"
        )
    try:
        if request.POST.get("act") == "discard":
            workflow.discard_import(row, by=request.user)
            messages.success(request, "ยกเลิกการนำเข้านี้แล้ว คะแนนที่บันทึกไว้ไม่เปลี่ยน")
            return redirect("assessments:score_imports", row.organization.slug, row.framework.year)
        assessment = workflow.apply_import(
            row, seen=request.POST.get("seen", ""), by=request.user, left_out=left_out
        )
    except workflow.StaleImport as stale:
        return _show(request, row, left_out, stale=" ".join(stale.messages), status=409)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("assessments:score_import", row.organization.slug, row.framework.year, row.pk)
    messages.success(request, f"บันทึกคะแนนที่เลือกของปี {thai(row.framework.year)} แล้ว")
    return redirect(assessment)


def _show(request, row, left_out, *, stale="", status=200):
    preview = import_preview.preview_of(row, left_out)
    context = {
        **_frame(request.user, row.organization, row.framework),
        "preview": preview,
        "settled": import_preview.settled_by(row, request.user),
        "stale": stale,
    }
    return render(request, "assessments/score_import.html", context, status=status)


def _left_out(data, row):
    """What is not ticked."""
    kept = set(data.getlist("keep"))
    return frozenset(key for key in (*row.figures, *row.header) if key not in kept)


def _frame(user, organization, framework):
    """What the page frame says, also for a year that has no assessment yet."""
    assessment = Assessment.objects.editable_by(user).for_page()
    assessment = assessment.filter(organization=organization, framework=framework).first()
    return {
        "organization": organization,
        "year": framework.year,
        "has_result": assessment is not None,
        "assessment": assessment,
    }
