"""Writing one analysis: new, changed, deleted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assessments import workflow
from assessments.views.access import editable_assessment_or_404, frame_of
from measures.analysis_forms import AnalysisForm, with_suggestion
from measures.analysis_page import Show, next_to_decide, read_workspace, workspace_address
from measures.analysis_writing import Writing, start_writing
from organizations.history import history_of

HISTORY_SHOWN = 20  # acts; all of them stand in the history of the year


@require_http_methods(["GET", "HEAD", "POST"])
def new_analysis(request, slug, year):
    """Write about a question, or an indicator, of which nothing was written yet."""
    assessment = editable_assessment_or_404(request.user, slug, year)
    writing = start_writing(assessment, request.GET.get("question"), request.GET.get("indicator"))
    if writing is None:
        raise Http404("no such question or indicator")
    if writing.analysis.pk and request.method != "POST":
        return redirect("measures:edit_analysis", slug, year, writing.analysis.pk)
    return _write(request, writing)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_analysis(request, slug, year, pk):
    """Change an analysis; the first text may be a draft."""
    assessment = editable_assessment_or_404(request.user, slug, year)
    analysis = assessment.analyses.select_related("indicator").filter(pk=pk).first()
    if analysis is None and request.method == "POST":
        return _write_again(request, assessment)
    if analysis is None:
        raise Http404("no such analysis")
    return _write(request, Writing(analysis))


@require_http_methods(["GET", "HEAD", "POST"])
def delete_analysis(request, slug, year, pk):
    """Delete an analysis, after showing what will be lost."""
    assessment = editable_assessment_or_404(request.user, slug, year)
    analysis = get_object_or_404(assessment.analyses.in_print_order(), pk=pk)
    writing = Writing(analysis)
    if request.method == "POST":
        try:
            version = int(request.POST.get("version") or 0)
            workflow.delete_analysis(analysis, version=version, by=request.user)
        except (workflow.StaleAnalysis, ValueError):
            messages.warning(request, "มีผู้แก้ไขการวิเคราะห์นี้หลังจากที่ท่านเปิดหน้า โปรดอ่านข้อความล่าสุดก่อนลบ")
            return redirect("measures:delete_analysis", slug, year, pk)
        messages.success(request, f"ลบการวิเคราะห์{writing.name}แล้ว ข้อความที่ลบยังอ่านได้ในประวัติของปี")
        return redirect(workspace_address(assessment))
    context = {**frame_of(assessment), "assessment": assessment, "writing": writing}
    return render(request, "measures/delete_analysis.html", context)


def _write(request, writing):
    """The form of one analysis: put in a text of the library, save, or show what stands in the way."""
    show = Show.of(request.GET.get("show"))
    form = AnalysisForm(writing, request.POST or None)
    context = _context(request.user, writing, form, show)
    if request.method == "POST" and "use" in request.POST:
        suggestion = writing.suggestion(request.POST["use"])
        context["form"], context["replaced"] = with_suggestion(writing, request.POST, suggestion)
    elif request.method == "POST" and form.is_valid():
        saved = _save(request, writing, form, context)
        if saved:
            return redirect(_after(request, saved, show))
    return render(request, "measures/edit_analysis.html", context)


def _write_again(request, assessment):
    """The analysis was deleted while this person wrote: the text stays in the form, and saving makes a new one."""
    writing = start_writing(assessment, None, request.POST.get("indicator"))
    if writing is None:
        raise Http404("no such analysis")
    form = AnalysisForm(writing, request.POST)
    form.start_over()
    show = Show.of(request.GET.get("show"))
    context = {**_context(request.user, writing, form, show), "was_deleted": True}
    return render(request, "measures/edit_analysis.html", context)


def _context(user, writing, form, show):
    assessment, analysis = writing.assessment, writing.analysis
    return {
        **frame_of(assessment),
        "assessment": assessment,
        "writing": writing,
        "form": form,
        "history": history_of([analysis] if analysis.pk else [], user=user, limit=HISTORY_SHOWN),
        "back_url": workspace_address(assessment, show, writing.rows[0] if writing.rows else None),
    }


def _save(request, writing, form, context):
    """The saved analysis, or None with the reason on the form."""
    try:
        return workflow.save_analysis(
            writing.analysis,
            form.texts,
            questions=form.cleaned_data["questions"],
            topics=form.cleaned_data.get("topics", ()),
            drafted_from=writing.library_text(form.cleaned_data["used_text"]),
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
    except workflow.StaleAnalysis as stale:
        if stale.current is None:
            form.start_over()
            context["was_deleted"] = True
        else:
            form.see(stale.current)
            context["theirs"] = form.described(stale.current)
    return None


def _after(request, saved, show):
    """Where the pressed button leads, with a word on what was done."""
    assessment, name = saved.assessment, Writing(saved).name
    messages.success(request, f"บันทึกการวิเคราะห์{name}แล้ว")
    rows = read_workspace(assessment, show).rows
    here = next((row for row in rows if saved in row.analyses), None)
    if request.POST.get("save") == "keep":
        _keep(request, saved)
        return here.address if here else workspace_address(assessment, show)
    following = next_to_decide(rows, saved, show) if request.POST.get("save") == "next" else None
    if following:
        return following.address
    return workspace_address(assessment, show, here)


def _keep(request, saved):
    try:
        workflow.keep_as_recommendation(saved, by=request.user)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    else:
        messages.success(request, "เก็บข้อความนี้เข้าคลังของหน่วยงานแล้ว ใช้ร่างการวิเคราะห์ปีต่อไปได้")
