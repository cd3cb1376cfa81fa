"""Roles of which the settings ask a second factor (REQUIRE_SECOND_FACTOR_FOR) set one up before anything else."""

from django.conf import settings
from django.shortcuts import redirect

from organizations import second_factor

OPEN_MEANWHILE = {"organizations:second_factor", "organizations:recovery_codes", "logout"}


class SecondFactorRequiredMiddleware:
    """Leads people of these roles to the set-up page until they have a second factor. Asks nothing by default."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not settings.REQUIRE_SECOND_FACTOR_FOR or not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name in OPEN_MEANWHILE or second_factor.of(request.user):
            return None
        return redirect("organizations:second_factor") if second_factor.is_required_for(request.user) else None
