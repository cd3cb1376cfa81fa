"""Documents printed in the background, one or all of a year: fetched by who asked for them."""

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ita_portal.thai_text import to_thai_digits
from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from organizations.started_jobs import StartedJob, start_job
from organizations.views.jobs import begun, result_or_404
from reports.models import DocumentKind
from reports.tasks import print_document, print_documents_of_year


def print_all(request, slug, year):
    """Begin to print every document of the year."""
    organization = _organization_of_member_or_404(request.user, slug)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    after = f"{reverse('reports:print_all', args=[slug, year])}{{key}}.zip"
    job = _start(request, organization, year, "เอกสาร", after, "ดาวน์โหลดเอกสารทั้งหมด (zip)")
    print_documents_of_year(job.key, organization.pk, year, request.user.pk)
    return redirect("organizations:job", job.key)


def print_one(request, slug, year, kind):
    """Begin to print one document."""
    organization = _organization_of_member_or_404(request.user, slug)
    if kind not in DocumentKind.values:
        raise Http404("no such document")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    after = f"{reverse('reports:print_one', args=[slug, year, kind])}{{key}}.pdf"
    job = _start(request, organization, year, DocumentKind(kind).label, after, "ดาวน์โหลด PDF")
    print_document(job.key, organization.pk, year, kind, request.user.pk)
    return begun(request, job.key)


@require_safe
def printed(request, slug, year, key):
    """The zip, for the person who asked for it and still is a member."""
    _organization_of_member_or_404(request.user, slug)
    return _file(result_or_404(request, key), "application/zip", f"documents-{slug}-{year}.zip")


@require_safe
def printed_one(request, slug, year, kind, key):
    """The PDF, for the person who asked for it and still is a member."""
    _organization_of_member_or_404(request.user, slug)
    return _file(result_or_404(request, key), "application/pdf", f"{kind}-{slug}-{year}.pdf")


def _start(request, organization, year, what, after, after_words):
    title = f"การพิมพ์{what} {organization.short_name} ปี {to_thai_digits(str(year))}"
    back = reverse("reports:documents", args=[organization.slug, year])
    return start_job(request.session, StartedJob(title=title, back=back, after=after, after_words=after_words))


def _file(content, content_type, name):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _organization_of_member_or_404(user, slug):
    organization = get_object_or_404(Organization.objects.visible_to(user), slug=slug)
    if not user.has_role(organization, *ROLES_IN_AN_ORGANIZATION):
        raise Http404("others read editions")
    return organization
