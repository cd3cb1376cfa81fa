"""The desk of a document: where it stands and the one thing to do next."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports import desk as desks
from reports import filing_page, workflow
from reports.models import Document
from reports.routing_forms import ProposeForm, ReviseForm, SignersForm, VersionForm
from reports.workflow.routing import ROUTED_KINDS
from reports.workflow.signers import suggested_signers

STALE = "มีผู้อื่นแก้ไขหรือเสนอเอกสารนี้ระหว่างที่ท่านเปิดหน้านี้ ระบบยังไม่ได้ทำตามคำสั่งของท่าน โปรดดูสถานะล่าสุดแล้วทำใหม่"


@require_safe
def desk(request, slug, year, kind):
    """Where the document stands, who has it, what is in the way, and its editions."""
    document = _document_or_404(request.user, slug, year, kind)
    now = desks.desk_of(document, request.user, timezone.localdate())
    context = {
        "desk": now,
        "filing_year": filing_page.filing_year_of(document),
        "propose_form": ProposeForm(document, method="pen" if now.missing_keys else "digital"),
        "revise_form": ReviseForm(document),
        **_frame(document),
    }
    return render(request, "reports/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def signers(request, slug, year, kind):
    """Who signs the draft, and in which order."""
    document = _writable_or_404(request.user, slug, year, kind)
    today = timezone.localdate()
    chosen = [(row.role, row.term, row.acting) for row in document.signers.select_related("term", "acting")]
    chosen = chosen or suggested_signers(document, request.user, today)
    form = SignersForm(document, request.user, today, chosen, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            workflow.choose_signers(document, form.signers, version=version, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except workflow.StaleDocument:
            form.add_error(None, STALE)
        else:
            messages.success(request, "บันทึกผู้ลงนามแล้ว")
            return redirect(desks.address_of(document))
    return render(request, "reports/signers.html", {"form": form, **_frame(document)})


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, slug, year, kind):
    """Freeze the draft and put it before its first signer."""
    act = partial(workflow.propose, at=timezone.now())
    done = "เสนอแล้ว เอกสารฉบับนี้ไม่เปลี่ยนอีก ผู้ลงนามคนแรกเห็นเอกสารในหน้าหนังสือที่รอลงนาม"
    return _act(request, (slug, year, kind), ProposeForm, act, done)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request, slug, year, kind):
    """Open a signed document for a corrected edition."""
    done = "เปิดฉบับแก้ไขแล้ว ฉบับเดิมยังใช้อยู่จนกว่าฉบับใหม่จะลงนามครบ"
    return _act(request, (slug, year, kind), ReviseForm, workflow.revise, done)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back_revision(request, slug, year, kind):
    """Close a correction that is not wanted after all."""
    done = "ยกเลิกการแก้ไขแล้ว ฉบับเดิมยังใช้อยู่ทุกตัวอักษร หากแก้ข้อความไว้ระหว่างนั้น หน้านี้บอกส่วนที่ต่างจากฉบับเดิม"
    return _act(request, (slug, year, kind), VersionForm, workflow.take_back_revision, done)


def _act(request, place, form_class, act, done):
    """One act on a document by POST; the desk tells what it did, or why it did nothing."""
    document = _writable_or_404(request.user, *place)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form, refused = form_class(document, request.POST), []
    try:
        if form.is_valid():
            act(document, **form.cleaned_data, by=request.user)
        refused = [sentence for errors in form.errors.values() for sentence in errors]
    except ValidationError as refusal:
        refused = refusal.messages
    except workflow.StaleDocument:
        refused = [STALE]
    for sentence in refused:
        messages.error(request, sentence)
    if not refused:
        messages.success(request, done)
    return redirect(desks.address_of(document))


def _document_or_404(user, slug, year, kind):
    """A stored document that is routed, for members of its organisation."""
    if kind not in ROUTED_KINDS:
        raise Http404("not a document that is signed")
    rows = Document.objects.visible_to(user).select_related(
        "organization__province", "division", "current_edition"
    )
    document = get_object_or_404(rows, organization__slug=slug, fiscal_year=year, kind=kind)
    if not user.has_role(document.organization, *ROLES_IN_AN_ORGANIZATION):
        raise Http404("others read editions")
    return document


def _writable_or_404(user, slug, year, kind):
    document = _document_or_404(user, slug, year, kind)
    if not Document.objects.editable_by(user).filter(pk=document.pk).exists():
        raise Http404("not an editor here")
    return document


def _frame(document):
    return {"organization": document.organization, "year": document.fiscal_year, "document": document}
