"""What an organisation is: its profile, divisions, positions, terms of office and who stands in for whom."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, ProtectedError

from organizations import trail
from organizations.models import Division, Organization, Province
from organizations.workflow.versions import claim, write

STILL_NEEDED = "ลบไม่ได้ เพราะมีงาน เอกสาร หรือบุคคลที่อ้างถึงข้อมูลนี้ หากเลิกใช้แล้ว โปรดระบุวันสิ้นสุดหรือเปลี่ยนชื่อแทน"
PROFILE = (
    "name",
    "place_name",
    "district",
    "province",
    "domain",
    "phone",
    "fax",
    "document_number_prefix",
    "head_title",
)


@transaction.atomic
def create_organization(values, *, by):
    """A new organisation, without people yet; `province` is the name of one. Raises ValidationError."""
    values = _with_province(values)
    organization = Organization(**values)
    organization.full_clean()
    organization.save()
    changes = {name: (None, value) for name, value in values.items()}
    trail.record("create_organization", organization, by=by, changes=changes)
    return organization


@transaction.atomic
def save_profile(organization, values, *, version, by):
    """Change what the organisation says of itself; `province` is a name. Raises ValidationError and StaleRow."""
    if not values.keys() <= set(PROFILE):
        raise ValueError(f"only {PROFILE} can be changed")
    values = _with_province(values)
    changes = write(organization, values, version=version)
    trail.record("save_profile", organization, by=by, changes=changes)


@transaction.atomic
def add_divisions(organization, names, *, by):
    """Add divisions at the end, in the order of their names here. Raises ValidationError, and adds none then."""
    _hold(organization)
    last = organization.divisions.aggregate(last=Max("order"))["last"] or 0
    rows = [
        Division(organization=organization, name=name, order=order)
        for order, name in enumerate(names, last + 1)
    ]
    for row in rows:
        row.full_clean()
        row.save()
    for row in rows:
        trail.record("add_office", row, by=by, changes={"name": (None, row.name)})
    return rows


@transaction.atomic
def move_division(division, *, by):
    """Print a division before the one that it follows; the first stays where it is."""
    _hold(division.organization)
    division.refresh_from_db(fields=["order"])
    earlier = division.organization.divisions.filter(order__lt=division.order).last()
    if earlier is None:
        return
    old, new = division.order, earlier.order
    # The order is unique in an organisation at every moment: the place in between is past the end.
    beyond = division.organization.divisions.aggregate(last=Max("order"))["last"] + 1
    for row, order in ((earlier, beyond), (division, new), (earlier, old)):
        row.order = order
        row.save(update_fields=["order"])
    trail.record("move_division", division, by=by, changes={"order": (old, new)})


@transaction.atomic
def add_office(row, *, by):
    """Store a new position, term of office or acting appointment. Raises ValidationError."""
    row.take_organization()
    row.full_clean()
    row.save()
    kept = {field.name for field in row._meta.concrete_fields} - {"id", "organization", "version"}
    trail.record("add_office", row, by=by, changes={name: (None, getattr(row, name)) for name in kept})
    return row


@transaction.atomic
def save_office(row, values, *, version, by):
    """Change a division, a position, a term of office or an acting appointment. Raises ValidationError, StaleRow."""
    changes = write(row, values, version=version)
    trail.record("save_office", row, by=by, changes=changes)


@transaction.atomic
def remove_office(row, *, version, by):
    """Remove one that nothing speaks of. Raises ValidationError where something does, StaleRow."""
    claim(row, version)
    # Recorded while it still has its key; the row goes in the same transaction.
    key = row.pk
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        raise ValidationError(STILL_NEEDED) from None
    row.pk = key
    trail.record("remove_office", row, by=by, changes={"name": (str(row), None)})


def _with_province(values):
    """The province's row in place of its name; it is made where the portal has none of that name yet."""
    if "province" not in values:
        return values
    return {**values, "province": Province.objects.get_or_create(name=values["province"])[0]}


def _hold(organization):
    """Whoever changes the order of divisions waits here for the other."""
    held = Organization.objects.unscoped("the organisation of the rows in hand").filter(pk=organization.pk)
    held.update(version=F("version"))
