"""All documents of a year at once: printed in the background, fetched by who asked for them."""

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ita_portal.jobs import JobProgress, NoSuchJob
from ita_portal.thai_text import to_thai_digits
from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from organizations.started_jobs import StartedJob, start_job, started_job
from reports.tasks import print_documents_of_year


def print_all(request, slug, year):
    """Begin to print every document of the year."""
    organization = _organization_of_member_or_404(request.user, slug)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    started = StartedJob(
        title=f"การพิมพ์เอกสาร {organization.short_name} ปี {to_thai_digits(str(year))}",
        back=reverse("reports:documents", args=[slug, year]),
        after=_address(slug, year, "{key}"),
        after_words="ดาวน์โหลดเอกสารทั้งหมด (zip)",
    )
    job = start_job(request.session, started)
    print_documents_of_year(job.key, organization.pk, year, request.user.pk)
    return redirect("organizations:job", job.key)


@require_safe
def printed(request, slug, year, key):
    """The zip, for the person who asked for it and still is a member."""
    _organization_of_member_or_404(request.user, slug)
    started = started_job(request.session, key)
    if started is None or started.after != _address(slug, year, key):
        raise Http404("not asked for here")
    try:
        content = JobProgress(key).result()
    except NoSuchJob:
        raise Http404("not printed, or forgotten") from None
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, f"documents-{slug}-{year}.zip")
    return response


def _address(slug, year, key):
    return f"{reverse('reports:print_all', args=[slug, year])}{key}.zip"


def _organization_of_member_or_404(user, slug):
    organization = get_object_or_404(Organization.objects.visible_to(user), slug=slug)
    if not user.has_role(organization, *ROLES_IN_AN_ORGANIZATION):
        raise Http404("others read editions")
    return organization
