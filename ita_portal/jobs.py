"""Leaf: background work. Tasks go through huey (settings: HUEY); what a long one is doing stands in a JobProgress.

In `tasks.py` of an app:

    @task()
    def import_sheets(job_key, batch_id):
        with JobProgress(job_key).running() as progress:
            for number, sheet in enumerate(sheets, start=1):
                progress.report(number, len(sheets), sheet.name)   # raises JobCancelled when asked to stop
                ...

and in the view: `progress = JobProgress.start(); import_sheets(progress.key, batch.pk)`, then redirect to a page that
shows `JobProgress(key).read()`. Arguments are ids and keys, never rows. A task starts after the commit, at most once: a
worker that is killed takes its task with it, and the page then finds that the job is silent.
"""

import contextlib
import json
import os
import re
import tempfile
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from huey import crontab
from huey.contrib import djhuey

__all__ = [
    "JobCancelled",
    "JobFailed",
    "JobProgress",
    "JobState",
    "NoSuchJob",
    "crontab",
    "periodic_task",
    "task",
]

task = djhuey.on_commit_task  # the worker must find the rows the task is about
periodic_task = djhuey.db_periodic_task

KEY = re.compile(r"[0-9a-f]{32}")
KEPT_SECONDS = 24 * 60 * 60  # after the last word of a job
FAILURE = "ระบบทำงานนี้ไม่สำเร็จ โปรดลองใหม่อีกครั้ง หากยังไม่สำเร็จโปรดแจ้งผู้ดูแลระบบ"


class JobCancelled(Exception):
    """Somebody asked the job to stop; let it pass through to `running`."""


class JobFailed(Exception):
    """Raised by a job that cannot go on; the message is one Thai sentence and stands on the page."""


class NoSuchJob(Exception):
    """No job has this key, or its last word is older than a day."""

    def __init__(self):
        super().__init__("ไม่พบงานนี้ งานอาจเสร็จสิ้นนานกว่าหนึ่งวันแล้ว")


class JobState(models.TextChoices):
    WAITING = "waiting", "รอดำเนินการ"
    RUNNING = "running", "กำลังดำเนินการ"
    FINISHED = "finished", "เสร็จสิ้น"
    FAILED = "failed", "ไม่สำเร็จ"
    CANCELLED = "cancelled", "ยกเลิกแล้ว"


@dataclass(frozen=True)
class JobReport:
    """What a job last said of itself, and when. `total` is 0 while it is not known."""

    state: JobState
    done: int
    total: int
    message: str
    is_cancel_asked: bool
    heard_at: datetime

    @property
    def is_over(self):
        return self.state in (JobState.FINISHED, JobState.FAILED, JobState.CANCELLED)

    def is_silent(self, now, seconds):
        """The job should be at work and has said nothing for so long: its worker is gone or stuck."""
        return not self.is_over and (now - self.heard_at).total_seconds() > seconds


class JobProgress:
    """The word of one job: a small file under VAR_DIR, so that web processes and the worker see the same.

    The key is a secret of whoever started the job; keep it in the session or on a row that is itself guarded.
    """

    def __init__(self, key):
        if not KEY.fullmatch(key):
            raise NoSuchJob
        self.key = key

    @classmethod
    def start(cls):
        """A new job that waits for a worker. Forgets the jobs of the days before."""
        progress = cls(uuid.uuid4().hex)
        _forget_old()
        progress._write(JobState.WAITING, 0, 0, "")
        return progress

    @contextlib.contextmanager
    def running(self):
        """Surrounds the work: says how it ended. A cancelled or failed job ends quietly; other errors are passed on."""
        self._write(JobState.RUNNING, 0, 0, "")
        try:
            yield self
        except JobCancelled:
            self._end(JobState.CANCELLED)
        except JobFailed as reason:
            self._end(JobState.FAILED, str(reason))
        except BaseException:
            self._end(JobState.FAILED, FAILURE)
            raise
        else:
            self._end(JobState.FINISHED)

    def report(self, done, total, message=""):
        """Say how far the work is. Raises JobCancelled when somebody asked to stop."""
        if self._cancel_path.exists():
            raise JobCancelled
        self._write(JobState.RUNNING, done, total, message)

    def cancel(self):
        """Ask the job to stop; it does at its next report. Asking a job that is over changes nothing."""
        if not self.read().is_over:
            self._cancel_path.touch(mode=0o600)

    def conclude(self, message):
        """The last word of work that is done and cannot be stopped any more."""
        last = self.read()
        self._write(JobState.RUNNING, last.total, last.total, message)

    def keep_result(self, content):
        """Keep bytes for whoever started the job; they are forgotten together with it."""
        with tempfile.NamedTemporaryFile("wb", dir=_directory(), delete=False) as file:
            file.write(content)
        os.replace(file.name, self._result_path)

    def result(self):
        """Return the bytes that were kept. Raises NoSuchJob where there are none, or none any more."""
        try:
            return self._result_path.read_bytes()
        except FileNotFoundError:
            raise NoSuchJob from None

    def read(self):
        """Return the JobReport. Raises NoSuchJob."""
        try:
            with open(self._path, encoding="utf-8") as file:
                said, heard = json.load(file), os.fstat(file.fileno()).st_mtime
        except FileNotFoundError:
            raise NoSuchJob from None
        return JobReport(
            **{**said, "state": JobState(said["state"])},
            is_cancel_asked=self._cancel_path.exists(),
            heard_at=datetime.fromtimestamp(heard, UTC),
        )

    def _end(self, state, message=""):
        last = self.read()
        self._write(state, last.done, last.total, message or last.message)

    def _write(self, state, done, total, message):
        """Readers see the old word or the new one, never half of one."""
        said = {"state": state.value, "done": done, "total": total, "message": message}
        with tempfile.NamedTemporaryFile("w", dir=_directory(), encoding="utf-8", delete=False) as file:
            json.dump(said, file, ensure_ascii=False)
        os.replace(file.name, self._path)

    @property
    def _path(self):
        return _directory() / f"{self.key}.json"

    @property
    def _result_path(self):
        return _directory() / f"{self.key}.result"

    @property
    def _cancel_path(self):
        return _directory() / f"{self.key}.cancel"


def _directory():
    directory = settings.VAR_DIR / "jobs"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def _forget_old():
    for entry in os.scandir(_directory()):
        with contextlib.suppress(FileNotFoundError):
            if entry.stat().st_mtime < time.time() - KEPT_SECONDS:
                os.unlink(entry.path)
