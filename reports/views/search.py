"""Finding things by their words."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ita_portal.search_text import read_query
from organizations.models import Organization
from reports.search import KINDS, Search, first_of_each, page_of_kind

MOST_TO_CHOOSE = 40  # organisations in the list beside the field; who sees more chooses none


@require_safe
def search(request):
    """What this person may read that has the words: the first of each kind, or one kind page by page."""
    query = read_query(request.GET.get("q", ""))
    organizations = Organization.objects.visible_to(request.user).order_by("sort_name", "pk")
    # PostgreSQL takes no NUL in a text.
    slug, kind = request.GET.get("organization", "").replace("\x00", ""), KINDS.get(request.GET.get("kind"))
    organization = get_object_or_404(organizations, slug=slug) if slug else None
    asked = Search(request.user, query, organization)
    group = page_of_kind(asked, kind, request.GET.get("page")) if kind and query.words else None
    choices = list(organizations[: MOST_TO_CHOOSE + 1])
    context = {
        "query": query,
        "search_text": query.typed,
        "chosen": organization,
        "choices": choices if 1 < len(choices) <= MOST_TO_CHOOSE else [],
        "group": group,
        "groups": first_of_each(asked) if query.words and not group else [],
    }
    return render(request, "reports/search.html", context)
