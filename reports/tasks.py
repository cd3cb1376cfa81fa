"""What the worker does for documents. The queue counts in UTC: 19 o'clock there is two at night in Bangkok."""

from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone

from ita_portal.jobs import JobFailed, JobProgress, crontab, periodic_task, task
from ita_portal.thai_text import to_thai_digits
from organizations.models import Organization, User
from reports import workflow
from reports.oversight.page import rows_with_details
from reports.oversight.scope import NothingOverseen, scope_of
from reports.oversight.sheet import write_oversight_sheet
from reports.printed_year import print_kind, print_year

KEPT = "ดาวน์โหลดได้จนกว่าท่านจะออกจากระบบ และไม่เกินหนึ่งวัน"


@periodic_task(crontab(day_of_week="0", hour="19", minute="0"))
def look_at_filed_addresses_each_week():
    """In the night to Monday, Bangkok time."""
    call_command("check_filings")


@task()
def print_documents_of_year(job_key, organization_id, year, user_id):
    """Print all documents of a year that the user may read, and keep them as the result of the job."""
    with JobProgress(job_key).running() as progress:
        organization, user = _asked_by(organization_id, user_id)
        content, count = print_year(organization, year, user, progress.report)
        progress.keep_result(content)
        progress.conclude(f"พิมพ์ครบ {count} ฉบับ {KEPT}")


@task()
def print_document(job_key, organization_id, year, kind, user_id):
    """Print one document that the user may read, and keep it as the result of the job."""
    with JobProgress(job_key).running() as progress:
        organization, user = _asked_by(organization_id, user_id)
        progress.keep_result(print_kind(organization, year, kind, user, progress.report))
        progress.conclude(f"พิมพ์แล้ว {KEPT}")


@task()
def export_organizations(job_key, query, user_id):
    """Write the organisations that a user oversees as a sheet, those the query string asks for, and keep it."""
    with JobProgress(job_key).running() as progress:
        user, today = User.objects.get(pk=user_id), timezone.localdate()
        try:
            scope = scope_of(user, QueryDict(query))
        except NothingOverseen:
            raise JobFailed("ท่านไม่ได้กำกับดูแลหน่วยงานใดแล้ว") from None
        rows = list(rows_with_details(scope, told=progress.report))
        content = write_oversight_sheet(scope, rows, today)
        progress.report(len(rows), len(rows))
        words = f"{scope.place_name} {scope.words}"
        workflow.record_oversight_export(scope.framework, words=words, count=len(rows), by=user)
        progress.keep_result(content)
        progress.conclude(f"เขียนแฟ้มแล้ว {to_thai_digits(str(len(rows)))} หน่วยงาน {KEPT}")


def _asked_by(organization_id, user_id):
    user = User.objects.get(pk=user_id)
    rows = Organization.objects.visible_to(user).select_related("province")
    return rows.get(pk=organization_id), user
