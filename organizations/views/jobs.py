"""The page of a long work: how far it is, and the button that stops it. Only who started it has such a page."""

from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ita_portal.jobs import JobProgress
from organizations.started_jobs import report_of, started_job

SILENT_SECONDS = 120  # after which a work that says nothing counts as stuck


@require_safe
def job(request, key):
    """How far the work is, or how it ended."""
    started, report = _started_or_404(request, key)
    context = {
        "key": key,
        "started": started,
        "report": report,
        "is_silent": report.is_silent(timezone.now(), SILENT_SECONDS),
    }
    return render(request, "organizations/job.html", context)


def cancel_job(request, key):
    """Ask the work to stop."""
    _started_or_404(request, key)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    JobProgress(key).cancel()
    return redirect("organizations:job", key)


def _started_or_404(request, key):
    started, report = started_job(request.session, key), report_of(key)
    if started is None or report is None:
        raise Http404("no work of this person")
    return started, report
