"""Settings about people that would silently do nothing when mistyped."""

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security)
def check_required_roles(app_configs, **kwargs):
    """A role nobody knows in REQUIRE_SECOND_FACTOR_FOR asks nobody for anything: the portal does not start with it."""
    from organizations.models import Role

    unknown = sorted(set(settings.REQUIRE_SECOND_FACTOR_FOR) - set(Role.values))
    if not unknown:
        return []
    hint = f"Known roles: {', '.join(Role.values)}"
    return [checks.Error(f"REQUIRE_SECOND_FACTOR_FOR names {unknown}", hint=hint, id="organizations.E001")]
