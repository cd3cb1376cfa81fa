"""From where a request comes: told by the proxies that the portal knows of, never by the browser."""

from django.conf import settings

HEADER = "X-Forwarded-For"


def client_address(request):
    """The address that the outermost of our own proxies (settings.PROXY_COUNT of them) saw.

    Each proxy adds the address it was called from at the end of X-Forwarded-For; what stands before was written by
    the caller and may be anything. Without a proxy the header is not read at all.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT:
        forwarded = [part.strip() for part in request.headers.get(HEADER, "").split(",") if part.strip()]
        if len(forwarded) >= settings.PROXY_COUNT:
            return forwarded[-settings.PROXY_COUNT]
    return seen
