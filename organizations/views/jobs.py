"""The page of a long work: how far it is, and the button that stops it. Only who started it has such a page."""

from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ita_portal.jobs import JobProgress, NoSuchJob
from organizations.started_jobs import is_soon_done, report_of, started_job

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


def begun(request, key):
    """Where a person goes who began a work: straight to what it made when that took a moment only, else to its page."""
    if is_soon_done(key):
        return redirect(started_job(request.session, key).after)
    return redirect("organizations:job", key)


def result_or_404(request, key):
    """The bytes that a work kept, for who started it, at the address where it said that they would be."""
    started = started_job(request.session, key)
    if started is None or started.after != request.get_full_path():
        raise Http404("not asked for here")
    try:
        return JobProgress(key).result()
    except NoSuchJob:
        raise Http404("not made, or forgotten") from None


def _started_or_404(request, key):
    started, report = started_job(request.session, key), report_of(key)
    if started is None or report is None:
        raise Http404("no work of this person")
    return started, report
