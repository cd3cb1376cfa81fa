"""Writing what is printed of a measure for a round, with the entries beside it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from measures import workflow
from measures.measure_page import entries_until
from measures.models import ProgressSummary
from measures.progress_forms import SummaryForm
from measures.responsibility import may_write_summary
from measures.rounds import round_of
from measures.views.access import frame_of, measure_or_404
from measures.workflow.progress import CLOSED


@require_http_methods(["GET", "HEAD", "POST"])
def write_summary(request, slug, year, pk, month):
    """Write the printed summary of a round; the first text is drafted from the entries."""
    row = measure_or_404(request.user, slug, year, pk)
    reporting_round = round_of(year, month)
    if reporting_round is None or not may_write_summary(row, request.user):
        raise Http404("writes no summary here")
    if not row.takes_reports:
        messages.warning(request, CLOSED)
        return redirect(row)
    stored = ProgressSummary.objects.visible_to(request.user).filter(measure=row, round_month=month).first()
    context = {"measure": row, "round": reporting_round, "stored": stored}
    if "rows" in request.POST:
        return _page(request, SummaryForm.after_row_act(request.POST), added=request.POST["rows"], **context)
    form = SummaryForm(request.POST or None, **_beginning(row, month, stored))
    if request.method == "POST" and form.is_valid():
        try:
            _store(request, row, month, form)
        except workflow.StaleSummary as stale:
            form.show_version(stale.current.version if stale.current else 0)
            return _page(request, form, theirs=stale.current, **context)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request,
                f"บันทึกสรุปผล{reporting_round.name}แล้ว รายงานผลการดำเนินการพิมพ์ข้อความนี้",
                extra_tags=_kept_as(request.user, row, month),
            )
            return redirect(f"{row.get_absolute_url()}#summaries")
    return _page(request, form, **context)


def _beginning(row, month, stored):
    if stored:
        results = [result.text for result in stored.results.all()]
        return {"results": results, "outcome": stored.outcome, "version": stored.version}
    drafted = workflow.drafted_summary(row, month)
    return {"results": drafted.results, "outcome": drafted.outcome}


def _store(request, row, month, form):
    version, outcome = form.cleaned_data["version"], form.cleaned_data["outcome"]
    return workflow.write_summary(row, month, form.texts, outcome, version=version, by=request.user)


def _page(request, form, *, measure, round, **context):
    context = {
        **frame_of(measure.plan, request.user),
        "plan": measure.plan,
        "measure": measure,
        "round": round,
        "form": form,
        "entries": entries_until(measure, round.month, request.user),
        "keep": _kept_as(request.user, measure, round.month),
        **context,
    }
    return render(request, "measures/write_summary.html", context)


def _kept_as(user, row, month):
    """The name under which the browser keeps what is typed, until the server has answered."""
    return f"summary-{user.pk}-{row.pk}-{month}"
