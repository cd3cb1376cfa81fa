"""The verbs of questions to the auditor: asking, answering, taking note. Each is one transaction and leaves a trail."""

from django.core.exceptions import ValidationError
from django.db import transaction

from organizations import trail
from reports.models import Inquiry


class AlreadyAnswered(Exception):
    """Somebody else answered in between; `current` is the question with that answer."""

    def __init__(self, current):
        super().__init__("มีผู้ตอบคำถามนี้ไปแล้วระหว่างที่ท่านพิมพ์")
        self.current = current


@transaction.atomic
def ask_question(inquiry, *, by, at):
    """Store a question (a new Inquiry with its subject and words). Raises ValidationError with Thai sentences."""
    inquiry.asked_by, inquiry.asked_at = by, at
    inquiry.full_clean()
    inquiry.save()
    trail.record("ask_question", inquiry, by=by, changes={"question": (None, inquiry.question)})
    return inquiry


@transaction.atomic
def answer_question(inquiry, answer, *, by, at):
    """Answer a question once. Raises AlreadyAnswered when somebody did, ValidationError for an answer without words."""
    if not answer.strip():
        raise ValidationError({"answer": "โปรดพิมพ์คำตอบ"})
    rows = Inquiry.objects.unscoped("the question in hand").filter(pk=inquiry.pk)
    if not rows.filter(answered_at__isnull=True).update(answer=answer, answered_by=by, answered_at=at):
        raise AlreadyAnswered(rows.select_related("answered_by").get())
    inquiry.refresh_from_db()
    trail.record("answer_question", inquiry, by=by, changes={"answer": (None, answer)})


@transaction.atomic
def acknowledge_answer(inquiry, *, by, at):
    """The person who asked has read the answer; a second time changes nothing. Raises ValidationError for others."""
    if inquiry.asked_by_id != by.pk or not inquiry.is_answered:
        raise ValidationError("รับทราบคำตอบได้เฉพาะผู้ถาม และเมื่อมีคำตอบแล้ว")
    rows = Inquiry.objects.unscoped("the question in hand").filter(pk=inquiry.pk, acknowledged_at__isnull=True)
    if rows.update(acknowledged_at=at):
        inquiry.refresh_from_db()
        trail.record("acknowledge_answer", inquiry, by=by, changes={"acknowledged_at": (None, at)})
