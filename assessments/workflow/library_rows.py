"""Writing rows of a shared library by version, and taking them out of use: the same for texts and for measures.

The verbs of each library (library.py of its app) say what its rows are called.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from organizations import trail


class StaleLibraryRow(Exception):
    """Somebody saved the row in between; `current` is what is stored now."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นแก้ไขรายการนี้ในคลังระหว่างที่ท่านเขียน")
        self.current = current


@dataclass(frozen=True)
class LibraryVerbs:
    """How one library is written.

    `told` gives what the trail tells of a row; `save`, `retire` and `restore` are the verbs on the trail; `word` is what
    a row is called in refusals.
    """

    model: type
    told: Callable
    save: str
    retire: str
    restore: str
    word: str

    @transaction.atomic
    def store(self, row, values, *, version, by):
        """Create the row, or change the stored one if it still has the `version` seen. Returns it.

        A stale version raises StaleLibraryRow, values that break a rule ValidationError; both store nothing.
        """
        stored = {name: getattr(row, name) for name in values} if row.pk else None
        if stored == values:
            return row
        before = self.told(row) if row.pk else {}
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        if row.pk is None:
            row.save()
        else:
            self._update(row, values, version)
        changes = {name: (before.get(name, ""), value) for name, value in self.told(row).items()}
        trail.record(self.save, row, by=by, changes=changes)
        return row

    @transaction.atomic
    def switch(self, row, *, is_retired, version, by):
        """Offer the row no more, or again. Raises StaleLibraryRow, and ValidationError where nothing would change."""
        if row.is_retired == is_retired:
            raise ValidationError(f"{self.word}นี้{'เลิกใช้ไว้แล้ว' if is_retired else 'ใช้อยู่แล้ว'}")
        self._update(row, {"is_retired": is_retired}, version)
        verb = self.retire if is_retired else self.restore
        trail.record(verb, row, by=by, changes={"is_retired": (not is_retired, is_retired)})

    def _update(self, row, values, version):
        rows = self.model.objects.unscoped("the row in hand").filter(pk=row.pk)
        if not rows.filter(version=version).update(**values, version=F("version") + 1):
            raise StaleLibraryRow(rows.get())
        row.refresh_from_db()
