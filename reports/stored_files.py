"""Which row refers to which stored file, over all apps: what no row refers to is left over from a crash."""

from assessments.models import ScoreImport
from assessments.workflow import score_files
from ita_portal import file_store
from measures.models import Evidence
from measures.workflow import evidence
from organizations import emblems
from organizations.models import Organization, TrailEntry
from reports.models import Edition, EditionFile
from reports.workflow import kept_files

REASON = "files of all organisations, to find those without a row"


def sweep(older_than):
    """Remove the files without a row that are older than an aware moment; return {area: number of files removed}."""
    return {
        area: len(file_store.sweep_unreferenced(area, referenced(), older_than))
        for area, referenced in REFERENCED.items()
    }


def _emblems():
    return set(Organization.objects.unscoped(REASON).values_list("emblem_key", flat=True))


def _evidence():
    return set(Evidence.objects.unscoped(REASON).values_list("stored_file", flat=True))


def _score_sheets():
    return set(ScoreImport.objects.unscoped(REASON).values_list("stored_file", flat=True))


def _editions():
    signed = set(Edition.objects.unscoped(REASON).values_list("stored_file", flat=True))
    return signed | set(EditionFile.objects.unscoped(REASON).values_list("stored_file", flat=True))


def _bulk_score_sheets():
    """A file for many organisations is nobody's row: that it was sent stands on the trail."""
    entries = TrailEntry.objects.unscoped(REASON).filter(verb="send_bulk_scores")
    return set(entries.values_list("changes__file__1", flat=True))


def _bulk_score_readings():
    """They live until they are sent, at most as long as a session."""
    return set()


REFERENCED = {
    emblems.AREA: _emblems,
    evidence.AREA: _evidence,
    kept_files.AREA: _editions,
    score_files.AREA: _score_sheets,
    score_files.BULK_AREA: _bulk_score_sheets,
    score_files.READING_AREA: _bulk_score_readings,
}
