"""What of documents and questions waits for a person; งานของฉัน gathers it with the rest (measures/work_list.py)."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from ita_portal.thai_text import to_thai_digits
from measures.work_list import Waiting
from organizations.models import Role
from reports.desk import address_of
from reports.models import DocumentStatus, Edition, EditionState, Inquiry, Signature


def waiting_for(user, roles, today):
    """The things that wait: papers to sign, questions to answer, answers to read; a fixed number of queries."""
    yield from papers_to_sign(user, today)
    yield from _papers_to_carry_on(user, roles)
    yield from _questions_to_answer(user, roles)
    yield from _answers_to_read(user)


def papers_to_sign(user, today):
    """The editions whose turn of signing is this person's."""
    signatures = Signature.objects.waiting_for(user, today).select_related(
        "organization__province", "edition__document"
    )
    for row in signatures.order_by("edition__waiting_since", "pk"):
        sentence = f"รอท่านลงนาม: {to_thai_digits(row.edition.name_in_full)}"
        yield Waiting(row.organization, sentence, _address_of_signing(row), is_to_sign=True)


def _address_of_signing(signature):
    """Where the paper is read and signed."""
    return reverse("reports:sign", args=[signature.organization.slug, signature.edition.code])


def _papers_to_carry_on(user, roles):
    """What came back from a signer and was not proposed again, and what everybody has signed but nobody published."""
    own = [row.organization_id for row in roles if row.role in (Role.AUDITOR, Role.CLERK)]
    editions = Edition.objects.visible_to(user).filter(organization__in=own)
    newest = editions.filter(document=OuterRef("document")).order_by("-pk").values("pk")[:1]
    back = editions.filter(pk=Subquery(newest), state=EditionState.SENT_BACK).exclude(sent_back_by=user)
    signed = editions.filter(state=EditionState.SIGNED, document__status=DocumentStatus.SIGNED)
    rows = back.filter(document__status=DocumentStatus.DRAFT) | signed
    words = {EditionState.SENT_BACK: "ถูกส่งกลับให้แก้ไข", EditionState.SIGNED: "ลงนามครบแล้ว รอเผยแพร่"}
    rows = rows.select_related("organization__province", "document__organization").defer("data")
    for row in rows.order_by("state", "pk"):
        sentence = f"{words[row.state]}: {to_thai_digits(row.name_in_full)}"
        yield Waiting(row.organization, sentence, address_of(row.document))


def _questions_to_answer(user, roles):
    own = [row.organization_id for row in roles if row.role == Role.AUDITOR]
    questions = Inquiry.objects.visible_to(user).waiting().filter(organization__in=own)
    for row in questions.select_related("organization__province"):
        yield Waiting(
            row.organization, f"มีคำถามรอท่านตอบ เรื่อง{to_thai_digits(row.subject_name)}", row.get_absolute_url()
        )


def _answers_to_read(user):
    answers = Inquiry.objects.visible_to(user).unread_by(user).order_by("answered_at", "pk")
    for row in answers.select_related("organization__province"):
        yield Waiting(
            row.organization,
            f"คำถามของท่านมีคำตอบแล้ว เรื่อง{to_thai_digits(row.subject_name)}",
            row.get_absolute_url(),
        )
