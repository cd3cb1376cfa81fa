"""One measure as a whole, and reporting what was done about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ita_portal.sent_numbers import whole_number
from measures import workflow
from measures.evidence_forms import EvidenceForm
from measures.measure_page import read_measure
from measures.models import ProgressEntry
from measures.progress_forms import ProgressForm
from measures.responsibility import reporting_divisions
from measures.views.access import frame_of, may_plan, measure_or_404, reads_work
from measures.views.evidence import attach_all
from measures.workflow.progress import CLOSED

STORED = "บันทึกผลการดำเนินการแล้ว"
SENT_ALREADY = "รายงานนี้บันทึกไว้แล้วก่อนหน้านี้ ระบบจึงไม่บันทึกซ้ำ"
ALREADY_CORRECTED = "รายการนี้มีผู้แก้แล้ว โปรดแก้รายการล่าสุดแทน"
COPIED = ("division", "step", "state", "percent", "done_on", "text", "outcome", "problems", "round_month")


@require_safe
def measure(request, slug, year, pk):
    """How far a measure is, why it is done, and what was done about it."""
    row = measure_or_404(request.user, slug, year, pk)
    page_number = request.GET.get("page")
    context = {
        **frame_of(row.plan, request.user),
        "plan": row.plan,
        "measure": row,
        "reading": read_measure(row, user=request.user, today=timezone.localdate(), page_number=page_number),
        "may_plan": may_plan(request.user, row.organization),
        "reads_work": reads_work(request.user, row.organization),
    }
    return render(request, "measures/measure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_progress(request, slug, year, pk):
    """Report what was done; `?step=12` says about which step."""
    row = _reported_measure_or_404(request.user, slug, year, pk)
    step = row.steps.filter(pk=whole_number(request.GET.get("step", ""))).first()
    initial = {"done_on": timezone.localdate(), "step": step}
    return _report(request, row, initial, kept_as=f"progress-{request.user.pk}-{pk}-{step.pk if step else 0}")


@require_http_methods(["GET", "HEAD", "POST"])
def correct_progress(request, slug, year, pk, entry):
    """Put a new entry in the place of a wrong one, which stays on the page struck through."""
    row = _reported_measure_or_404(request.user, slug, year, pk)
    entries = ProgressEntry.objects.editable_by(request.user).filter(measure=row)
    wrong = get_object_or_404(entries.select_related("division", "step", "by"), pk=entry)
    if request.method != "POST" and wrong.corrections.exists():
        messages.warning(request, ALREADY_CORRECTED)
        return redirect(row)
    initial = {name: getattr(wrong, name) for name in COPIED}
    return _report(request, row, initial, corrects=wrong, kept_as=f"correction-{request.user.pk}-{entry}")


def _reported_measure_or_404(user, slug, year, pk):
    """The measure, if the person reports on it for at least one division."""
    row = measure_or_404(user, slug, year, pk)
    if not reporting_divisions(row, user).exists():
        raise Http404("reports for no division of this measure")
    return row


def _report(request, row, initial, *, kept_as, corrects=None):
    """The form of one entry. The browser keeps what is typed as `kept_as` until it is told that it was stored."""
    if not row.takes_reports:
        messages.warning(request, CLOSED)
        return redirect(row)
    form = ProgressForm(row, reporting_divisions(row, request.user), request.POST or None, initial=initial)
    evidence = EvidenceForm(request.POST or None, request.FILES or None, must_bring=False)
    if request.method == "POST" and all([form.is_valid(), evidence.is_valid()]):
        entry, told = _store(request, row, form, corrects)
        if entry:
            messages.success(request, told, extra_tags=kept_as)
            return _attached(request, entry, evidence) or redirect(f"{row.get_absolute_url()}#entry-{entry.pk}")
    context = {
        "plan": row.plan,
        "measure": row,
        "form": form,
        "evidence": evidence,
        "corrects": corrects,
        "keep": kept_as,
    }
    return render(request, "measures/report_progress.html", {**frame_of(row.plan, request.user), **context})


def _store(request, row, form, corrects):
    """(the entry, what the person is told); (None, "") when nothing was stored, and the form says why."""
    today = timezone.localdate()
    try:
        entry = workflow.report_progress(
            row, **form.cleaned_data, corrects=corrects, today=today, by=request.user
        )
    except workflow.SentBefore as sent:
        if form.says_the_same_as(sent.entry):
            return sent.entry, SENT_ALREADY
        form.ask_again(sent.entry)
    except ValidationError as error:
        form.add_refusal(error)
    else:
        return entry, STORED
    return None, ""


def _attached(request, entry, evidence):
    """Attach what came with an entry, which stands without it; the way to try again with what was refused, or None.

    A form that is sent again brings its files again: those that are there already are not doubled.
    """
    if attach_all(request, entry, evidence):
        return None
    for sentence in evidence.non_field_errors():
        messages.warning(request, sentence)
    measure = entry.measure
    return redirect(
        "measures:add_evidence", measure.organization.slug, measure.plan.fiscal_year, measure.pk, entry.pk
    )
