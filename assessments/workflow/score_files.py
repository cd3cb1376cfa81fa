"""Score sheets that people upload: read in a child, then kept as imports that wait for a person to confirm them."""

import contextlib
import json
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments import score_sheets
from assessments.models import Assessment, AssessmentStatus, Framework, ImportSource
from assessments.score_sheets import SheetRefused
from assessments.workflow.imports import propose_import
from assessments.workflow.scores import places_of
from ita_portal import file_store
from ita_portal.thai_text import normalize
from organizations import trail
from organizations.models import Organization, TrailEntry

AREA = "score-sheets"
BULK_AREA = "bulk-score-sheets"
READING_AREA = "bulk-score-readings"  # what was understood of a bulk file, until it is sent


class WrongCells(Exception):
    """Cells of the file are wrong, so nothing of it is used. `understood` has them all."""

    def __init__(self, understood):
        super().__init__(f"{understood.problem_count} wrong cells")
        self.understood = understood


def upload_sheet(organization, framework, upload, *, by):
    """Read an uploaded sheet and keep it, with what was understood, as an import that waits; returns the ScoreImport.

    Raises SheetRefused for a file that is no use, WrongCells, and ValidationError as propose_import does. Neither a
    row nor a file is left behind then.
    """
    form = score_sheets.sheet_form_of(framework, organization)
    understood = score_sheets.understand_sheet(upload.read(), form)
    if understood.problems:
        raise WrongCells(understood)
    with _stored(upload, AREA) as stored:
        return propose_import(
            organization,
            framework,
            source=ImportSource.SHEET,
            figures=understood.figures,
            header=understood.facts,
            reading=score_sheets.reading_of(understood.title, understood.cells),
            by=by,
            file_name=name_of(upload),
            stored_file=stored.key,
            sha256=stored.sha256,
        )


def name_of(upload):
    """What the person called the file, as a row can keep it."""
    return " ".join(normalize(upload.name).split())[:255]


# -- One file for many organisations ---------------------------------------------------------------


@dataclass(frozen=True)
class HeldBulk:
    """A bulk file that was read and waits to be sent. Its keys belong to whoever uploaded it, never to organisations."""

    year: int
    file_name: str
    sha256: str
    file_key: str
    reading_key: str


@dataclass
class Destinations:
    """Where the rows of a bulk file would go."""

    found: list = field(default_factory=list)  # (UnderstoodRow, Organization)
    unknown: list = field(default_factory=list)  # UnderstoodRow
    misnamed: list = field(default_factory=list)  # (UnderstoodRow, Organization): the name is that of another
    confirmed: list = field(default_factory=list)  # (UnderstoodRow, Organization): the year is closed

    @property
    def may_be_sent(self):
        return bool(self.found) and not self.misnamed


def hold_bulk(framework, upload):
    """Read an uploaded bulk file and keep it until it is sent or forgotten; returns the HeldBulk.

    Raises SheetRefused and WrongCells; no file is left behind then.
    """
    understood = score_sheets.understand_bulk(upload.read(), score_sheets.bulk_form_of(framework))
    if understood.problems:
        raise WrongCells(understood)
    plain = json.dumps(score_sheets.plain_bulk(understood), ensure_ascii=False).encode()
    with _stored(upload, BULK_AREA) as stored:
        try:
            reading = file_store.store(plain, area=READING_AREA, limit_bytes=4 * score_sheets.LIMIT_BYTES)
        except file_store.FileStoreError as error:
            raise SheetRefused(str(error)) from None
        return HeldBulk(framework.year, name_of(upload), stored.sha256, stored.key, reading.key)


def read_held(held, framework):
    """The UnderstoodBulk of a held file. Raises file_store.NotStored when it was sent or forgotten."""
    with file_store.open_stored(held.reading_key) as file:
        return score_sheets.bulk_from_plain(json.load(file), score_sheets.bulk_form_of(framework))


def destinations_of(understood, framework, user):
    """The Destinations of a bulk file, as far as the user sees the organisations."""
    slugs = [row.slug for row in understood.rows]
    rows = Organization.objects.visible_to(user).filter(slug__in=slugs).select_related("province")
    organizations, closed = {row.slug: row for row in rows}, _confirmed_organizations(framework)
    destinations = Destinations()
    for row in understood.rows:
        organization = organizations.get(row.slug)
        if organization is None:
            destinations.unknown.append(row)
        elif not _is_name_of(row.name, organization):
            destinations.misnamed.append((row, organization))
        elif organization.pk in closed:
            destinations.confirmed.append((row, organization))
        else:
            destinations.found.append((row, organization))
    return destinations


@transaction.atomic
def send_bulk(held, framework, *, by, told=None):
    """Make one waiting import for each organisation of a held file; returns their number. All, or none.

    `told(done, total, message)` hears how far it is; what it raises takes everything back.

    The auditor of each organisation confirms it. Raises ValidationError when it may not be sent, SheetRefused when the
    framework was changed meanwhile and file_store.NotStored when the file is gone.
    """
    framework = Framework.objects.select_for_update().get(
        pk=framework.pk
    )  # of two who send at once, one waits here
    if _was_sent(held, framework):
        raise ValidationError("แฟ้มนี้ส่งให้หน่วยงานแล้ว จึงไม่ส่งซ้ำ")
    understood = read_held(held, framework)
    destinations = destinations_of(understood, framework, by)
    if not destinations.may_be_sent:
        raise ValidationError("ยังส่งไม่ได้ โปรดแก้รายการที่หน้านี้แจ้งไว้ในแฟ้ม แล้วเลือกแฟ้มใหม่")
    places = places_of(framework)
    # In the order of their keys: of two who record for many organisations, none waits for the other.
    in_order, count = sorted(destinations.found, key=lambda pair: pair[1].pk), len(destinations.found)
    for number, (row, organization) in enumerate(in_order):
        if told:
            told(number, count, organization.short_name)
        propose_import(
            organization,
            framework,
            source=ImportSource.BULK_SHEET,
            figures=score_sheets.figures_of(row.cells),
            header=score_sheets.facts_of(row.cells),
            reading=score_sheets.reading_of(understood.title, row.cells),
            by=by,
            file_name=held.file_name,
            sha256=held.sha256,  # not the key: the file is also about other organisations
            places=places,
        )
    changes = {"file": (None, held.file_key), "sha256": (None, held.sha256), "organizations": (None, count)}
    trail.record("send_bulk_scores", framework, by=by, changes=changes)
    file_store.delete_later([held.reading_key])
    return count


def forget_bulk(held):
    """Take away a held file that was not sent."""
    file_store.delete_later([held.file_key, held.reading_key])


@contextlib.contextmanager
def _stored(upload, area):
    """The upload as a StoredFile, for a row that is written inside; the file goes again when that fails."""
    try:
        stored = file_store.store(upload, area=area, limit_bytes=score_sheets.LIMIT_BYTES)
    except file_store.FileStoreError as error:
        raise SheetRefused(str(error)) from None
    try:
        yield stored
    except BaseException:
        file_store.delete_later([stored.key])
        raise


def _is_name_of(name, organization):
    """An empty name says nothing; another name says that rows and names were mixed up."""
    names = (organization.name, organization.short_name)
    return not name or score_sheets.bare(name) in map(score_sheets.bare, names)


def _confirmed_organizations(framework):
    rows = Assessment.objects.unscoped("whether a year is closed, not what is in it")
    confirmed = rows.filter(framework=framework, status=AssessmentStatus.CONFIRMED)
    return set(confirmed.values_list("organization_id", flat=True))


def _was_sent(held, framework):
    entries = TrailEntry.objects.unscoped("acts on frameworks belong to no organisation").about(framework)
    return entries.filter(verb="send_bulk_scores", changes__file__1=held.file_key).exists()
