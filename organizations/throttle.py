"""How often a door may be tried: log in, second step, showing who one is, links, mails.

An attempt is counted before it is looked at and taken back when it succeeds, so that a hundred at the same moment are
not a hundred free ones. Limits are of an account together with an address: many offices share one address, and what a
neighbour mistypes locks nobody else out. A wider limit on the account alone stops those who try from many addresses.

Such a limit alone would let anybody lock the owner out, by trying wrong passwords from a few addresses. So a browser in
which the account has been opened before (known_device.py) is counted by itself: what others try does not close it, and
it cannot try more than one address can, wherever it is. All who are strangers to the account share its wider limit. An
owner who is a stranger at that moment, on a new computer, comes in by a link to set a password, which makes it known.

Call it outside of transactions: an attempt that is rolled back was never counted.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from ita_portal.thai_text import to_thai_digits
from organizations.models import FailedAttempt

log = logging.getLogger(__name__)

KEPT = timedelta(days=1)
SALT = "organizations.throttle"


class Door(StrEnum):
    LOGIN = "login"
    CODE = "code"  # the second step of the login
    IDENTITY = "identity"  # showing again who one is: signing, changing the password
    LINK = "link"  # invitations and links to set a password
    MAIL = "mail"  # asking for such a link by mail
    VERIFY = "verify"  # a file sent by anybody to be checked


@dataclass(frozen=True)
class Limit:
    attempts: int
    minutes: int


# (of the account from one address or one known browser, of the account from all others together)
LIMITS = {
    Door.LOGIN: (Limit(5, 15), Limit(30, 60)),
    Door.CODE: (Limit(5, 15), Limit(15, 60)),
    Door.IDENTITY: (Limit(5, 15), Limit(15, 60)),
    Door.LINK: (Limit(20, 15), Limit(60, 60)),
    Door.MAIL: (Limit(3, 15), Limit(6, 60)),
    Door.VERIFY: (Limit(30, 15), Limit(600, 60)),
}


class TooManyAttempts(ValidationError):
    """The door is closed for a while; the message is a Thai sentence that says how long."""

    def __init__(self, minutes):
        super().__init__(
            f"ลองไม่สำเร็จหลายครั้งติดกัน เพื่อความปลอดภัย โปรดรอ {to_thai_digits(str(minutes))} นาทีแล้วลองใหม่ "
            "หากลืมรหัสผ่าน โปรดแจ้งผู้ดูแลระบบของหน่วยงาน",
            code="too_many_attempts",
        )
        self.minutes = minutes


@dataclass(frozen=True)
class Attempt:
    """An attempt that was counted and waits for its end."""

    door: Door
    pair_key: str
    rows: tuple[int, ...]

    def succeeded(self):
        """Take it back, and with it the earlier failures of this account at this address."""
        FailedAttempt.objects.filter(pk__in=self.rows).delete()
        FailedAttempt.objects.filter(door=self.door, key_hash=self.pair_key).delete()


def begin(door, account, address, *, now, device=""):
    """Count an attempt of `account` (whatever names who is tried) from an address. Raises TooManyAttempts.

    `device` is the sign of a browser that is known to the account, in place of the address.
    What is refused is not counted, so that a wait ends however often one tries meanwhile.
    """
    FailedAttempt.objects.filter(at__lt=now - KEPT).delete()
    pair, alone = _key(door, account, device or address), _key(door, account)
    keys = (pair,) if device else (pair, alone)
    rows = tuple(FailedAttempt.objects.create(door=door, key_hash=key, at=now).pk for key in keys)
    for key, limit in zip(keys, LIMITS[door], strict=False):
        since = now - timedelta(minutes=limit.minutes)
        if FailedAttempt.objects.filter(door=door, key_hash=key, at__gt=since).count() > limit.attempts:
            FailedAttempt.objects.filter(pk__in=rows).delete()
            log.warning("door %s closed for %s minutes", door, limit.minutes)
            raise TooManyAttempts(limit.minutes)
    return Attempt(door, pair, rows)


def _key(*parts):
    """A keyed hash of the parts."""
    return salted_hmac(SALT, "\x00".join(map(str, parts)), algorithm="sha256").hexdigest()
