"""Evidence of what was done: files and links that belong to an entry, checked before they are kept.

A file is on disk, whole, before its row is written: a process that dies in between leaves a file without a row, which
`manage.py sweep_files` removes, and never a row without its file.
"""

import unicodedata
from functools import partial
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum

from ita_portal import file_store
from ita_portal.guarded_child import GuardedChildError, run_guarded
from ita_portal.thai_text import normalize, to_thai_digits
from ita_portal.web_address import completed, ensure_web_address
from measures.evidence_files import EvidenceRefused, examine
from measures.evidence_files.refusal import REFUSED_SUFFIXES, WRONG_KIND
from measures.evidence_types import TYPES
from measures.models import Evidence, ProgressEntry
from organizations import trail
from organizations.models import Organization

AREA = "evidence"
MEGABYTE = 1024 * 1024
LIMIT_BYTES = 20 * MEGABYTE  # of one file
MOST_OF_ENTRY = 10  # files and links of one entry that stand
LONGEST_NAME_BYTES = 255  # in UTF-8: what the disks take to which the file is saved again
LONGEST_LINK = Evidence._meta.get_field("link").max_length
LONGEST_NAME = Evidence._meta.get_field("name").max_length
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")  # Unicode categories

NOT_YOURS = "แนบหลักฐานได้เฉพาะรายการของส่วนราชการที่ท่านสังกัด"
CLOSED = "แนบหลักฐานกับรายการนี้ไม่ได้ เพราะมาตรการถูกยกเลิก หรือรายการนี้มีผู้แก้แล้ว โปรดแนบกับรายการล่าสุดแทน"


# -- Attaching -------------------------------------------------------------------------------------


def attach_file(entry, upload, *, by):
    """Check and keep an uploaded file as evidence of an entry. Returns the Evidence.

    `by` is staff of the entry's division or the auditor; None for a command. The same content a second time gives the
    evidence there is. Raises ValidationError with one Thai sentence that names the file; then neither file nor row is
    left.
    """
    name = clean_name(upload.name)
    try:
        return _attach_file(entry, upload, name, by)
    except (EvidenceRefused, GuardedChildError, file_store.FileStoreError) as refusal:
        raise ValidationError(f"{name}: {refusal}") from None
    except ValidationError as refusal:
        raise ValidationError([f"{name}: {message}" for message in refusal.messages]) from None


def _attach_file(entry, upload, name, by):
    content_type = _claimed_type(name)
    if upload.size > LIMIT_BYTES:
        raise file_store.TooLarge(LIMIT_BYTES)
    _check_may_attach(entry, by)
    _check_room(entry, 0)  # before the work, and again before the row, when nobody else can take the room
    upload.seek(0)
    content = upload.read()
    clean = run_guarded(examine, content, content_type, seconds=20, megabytes=700, raises=(EvidenceRefused,))
    kept_content = clean or content
    _check_room(entry, len(kept_content))
    stored = file_store.store(kept_content, area=AREA, limit_bytes=LIMIT_BYTES)
    evidence = Evidence(
        entry=entry,
        name=name,
        stored_file=stored.key,
        sha256=stored.sha256,
        size=stored.size,
        content_type=content_type,
        by=by,
    )
    try:
        kept = _keep(evidence, same={"sha256": stored.sha256})
    except ValidationError:
        file_store.delete_later([stored.key])
        raise
    if kept is not evidence:
        file_store.delete_later([stored.key])
    return kept


def attach_link(entry, link, *, name="", by):
    """Keep a link as evidence of an entry, or give back the same that is there. Raises ValidationError."""
    link = completed(link)
    if len(link) > LONGEST_LINK:
        raise ValidationError(f"{link[:60]}…: ลิงก์ยาวเกิน {to_thai_digits(str(LONGEST_LINK))} ตัวอักษร")
    try:
        ensure_web_address(link)
    except ValidationError as refusal:
        raise ValidationError(f"{link[:100]}: {refusal.messages[0]}") from None
    _check_may_attach(entry, by)
    name = " ".join(normalize(name).split())[:LONGEST_NAME] or link[:LONGEST_NAME]
    return _keep(Evidence(entry=entry, name=name, link=link, by=by), same={"link": link})


def attach_to(entry, files, links, *, by):
    """Keep what can be kept of several files and of links, (link, name) each.

    Returns the sentences about those that were refused.
    """
    refusals = []
    calls = [partial(attach_file, entry, file) for file in files]
    calls += [partial(attach_link, entry, link, name=name) for link, name in links]
    for attach in calls:
        try:
            attach(by=by)
        except ValidationError as refusal:
            refusals += refusal.messages
    return refusals


def _claimed_type(name):
    suffix = PurePath(name).suffix.lower()
    if suffix not in TYPES:
        raise EvidenceRefused(REFUSED_SUFFIXES.get(suffix, WRONG_KIND))
    return TYPES[suffix]


def _check_may_attach(entry, by):
    if by and not ProgressEntry.objects.editable_by(by).filter(pk=entry.pk).exists():
        raise ValidationError(NOT_YOURS)
    if not entry.measure.takes_reports or entry.corrections.exists():
        raise ValidationError(CLOSED)


@transaction.atomic
def _keep(evidence, same):
    """Write the row, if entry and organisation have room for it: one after another within an organisation.

    Returns the row that stands with the `same` content where there is one.
    """
    entry = evidence.entry
    Organization.objects.unscoped("held while its room is counted").filter(pk=entry.organization_id).update(
        name=F("name")
    )
    there = entry.evidence.filter(withdrawn_at__isnull=True, **same).first()
    if there is not None:
        return there
    _check_room(entry, evidence.size or 0)
    evidence.take_organization()
    evidence.full_clean(exclude=["organization", "by"])
    evidence.save()
    added = evidence.link or f"{evidence.name} ({evidence.sha256[:12]})"
    trail.record("add_evidence", entry.measure, by=evidence.by, changes={"evidence": (None, added)})
    return evidence


def _check_room(entry, size):
    """Raise ValidationError where one more of `size` bytes is too much for the entry or the organisation."""
    if entry.evidence.filter(withdrawn_at__isnull=True).count() >= MOST_OF_ENTRY:
        most = to_thai_digits(str(MOST_OF_ENTRY))
        raise ValidationError(f"รายการหนึ่งมีหลักฐานได้ไม่เกิน {most} ชิ้น โปรดถอนชิ้นที่ไม่ใช้ก่อน")
    used = used_bytes(entry.organization)
    if used + size > settings.EVIDENCE_QUOTA_BYTES:
        raise ValidationError(
            f"พื้นที่เก็บหลักฐานของหน่วยงานไม่พอ (ใช้แล้ว {_megabytes(used)} จาก "
            f"{_megabytes(settings.EVIDENCE_QUOTA_BYTES)}) โปรดแจ้งผู้ดูแลระบบ หรือใช้ลิงก์แทนแฟ้ม"
        )


def used_bytes(organization):
    """Bytes that the evidence of an organisation takes, withdrawn files included: they are kept."""
    return organization.evidence.aggregate(total=Sum("size"))["total"] or 0


def _megabytes(size):
    return to_thai_digits(f"{size / MEGABYTE:,.1f} เมกะไบต์")


# -- Afterwards ------------------------------------------------------------------------------------


@transaction.atomic
def withdraw_evidence(evidence, *, reason, by, at):
    """Take evidence back: it stays listed with the reason, and its file is kept. Raises ValidationError."""
    if by and not Evidence.objects.editable_by(by).filter(pk=evidence.pk).exists():
        raise ValidationError("ถอนหลักฐานได้เฉพาะรายการของส่วนราชการที่ท่านสังกัด")
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": "โปรดเขียนเหตุผลที่ถอนหลักฐาน"})
    rows = Evidence.objects.unscoped("the evidence in hand").filter(pk=evidence.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=at, withdraw_reason=reason[:300]):
        raise ValidationError("หลักฐานชิ้นนี้ถูกถอนไปแล้ว โปรดเปิดหน้านี้ใหม่")
    evidence.refresh_from_db()
    changes = {"evidence": (evidence.name, None), "reason": (None, evidence.withdraw_reason)}
    trail.record("withdraw_evidence", evidence.entry.measure, by=by, changes=changes)


# -- Names -----------------------------------------------------------------------------------------


def clean_name(name):
    """The name people gave a file, without folders and unseen marks, and short enough for every disk.

    Unseen marks (Cf) turn the reading direction: with them "exe.pdf" may look like a document.
    """
    name = " ".join(normalize(name.replace("\\", "/").rpartition("/")[2]).split())
    name = "".join(char for char in name if unicodedata.category(char) not in UNSEEN).strip(". ") or "แฟ้มหลักฐาน"
    path = PurePath(name)
    stem, suffix = (path.stem, path.suffix) if len(path.suffix) <= 10 else (name, "")
    while len(f"{stem}{suffix}".encode()) > LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{suffix}"
