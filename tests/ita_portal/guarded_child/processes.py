"""Processes that the tests of guarded children start and watch."""

import os
import subprocess
import sys
import time
from pathlib import Path

from ita_portal.guarded_child import (
    process,
)

DO = "tests.ita_portal.child_functions.do"
LIMITS = {"seconds": 20, "megabytes": 200}


def start_python(program, *arguments, variables=None, **options):
    return subprocess.Popen(
        [sys.executable, "-c", f"import sys\n{program}", *map(str, arguments)],
        cwd=process.BASE_DIR,
        env={**os.environ, **(variables or {})},
        **options,
    )


def wait_for(condition, patience=10):
    end = time.monotonic() + patience
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()


def is_gone(number, patience=2):
    """The process has ended, or does within so many seconds. Orphans wait as zombies for init to collect them."""
    end = time.monotonic() + patience
    while Path(f"/proc/{int(number)}").exists() and not is_zombie(number):
        if time.monotonic() >= end:
            return False
        time.sleep(0.02)
    return True


def is_zombie(number):
    try:
        return Path(f"/proc/{int(number)}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return False
