"""The user guide. It tells nothing of anybody, so whoever cannot log in may read it too."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organizations.models import Membership
from reports import guide as guides


@login_not_required
@require_safe
def guide(request):
    """All guides, those of the reader's own roles first."""
    roles = set()
    if request.user.is_authenticated:
        roles = set(
            Membership.objects.visible_to(request.user).filter(user=request.user).values_list("role", flat=True)
        )
    pages = guides.all_guides()
    context = {
        "own": [page for page in pages if page.role in roles],
        "others": [page for page in pages if page.role not in roles],
    }
    return render(request, "reports/guide.html", context)


@login_not_required
@require_safe
def guide_page(request, name):
    """The guide of one role."""
    try:
        page = guides.guide_page(name)
    except KeyError:
        raise Http404("no such guide") from None
    return render(request, "reports/guide_page.html", {"page": page})


@login_not_required
@require_safe
def guide_picture(request, name):
    """A picture of the guide; the address admits only letters, digits and hyphens."""
    path = guides.PICTURES / f"{name}.png"
    if not path.is_file():
        raise Http404("no such picture")
    response = FileResponse(path.open("rb"), content_type="image/png")
    response["Cache-Control"] = "public, max-age=86400"
    return response
