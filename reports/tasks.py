"""What the worker does by itself for documents. The queue counts in UTC: 19 o'clock there is two at night in Bangkok."""

from ita_portal.jobs import crontab, periodic_task
from reports.filing_checks import check_filings


@periodic_task(crontab(day_of_week="0", hour="19", minute="0"))
def look_at_filed_addresses_each_week():
    """In the night to Monday, Bangkok time."""
    check_filings()
