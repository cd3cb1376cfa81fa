"""The check before a document is proposed: what it found, mending it, or passing it with a reason."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports import workflow
from reports.findings_page import read_findings
from reports.models import Document, OverriddenFinding


@require_http_methods(["GET", "HEAD", "POST"])
def check_before(request, slug, year, kind):
    """What should be looked at before the document is proposed; one finding is passed with a reason, or counts again."""
    document = _document_or_404(request, slug, year, kind)
    page = read_findings(document, request.user, request.POST or None)
    if request.method == "POST":
        row = page.of_key(request.POST.get("key", ""))
        if row is None:
            messages.info(request, "ข้อสังเกตนี้ไม่มีแล้ว เพราะข้อความหรือข้อมูลเปลี่ยนไป")
            return redirect("reports:check_before", slug, year, kind)
        if _act(request, document, row):
            return redirect(f"{reverse('reports:check_before', args=[slug, year, kind])}#{row.anchor}")
    context = {"organization": document.organization, "year": year, "document": document, "page": page}
    return render(request, "reports/check_before.html", context)


def _act(request, document, row):
    """Pass the finding or let it count again; False when the reason was refused, which its form then says."""
    try:
        if "take_back" in request.POST:
            if row.overridden:
                workflow.take_back_override(row.overridden, by=request.user, at=timezone.now())
            messages.success(request, "ยกเลิกเหตุผลแล้ว ข้อสังเกตนี้นับอีกครั้ง เหตุผลเดิมยังอยู่ในประวัติ")
            return True
        if not row.form.is_valid():
            return False
        workflow.override_finding(
            document, row.finding, reason=row.form.cleaned_data["reason"], by=request.user
        )
    except ValidationError as error:
        row.form.add_error(None, error)
        return False
    messages.success(request, "บันทึกเหตุผลแล้ว ข้อสังเกตนี้ไม่ห้ามการเสนออีก")
    return True


def _document_or_404(request, slug, year, kind):
    """The stored document: members read its findings, who writes documents acts on those of a draft."""
    rows = Document.objects.visible_to(request.user).filter(fiscal_year=year, kind=kind)
    rows = rows.select_related("organization__province", "encloses__organization__province")
    document = get_object_or_404(rows, organization__slug=slug)
    roles = ROLES_IN_AN_ORGANIZATION
    if request.method == "POST":
        roles = OverriddenFinding.objects.all().editing_roles
    if not request.user.has_role(document.organization, *roles):
        raise Http404("not theirs to check")
    return document
