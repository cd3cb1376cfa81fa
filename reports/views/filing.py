"""Filing what is published as OIT items: what to put where, which address it got, and the pack of an item."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import Assessment, Framework
from ita_portal import file_store
from ita_portal.fields import ThaiDateField, ThaiTextField
from ita_portal.web_address import completed
from organizations.models import Membership, Organization, Role, User
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports import filing_page, workflow
from reports.evidence_pack import PackTooLarge, make_pack
from reports.models import Filing


class FilingForm(forms.Form):
    """The address on the organisation's website, and when the item was filed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    address = forms.CharField(
        label="ที่อยู่ของเอกสารบนเว็บไซต์หลักของหน่วยงาน",
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
        help_text="คัดลอกจากช่องที่อยู่ของเบราว์เซอร์ เมื่อเปิดเอกสารบนเว็บไซต์ของหน่วยงาน",
    )
    filed_on = ThaiDateField(label="วันที่ยื่นใน ITAS")
    note = ThaiTextField(label="หมายเหตุ", max_length=300, required=False)

    def __init__(self, filing, *args, **kwargs):
        initial = (
            {name: getattr(filing, name) for name in ("version", "address", "filed_on", "note")}
            if filing
            else {}
        )
        super().__init__(*args, initial=initial, **kwargs)

    def clean_address(self):
        return completed(self.cleaned_data["address"])


@require_safe
def filing(request, slug, year):
    """The OIT items of a year that ask for this work, and what is filed for each."""
    organization = _organization_or_404(request.user, slug)
    framework = Framework.objects.filter(year=year).first()  # not there before its year's handbook is
    results = Assessment.objects.visible_to(request.user).filter(organization=organization, framework=framework)
    context = {
        "organization": organization,
        "year": year,
        "has_result": results.exists(),
        "items": filing_page.items_of(organization, framework, request.user) if framework else [],
        "may_write": request.user.has_role(organization, *Filing.objects.all().editing_roles),
        "keepers": _keepers(organization, request.user),
        "portal_is_own": filing_page.portal_is_own_website(organization),
    }
    return render(request, "reports/filing.html", context)


def _keepers(organization, user):
    """The people who may say which website the organisation has."""
    held = Membership.objects.visible_to(user).filter(organization=organization, is_active=True)
    return User.objects.filter(pk__in=held.filter(role=Role.ADMINISTRATOR).values("user"), is_active=True)


@require_http_methods(["GET", "HEAD", "POST"])
def file_item(request, slug, year, code):
    """Record, or correct, where an item was filed."""
    organization, framework = _year_or_404(request.user, slug, year)
    if not request.user.has_role(organization, *Filing.objects.all().editing_roles):
        raise Http404("files nothing here")
    question = get_object_or_404(framework.questions, code__iexact=code, indicator__instrument__code="OIT")
    row = Filing.objects.editable_by(request.user).filter(organization=organization, question=question).first()
    form = FilingForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid() and _keep(request, organization, question, row, form):
        return redirect(f"{reverse('reports:filing', args=[slug, year])}#{question.code}")
    context = {"organization": organization, "year": year, "question": question, "form": form}
    return render(request, "reports/file_item.html", context)


def _keep(request, organization, question, row, form):
    """Record a valid form; False when it was refused, and the form says why."""
    values = {name: form.cleaned_data[name] for name in ("address", "filed_on", "note")}
    try:
        if row is None:
            row = workflow.file_item(organization, question, **values, by=request.user)
        else:
            workflow.correct_filing(row, version=form.cleaned_data["version"], **values, by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    except workflow.StaleFiling as stale:
        form.add_error(None, str(stale))
        form.data = {**form.data.dict(), "version": stale.current.version}
        return False
    if not organization.domain or filing_page.is_own_address(organization, values["address"]):
        messages.success(request, "บันทึกที่อยู่ที่ยื่นแล้ว ระบบจะลองเปิดที่อยู่นี้ทุกสัปดาห์")
    else:
        messages.warning(
            request, "บันทึกแล้ว แต่ที่อยู่นี้ไม่ได้อยู่บนเว็บไซต์หลักของหน่วยงาน รายการ OIT ต้องอยู่บนเว็บไซต์หลัก โปรดตรวจอีกครั้ง"
        )
    return True


@require_safe
def evidence_pack(request, slug, year, code):
    """A zip of an item's documents and evidence."""
    organization, framework = _year_or_404(request.user, slug, year)
    items = filing_page.items_of(organization, framework, request.user)
    item = next((row for row in items if row.question.code.lower() == code.lower()), None)
    if item is None:
        raise Http404("no such item")
    try:
        file = make_pack(item, organization, request.user)
    except (PackTooLarge, file_store.FileStoreError) as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:filing", slug, year)
    name = f"{item.question.code} ปี {year} {organization.short_name}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _year_or_404(user, slug, year):
    return _organization_or_404(user, slug), get_object_or_404(Framework, year=year)


def _organization_or_404(user, slug):
    organizations = Organization.objects.visible_to(user).select_related("province")
    organization = get_object_or_404(organizations, slug=slug)
    if not user.has_role(organization, *ROLES_IN_AN_ORGANIZATION):
        raise Http404("not theirs to file")
    return organization
