"""Where an OIT item was filed: the address on the organisation's own website, kept and looked at."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from ita_portal.web_address import ensure_web_address
from organizations import trail
from organizations.links import NOT_LOOKED_AT
from reports.models import Filing

FIELDS = ("address", "filed_on", "note")


class StaleFiling(Exception):
    """Somebody filed or corrected this item in between; `current` is what is stored now."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นบันทึกที่อยู่ของรายการนี้ระหว่างที่ท่านแก้ไข โปรดดูค่าล่าสุดแล้วบันทึกใหม่")
        self.current = current


def host_of(address):
    """The host of an address in lower case, without www.; "" where it has none."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def is_own_address(organization, address):
    """True when the address lies under the main website of the organisation, subdomains included."""
    domain = organization.domain.lower().strip().removeprefix("www.").strip("/")
    host = host_of(address)
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


@transaction.atomic
def file_item(organization, question, *, address, filed_on, note="", publication=None, by):
    """Record where and when an OIT item was filed. Returns the Filing.

    An address outside of the organisation's domain is recorded too: the page warns of it. Raises ValidationError, and
    StaleFiling when the item has been filed already.
    """
    filing = Filing(
        organization=organization,
        question=question,
        address=address,
        filed_on=filed_on,
        filed_by=by,
        note=note,
        publication=publication,
    )
    _ensure_sound(filing)
    try:
        with transaction.atomic():
            filing.save()
    except IntegrityError:
        raise StaleFiling(_of(organization, question)) from None
    trail.record("file_item", filing, by=by, changes={name: (None, getattr(filing, name)) for name in FIELDS})
    return filing


@transaction.atomic
def correct_filing(filing, *, version, address, filed_on, note="", publication=None, by):
    """Change what is recorded of a filing; a new address has not been looked at yet. Raises as file_item."""
    before = {name: getattr(filing, name) for name in FIELDS}
    values = {"address": address, "filed_on": filed_on, "note": note, "publication": publication}
    _ensure_sound(Filing(**values))
    if address != filing.address:
        values |= NOT_LOOKED_AT
    rows = Filing.objects.unscoped("the filing in hand").filter(pk=filing.pk, version=version)
    if not rows.update(**values, version=F("version") + 1):
        raise StaleFiling(_of(filing.organization, filing.question))
    filing.refresh_from_db()
    trail.record(
        "correct_filing",
        filing,
        by=by,
        changes={name: (before[name], getattr(filing, name)) for name in FIELDS},
    )
    return filing


def _ensure_sound(filing):
    """Raises ValidationError on `address`, `filed_on` or `note`; what the caller hands in is not looked at."""
    _ensure_address(filing.address)
    filing.full_clean(
        exclude=["organization", "filed_by", "question", "publication"], validate_constraints=False
    )


def _ensure_address(address):
    try:
        ensure_web_address(address)
    except ValidationError as refusal:
        raise ValidationError({"address": refusal.messages}) from None


def _of(organization, question):
    rows = Filing.objects.unscoped("the filing in hand")
    return rows.get(organization=organization, question=question)
