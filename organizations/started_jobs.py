"""The long works that a person has started, kept in the session: only there is the key that opens one."""

import time
from dataclasses import asdict, dataclass

from django.conf import settings

from ita_portal.jobs import JobProgress, JobState, NoSuchJob

JOBS = "started_jobs"
MOST_KEPT = 20  # of one session
MOMENT = 1.5  # seconds: what is done by then goes without a page about it


@dataclass(frozen=True)
class StartedJob:
    """What the page of a work says beside how far it is. Addresses are of our own, made by reverse()."""

    title: str  # a noun: การพิมพ์เอกสารปี ๒๕๖๘
    back: str  # where to go when it did not work out
    after: str  # what comes when it is done; may hold {key}
    after_words: str
    stopped: str = "ยังไม่มีสิ่งใดเปลี่ยน"  # what it means that the work was stopped


def start_job(session, started):
    """The JobProgress of a new work that this session may look at and stop."""
    job = JobProgress.start()
    kept = list(session.get(JOBS, {}).items())[1 - MOST_KEPT :]
    session[JOBS] = dict([*kept, (job.key, asdict(started))])
    return job


def started_job(session, key):
    """The StartedJob of a key; None when this session started no such work."""
    kept = session.get(JOBS, {}).get(key)
    return StartedJob(**{**kept, "after": kept["after"].replace("{key}", key)}) if kept else None


def is_soon_done(key):
    """Wait a moment for a work that was just begun: True when it is finished. Without a worker it is over already."""
    end = time.monotonic() + (0 if settings.HUEY["immediate"] else MOMENT)
    while not (report := JobProgress(key).read()).is_over and time.monotonic() < end:
        time.sleep(0.05)
    return report.state == JobState.FINISHED


def report_of(key):
    """What the work last said of itself; None without a key, or when it is forgotten."""
    try:
        return JobProgress(key).read() if key else None
    except NoSuchJob:
        return None
