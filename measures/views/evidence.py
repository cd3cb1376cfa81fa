"""Evidence of what was done: adding it to an entry, opening it, looking whether a link opens, taking it back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ita_portal import file_store
from ita_portal.link_check import check_link
from ita_portal.thai_text import to_thai_digits
from measures import workflow
from measures.evidence_forms import EvidenceForm, WithdrawForm
from measures.models import Evidence, ProgressEntry
from measures.views.access import frame_of, measure_or_404
from measures.workflow.evidence import CLOSED
from organizations.links import keep_look

# A file of strangers is never shown as a page of the portal, whatever a browser thinks it is.
FILE_POLICY = "default-src 'none'; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
def add_evidence(request, slug, year, pk, entry):
    """Attach files and a link to an entry; what is refused is named, what was taken stays."""
    measure = measure_or_404(request.user, slug, year, pk)
    row = _own_entry_or_404(request.user, measure, entry)
    if not measure.takes_reports or row.corrections.exists():
        messages.warning(request, CLOSED)
        return redirect(_place_of(row))
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if attach_all(request, row, form):
            return redirect(_place_of(row))
        row = _own_entry_or_404(request.user, measure, entry)  # with what was taken
    context = {"plan": measure.plan, "measure": measure, "entry": row, "form": form}
    return render(request, "measures/add_evidence.html", {**frame_of(measure.plan, request.user), **context})


def attach_all(request, entry, form):
    """Attach what a valid EvidenceForm brought; tell what is kept. True when nothing was refused.

    The form then says what was refused, and why.
    """
    files, links = form.cleaned_data["files"], form.links
    refusals = workflow.attach_to(entry, files, links, by=request.user)
    if kept := len(files) + len(links) - len(refusals):
        messages.success(request, f"แนบหลักฐานแล้ว {to_thai_digits(str(kept))} ชิ้น")
    form.add_refusals(refusals)
    return not refusals


@require_safe
def evidence_file(request, slug, pk):
    """The file as it is kept, under the name people gave it; always to be saved, never shown inside the portal."""
    visible = Evidence.objects.visible_to(request.user)
    row = _evidence_or_404(visible, slug, pk)
    if row.is_withdrawn:  # often because it should not have been seen: it is for those who may take it back
        row = _evidence_or_404(Evidence.objects.editable_by(request.user), slug, pk)
    if not row.stored_file:
        raise Http404("a link")
    file = file_store.open_stored(row.stored_file)
    response = FileResponse(file, as_attachment=True, filename=row.name, content_type=row.content_type)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def check_evidence(request, slug, pk):
    """Look whether a link opens now; an address to post to, without a page."""
    row = _evidence_or_404(Evidence.objects.editable_by(request.user), slug, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not row.link or row.is_withdrawn:
        raise Http404("no link that stands")
    result = check_link(row.link)
    keep_look(row, result, at=timezone.now())
    tell = messages.success if result.is_good else messages.warning
    tell(request, f"ตรวจลิงก์ “{row.name}” แล้ว: {result.sentence}")
    return redirect(_place_of(row.entry))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_evidence(request, slug, pk):
    """Take evidence back with a reason; it stays listed."""
    row = _evidence_or_404(Evidence.objects.editable_by(request.user), slug, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.withdraw_evidence(row, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, f"ถอนหลักฐาน “{row.name}” แล้ว ชื่อและเหตุผลยังแสดงไว้ที่รายการเดิม")
        return redirect(_place_of(row.entry))
    measure = row.entry.measure
    context = {"plan": measure.plan, "measure": measure, "evidence": row, "form": form}
    return render(
        request, "measures/withdraw_evidence.html", {**frame_of(measure.plan, request.user), **context}
    )


def _own_entry_or_404(user, measure, pk):
    entries = ProgressEntry.objects.editable_by(user).filter(measure=measure)
    entries = entries.select_related("division", "step", "measure__plan__organization")
    return get_object_or_404(entries.prefetch_related("evidence__by"), pk=pk)


def _evidence_or_404(rows, slug, pk):
    rows = rows.select_related("entry__division", "entry__measure__plan__organization__province")
    return get_object_or_404(rows, organization__slug=slug, pk=pk)


def _place_of(entry):
    """The address of an entry on the page of its measure."""
    return f"{entry.measure.get_absolute_url()}#entry-{entry.pk}"
