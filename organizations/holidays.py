"""Public holidays: the files of fixtures/holidays, what the portal knows of them, and corrections."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from ita_portal.data_files import read_data_file
from organizations import trail
from organizations.models import PublicHoliday


def holiday_paths():
    """The files of the repository, oldest year first."""
    return sorted((settings.FIXTURES_DIR / "holidays").glob("holidays_*.json"))


def read_holidays(path):
    """The checked content of a file. Raises BrokenDataFile."""
    return read_data_file(path, "holidays")


@transaction.atomic
def load_holidays(content):
    """Add the days of a file that the portal does not know yet; return how many. What is known stays as it is."""
    days = [PublicHoliday(**{**row, "day": date.fromisoformat(row["day"])}) for row in content["days"]]
    known = set(PublicHoliday.objects.filter(day__in=[row.day for row in days]).values_list("day", flat=True))
    new = [row for row in days if row.day not in known]
    PublicHoliday.objects.bulk_create(new)
    return len(new)


def closed_days():
    """The holidays on which offices are closed, as a set of dates: what the working-day functions take."""
    return set(PublicHoliday.objects.filter(is_cancelled=False).values_list("day", flat=True))


class StaleHoliday(Exception):
    """Somebody changed the day in between; `current` is what is stored now."""

    def __init__(self, current):
        super().__init__("มีผู้อื่นแก้ไขวันหยุดนี้ระหว่างที่ท่านแก้ไข")
        self.current = current


@transaction.atomic
def add_holiday(*, day, name, is_provisional, by):
    """Add a day. Raises ValidationError when the day is a holiday already."""
    holiday = PublicHoliday(day=day, name=name, is_provisional=is_provisional)
    holiday.full_clean()
    holiday.save()
    trail.record("add_holiday", holiday, by=by, changes={"day": (None, day), "name": (None, name)})
    return holiday


@transaction.atomic
def correct_holiday(holiday, values, *, version, by):
    """Correct name, certainty, or whether the day is cancelled.

    `version` is the one the writer saw. Raises StaleHoliday (nothing stored) and ValidationError.
    """
    allowed = {"name", "is_provisional", "is_cancelled"}
    if not values.keys() <= allowed:
        raise ValueError(f"only {sorted(allowed)} can be corrected")
    before = {name: getattr(holiday, name) for name in values}
    if not values.get("name", holiday.name).strip():
        raise ValidationError("โปรดพิมพ์ชื่อวันหยุด")
    rows = PublicHoliday.objects.filter(pk=holiday.pk, version=version)
    if not rows.update(**values, version=F("version") + 1):
        raise StaleHoliday(PublicHoliday.objects.get(pk=holiday.pk))
    holiday.refresh_from_db()
    changes = {name: (before[name], values[name]) for name in values}
    trail.record("correct_holiday", holiday, by=by, changes=changes)
    return holiday
