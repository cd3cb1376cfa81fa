"""What takes too long for a request: sending the scores of many organisations."""

from django.core.exceptions import ValidationError

from assessments import workflow
from assessments.models import Framework
from assessments.score_sheets import SheetRefused
from assessments.workflow import HeldBulk
from ita_portal import file_store
from ita_portal.jobs import JobFailed, JobProgress, task
from ita_portal.thai_text import to_thai_digits
from organizations.models import User


@task()
def send_bulk_scores(job_key, held, framework_id, user_id):
    """Send a held file to its organisations: all of them, or none when it is stopped. `held` as dataclasses.asdict."""
    with JobProgress(job_key).running() as progress:
        framework, user = Framework.objects.get(pk=framework_id), User.objects.get(pk=user_id)
        try:
            count = workflow.send_bulk(HeldBulk(**held), framework, by=user, told=progress.report)
        except (ValidationError, file_store.NotStored, SheetRefused) as refusal:
            raise JobFailed(" ".join(getattr(refusal, "messages", [str(refusal)]))) from None
        number = to_thai_digits(str(count))
        progress.conclude(f"ส่งคะแนนให้ {number} หน่วยงานแล้ว ผู้ตรวจสอบภายในของแต่ละหน่วยงานจะเห็นและยืนยันเอง")
