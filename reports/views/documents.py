"""The documents as pages: preview in the browser, the Word file, the office's own words."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import Assessment
from organizations.form_errors import show
from organizations.history import history_of
from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports import outdated, workflow
from reports.composition import CannotCompose, compose
from reports.content.sections import Memo
from reports.forms import DocumentWordsForm, ReadForm, blank_document
from reports.models import Document, DocumentKind
from reports.workflow import StaleDocument

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HISTORY_SHOWN = 20


@require_safe
def preview(request, slug, year, kind):
    """The document in the browser, from the same template as on paper."""
    paper = _paper(request, slug, year, kind)
    document = (
        Document.objects.visible_to(request.user)
        .filter(organization__slug=slug, fiscal_year=year, kind=kind)
        .first()
    )
    return HttpResponse(
        paper.html(
            is_preview=True,
            outdated=outdated.notice_for(document, request.user) if document else "",
            back_url=reverse("reports:documents", args=[slug, year]),
            print_url=reverse("reports:print_one", args=[slug, year, kind]),
            csrf_token=get_token(request),
            emblem_url=reverse("organizations:emblem_image", args=[slug]),
        )
    )


@require_safe
def download_word(request, slug, year, kind):
    """The document as a Word file."""
    paper = _paper(request, slug, year, kind)
    response = HttpResponse(paper.docx(), content_type=WORD_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{paper.file_name}.docx")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug, year, kind):
    """The office's own words of a draft; the first text is composed from the data."""
    document, now = _editable_document(request.user, slug, year, kind), timezone.now()
    form = DocumentWordsForm(document, request.POST or None, read_at=now)
    context = {
        **_frame(document, request.user),
        "kind": DocumentKind(kind),
        "form": form,
        "may_draw_number": document.organization.draws_memo_numbers and kind == "memo" and not document.number,
        "outdated": outdated.notice_for(document, request.user) if document.pk else "",
        "history": history_of([document] if document.pk else [], user=request.user, limit=HISTORY_SHOWN),
    }
    if request.method == "POST" and form.is_valid() and _write(request, document, form, now):
        messages.success(request, "บันทึกเนื้อความแล้ว เอกสารตัวอย่างใช้ข้อความใหม่ทันที")
        return redirect("reports:documents", slug, year)
    return render(request, "reports/edit.html", context)


def _write(request, document, form, now):
    """Save the words of a valid form; False when they were refused, and the form says why."""
    seen = {"version": form.cleaned_data["version"], "read_at": form.moment_of_reading(now)}
    seen["draws_number"] = "draw" in request.POST
    try:
        workflow.write_document(document, form.values, by=request.user, **seen)
    except StaleDocument as stale:
        form.show_conflict(stale.current, now)
        return False
    except ValidationError as error:
        show(form, error)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def check(request, slug, year, kind):
    """Do the words of a document still fit its figures? What changed since they were written, then the answer."""
    document = _stored_document(request.user, slug, year, kind)
    if document is None:
        raise Http404("nothing written")
    now = timezone.now()
    form = ReadForm(request.POST or None, initial={"version": document.version, "read_at": now})
    if request.method == "POST" and form.is_valid():
        seen = {"version": form.cleaned_data["version"], "read_at": form.moment_of_reading(now)}
        try:
            workflow.check_document(document, by=request.user, **seen)
        except StaleDocument as stale:
            messages.error(request, f"{stale} จึงยังไม่ได้บันทึกว่าตรวจแล้ว โปรดอ่านอีกครั้ง")
            return redirect("reports:check", slug, year, kind)
        messages.success(request, "บันทึกแล้วว่าท่านตรวจเอกสารนี้กับตัวเลขที่ท่านเห็น")
        return redirect("reports:documents", slug, year)
    context = {
        **_frame(document, request.user),
        "document": document,
        "form": form,
        "written_kinds": [known.value for known in DocumentWordsForm.FIELDS_OF],
        **outdated.what_changed(document, request.user),
    }
    return render(request, "reports/check.html", context)


def _frame(document, user):
    """What the page frame says about where we are."""
    organization, year = document.organization, document.fiscal_year
    results = Assessment.objects.visible_to(user).filter(organization=organization, framework__year=year)
    return {"organization": organization, "year": year, "has_result": results.exists()}


def _stored_document(user, slug, year, kind):
    """The document that has been written, if this person may write in it, else None."""
    rows = Document.objects.editable_by(user).filter(organization__slug=slug, fiscal_year=year, kind=kind)
    return rows.select_related("organization__province").first()


def _editable_document(user, slug, year, kind):
    """The draft to write in: the stored one, else a new one with words from the data. 404 where it is not theirs."""
    if kind not in DocumentWordsForm.FIELDS_OF:
        raise Http404("no such document")
    organization = get_object_or_404(
        Organization.objects.visible_to(user).select_related("province"), slug=slug
    )
    if not user.has_role(organization, *Document.objects.all().editing_roles):
        raise Http404("not an editor here")
    document = _stored_document(user, slug, year, kind)
    if document:
        return document
    try:
        paper = compose(organization, year, kind, rows=lambda model: model.objects.visible_to(user))
    except CannotCompose as reason:
        raise Http404(str(reason)) from None
    memo = paper.report.section(Memo)
    if memo:
        return blank_document(organization, year, kind, memo.subject, memo.paragraphs)
    return blank_document(organization, year, kind, paper.report.title)


def _paper(request, slug, year, kind):
    """Compose for a member: what is in work. Others read the editions that were issued."""
    user = request.user
    organization = get_object_or_404(
        Organization.objects.visible_to(user).select_related("province"), slug=slug
    )
    if not user.has_role(organization, *ROLES_IN_AN_ORGANIZATION):
        raise Http404("others read editions")
    try:
        return compose(organization, year, kind, rows=lambda model: model.objects.visible_to(user))
    except CannotCompose as reason:
        raise Http404(str(reason)) from None
