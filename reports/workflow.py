"""The verbs of a document: writing its own words. Each is one transaction and leaves a trail."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from organizations import trail
from reports.models import Document, DocumentStatus


class StaleDocument(Exception):
    """Somebody saved the document in between; `current` is what is stored now."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นบันทึกเอกสารนี้ระหว่างที่ท่านแก้ไข")
        self.current = current


@transaction.atomic
def write_document(document, values, *, version, by):
    """Store the office's own words of a draft; a new document is created, a stored one updated.

    `version` is the one the writer saw; a different one in the database raises StaleDocument and stores nothing.
    Raises ValidationError with Thai sentences for a document that has been issued or fields that break a rule.
    """
    if document.status != DocumentStatus.DRAFT:
        raise ValidationError("เอกสารนี้ออกแล้ว จึงแก้ไขไม่ได้ โปรดออกฉบับแก้ไขแทน")
    before = {name: getattr(document, name) for name in values}
    for name, value in values.items():
        setattr(document, name, value)
    document.full_clean()
    if document.pk is None:
        document.save()
    else:
        rows = Document.objects.unscoped("the document in hand").filter(pk=document.pk, version=version)
        if not rows.update(**values, version=F("version") + 1):
            raise StaleDocument(Document.objects.unscoped("the document in hand").get(pk=document.pk))
        document.refresh_from_db()
    trail.record(
        "write_document", document, by=by, changes={name: (before[name], values[name]) for name in values}
    )
    return document
