"""The weekly look at the addresses that OIT items were filed with."""

from django.utils import timezone

from measures import link_check
from reports.models import Filing
from reports.workflow import record_filing_check


def check_filings():
    """Open every filed address, one after another. Returns (how many open, the Filings that do not)."""
    good, broken = 0, []
    rows = Filing.objects.unscoped("addresses of all organisations")
    for row in rows.select_related("organization", "question").order_by("organization", "pk"):
        record_filing_check(row, link_check.check_link(row.address), at=timezone.now())
        if row.is_good:
            good += 1
        else:
            broken.append(row)
    return good, broken
