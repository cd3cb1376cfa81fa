"""The register of memo numbers: the series, its gaps, and which numbers other letters have."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ita_portal.thai_text import to_thai_digits
from organizations.form_errors import show
from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports import workflow
from reports.models import RegisterNumber
from reports.register_forms import NoteNumberForm, SeriesForm
from reports.register_page import read_register

EDITORS = RegisterNumber.objects.all().editing_roles


@require_http_methods(["GET", "HEAD", "POST"])
def register(request, slug):
    """One series of numbers; a number of another letter is noted."""
    roles = EDITORS if request.method == "POST" else ROLES_IN_AN_ORGANIZATION
    organization = _organization_or_404(request.user, slug, roles)
    page = read_register(organization, request.user, *SeriesForm(request.GET).place)
    form = NoteNumberForm(
        request.POST or None, initial={"number": to_thai_digits(request.GET.get("number", ""))}
    )
    if (
        request.method == "POST"
        and page.chosen
        and form.is_valid()
        and _note(request, organization, page, form)
    ):
        return redirect(_address(organization, *page.chosen))
    context = {
        "organization": organization,
        "page": page,
        "form": form,
        "may_write": request.user.has_role(organization, *EDITORS),
    }
    return render(request, "reports/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def forget_noted_number(request, slug, pk):
    """Take a wrong note back; the button says which number its reader saw."""
    rows = RegisterNumber.objects.editable_by(request.user).select_related("organization")
    row = get_object_or_404(rows, organization__slug=slug, pk=pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if request.POST.get("number") != str(row.number):
        return redirect(_address(row.organization, row.prefix, row.calendar_year))
    try:
        workflow.forget_noted_number(row, by=request.user)
        messages.success(request, "ลบหมายเหตุแล้ว เลขนี้กลับเป็นเลขที่ยังไม่มีในทะเบียน")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(_address(row.organization, row.prefix, row.calendar_year))


@require_http_methods(["GET", "HEAD", "POST"])
def number_source(request, slug):
    """Draw the numbers of memos from this register, or type them from the office's book."""
    organization = _organization_or_404(request.user, slug, EDITORS)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    draws = request.POST.get("draws") == "yes"
    workflow.set_number_source(organization, draws=draws, by=request.user)
    said = "ออกเลขที่บันทึกข้อความจากทะเบียนนี้แล้ว" if draws else "พิมพ์เลขที่บันทึกข้อความจากสมุดทะเบียนของสำนักงาน"
    messages.success(request, said)
    return redirect("reports:register", slug)


def _note(request, organization, page, form):
    """Note the number of a valid form; False when it was refused, and the form says why."""
    number, note = form.cleaned_data["number"], form.cleaned_data["note"]
    try:
        workflow.note_number(organization, *page.chosen, number, note, by=request.user)
    except ValidationError as error:
        show(form, error)
        return False
    messages.success(request, to_thai_digits(f"บันทึกแล้วว่าเลขที่ {number} เป็นของหนังสืออื่น"))
    return True


def _address(organization, prefix, year):
    return (
        f"{reverse('reports:register', args=[organization.slug])}?{urlencode({'prefix': prefix, 'year': year})}"
    )


def _organization_or_404(user, slug, roles):
    """The organisation, for people who hold one of the roles in it."""
    organization = get_object_or_404(Organization.objects.visible_to(user), slug=slug)
    if not user.has_role(organization, *roles):
        raise Http404("not theirs")
    return organization
