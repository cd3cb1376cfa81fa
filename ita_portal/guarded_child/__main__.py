"""The child's side: limit this process, load the function, answer jobs until the parent hangs up."""

import contextlib
import errno
import faulthandler
import functools
import importlib
import math
import os
import pickle
import resource
import signal
import socket
import sys
import time
import traceback
from pathlib import Path

from ita_portal.guarded_child import wire

LARGEST_FILE = 64 * wire.MEGABYTE  # that a child may write; its complaints on standard error included
OPEN_FILES = 128
MAPPED_MEGABYTES = 1024  # address space over the memory limit: fonts, libraries and other mapped files
GRACE = 2  # seconds after which a child ends by itself when its parent is no longer there to end it


def serve(descriptor, function_path, seconds, megabytes):
    """Answer jobs until the parent hangs up."""
    os.set_inheritable(descriptor, False)
    stream = socket.socket(fileno=descriptor).makefile("rwb")
    faulthandler.enable()
    limit(megabytes)
    sys.addaudithook(refuse_network)
    with time_limit(seconds):
        function = loaded(function_path)  # before the first job comes: a waiting child is warm
    while head := stream.read(wire.JOB_SIZE.size):
        with time_limit(seconds):
            for part in answer(function, stream.read(*wire.JOB_SIZE.unpack(head))):
                stream.write(part)
            stream.flush()


def limit(megabytes):
    """Limit this process for good. Memory is counted as RLIMIT_DATA: what a process can write to.

    RLIMIT_AS alone would count mapped fonts and libraries, 240 MB of them when printing; it stands behind as the limit
    of shared memory, which RLIMIT_DATA does not count. No limit on threads: Pango starts two.
    """
    for kind, value in (
        (resource.RLIMIT_DATA, megabytes * wire.MEGABYTE),
        (resource.RLIMIT_AS, (megabytes + MAPPED_MEGABYTES) * wire.MEGABYTE),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        lowered = at_most_hard(kind, value)
        resource.setrlimit(kind, (lowered, lowered))
    os.umask(0o077)
    with contextlib.suppress(OSError):  # a machine short of memory ends the child before the portal
        Path("/proc/self/oom_score_adj").write_text("1000")


def at_most_hard(kind, value):
    hard = resource.getrlimit(kind)[1]
    return value if hard == resource.RLIM_INFINITY else min(value, hard)


@contextlib.contextmanager
def time_limit(seconds):
    """Let the system end this process when the time is long over, should the parent no longer be there to do it."""
    end = math.ceil(time.process_time() + seconds) + GRACE
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (at_most_hard(resource.RLIMIT_CPU, end), hard))
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


def refuse_network(event, arguments):
    """An audit hook: it cannot be taken away again, and it sees every socket and name look-up that Python makes."""
    if event == "socket.__new__" and arguments[1] != socket.AF_UNIX:
        raise PermissionError("a guarded child has no network")
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        raise PermissionError("a guarded child has no network")


def loaded(function_path):
    """The function; or, when it cannot be loaded, one that raises why, so that the parent hears of it."""
    try:
        return load(function_path)
    except BaseException as error:
        return functools.partial(raise_again, error)


def load(function_path):
    """The function, with Django's settings and apps ready and no database behind them."""
    import django
    from django.conf import settings

    settings.DATABASES = {}
    django.setup()
    module, _, name = function_path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def raise_again(error, *args, **kwargs):
    raise error


def answer(function, job):
    """The message for what the job gave."""
    try:
        args, kwargs = pickle.loads(job)
        return wire.pack_result(function(*args, **kwargs))
    except (MemoryError, SystemError):  # the second is what remains when memory ends inside C code (cffi)
        os._exit(wire.OUT_OF_MEMORY)  # nothing that needs memory can be relied on now
    except BaseException as error:
        if getattr(error, "errno", None) == errno.ENOMEM:  # what the system answers, to reading a file for one
            os._exit(wire.OUT_OF_MEMORY)
        return wire.pack_error(error, "".join(traceback.format_exception(error)))


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
