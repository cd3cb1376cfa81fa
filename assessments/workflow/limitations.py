"""The chapter on limitations: one list that several people may change at once."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from assessments.models import Limitation
from assessments.workflow.drafts import hold_analyses
from organizations import trail


@dataclass(frozen=True)
class LimitationEdit:
    """One row of the list as a person leaves it. `pk` None: a new one. `version` is the one the person saw."""

    text: str
    pk: int | None = None
    version: int = 0
    is_changed: bool = True
    is_deleted: bool = False


class StaleLimitations(Exception):
    """Somebody else changed rows that this person changed too: [(the edit, the row as it is now or None)]."""

    def __init__(self, conflicts):
        super().__init__("มีผู้อื่นแก้ไขข้อจำกัดบางข้อระหว่างที่ท่านแก้ไข")
        self.conflicts = conflicts


@transaction.atomic
def save_limitations(assessment, edits, *, by):
    """Store the list of limitations in the order of `edits`: changed, added, moved and deleted rows at once.

    What others did meanwhile stays: rows they added follow at the end, rows they changed or deleted and this person did
    not touch are left to them. A row that both touched raises StaleLimitations, an empty one ValidationError; then
    nothing is stored.
    """
    hold_analyses(assessment)
    stored = {row.pk: row for row in assessment.limitations.all()}
    if conflicts := [(edit, stored.get(edit.pk)) for edit in edits if _is_stale(edit, stored)]:
        raise StaleLimitations(conflicts)
    if any(edit.is_changed and not edit.is_deleted and not edit.text.strip() for edit in edits):
        raise ValidationError("มีข้อจำกัดที่ยังไม่มีข้อความ โปรดเขียนข้อความ หรือลบข้อนั้น")
    before = list(stored)
    for row in [stored.pop(edit.pk) for edit in edits if edit.is_deleted and edit.pk in stored]:
        row.delete()
        trail.record("delete_limitation", assessment, by=by, changes={"text": (row.text, None)})
    rows = [row for edit in edits if (row := _written(assessment, edit, stored, by))]
    _put_in_order(assessment, [*rows, *(row for row in stored.values() if row not in rows)], before, by)


def _is_stale(edit, stored):
    """True when the person changed a row that is no longer as the person saw it, and does not say the same now."""
    if edit.pk is None or not (edit.is_changed or edit.is_deleted):
        return False
    row = stored.get(edit.pk)
    if row is None:
        return not edit.is_deleted
    return row.version != edit.version and (edit.is_deleted or row.text != edit.text)


def _written(assessment, edit, stored, by):
    """The row of an edit, written where it changed; None where there is nothing (any more)."""
    if edit.pk is None:
        # A number beyond all that are in use; _put_in_order gives the real one.
        order = 1 + max((row.order for row in assessment.limitations.all()), default=0)
        row = Limitation.objects.create(assessment=assessment, order=order, text=edit.text)
        trail.record("add_limitation", row, by=by, changes={"text": (None, edit.text)})
        return row
    row = stored.get(edit.pk)
    if row is not None and edit.is_changed and row.text != edit.text:
        rows = Limitation.objects.unscoped("the limitation in hand").filter(pk=row.pk)
        rows.update(text=edit.text, version=F("version") + 1)
        trail.record("write_limitation", row, by=by, changes={"text": (row.text, edit.text)})
    return row


def _put_in_order(assessment, rows, before, by):
    """Number the rows 1, 2, 3 …; first all beyond the numbers in use, because two never share one."""
    if [row.order for row in rows] == list(range(1, len(rows) + 1)):
        return
    beyond = max(len(rows), *(row.order for row in rows))
    for start in (beyond, 0):
        for place, row in enumerate(rows, start=start + 1):
            Limitation.objects.unscoped("the limitation in hand").filter(pk=row.pk).update(order=place)
    kept = [row.pk for row in rows if row.pk in before]
    if kept != [pk for pk in before if pk in kept]:
        places = [before.index(pk) + 1 for pk in kept]
        trail.record("move_limitations", assessment, by=by, changes={"order": (sorted(places), places)})
