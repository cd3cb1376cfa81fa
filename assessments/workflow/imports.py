"""Figures that come all at once: proposed by a paste or a sheet, applied or set aside by an auditor."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.import_changes import NOTHING_ANNOUNCED, announced, changes_of, fingerprint, target_of
from assessments.models import Assessment, ImportStatus, ScoreImport
from assessments.workflow.confirmation import start
from assessments.workflow.scores import check_figures, hold_draft, places_of, record_scores, save_header
from organizations import trail

FIGURE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")


class StaleImport(ValidationError):
    """Somebody changed a figure after the differences were shown: they have to be looked at again."""


@transaction.atomic
def propose_import(organization, framework, *, source, figures, header, reading, by, places=None, **file):
    """Keep what was understood of a paste or a sheet until a person confirms it; returns the ScoreImport.

    `figures` maps element keys to a score as text ("97.43"), or None to take a figure away; `header` maps
    HEADER_FIELDS to text or None (dates ISO, the rank in digits); `reading` tells line by line how it was understood:
    [{"place", "text", "key", "value", "problem", "note"}], the note optional. `file` is file_name, stored_file and
    sha256, where there is one; `places` is places_of(framework), for a caller with many organisations.

    Raises ValidationError with Thai sentences when there is nothing in it, for what the framework does not know or is
    no score, and for a year that is confirmed.
    """
    if not figures and not header:
        raise ValidationError("ไม่พบคะแนนหรือข้อมูลประกาศที่จะนำเข้า")
    check_figures(_figures(figures), places or places_of(framework), framework)
    _check_header(header)
    row = ScoreImport(organization=organization, framework=framework, source=source, by=by, **file)
    row.figures, row.header, row.reading = figures, header, reading
    _refuse_confirmed(target_of(row))
    row.full_clean(exclude=["organization", "framework", "by", "header", "reading", "figures"])
    row.save()
    changes = {"source": (None, source), "figures": (None, len(figures)), "sha256": ("", row.sha256)}
    trail.record("propose_import", row, by=by, changes=changes)
    return row


@transaction.atomic
def apply_import(score_import, *, seen, by, left_out=()):
    """Store what an import has, except the keys `left_out`, if the differences are still those that were `seen`.

    `seen` is import_changes.fingerprint() of the differences on the page. Starts the assessment where it is missing;
    returns it. Raises StaleImport when a figure changed meanwhile, ValidationError when the import was applied or
    discarded before or the year is confirmed; then nothing is stored. Of two people who confirm at once, one wins.
    """
    _move(score_import, ImportStatus.APPLIED)
    assessment = target_of(score_import)
    if assessment is None:
        assessment = start(score_import.organization, score_import.framework, by=by)
    hold_draft(assessment)
    changes = changes_of(score_import, assessment)
    if fingerprint(changes) != seen:
        raise StaleImport("มีผู้อื่นเปลี่ยนคะแนนหลังจากที่ท่านเปิดหน้านี้ ยังไม่มีสิ่งใดถูกบันทึก โปรดตรวจความต่างอีกครั้ง")
    wanted = {change.key: change for change in changes if not change.is_same and change.key not in left_out}
    figures = {key: change.new for key, change in wanted.items() if key in score_import.figures}
    facts = {key: change.new for key, change in wanted.items() if key in score_import.header}
    if figures:
        record_scores(assessment, figures, by=by, verb="import_scores")
    if facts:
        save_header(assessment, facts, version=assessment.version, by=by)
    _tell(
        score_import,
        ImportStatus.APPLIED,
        by,
        {"changed": (None, len(wanted)), "assessment": (None, assessment.pk)},
    )
    return assessment


@transaction.atomic
def discard_import(score_import, *, by):
    """Set an import aside; nothing of it is stored. Raises ValidationError when it waits no longer."""
    _move(score_import, ImportStatus.DISCARDED)
    _tell(score_import, ImportStatus.DISCARDED, by, {})


def _move(score_import, status):
    """One conditional update, before anything else: the second of two people is told and has changed nothing."""
    rows = ScoreImport.objects.unscoped("the import in hand")
    if not rows.filter(pk=score_import.pk, status=ImportStatus.WAITING).update(status=status):
        raise ValidationError("การนำเข้านี้บันทึกหรือยกเลิกไปแล้ว จึงไม่มีสิ่งใดเปลี่ยนอีก")


def _tell(score_import, status, by, changes):
    verb = "apply_import" if status == ImportStatus.APPLIED else "discard_import"
    trail.record(verb, score_import, by=by, changes={"status": (ImportStatus.WAITING, status), **changes})
    score_import.status = status


def _figures(figures):
    wrong = [key for key, text in figures.items() if text is not None and not FIGURE.fullmatch(text)]
    if wrong:
        raise ValidationError([f"คะแนนของ {key} ไม่ใช่ตัวเลขที่มีทศนิยมไม่เกิน 2 ตำแหน่ง" for key in wrong])
    return {key: None if text is None else Decimal(text) for key, text in figures.items()}


def _check_header(header):
    """Refuse facts the portal does not keep, and values that no assessment could hold."""
    unknown = [name for name in header if name not in NOTHING_ANNOUNCED]
    if unknown:
        raise ValidationError([f"ไม่รู้จักข้อมูลประกาศ “{name}”" for name in unknown])
    try:
        values = {name: announced(name, text) for name, text in header.items()}
    except ValueError:
        raise ValidationError("วันที่ประกาศหรือลำดับที่ประกาศไม่ถูกต้อง") from None
    fields = {name: Assessment._meta.get_field(name) for name in values}
    for name, value in values.items():
        fields[name].clean(value, None)


def _refuse_confirmed(assessment):
    if assessment is not None and assessment.is_confirmed:
        raise ValidationError("ผลการประเมินของปีนี้ยืนยันแล้ว โปรดเปิดแก้ไขก่อนนำเข้าคะแนน")
