"""What every page about the people and offices of an organisation starts with."""

from django.shortcuts import get_object_or_404

from organizations.models import Organization


def administered_or_404(user, slug):
    """The organisation, for its administrators; for everybody else there is no such page."""
    return get_object_or_404(Organization.objects.editable_by(user).select_related("province"), slug=slug)
