"""The verbs of a document: writing and checking its own words. Each is one transaction and leaves a trail."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from organizations import trail
from reports.models import Document, DocumentStatus
from reports.workflow.register_rows import keep_in_step, put_next_number

NOT_A_DRAFT = "เอกสารนี้เสนอหรือออกแล้ว จึงแก้ไขไม่ได้ โปรดส่งกลับ หรือออกฉบับแก้ไขแทน"


class StaleDocument(Exception):
    """Somebody saved the document in between; `current` is what is stored now."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นบันทึกเอกสารนี้ระหว่างที่ท่านแก้ไข")
        self.current = current


@transaction.atomic
def write_document(document, values, *, version, by, read_at, draws_number=False):
    """Store the office's own words of a draft; a new document is created, a stored one updated.

    `version` is the one the writer saw; a different one in the database raises StaleDocument and stores nothing.
    `read_at` is the moment at which the writer had the figures before their eyes; words are as old as that.
    The number of a memo goes through the register; `draws_number` asks for the next one of its series.
    Raises ValidationError with Thai sentences for a document that has been issued or fields that break a rule.
    """
    if document.status != DocumentStatus.DRAFT:
        raise ValidationError(NOT_A_DRAFT)
    # The first words are drafted from the data; until they are saved nothing is on record.
    before = {name: getattr(document, name) if document.pk else None for name in values}
    for name, value in values.items():
        setattr(document, name, value)
    document.written_at = read_at
    document.full_clean()
    if document.pk is None:
        _create(document)
    else:
        _update(document, version, **values, written_at=read_at)
    changes = {name: (before[name], values[name]) for name in values}
    changes |= _numbered(document, draws_number, by)
    trail.record("write_document", document, by=by, changes=changes)
    return document


def _numbered(document, draws_number, by):
    """Take or draw the number of a memo; returns what changed, for the trail."""
    if not draws_number:
        return keep_in_step(document, by=by)
    return {**put_next_number(document, by=by), "number": ("", document.number)}


@transaction.atomic
def check_document(document, *, version, by, read_at):
    """Say that the words still fit the figures as they were at `read_at`; raises StaleDocument like write_document."""
    before = document.written_at
    _update(document, version, written_at=read_at)
    trail.record("check_document", document, by=by, changes={"written_at": (before, read_at)})


def _create(document):
    """Store the first words; who comes second finds those of the first."""
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError:
        rows = Document.objects.unscoped("the document in hand").filter(organization=document.organization)
        raise StaleDocument(rows.get(fiscal_year=document.fiscal_year, kind=document.kind)) from None


def _update(document, version, **fields):
    """One conditional update of the row as somebody saw it."""
    rows = Document.objects.unscoped("the document in hand").filter(pk=document.pk, version=version)
    if not rows.update(**fields, version=F("version") + 1):
        raise StaleDocument(Document.objects.unscoped("the document in hand").get(pk=document.pk))
    document.refresh_from_db()
