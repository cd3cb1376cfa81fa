"""Pages for everybody: no account, no cookie, no script. What they show is published, and nothing else."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from ita_portal import file_store
from ita_portal.thai_text import normalize
from reports import public_pages
from reports.models import EditionFile, EditionFileKind, Publication

PER_PAGE = 50
SHORT, LONG = "public, max-age=300", "public, max-age=86400"


def public_page(view):
    """For everybody and for shared caches: the same answer for all, with an ETag by which it is asked again cheaply."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        # Django looks who asks before it sees that the page does not want to know; no cache need tell visitors apart.
        request.session.accessed = False
        if response.status_code != 200:
            return response
        response.headers.setdefault("Cache-Control", SHORT)
        if "ETag" not in response:
            set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return answer


@public_page
def organizations(request):
    """Who has published, in Thai order."""
    rows = public_pages.published_organizations()
    wanted = normalize(request.GET.get("q", "")).strip()[:100]
    if wanted:
        rows = rows.filter(name__icontains=wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": wanted, "canonical": public_pages.address("reports:public_organizations")}
    return render(request, "public/organizations.html", context)


@public_page
def organization(request, slug):
    """What an organisation has published, by fiscal year."""
    row = get_object_or_404(public_pages.published_organizations(), slug=slug)
    context = {
        "organization": row,
        "years": public_pages.years_of(row),
        "canonical": public_pages.address("reports:public_organization", slug),
    }
    return render(request, "public/organization.html", context)


@public_page
def document(request, code):
    """The page of a document, whose address never changes: its newest edition."""
    return _document(request, code)


@public_page
def edition(request, code, number):
    """The page of one edition."""
    return _document(request, code, number)


def _document(request, code, number=None):
    page = public_pages.document_page(code, number)
    if page is None:
        raise Http404("nothing published")
    context = {
        "page": page,
        "edition": page.edition,
        "organization": page.edition.organization,
        "canonical": public_pages.address("reports:public_document", code),
    }
    return render(request, "public/document.html", context)


@public_page
def read(request, code, number):
    """The words of an edition as a page, for those who do not read PDF."""
    publication = _publication_or_404(code, number)
    file = _file_or_404(publication, EditionFileKind.PAGE)
    context = {
        "edition": publication.edition,
        "publication": publication,
        "in_force": public_pages.in_force_of(publication.document_id),
        # Made by our own templates, with everything in it escaped, when the edition was frozen.
        "words": mark_safe(_content_or_404(file).decode()),
        "signatures": publication.edition.signatures.order_by("order"),
        "canonical": public_pages.address("reports:public_read", code, number),
    }
    return render(request, "public/read.html", context)


@public_page
def edition_pdf(request, code, number):
    """The PDF of an edition; also of one that was withdrawn or replaced, so that a paper in hand can be compared."""
    row = _publication_or_404(code, number).edition
    name = f"{row.kind}-{row.organization.slug}-{row.fiscal_year}-{number}.pdf"
    return _answer(request, row, "application/pdf", name, row.signed_at)


@public_page
def data_file(request, code, number, kind):
    """Open data of an edition, or the scan of a paper that was signed by pen."""
    if kind not in (*public_pages.DATA_KINDS, EditionFileKind.SCAN):
        raise Http404("no such file")
    file = _file_or_404(_publication_or_404(code, number), kind)
    return _answer(request, file, file.content_type, file.name, file.at)


def _publication_or_404(code, number):
    rows = Publication.objects.published().select_related("edition__organization__province", "document")
    return get_object_or_404(rows, document__code=code, edition__number=number)


def _file_or_404(publication, kind):
    return get_object_or_404(EditionFile.objects.published(), edition=publication.edition_id, kind=kind)


def _answer(request, row, content_type, name, at):
    """The file of an Edition or EditionFile. Who has these very bytes is told so without reading them again."""
    etag = quote_etag(row.sha256)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_content_or_404(row), content_type=content_type)
        is_attachment = not content_type.startswith("application/pdf")
        response["Content-Disposition"] = content_disposition_header(is_attachment, name)
        response["Last-Modified"] = http_date(at.timestamp())
    response["ETag"], response["Cache-Control"] = etag, LONG
    return response


def _content_or_404(row):
    """The bytes that the row tells of, and no others: what was changed on disk is not shown."""
    try:
        return file_store.read_stored(row.stored_file, row.sha256)
    except file_store.FileStoreError as reason:
        raise Http404(str(reason)) from None


@public_page
def sitemap(request):
    """The addresses of all documents in force, for search engines."""
    rows = Publication.objects.published().filter(superseded_at__isnull=True, withdrawn_at__isnull=True)
    rows = rows.order_by("-published_at").values_list("document__code", "published_at")[:50000]
    context = {
        "pages": [(public_pages.address("reports:public_document", code), at) for code, at in rows],
        "home": public_pages.address("reports:public_organizations"),
    }
    return render(request, "public/sitemap.xml", context, content_type="application/xml; charset=utf-8")


@public_page
def robots(request):
    """Search engines read what is published; the rest asks for an account anyway."""
    lines = [
        "User-agent: *",
        "Allow: /p/",
        "Allow: /public/",
        "Allow: /verify/",
        "Allow: /static/",
        "Disallow: /",
    ]
    lines.append(f"Sitemap: {public_pages.address('reports:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
