"""Writing a row that two people may have open: the version each saw decides."""

from django.db.models import F


class StaleRow(Exception):
    """Somebody changed the row in between; `current` is what is stored now, and nothing was written."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นแก้ไขข้อมูลนี้ระหว่างที่ท่านแก้ไข")
        self.current = current


def write(row, values, *, version):
    """Check the row with its new values and store them; return {field: (old, new)} for the trail.

    `version` is the one the writer saw. Raises ValidationError and StaleRow.
    """
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    claim(row, version)
    ordered = ["sort_name"] if "name" in values and hasattr(row, "sort_name") else []
    row.save(update_fields=[*values, *ordered])
    return {name: (before[name], values[name]) for name in values}


def claim(row, version):
    """Take the next version of the row for this transaction. Raises StaleRow."""
    rows = type(row).objects.unscoped("the row that the verb was given")
    if not rows.filter(pk=row.pk, version=version).update(version=F("version") + 1):
        raise StaleRow(rows.get(pk=row.pk))
    row.version = version + 1
