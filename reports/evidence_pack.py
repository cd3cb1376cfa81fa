"""Everything for one OIT item in one zip: documents, evidence, and a page that lists them with their hashes.

File names are Thai and say what a file is; none stands twice, none is longer than disks take.
"""

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from django.template.loader import render_to_string

from ita_portal import file_store
from measures.models import Evidence
from measures.workflow.evidence import clean_name
from reports.models import OF_A_PLAN, EditionFileKind, EditionState

MOST_BYTES = 500 * 1024 * 1024
LONGEST_NAME_BYTES = 200  # in UTF-8, so that folder and name together fit every disk
INDEX = "สารบัญ.html"
OLDEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the same content gives the same zip


class PackTooLarge(Exception):
    """The files together are more than one zip should hold; the message is a Thai sentence."""

    def __init__(self):
        super().__init__("หลักฐานของรายการนี้รวมกันใหญ่เกิน ๕๐๐ เมกะไบต์ โปรดดาวน์โหลดหลักฐานทีละเรื่องจากหน้ามาตรการ")


@dataclass(frozen=True)
class Entry:
    """One file of the pack, as the index lists it."""

    folder: str
    name: str
    title: str
    sha256: str
    size: int
    key: str

    @property
    def path(self):
        return f"{self.folder}/{self.name}"


@dataclass(frozen=True)
class Link:
    """Evidence that lies elsewhere."""

    title: str
    address: str


def make_pack(item, organization, user):
    """An open temporary file with the zip of a filing_page.Item, at its beginning. Raises PackTooLarge.

    Of a document the published edition is taken, else the signed one; drafts are left out and named in the index.
    """
    names, missing = _Names(), []
    entries = []
    for answer in item.documents:
        edition = _best_edition(answer, user)
        if edition is None:
            missing.append(f"{answer.document.get_kind_display()} ปี {answer.document.fiscal_year} ยังไม่ลงนามครบ")
            continue
        entries += _document_entries(edition, answer.file_name, names)
    evidence = _evidence(item, organization, user)
    for row in evidence.exclude(stored_file=""):
        folder = f"หลักฐาน/มาตรการที่ {row.entry.measure.order}"
        name = names.of(folder, clean_name(row.name))
        entries.append(Entry(folder, name, row.entry.text[:200], row.sha256, row.size or 0, row.stored_file))
    if sum(entry.size for entry in entries) > MOST_BYTES:
        raise PackTooLarge
    links = [
        Link(f"มาตรการที่ {row.entry.measure.order}: {row.name}", row.link) for row in evidence.exclude(link="")
    ]
    return _written(item, organization, entries, links, missing)


def _best_edition(answer, user):
    if answer.publication:
        return answer.publication.edition
    rows = answer.document.editions.filter(state=EditionState.SIGNED)
    return rows.order_by("-number").first()


def _document_entries(edition, file_name, names):
    """The PDF of an edition; of one that was signed by pen also the scan, on which the signatures are."""
    stem = PurePath(file_name).stem
    name = names.of("เอกสาร", f"{stem}.pdf")
    yield Entry("เอกสาร", name, edition.subject, edition.sha256, edition.size, edition.stored_file)
    for scan in edition.files.filter(kind=EditionFileKind.SCAN):
        name = names.of("เอกสาร", f"{stem} (สแกนที่ลงนามแล้ว){PurePath(scan.name).suffix}")
        yield Entry("เอกสาร", name, f"{edition.subject} (สแกน)", scan.sha256, scan.size, scan.stored_file)


def _evidence(item, organization, user):
    """Evidence that stands, of the plans whose progress reports answer the item."""
    years = [answer.document.fiscal_year for answer in item.documents if answer.document.kind in OF_A_PLAN]
    rows = Evidence.objects.visible_to(user).filter(
        organization=organization, entry__measure__plan__fiscal_year__in=years, withdrawn_at__isnull=True
    )
    return rows.select_related("entry__measure").order_by("entry__measure__order", "pk")


def _written(item, organization, entries, links, missing):
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever answers with it closes it)
    context = {
        "item": item,
        "organization": organization,
        "entries": entries,
        "links": links,
        "missing": missing,
    }
    # PDFs, photos and Office files are compressed already: to try again takes most of the time and gains nothing.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        _put(archive, INDEX, render_to_string("reports/pack_index.html", context).encode())
        for entry in entries:
            _put(archive, entry.path, file_store.read_stored(entry.key, entry.sha256))
    file.seek(0)
    return file


def _put(archive, path, content):
    info = zipfile.ZipInfo(path, OLDEST_ZIP_TIME)
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


class _Names:
    """Names that are used once in each folder, and short enough."""

    def __init__(self):
        self.used = set()

    def of(self, folder, name):
        path, number = PurePath(name), 1
        stem, suffix = (path.stem, path.suffix) if len(path.suffix) <= 10 else (name, "")
        while True:
            mark = f" ({number})" if number > 1 else ""
            found = f"{_shortened(stem, len((mark + suffix).encode()))}{mark}{suffix}"
            if (folder, found.casefold()) not in self.used:
                self.used.add((folder, found.casefold()))
                return found
            number += 1


def _shortened(stem, room_taken):
    while len(stem.encode()) + room_taken > LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return stem
