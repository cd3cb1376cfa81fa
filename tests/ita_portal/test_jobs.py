"""Background work: tasks start after the commit, inline or in the worker; a job says how far it is and can be stopped."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.db import transaction
from django.utils import timezone
from huey.contrib import djhuey
from huey.storage import SqliteStorage

from ita_portal.jobs import JobFailed, JobProgress, JobState, NoSuchJob, task

BASE_DIR = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


@task()
def count_to(number, job_key):
    """Says where it was run in its last message."""
    with JobProgress(job_key).running() as progress:
        for done in range(1, number + 1):
            progress.report(done, number, f"process {os.getpid()}")


@task()
def count_for_ever(job_key):
    with JobProgress(job_key).running() as progress:
        for done in range(10**9):
            progress.report(done, 0, "ยังทำงานอยู่")
            time.sleep(0.02)


# -- Tasks -----------------------------------------------------------------------------------------


def test_tasks_run_inline_where_no_worker_runs(db, django_capture_on_commit_callbacks):
    progress = JobProgress.start()

    with django_capture_on_commit_callbacks(execute=True):
        count_to(3, progress.key)

    report = progress.read()
    assert (report.state, report.done, report.total) == (JobState.FINISHED, 3, 3)
    assert report.message == f"process {os.getpid()}"


def test_a_task_waits_for_the_commit(db, django_capture_on_commit_callbacks):
    progress = JobProgress.start()

    with django_capture_on_commit_callbacks(execute=True):
        count_to(3, progress.key)
        assert progress.read().state == JobState.WAITING


def test_a_task_of_a_transaction_that_is_rolled_back_never_starts(db, django_capture_on_commit_callbacks):
    progress = JobProgress.start()

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        count_and_roll_back(progress.key)

    assert progress.read().state == JobState.WAITING


def count_and_roll_back(job_key):
    with transaction.atomic():
        count_to(3, job_key)
        raise ZeroDivisionError


def test_only_tasks_signed_by_this_portal_are_opened():
    message = djhuey.HUEY.serializer.serialize(["a task"])

    assert djhuey.HUEY.serializer.deserialize(message) == ["a task"]
    with pytest.raises(ValueError, match="mismatch"):
        djhuey.HUEY.serializer.deserialize(message.replace(b"a task", b"b task"))


# -- Progress --------------------------------------------------------------------------------------


def test_a_new_job_waits():
    report = JobProgress.start().read()

    assert (report.state, report.done, report.total, report.message) == (JobState.WAITING, 0, 0, "")
    assert not report.is_over


def test_another_process_reads_the_last_report():
    progress = JobProgress.start()

    progress.report(3, 10, "แผ่นงานที่ ๓")

    report = JobProgress(progress.key).read()
    assert (report.state, report.done, report.total, report.message) == (JobState.RUNNING, 3, 10, "แผ่นงานที่ ๓")


def test_a_job_that_ends_keeps_its_last_figures():
    progress = JobProgress.start()

    with progress.running():
        progress.report(7, 10, "แผ่นงานที่ ๗")

    report = progress.read()
    assert (report.state, report.done, report.total, report.message) == (JobState.FINISHED, 7, 10, "แผ่นงานที่ ๗")
    assert report.is_over


def test_a_job_stops_at_the_first_report_after_somebody_asked_to():
    progress = JobProgress.start()
    steps = []

    with progress.running():
        for step in range(10):
            progress.report(step, 10)
            steps.append(step)
            if step == 4:
                JobProgress(progress.key).cancel()
                assert progress.read().is_cancel_asked

    assert steps == [0, 1, 2, 3, 4]
    assert (progress.read().state, progress.read().done) == (JobState.CANCELLED, 4)


def test_a_job_cancelled_while_it_waits_stops_at_its_first_report():
    progress = JobProgress.start()
    progress.cancel()

    count_to.call_local(3, progress.key)

    assert (progress.read().state, progress.read().done) == (JobState.CANCELLED, 0)


def test_cancelling_a_job_that_is_over_changes_nothing():
    progress = JobProgress.start()
    with progress.running():
        pass

    progress.cancel()

    assert not progress.read().is_cancel_asked


def test_a_job_that_cannot_go_on_says_why():
    progress = JobProgress.start()

    with progress.running():
        progress.report(1, 2)
        raise JobFailed("แฟ้มนี้ไม่ใช่ตารางคะแนน")

    report = progress.read()
    assert (report.state, report.done, report.message) == (JobState.FAILED, 1, "แฟ้มนี้ไม่ใช่ตารางคะแนน")


def test_an_unexpected_error_is_passed_on_and_its_words_stay_off_the_page():
    progress = JobProgress.start()

    with pytest.raises(ZeroDivisionError), progress.running():
        raise ZeroDivisionError("secret detail")

    assert progress.read().state == JobState.FAILED
    assert progress.read().message.startswith("ระบบทำงานนี้ไม่สำเร็จ")


def test_a_job_that_says_nothing_for_long_is_silent():
    progress = JobProgress.start()
    heard = progress.read().heard_at

    assert abs(heard - timezone.now()) < timedelta(seconds=5)
    assert not progress.read().is_silent(heard + timedelta(seconds=60), seconds=60)
    assert progress.read().is_silent(heard + timedelta(seconds=61), seconds=60)


def test_a_job_that_is_over_may_be_silent():
    progress = JobProgress.start()
    with progress.running():
        pass

    assert not progress.read().is_silent(timezone.now() + timedelta(days=1), seconds=60)


@pytest.mark.parametrize("key", ["", "../portal", "x" * 32, "A" * 32, "0" * 31, "0" * 32 + "\n", "๐" * 32])
def test_a_key_of_another_shape_is_no_job(key):
    with pytest.raises(NoSuchJob):
        JobProgress(key)


def test_an_unknown_key_is_no_job():
    with pytest.raises(NoSuchJob):
        JobProgress("0" * 32).read()


def test_jobs_are_forgotten_after_a_day(var_dir):
    old, young = JobProgress.start(), JobProgress.start()
    old.cancel()
    yesterday = time.time() - 25 * 60 * 60
    for path in (var_dir / "jobs").glob(f"{old.key}*"):
        os.utime(path, (yesterday, yesterday))

    newest = JobProgress.start()

    assert sorted(path.name for path in (var_dir / "jobs").iterdir()) == sorted(
        f"{progress.key}.json" for progress in (young, newest)
    )


def test_reports_are_for_the_portal_alone(var_dir):
    JobProgress.start()

    assert [path.stat().st_mode & 0o777 for path in (var_dir / "jobs").iterdir()] == [0o600]
    assert (var_dir / "jobs").stat().st_mode & 0o777 == 0o700


def test_a_reader_never_sees_half_a_report(var_dir):
    progress = JobProgress.start()
    writer = subprocess.Popen([sys.executable, "-c", WRITER, progress.key, var_dir], cwd=BASE_DIR)

    try:
        wait_for(lambda: progress.read().state == JobState.RUNNING)
        reports = [progress.read() for _ in range(2000)]
    finally:
        writer.kill()
        writer.wait()

    assert len({report.done for report in reports}) > 20
    assert {report.message for report in reports} == {"ก" * 2000}


WRITER = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(VAR_DIR=Path(sys.argv[2]), HUEY={"huey_class": "huey.MemoryHuey", "immediate": True})
from ita_portal.jobs import JobProgress
for done in range(10**9):
    JobProgress(sys.argv[1]).report(done, 0, "ก" * 2000)
"""

# -- The worker ------------------------------------------------------------------------------------

WORKER = """
import django
django.setup()
import tests.ita_portal.test_jobs
from django.core.management import call_command
call_command("run_huey")
"""


@pytest.fixture
def worker(monkeypatch, var_dir, db):
    """A worker as compose.yaml starts it, and this process as its web process, with a queue of their own."""
    storage = SqliteStorage(djhuey.HUEY.name, filename=str(var_dir / "jobs.sqlite3"))
    monkeypatch.setattr(djhuey.HUEY, "_immediate", False)
    monkeypatch.setattr(djhuey.HUEY, "storage", storage)
    process = subprocess.Popen([sys.executable, "-c", WORKER], cwd=BASE_DIR, env=environment())
    yield process
    process.kill()
    process.wait()
    storage.close()


def test_the_worker_runs_and_stops_what_a_web_process_asked_for(worker, django_capture_on_commit_callbacks):
    first, second = JobProgress.start(), JobProgress.start()

    with django_capture_on_commit_callbacks(execute=True):
        count_to(3, first.key)
        count_for_ever(second.key)
    wait_for(lambda: first.read().is_over and second.read().state == JobState.RUNNING)
    second.cancel()
    wait_for(lambda: second.read().is_over)

    assert (first.read().state, second.read().state) == (JobState.FINISHED, JobState.CANCELLED)
    assert first.read().message == f"process {worker.pid}"


def test_the_worker_ends_what_runs_before_it_stops(worker, django_capture_on_commit_callbacks):
    progress = JobProgress.start()
    with django_capture_on_commit_callbacks(execute=True):
        count_slowly(progress.key)
    wait_for(lambda: progress.read().state == JobState.RUNNING)

    worker.send_signal(signal.SIGTERM)  # docker stop

    assert worker.wait(timeout=20) == 0
    assert (progress.read().state, progress.read().done) == (JobState.FINISHED, 10)


@task()
def count_slowly(job_key):
    with JobProgress(job_key).running() as progress:
        for done in range(1, 11):
            progress.report(done, 10)
            time.sleep(0.1)


def environment():
    """Of a process that works with the files and the queue of this test."""
    return {
        **os.environ,
        "VAR_DIR": str(portal_settings.VAR_DIR),
        "BACKGROUND_WORKER": "True",
        "DATABASE_URL": "sqlite:///:memory:",
        "LOG_LEVEL": "ERROR",
    }


def wait_for(condition, patience=20):
    end = time.monotonic() + patience
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


# -- What a job leaves -----------------------------------------------------------------------------


def test_a_result_is_kept_until_the_job_is_forgotten(var_dir):
    progress = JobProgress.start()
    progress.keep_result(b"a zip")
    assert progress.result() == b"a zip"

    two_days_ago = time.time() - 2 * 24 * 60 * 60
    for file in (var_dir / "jobs").iterdir():
        os.utime(file, (two_days_ago, two_days_ago))
    JobProgress.start()

    with pytest.raises(NoSuchJob):
        progress.result()


def test_work_that_is_done_is_finished_also_when_somebody_asks_to_stop_it_then(var_dir):
    progress = JobProgress.start()

    with progress.running():
        progress.report(1, 2)
        progress.cancel()
        progress.conclude("ส่งแล้ว")

    report = progress.read()
    assert (report.state, report.message) == (JobState.FINISHED, "ส่งแล้ว")
