"""What the worker does for documents. The queue counts in UTC: 19 o'clock there is two at night in Bangkok."""

from django.core.management import call_command

from ita_portal.jobs import JobProgress, crontab, periodic_task, task
from organizations.models import Organization, User
from reports.printed_year import print_year


@periodic_task(crontab(day_of_week="0", hour="19", minute="0"))
def look_at_filed_addresses_each_week():
    """In the night to Monday, Bangkok time."""
    call_command("check_filings")


@task()
def print_documents_of_year(job_key, organization_id, year, user_id):
    """Print all documents of a year that the user may read, and keep them as the result of the job."""
    with JobProgress(job_key).running() as progress:
        user = User.objects.get(pk=user_id)
        organizations = Organization.objects.visible_to(user).select_related("province")
        organization = organizations.get(pk=organization_id)
        content, count = print_year(organization, year, user, progress.report)
        progress.keep_result(content)
        progress.conclude(f"พิมพ์ครบ {count} ฉบับ ดาวน์โหลดได้จนกว่าท่านจะออกจากระบบ และไม่เกินหนึ่งวัน")
