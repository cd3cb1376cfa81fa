"""The documents as pages: preview in the browser, download as PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from organizations.models import Organization
from organizations.models.people import ROLES_IN_AN_ORGANIZATION
from reports.composition import CannotCompose, compose
from reports.models import Document


@require_safe
def preview(request, slug, year, kind):
    """The document in the browser, from the same template as on paper."""
    paper = _paper(request.user, slug, year, kind)
    return HttpResponse(
        paper.html(
            is_preview=True,
            back_url=reverse("reports:documents", args=[slug, year]),
            download_url=reverse("reports:download", args=[slug, year, kind]),
        )
    )


@require_safe
def download(request, slug, year, kind):
    """The document as a PDF file."""
    paper = _paper(request.user, slug, year, kind)
    response = HttpResponse(paper.pdf(), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{paper.file_name}.pdf")
    return response


def _paper(user, slug, year, kind):
    """Compose for this reader: members see what is in work, others only what has been issued."""
    organization = get_object_or_404(
        Organization.objects.visible_to(user).select_related("province"), slug=slug
    )
    issued = Document.objects.visible_to(user).filter(organization=organization, fiscal_year=year, kind=kind)
    if not user.has_role(organization, *ROLES_IN_AN_ORGANIZATION) and not issued.exists():
        raise Http404("nothing issued")
    try:
        return compose(organization, year, kind, rows=lambda model: model.objects.visible_to(user))
    except CannotCompose as reason:
        raise Http404(str(reason)) from None
