"""Evidence of what was done: files and links that belong to an entry, checked before they are kept.

A file is on disk, whole, before its row is written: a process that dies in between leaves a file without a row, which
`manage.py sweep_files` removes, and never a row without its file.
"""

import re
import unicodedata
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import F, Sum

from ita_portal import file_store
from ita_portal.guarded_child import GuardedChildError, run_guarded
from ita_portal.thai_text import normalize, to_thai_digits
from measures.evidence_files import TYPES, WRONG_KIND, EvidenceRefused, examine
from measures.models import Evidence
from organizations import trail
from organizations.models import Organization

AREA = "evidence"
MEGABYTE = 1024 * 1024
LIMIT_BYTES = 20 * MEGABYTE  # of one file
MOST_OF_ENTRY = 10  # files and links of one entry that stand
LONGEST_NAME_BYTES = 200  # of a stored file name in UTF-8: what every file system takes
# Marks that turn the reading direction can make "exe.pdf" look like a document.
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
is_link = URLValidator(schemes=["http", "https"], message="ลิงก์ต้องขึ้นต้นด้วย http:// หรือ https:// และเป็นที่อยู่ที่เปิดได้")


def attach_file(entry, upload, *, by):
    """Check and keep an uploaded file as evidence of an entry. Returns the Evidence.

    Raises ValidationError with one Thai sentence; then neither file nor row is left.
    """
    name = clean_name(upload.name)
    if upload.size > LIMIT_BYTES:
        raise ValidationError(f"{name}: แฟ้มใหญ่เกิน ๒๐ เมกะไบต์ โปรดลดขนาดแฟ้มแล้วลองใหม่")
    content_type = TYPES.get(PurePath(name).suffix.lower())
    if content_type is None:
        raise ValidationError(f"{name}: {WRONG_KIND}")
    stored = _examined_and_stored(upload, name, content_type)
    try:
        return _keep(
            Evidence(
                entry=entry,
                name=name,
                stored_file=stored.key,
                sha256=stored.sha256,
                size=stored.size,
                content_type=content_type,
                by=by,
            )
        )
    except ValidationError as refusal:
        file_store.delete_later([stored.key])
        raise ValidationError([f"{name}: {message}" for message in refusal.messages]) from None


def attach_link(entry, link, *, name="", by):
    """Keep a link as evidence of an entry. Raises ValidationError."""
    link = link.strip()
    is_link(link)
    return _keep(Evidence(entry=entry, name=normalize(name).strip()[:255] or link[:255], link=link, by=by))


def attach_to(entry, files, links, *, by):
    """Keep what can be kept of several files and links; return the sentences about those that were refused."""
    refusals = []
    for attach, items in ((attach_file, files), (attach_link, links)):
        for item in items:
            try:
                attach(entry, item, by=by)
            except ValidationError as refusal:
                refusals += refusal.messages
    return refusals


def _examined_and_stored(upload, name, content_type):
    upload.seek(0)
    content = upload.read()
    try:
        clean = run_guarded(
            examine, content, content_type, seconds=20, megabytes=700, raises=(EvidenceRefused,)
        )
        return file_store.store(clean or content, area=AREA, limit_bytes=LIMIT_BYTES)
    except (EvidenceRefused, GuardedChildError, file_store.FileStoreError) as refusal:
        raise ValidationError(f"{name}: {refusal}") from None


@transaction.atomic
def _keep(evidence):
    """Write the row, if entry and organisation have room for it: one after another within an organisation."""
    entry = evidence.entry
    Organization.objects.unscoped("held while its room is counted").filter(pk=entry.organization_id).update(
        name=F("name")
    )
    standing = entry.evidence.filter(withdrawn_at__isnull=True)
    if standing.count() >= MOST_OF_ENTRY:
        raise ValidationError(f"รายการหนึ่งมีหลักฐานได้ไม่เกิน {to_thai_digits(str(MOST_OF_ENTRY))} รายการ")
    used = used_bytes(entry.organization)
    if used + (evidence.size or 0) > settings.EVIDENCE_QUOTA_BYTES:
        raise ValidationError(
            f"พื้นที่เก็บหลักฐานของหน่วยงานเต็ม (ใช้แล้ว {_megabytes(used)} จาก "
            f"{_megabytes(settings.EVIDENCE_QUOTA_BYTES)}) โปรดแจ้งผู้ดูแลระบบ หรือใช้ลิงก์แทนแฟ้ม"
        )
    evidence.take_organization()
    evidence.full_clean(exclude=["organization"])
    evidence.save()
    added = evidence.link or f"{evidence.name} ({evidence.sha256[:12]})"
    trail.record("add_evidence", entry.measure, by=evidence.by, changes={"evidence": (None, added)})
    return evidence


def used_bytes(organization):
    """Bytes that the evidence of an organisation takes, withdrawn files included: they are kept."""
    return organization.evidence.aggregate(total=Sum("size"))["total"] or 0


def _megabytes(size):
    return to_thai_digits(f"{size / MEGABYTE:,.1f} เมกะไบต์")


@transaction.atomic
def withdraw(evidence, *, reason, by, at):
    """Take evidence back: it stays listed with the reason, and its file is kept. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError("โปรดเขียนเหตุผลที่ถอนหลักฐาน")
    rows = Evidence.objects.unscoped("the evidence in hand").filter(pk=evidence.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=at, withdraw_reason=reason.strip()[:300]):
        raise ValidationError("หลักฐานนี้ถูกถอนไปแล้ว โปรดเปิดหน้านี้ใหม่")
    evidence.refresh_from_db()
    changes = {"evidence": (evidence.name, None), "reason": ("", evidence.withdraw_reason)}
    trail.record("withdraw_evidence", evidence.entry.measure, by=by, changes=changes)


def record_link_check(evidence, result, *, at):
    """Keep what a look at a link found (link_check.LinkResult). No trail: nobody acted."""
    values = {"link_state": result.sentence[:300], "checked_at": at}
    if result.is_good:
        values["last_good_at"] = at
    Evidence.objects.unscoped("the evidence in hand").filter(pk=evidence.pk).update(**values)
    evidence.refresh_from_db()


def clean_name(name):
    """The name people gave a file, without folders, control and turning marks, and short enough for every disk."""
    name = TURNING.sub("", name.replace("\\", "/").rpartition("/")[2])
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn"))
    name = " ".join(normalize(name).split()).strip(". ") or "แฟ้มหลักฐาน"
    path = PurePath(name)
    stem, suffix = (path.stem, path.suffix) if len(path.suffix) <= 10 else (name, "")
    while len(f"{stem}{suffix}".encode()) > LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{suffix}"
