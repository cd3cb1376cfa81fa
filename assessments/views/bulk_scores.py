"""One sheet with the scores of many organisations: for the platform administrator, who sees no stored figures here."""

from dataclasses import asdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments import score_sheets, workflow
from assessments.models import Framework
from assessments.score_file_forms import BulkFileForm, BulkTemplateForm
from assessments.score_sheets import SheetRefused
from assessments.tasks import send_bulk_scores
from assessments.views.score_files import workbook_response
from assessments.workflow import HeldBulk, WrongCells
from ita_portal import file_store
from ita_portal.jobs import JobState
from ita_portal.thai_text import to_thai_digits
from organizations.models import Organization
from organizations.started_jobs import StartedJob, report_of, start_job

HELD = "held_bulk_scores"  # in the session: the keys of the file are nobody else's
SENDING = "sending_bulk_scores"  # in the session: the key of the job that sends it


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_scores(request):
    """Template and upload of a sheet with many organisations."""
    _require_platform_administrator(request.user)
    form = BulkFileForm(request.POST or None, request.FILES or None)
    context = {"form": form, "template_form": BulkTemplateForm(auto_id="template_%s"), "held": _held(request)}
    if request.method == "POST" and form.is_valid():
        try:
            held = workflow.hold_bulk(form.cleaned_data["framework"], form.cleaned_data["file"])
        except WrongCells as wrong:
            context["wrong"] = wrong.understood
        except SheetRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            _forget(request)
            request.session[HELD] = asdict(held)
            return redirect("assessments:bulk_waiting")
    return render(request, "assessments/bulk_scores.html", context)


@require_safe
def bulk_template(request):
    """A sheet with a row for each organisation, of one province or of all, empty of figures."""
    _require_platform_administrator(request.user)
    form = BulkTemplateForm(
        {"framework": BulkTemplateForm().fields["framework"].queryset.first(), **request.GET.dict()}
    )
    if not form.is_valid():
        raise Http404("no such year or province")
    framework, province = form.cleaned_data["framework"], form.cleaned_data["province"]
    organizations = Organization.objects.visible_to(request.user).order_by("province__name", "name")
    if province:
        organizations = organizations.filter(province=province)
    rows = organizations.values_list("slug", "name")
    content = score_sheets.write_bulk_template(score_sheets.bulk_form_of(framework), rows)
    return workbook_response(content, f"แบบคะแนน ITA {framework.year} {province or 'ทุกจังหวัด'}")


@require_http_methods(["GET", "HEAD", "POST"])
def bulk_waiting(request):
    """What was understood of the uploaded file, before it is sent to the organisations."""
    _require_platform_administrator(request.user)
    held = _held(request)
    if held is None:
        return render(request, "assessments/bulk_waiting.html", {})
    framework = get_object_or_404(Framework, year=held.year)
    sending = report_of(request.session.get(SENDING))
    if sending and not sending.is_over:
        return redirect("organizations:job", request.session[SENDING])
    if request.method == "POST":
        return _discard(request) if "discard" in request.POST else _send(request, held, framework)
    try:
        understood = workflow.read_held(held, framework)
    except (file_store.NotStored, SheetRefused) as refusal:
        _forget(request)
        messages.error(request, str(refusal))
        return redirect("assessments:bulk_scores")
    destinations = workflow.destinations_of(understood, framework, request.user)
    context = {"held": held, "year": held.year, "destinations": destinations}
    return render(request, "assessments/bulk_waiting.html", context)


def _send(request, held, framework):
    """Begin to send in the background: a file of a thousand organisations takes its time."""
    upload = reverse("assessments:bulk_scores")
    started = StartedJob(
        title=f"การส่งคะแนนปี {to_thai_digits(str(held.year))} ให้หน่วยงาน",
        back=upload,
        after=upload,
        after_words="กลับไปหน้าคะแนนของหลายหน่วยงาน",
        stopped="ยังไม่มีหน่วยงานใดได้รับคะแนนจากแฟ้มนี้",
    )
    job = start_job(request.session, started)
    request.session[SENDING] = job.key
    send_bulk_scores(job.key, asdict(held), framework.pk, request.user.pk)
    return redirect("organizations:job", job.key)


def _discard(request):
    _forget(request)
    messages.info(request, "ไม่ส่งแฟ้มนี้แล้ว ยังไม่มีหน่วยงานใดได้รับคะแนนจากแฟ้มนี้")
    return redirect("assessments:bulk_scores")


def _held(request):
    """The bulk file that this person uploaded and has not sent, or None."""
    sent = report_of(request.session.get(SENDING))
    if sent and sent.state == JobState.FINISHED:
        request.session.pop(HELD, None)
        del request.session[SENDING]
    return HeldBulk(**request.session[HELD]) if HELD in request.session else None


def _forget(request):
    held = _held(request)
    if held:
        workflow.forget_bulk(held)
        del request.session[HELD]


def _require_platform_administrator(user):
    if not user.is_platform_administrator:
        raise PermissionDenied
