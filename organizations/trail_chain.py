"""How entries of the trail hang together: pure functions over plain values, without a database.

Every chain (one for each organisation, one for what all share) counts its entries 1, 2, 3 …. An entry carries the seal
of the one before it and its own seal: an HMAC-SHA-256 over all it says, under a key that is not in the database. The
head of the chain tells how many entries there are and the seal of the last, and is sealed itself: taking the last
entries away is found as well.

What is sealed is written in one way only (`canonical`): UTC moments with microseconds, JSON with sorted keys. A field
that still has the value it is born with is left out, so that a field added later (null, or empty by default) breaks no
seal that stands, and filling it in afterwards is found.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

ENTRY, HEAD = "entry", "head"  # what is sealed; the seal of the one never fits the other
START = ""  # what the first entry has instead of the seal of the one before


class KeyRing:
    """The key that seals now, and older ones that still open: `secrets` oldest first, the present one last."""

    def __init__(self, secrets):
        self._secrets = {key_id_of(secret): secret for secret in secrets}
        self.present = list(self._secrets)[-1]

    def age_of(self, key_id):
        """0 for the oldest key, 1 for the next …; None for a key that is not on the ring."""
        return list(self._secrets).index(key_id) if key_id in self._secrets else None

    def seal(self, kind, values, key_id):
        """The seal of the values, 64 hexadecimal digits. Raises KeyError for a key that is not on the ring."""
        message = canonical(kind, values)
        return hmac.new(self._secrets[key_id].encode(), message, hashlib.sha256).hexdigest()

    def fits(self, kind, values, key_id, seal):
        """True when the seal is that of the values; false also for values that nobody could have sealed."""
        try:
            return hmac.compare_digest(self.seal(kind, values, key_id).encode(), str(seal).encode())
        except (KeyError, TypeError):
            return False


def key_id_of(secret):
    """A short name of a key, which tells nothing of it: 12 hexadecimal digits."""
    return hmac.new(secret.encode(), b"trail key id", hashlib.sha256).hexdigest()[:12]


def canonical(kind, values):
    """The one way in which values are written for sealing. Raises TypeError for what JSON cannot hold."""
    return json.dumps([kind, values], sort_keys=True, separators=(",", ":"), default=_plain).encode("ascii")


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"no one way to write {type(value).__name__}")


# -- Looking for what was tampered with ------------------------------------------------------------


class Damage(Enum):
    """What can be wrong with a place in a chain."""

    CHANGED = "เนื้อหาไม่ตรงกับตราที่ประทับไว้ รายการนี้ถูกแก้ไข ย้ายมาจากที่อื่น หรือสร้างขึ้นนอกระบบ"
    MISSING = "รายการหายไป ถูกลบหรือย้ายไปที่อื่น"
    EXTRA = "ลำดับที่นี้มีรายการเกิน หรือไม่อยู่ในลำดับ"
    UNLINKED = "รายการนี้ไม่ต่อจากรายการก่อนหน้า มีการลบ แทรก หรือสลับลำดับก่อนถึงรายการนี้"
    UNREADABLE = "อ่านรายการนี้ไม่ได้ ค่าในฐานข้อมูลถูกแก้ไขจนผิดรูป"
    UNKNOWN_KEY = "ไม่มีกุญแจที่ใช้ประทับตรารายการนี้ (TRAIL_KEY, TRAIL_OLD_KEYS)"
    OLD_KEY = "ประทับตราด้วยกุญแจเก่าหลังจากเปลี่ยนกุญแจแล้ว"
    CUT_OFF = "ท้ายสายหายไป มีรายการน้อยกว่าที่หัวสายบันทึกไว้"
    BEYOND_HEAD = "มีรายการต่อท้ายที่หัวสายไม่รู้จัก ถูกเพิ่มนอกระบบ"
    HEAD_CHANGED = "หัวสายถูกแก้ไข จำนวนหรือตราของรายการสุดท้ายเชื่อถือไม่ได้"
    HEAD_MISSING = "หัวสายหายไป"


@dataclass(frozen=True)
class Break:
    """One place where a chain does not hold: the number of the entry (None: the chain as a whole)."""

    damage: Damage
    sequence: int | None = None
    until: int | None = None  # the last of several missing ones
    at: datetime | None = None


@dataclass(frozen=True)
class Link:
    """One stored entry: what it says (`values`, without its seal) and its seal. `values` None: it cannot be read."""

    sequence: object
    previous: str = ""
    key_id: str = ""
    seal: str = ""
    values: dict | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Head:
    """The head of a chain as it is stored: how many entries there are, and the seal of the last."""

    length: int
    last_seal: str


def breaks_of(links, head, ring):
    """Every Break of a chain, walking its links in the order of their numbers; one link is held at a time.

    `head` must be one whose own seal fits. Links beyond its length are not expected.
    """
    expected, previous, age = 1, START, 0
    for link in links:
        if not _is_number(link.sequence) or link.sequence < expected:
            yield Break(Damage.EXTRA, link.sequence, at=link.at)
            continue
        if link.sequence > expected:
            yield Break(Damage.MISSING, expected, link.sequence - 1)
        elif link.values is not None and link.previous != previous:
            yield Break(Damage.UNLINKED, link.sequence, at=link.at)
        yield from _breaks_in(link, ring, age)
        age = max(age, ring.age_of(link.key_id) or 0)
        expected, previous = link.sequence + 1, link.seal
    if expected <= head.length:
        yield Break(Damage.CUT_OFF, expected, head.length)
    elif previous != head.last_seal:
        yield Break(Damage.HEAD_CHANGED, head.length)


def _is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def _breaks_in(link, ring, age):
    """What is wrong with the link itself."""
    key_age = ring.age_of(link.key_id)
    if link.values is None:
        yield Break(Damage.UNREADABLE, link.sequence)
    elif key_age is None:
        yield Break(Damage.UNKNOWN_KEY, link.sequence, at=link.at)
    elif key_age < age:
        yield Break(Damage.OLD_KEY, link.sequence, at=link.at)
    elif not ring.fits(ENTRY, link.values, link.key_id, link.seal):
        yield Break(Damage.CHANGED, link.sequence, at=link.at)
