"""What the worker does by itself. The queue counts in UTC: one o'clock there is eight in Bangkok."""

from django.conf import settings
from django.utils import timezone

from ita_portal.jobs import crontab, periodic_task
from measures.workflow.reminders import send_reminders


@periodic_task(crontab(hour="1", minute="0"))
def send_reminders_each_morning():
    """At eight in the morning, Bangkok time."""
    if settings.EMAIL_IS_CONFIGURED:
        send_reminders(timezone.localdate(), timezone.now())
