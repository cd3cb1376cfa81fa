"""The parent's side of a guarded child: start it, ask it, and kill it with all it started."""

import contextlib
import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ita_portal.guarded_child import wire
from ita_portal.guarded_child.errors import ChildFailed, ChildOutOfMemory, ChildTimedOut, GuardedChildError

BASE_DIR = Path(__file__).resolve().parent.parent.parent
LAST_COMPLAINTS = 20_000  # bytes of standard error kept for the log; the stack of a crash takes up to 15,000

# All the child sees of the environment. No secret is in it: see _environment.
KEPT_VARIABLES = (
    *("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PYTHONUTF8"),
    *("XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH"),
    *("DEBUG", "VAR_DIR", "PORTAL_BASE_URL", "ALLOWED_HOSTS", "LOG_LEVEL"),
)

log = logging.getLogger("ita_portal.guarded_child")


class ChildProcess:
    """A child process and the channel to it."""

    def __init__(self, function_path, seconds, megabytes):
        self.function_path, self.calls, self.is_killed = function_path, 0, False
        self.channel, theirs = socket.socketpair()
        self.complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed in kill()
        with theirs:
            arguments = (theirs.fileno(), function_path, seconds, megabytes)
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ita_portal.guarded_child", *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=self.complaints,
                stderr=self.complaints,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # a process group of its own, killed as a whole
                cwd=BASE_DIR,
                env=_environment(),
            )

    def is_alive(self):
        return not self.is_killed and self.process.poll() is None

    def call(self, job, seconds, raises):
        """Send a job and return its result. What went wrong is logged here, except the classes in `raises`."""
        self.calls += 1
        try:
            return self._ask(job, time.monotonic() + seconds)
        except GuardedChildError as error:
            if error.type_name in raises:
                raise raises[error.type_name](error.reason) from None
            self._log(error)
            raise
        except BaseException:
            self.kill()  # this process is being stopped: so is the child
            raise

    def kill(self):
        """End the child and everything in its process group."""
        if self.is_killed:
            return
        self.is_killed = True
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.channel.close()
        self.complaints.close()

    def _ask(self, job, deadline):
        try:
            self._wait_until(deadline)
            self.channel.sendall(job)
            return self._receive(deadline)
        except TimeoutError:
            raise self._killed_for(ChildTimedOut, "no answer in time") from None
        except (ValueError, RecursionError) as refusal:
            raise self._killed_for(ChildFailed, f"refused answer: {refusal}") from None
        except (EOFError, OSError):
            raise self._death() from None

    def _receive(self, deadline):
        sizes = wire.read_sizes(self._read(wire.ANSWER_SIZES.size, deadline))
        header, payload = (self._read(size, deadline) for size in sizes)
        return wire.read_answer(header, payload)

    def _read(self, size, deadline):
        data = bytearray(size)
        view = memoryview(data)
        while view:
            self._wait_until(deadline)
            count = self.channel.recv_into(view)
            if not count:
                raise EOFError
            view = view[count:]
        return bytes(data)

    def _wait_until(self, deadline):
        self.channel.settimeout(max(deadline - time.monotonic(), 0.001))  # 0 would mean: do not wait

    def _killed_for(self, kind, reason):
        details = self._last_complaints()
        self.kill()
        return kind(reason=reason, details=details)

    def _death(self):
        """The error for a child that hung up: how it ended says why."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        status = self.process.returncode
        if _ran_out_of_memory(status, self._last_complaints()):
            return self._killed_for(ChildOutOfMemory, _how(status))
        if status in (-signal.SIGXCPU, -signal.SIGALRM):
            return self._killed_for(ChildTimedOut, _how(status))
        return self._killed_for(ChildFailed, _how(status))

    def _last_complaints(self):
        """The end of the child's standard error. Read by position: the child writes at the offset of the same file."""
        descriptor = self.complaints.fileno()
        size = os.fstat(descriptor).st_size
        return os.pread(descriptor, LAST_COMPLAINTS, max(0, size - LAST_COMPLAINTS)).decode(errors="replace")

    def _log(self, error):
        what = (type(error).__name__, self.function_path, error.type_name, error.reason, error.details)
        log.warning("%s of %s in a guarded child: %s %s\n%s", *what)


def _environment():
    """The few variables a child needs. The settings want keys and a database; these open nothing."""
    return {
        **{name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "ita_portal.settings"),
        "DATABASE_URL": "sqlite:///:memory:",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "TRAIL_KEY": secrets.token_urlsafe(50),
        "GUARDED_CHILD": "True",
    }


def _ran_out_of_memory(status, complaints):
    """The child said so, the system killed it, or a C library gave up (GLib and C++ abort when memory ends)."""
    if status in (wire.OUT_OF_MEMORY, -signal.SIGKILL):
        return True
    signs = ("failed to allocate", "Error creating thread", "bad_alloc", "MemoryError")
    return status in (-signal.SIGABRT, -signal.SIGTRAP) and any(sign in complaints for sign in signs)


def _how(status):
    if status is None:
        return "the child closed its channel"
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
