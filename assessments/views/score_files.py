"""Score sheets of one organisation: template, export, upload."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from assessments import score_sheets, workflow
from assessments.models import Assessment, Framework
from assessments.score_file_forms import ScoreFileForm
from assessments.score_sheets import SheetRefused
from assessments.score_tree import officials_of
from assessments.views.access import assessed_organization_or_404, assessment_or_404
from assessments.workflow import WrongCells


@require_safe
def scores_template(request, slug, year):
    """The empty sheet of a year, to fill in."""
    organization = assessed_organization_or_404(request.user, slug)
    form = score_sheets.sheet_form_of(get_object_or_404(Framework, year=year), organization)
    return workbook_response(score_sheets.write_sheet(form), f"แบบคะแนน ITA {year} {organization.short_name}")


@require_safe
def export_scores(request, slug, year):
    """What is stored, as a sheet that can be read in again."""
    row = assessment_or_404(request.user, slug, year)
    form = score_sheets.sheet_form_of(row.framework, row.organization)
    facts = {name: getattr(row, name) for name in workflow.HEADER_FIELDS}
    content = score_sheets.write_sheet(form, officials_of(row), facts)
    return workbook_response(content, f"คะแนน ITA {year} {row.organization.short_name}")


@require_http_methods(["GET", "HEAD", "POST"])
def upload_scores(request, slug, year):
    """Take a filled-in sheet; the differences are shown next, and nothing counts before they are confirmed."""
    organization = assessed_organization_or_404(request.user, slug)
    framework = get_object_or_404(Framework, year=year)
    form = ScoreFileForm(request.POST or None, request.FILES or None)
    context = {"organization": organization, "year": year, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            waiting = workflow.upload_sheet(organization, framework, form.cleaned_data["file"], by=request.user)
            return redirect("assessments:score_import", slug, year, waiting.pk)
        except WrongCells as wrong:
            context["wrong"] = wrong.understood
        except SheetRefused as refusal:
            form.add_error("file", str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    stored = Assessment.objects.editable_by(request.user).filter(organization=organization, framework=framework)
    assessment = stored.first()
    context |= {"assessment": assessment, "has_result": assessment is not None}
    return render(request, "assessments/upload_scores.html", context)


def workbook_response(content, name):
    """A workbook to be saved under a name."""
    response = HttpResponse(content, content_type=score_sheets.CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return response
