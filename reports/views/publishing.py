"""Putting a signed edition before everybody, and taking it back."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ita_portal.fields import ThaiTextField
from reports import checks, open_data, public_pages, workflow
from reports import desk as desks
from reports.checks import Family
from reports.models import Edition, EditionState, Publication


class WithdrawForm(forms.Form):
    reason = ThaiTextField(
        label="เหตุผลที่ยกเลิกการเผยแพร่",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="เหตุผลนี้แสดงต่อประชาชนที่หน้าของเอกสาร",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, slug, code):
    """What everybody will read, under which address; then publish it."""
    edition = _editable_or_404(request.user, slug, code)
    if (
        edition.state != EditionState.SIGNED
        or Publication.objects.visible_to(request.user).filter(edition=edition).exists()
    ):
        raise Http404("not signed, or published already")
    if request.method == "POST" and request.POST.get("sha256") != edition.sha256:
        messages.error(request, "หน้านี้แสดงแฟ้มอื่นก่อนที่ท่านจะกดเผยแพร่ ระบบยังไม่ได้เผยแพร่ โปรดอ่านอีกครั้ง")
    elif request.method == "POST":
        try:
            workflow.publish(edition, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        except workflow.StaleEdition as stale:
            messages.error(request, str(stale))
        else:
            messages.success(request, "เผยแพร่แล้ว ประชาชนเปิดอ่านได้ทันทีที่อยู่ถาวรของเอกสาร")
        return redirect(desks.address_of(edition.document))
    context = {
        "address": public_pages.address("reports:public_document", edition.document.code),
        "tables": open_data.tables_of(edition.data),
        "personal": _personal_data(edition, request.user),
        **_frame(edition),
    }
    return render(request, "reports/publish.html", context)


def _personal_data(edition, user):
    """What looks like personal data in the document, told once more before everybody reads it."""
    found = checks.findings_for(edition.document, lambda model: model.objects.visible_to(user))
    return [finding for finding in found if finding.family == Family.PERSONAL_DATA]


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, slug, code):
    """Say that what is public no longer holds, with the reason."""
    edition = _editable_or_404(request.user, slug, code)
    publications = Publication.objects.editable_by(request.user).select_related("edition", "document")
    publication = get_object_or_404(publications, edition=edition, superseded_at=None, withdrawn_at=None)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.withdraw_publication(publication, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, "ยกเลิกการเผยแพร่แล้ว หน้าของเอกสารบอกเหตุผลต่อประชาชน เอกสารเป็นร่างเพื่อแก้ไข")
            return redirect(desks.address_of(edition.document))
    return render(request, "reports/withdraw.html", {"form": form, **_frame(edition)})


def _editable_or_404(user, slug, code):
    rows = Edition.objects.editable_by(user).select_related("organization__province", "document")
    return get_object_or_404(rows, organization__slug=slug, code=code)


def _frame(edition):
    return {"organization": edition.organization, "year": edition.fiscal_year, "edition": edition}
