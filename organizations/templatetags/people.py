"""Template tag of the page frame: which roles the person on the page holds."""

from django import template

from organizations.models import Membership

register = template.Library()


@register.simple_tag
def current_roles(user):
    """The roles that count now, with their places; none for a visitor."""
    return Membership.objects.current_of(user).select_related("division", "organization", "province")
