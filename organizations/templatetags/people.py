"""Template tags of the page frame: which roles the person on the page holds, and where."""

from django import template

from organizations.models import Membership, Role

register = template.Library()


@register.simple_tag
def current_roles(user):
    """The roles that count now, with their places; none for a visitor."""
    return Membership.objects.current_of(user).select_related("division", "organization", "province")


@register.simple_tag
def works_for(roles, organization):
    """True when one of the roles is held in the organisation."""
    return bool(organization) and any(row.organization_id == organization.pk for row in roles)


@register.simple_tag
def keeps_the_portal(roles):
    """True for the platform administrator."""
    return any(row.role == Role.PLATFORM_ADMINISTRATOR for row in roles)
