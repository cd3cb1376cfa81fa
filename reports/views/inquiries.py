"""Questions to the auditor: asking one, reading what was asked and answered, answering."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports import workflow
from reports.inquiry_forms import AnswerForm, QuestionForm, subjects_of
from reports.models import Inquiry

PAGE_SIZE = 50


@require_safe
def inquiries(request, slug):
    """All questions of the organisation, the latest first."""
    organization = _organization_of_member_or_404(request.user, slug)
    rows = Inquiry.objects.visible_to(request.user).filter(organization=organization)
    rows = rows.select_related("organization", "asked_by", "answered_by")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "reports/inquiries.html", {"organization": organization, "inquiries": page})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug, year):
    """A question about the result, an indicator, a measure or a document of a year (`?about=indicator-3`)."""
    organization = _organization_of_member_or_404(request.user, slug)
    subjects = subjects_of(organization, year, request.user)
    if not subjects:
        raise Http404("nothing to ask about")
    form = QuestionForm(subjects, request.POST or None, initial={"about": request.GET.get("about", "")})
    if request.method == "POST" and form.is_valid():
        new = form.inquiry(organization, year)
        workflow.ask_question(new, by=request.user, at=timezone.now())
        messages.success(request, "ส่งคำถามถึงผู้ตรวจสอบภายในแล้ว เมื่อมีคำตอบจะอยู่ในงานของท่าน")
        return redirect(new)
    return render(request, "reports/ask.html", {"organization": organization, "year": year, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request, slug, pk):
    """One question: the auditor answers it, the person who asked takes note of the answer."""
    row = _inquiry_or_404(request.user, slug, pk)
    may_answer = Inquiry.objects.editable_by(request.user).filter(pk=row.pk).exists()
    if request.method == "POST" and request.POST.get("act") == "acknowledge":
        return _acknowledge(request, row)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answer(request, row, form):
        return redirect(row)
    context = {
        "organization": row.organization,
        "year": row.fiscal_year,
        "inquiry": row,
        "form": form if may_answer else None,
        "may_acknowledge": row.asked_by_id == request.user.pk and row.is_answered and not row.acknowledged_at,
    }
    return render(request, "reports/inquiry.html", context)


def _answer(request, row, form):
    """Answer with a valid form; False when it was refused, and the form says why."""
    try:
        workflow.answer_question(row, form.cleaned_data["answer"], by=request.user, at=timezone.now())
    except workflow.AlreadyAnswered as taken:
        row.refresh_from_db()
        form.add_error(None, f"{taken} ข้อความของท่านจึงยังไม่ได้บันทึก คำตอบที่บันทึกไว้อยู่ด้านบน")
        return False
    messages.success(request, "บันทึกคำตอบแล้ว ผู้ถามจะเห็นในงานของตน")
    return True


def _acknowledge(request, row):
    try:
        workflow.acknowledge_answer(row, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, "บันทึกแล้วว่าท่านรับทราบคำตอบ")
    return redirect(row)


def _inquiry_or_404(user, slug, pk):
    rows = Inquiry.objects.visible_to(user).filter(organization__slug=slug)
    return get_object_or_404(rows.select_related("organization", "asked_by", "answered_by"), pk=pk)


def _organization_of_member_or_404(user, slug):
    organization = get_object_or_404(Organization.objects.visible_to(user), slug=slug)
    if not user.has_role(organization, *ROLES_IN_AN_ORGANIZATION):
        raise Http404("not a member here")
    return organization
