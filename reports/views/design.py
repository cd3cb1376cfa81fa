"""How the portal looks: the page of its components, and the choice between light and dark."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from reports import design_samples

APPEARANCES = ("light", "dark")
YEAR_SECONDS = 365 * 24 * 60 * 60


@require_safe
def design(request):
    """Every component of the pages in all its states, for those who build and keep the portal."""
    if not request.user.is_platform_administrator:
        raise PermissionDenied
    return render(request, "reports/design.html", design_samples.all_samples())


@require_POST
def appearance(request):
    """Light, dark, or as the device says: kept in this browser, so that the next page comes out in it at once."""
    wanted, back = request.POST.get("appearance", ""), request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(
        back if is_ours and back.startswith("/") else reverse("organizations:index")
    )
    if wanted in APPEARANCES:
        response.set_cookie(
            "appearance", wanted, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie("appearance", samesite="Lax")
    return response
