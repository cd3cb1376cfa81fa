"""Running a command once and saying what it cost: wall time, CPU time and peak memory with all it started."""

import contextlib
import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLE_EVERY = 0.02  # seconds


@dataclass(frozen=True)
class Cost:
    """Of one run: seconds on the clock, seconds of the processors, megabytes (0 when not watched)."""

    wall: float
    cpu: float
    megabytes: float = 0.0


def run_timed(command):
    """Run a command to its end. Raises CalledProcessError."""
    start = time.perf_counter()
    process = _started(command)
    _, status, used = os.wait4(process.pid, 0)
    cost = Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return cost


def peak_memory(command):
    """The highest sum of PSS over a command and its descendants, in megabytes; in a run of its own, as watching slows."""
    process = _started(command)
    peaks, is_over = [0.0], threading.Event()

    def watch():
        while not is_over.wait(SAMPLE_EVERY):
            peaks.append(sum(map(_proportional_size, _session(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    is_over.set()
    watcher.join()
    return max(peaks)


def _started(command):
    return subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _session(leader):
    """The processes of a session: a new one is started for every command."""
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            fields = (path / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == leader:
                yield path


def _proportional_size(path):
    with contextlib.suppress(OSError):
        for line in (path / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
