"""The tag by which base.html asks what stands around the page."""

from django import template
from django.utils import timezone

from reports.frame import frame_of

register = template.Library()


@register.simple_tag(takes_context=True)
def page_frame(context):
    """The frame of this page, or None for a visitor and where an error left no request."""
    request, user = context.get("request"), context.get("user")
    if not (request and user and user.is_authenticated):
        return None
    return frame_of(
        user,
        timezone.localdate(),
        getattr(request.resolver_match, "view_name", ""),
        organization=context.get("organization") or None,
        year=context.get("year") or None,
        has_result=context.get("has_result"),
    )
