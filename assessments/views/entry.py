"""The entry sheet: the figures of a year typed box by box, with a script that saves row by row or without one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments import entry_forms, workflow
from assessments.entry_answers import answer_of, with_typed
from assessments.entry_sheet import read_sheet
from assessments.import_preview import waiting_imports
from assessments.models import Assessment, Framework
from assessments.views.access import assessed_organization_or_404, frame_of
from ita_portal.template_filters import thai


@require_http_methods(["GET", "HEAD", "POST"])
def scores(request, slug, year):
    """The sheet of a year; before the year is started, what it will hold."""
    organization, framework = _year_or_404(request.user, slug, year)
    rows = Assessment.objects.editable_by(request.user).for_page().filter(organization=organization)
    assessment = rows.filter(framework=framework).first()
    if assessment is None and request.method == "POST":
        raise Http404("the year is not started")
    if assessment is None:
        context = {
            "organization": organization,
            "year": year,
            "framework": framework,
            "waiting": waiting_imports(organization, framework, request.user),
        }
        return render(request, "assessments/scores_start.html", context)
    if request.method == "POST":
        return _save(request, assessment)
    if _is_for_script(request):  # after a new login the script asks who it is and for a token
        return JsonResponse({"token": get_token(request), "user": request.user.pk})
    return _page(request, assessment, read_sheet(assessment))


@require_http_methods(["GET", "HEAD", "POST"])
def start_assessment(request, slug, year):
    """Start the year of an organisation; a GET, which changes nothing, is refused only where a POST is not."""
    organization, framework = _year_or_404(request.user, slug, year)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    workflow.start(organization, framework, by=request.user)
    return redirect("assessments:scores", slug, year)


def _year_or_404(user, slug, year):
    return assessed_organization_or_404(user, slug), get_object_or_404(Framework, year=year)


def _is_for_script(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _page(request, assessment, sheet, status=200):
    waiting = waiting_imports(assessment.organization, assessment.framework, request.user)
    context = {**frame_of(assessment), "assessment": assessment, "sheet": sheet, "waiting": waiting}
    return render(request, "assessments/scores.html", context, status=status)


def _save(request, assessment):
    """Save what is right of the typed boxes, and say what is not."""
    request.session.modified = True  # whoever is typing is not logged out
    fields = entry_forms.fields_of(assessment)
    typed = entry_forms.read_boxes(request.POST, fields)
    try:
        outcome = entry_forms.save(assessment, typed, by=request.user)
    except ValidationError as refusal:
        return _refused(request, assessment, " ".join(refusal.messages))
    sheet = with_typed(read_sheet(assessment), typed, outcome, fields)
    if _is_for_script(request):
        at = thai(f"{timezone.localtime():%H.%M}")
        return JsonResponse({**answer_of(sheet, outcome, typed), "at": at})
    if sheet.wrong or sheet.clashing:
        return _page(request, assessment, sheet, status=409 if sheet.clashing else 200)
    messages.success(request, _told(outcome))
    return redirect("assessments:scores", assessment.organization.slug, assessment.year)


def _told(outcome):
    if not outcome.saved:
        return "ไม่มีช่องใดต่างจากที่บันทึกไว้"
    return f"บันทึกแล้ว {thai(len(outcome.saved))} ช่อง"


def _refused(request, assessment, sentence):
    if _is_for_script(request):
        return JsonResponse({"refusal": sentence}, status=409)
    messages.error(request, sentence)
    return redirect("assessments:scores", assessment.organization.slug, assessment.year)
