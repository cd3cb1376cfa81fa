"""Whether a document still says what the figures say: one rule for the list, the preview and what is issued."""

from django.utils import timezone

from assessments.figures_past import changes_since, past_of
from assessments.models import Assessment
from ita_portal.thai_dates import moment
from measures.models import MeasurePlan
from reports.models import OF_A_PLAN


def outdated_because(document, past):
    """A Thai sentence on why the words of a document may no longer fit its figures; "" when they do. Pure.

    `past` is the FiguresPast of the assessment behind the document. A document that does not know when it was written
    counts as written when the figures were confirmed first.
    """
    if not past.is_confirmed:
        return _still_open(past)
    written_at = document.written_at
    if past.reopened_at and (written_at is None or written_at < past.reopened_at):
        return f"คะแนนปี {past.year} {_reopened(past)} หลังจากเขียนเอกสารนี้ โปรดตรวจถ้อยคำกับตัวเลขที่ยืนยันใหม่"
    known_at = written_at or past.confirmed_at
    if past.changed_at and known_at and known_at < past.changed_at:
        return f"ตัวเลขปี {past.year} เปลี่ยนเมื่อ {_said(past.changed_at)} หลังจากเขียนเอกสารนี้ โปรดตรวจถ้อยคำกับตัวเลขใหม่"
    return ""


def _still_open(past):
    if past.reopened_at:
        return f"คะแนนปี {past.year} {_reopened(past)} และยังไม่ยืนยันอีกครั้ง ตัวเลขในเอกสารนี้จึงยังเปลี่ยนได้"
    return f"คะแนนปี {past.year} ยังไม่ยืนยัน ตัวเลขในเอกสารนี้จึงยังเปลี่ยนได้"


def _reopened(past):
    reason = f" (เหตุผล: {past.reason})" if past.reason else ""
    return f"เปิดแก้ไขเมื่อ {_said(past.reopened_at)}{reason}"


def _said(at):
    return moment(timezone.localtime(at))


def assessment_behind(document, rows):
    """The assessment whose figures a document prints, None where there is none; `rows` as in composition.compose."""
    organization, year = document.organization_id, document.fiscal_year
    if document.kind in OF_A_PLAN:
        plan = rows(MeasurePlan).for_page().filter(organization=organization, fiscal_year=year).first()
        return plan.source_assessment if plan else None
    return rows(Assessment).for_page().filter(organization=organization, framework__year=year).first()


def notice_for(document, user):
    """outdated_because() of a stored document for one reader; "" where no figures stand behind it."""
    assessment = assessment_behind(document, rows=lambda model: model.objects.visible_to(user))
    return outdated_because(document, past_of(assessment, user)) if assessment else ""


def what_changed(document, user):
    """For the page that asks: why a document is out of date, and the acts on its figures since it was written."""
    assessment = assessment_behind(document, rows=lambda model: model.objects.visible_to(user))
    if assessment is None:
        return {"outdated": "", "acts": [], "is_open": False}
    past = past_of(assessment, user)
    since = document.written_at or past.reopened_at or past.confirmed_at
    return {
        "outdated": outdated_because(document, past),
        "acts": changes_since(assessment, since, user) if since else [],
        "is_open": not past.is_confirmed,
    }
