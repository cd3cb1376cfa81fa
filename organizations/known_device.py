"""A browser in which an account has been opened before. It shows so with a signed cookie that names nobody."""

from django.conf import settings
from django.utils.crypto import get_random_string, salted_hmac

SALT = "organizations.known_device"
KEPT_SECONDS = 365 * 24 * 60 * 60
PATH = "/login/"  # nobody else reads it


def device_of(request, username):
    """The sign of this browser where the account has been opened in it before, else ""."""
    return request.get_signed_cookie(_name(username), default="", salt=SALT, max_age=KEPT_SECONDS)


def remember_device(request, response, username):
    """Let the browser that gets the response show from now on that this account has been opened in it."""
    response.set_signed_cookie(
        _name(username),
        device_of(request, username) or get_random_string(22),
        salt=SALT,
        max_age=KEPT_SECONDS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _name(username):
    """One cookie for each account: the signature covers the name, so that it opens no way to another account."""
    return "device-" + salted_hmac(SALT, username, algorithm="sha256").hexdigest()[:16]
