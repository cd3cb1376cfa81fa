"""The strict check for files of strangers: in a child with limits, so that no file can stop the portal."""

from ita_portal.guarded_child import GuardedChildError, run_guarded
from reports.signing import keys
from reports.signing.checking import check
from reports.signing.expected import Expected
from reports.signing.verdict import Verdict

LARGEST_FILE = 30 * 1024 * 1024  # bytes
SECONDS, MEGABYTES = 30, 700
TOO_LARGE = "แฟ้มนี้ใหญ่เกิน ๓๐ เมกะไบต์ ระบบจึงไม่ได้ตรวจ"
NOT_CHECKED = "ระบบตรวจแฟ้มนี้ไม่สำเร็จ เพราะแฟ้มใช้เวลาหรือหน่วยความจำมากผิดปกติ"


def check_in_child(content, expected=None):
    """As checking.check with the trusted roots. What the child cannot finish is not genuine; raises nothing."""
    if len(content) > LARGEST_FILE:
        return Verdict(False, (TOO_LARGE,))
    plain = expected.as_json() if expected else None
    try:
        found = run_guarded(
            checked_as_json, content, plain, keys.trusted_roots(), seconds=SECONDS, megabytes=MEGABYTES
        )
    except GuardedChildError:  # logged where it was raised
        return Verdict(False, (NOT_CHECKED,))
    return Verdict.from_json(found)


def checked_as_json(content, expected, roots):
    """What the child runs."""
    return check(content, Expected.from_json(expected) if expected else None, roots).as_json()
