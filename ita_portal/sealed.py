"""Leaf: short secrets that the portal itself must read again, sealed with a key made from SECRET_KEY.

A copy of the database alone opens none of them. Older keys (SECRET_KEY_FALLBACKS) still open what they sealed.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "ita_portal.sealed"


class BrokenSeal(Exception):
    """The text was not sealed by this portal, was changed, or is older than allowed."""


def seal(text):
    """The text as a token of letters and digits that only this portal opens."""
    return _keys().encrypt(text.encode()).decode()


def unseal(token, *, seconds=None):
    """The text in a token of seal(), at most so many seconds old. Raises BrokenSeal."""
    try:
        return _keys().decrypt(token.encode(), ttl=seconds).decode()
    except (InvalidToken, ValueError):
        raise BrokenSeal from None


def _keys():
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_of(secret)) for secret in secrets])


def _key_of(secret):
    return base64.urlsafe_b64encode(salted_hmac(SALT, "key", secret=secret, algorithm="sha256").digest())
