"""Leaf: runs a function in a child process with limits on memory, time, files and network.

Two uses. `run_guarded` starts a fresh child for one call: for files that strangers made. `GuardedPool` keeps children
warm for the next call: for our own content, where start-up is what costs, because a child once taken over by hostile
input would see the calls after it.

The child is a new interpreter: no memory, no database connection and no secret of the parent is in it. It has the
settings (with a throw-away key, without .env) and no database. It calls `django.setup()`, then the function.

What travels: to the child a pickle of the arguments. Back come only JSON and raw bytes, never a pickle, because a child
that has read a hostile file may answer anything. So a function returns bytes, what JSON can hold (text, numbers, lists;
no Decimal), or a dictionary with one value of bytes and the rest JSON. Tuples come back as lists.

What it is not: a sandbox against native code that has taken the child over. That still runs as the portal's user.

    errors.py    what callers catch          process.py   the parent's side: start, ask, kill
    wire.py      what travels, both ways     __main__.py  the child's side: limits, load, answer
"""

import atexit
import contextlib
import os
import queue
import sys

from ita_portal.guarded_child import wire
from ita_portal.guarded_child.errors import (
    ChildFailed,
    ChildOutOfMemory,
    ChildTimedOut,
    GuardedChildError,
    PoolBusy,
)
from ita_portal.guarded_child.process import ChildProcess

__all__ = [
    "ChildFailed",
    "ChildOutOfMemory",
    "ChildTimedOut",
    "GuardedChildError",
    "GuardedPool",
    "PoolBusy",
    "run_guarded",
]


def run_guarded(function, *args, seconds, megabytes, raises=(), **kwargs):
    """Call a top-level function in a fresh child and return its result (see above for what may come back).

    seconds: wall-clock time for everything, start of the child (about half a second) included.
    megabytes: memory the child may write to. A bare child has about 50, one that prints about 130.
    raises: exception classes the function raises by contract; they are raised here again, with their message alone.
    Raises ChildFailed for any other exception, ChildTimedOut, ChildOutOfMemory.
    """
    job = wire.pack_job(args, kwargs)
    child = ChildProcess(_path_of(function), seconds, megabytes)
    try:
        return child.call(job, seconds, _by_name(raises))
    finally:
        child.kill()


class GuardedPool:
    """Children that have imported a function's module and wait for the next call: one call at a time for each.

    A child is replaced when it ran out of time or memory, crashed, or has done `jobs_per_worker` calls. Children start
    at the first call and end with this process. After a fork (gunicorn --preload) the new process starts its own.
    One instance serves all threads.

    function_path: "package.module.function"; the module is imported in the children only.
    seconds, megabytes, raises: as for run_guarded, for each call. A call waits up to `seconds` for a free worker.
    """

    def __init__(self, function_path, *, seconds, megabytes, workers=1, jobs_per_worker=200, raises=()):
        self.function_path, self.workers, self.jobs_per_worker = function_path, workers, jobs_per_worker
        self.seconds, self.megabytes = seconds, megabytes
        self._raises = _by_name(raises)
        self._idle_by_process = {}
        atexit.register(self.close)

    def run(self, *args, **kwargs):
        """Call the function in a waiting child. Raises what run_guarded raises, and PoolBusy."""
        job, idle = wire.pack_job(args, kwargs), self._idle()
        try:
            child = idle.get(timeout=self.seconds)
        except queue.Empty:
            raise PoolBusy(reason="no worker became free") from None
        try:
            if child is None or not child.is_alive():
                child = self._replace(child)
            return child.call(job, self.seconds, self._raises)
        finally:
            idle.put(child if self._may_go_on(child) else None)

    def close(self):
        """End the waiting children of this process; those at work end with their call."""
        idle = self._idle()
        for _ in range(self.workers):
            with contextlib.suppress(queue.Empty):
                child = idle.get_nowait()
                if child is not None:
                    child.kill()
                idle.put(None)

    def _idle(self):
        """The waiting children of this process; None stands for one not started yet.

        Keyed by process and without a lock: a lock held by another thread at the moment of a fork stays locked.
        """
        process = os.getpid()
        if process not in self._idle_by_process:
            self._let_go_of_inherited(process)
            idle = queue.LifoQueue()  # the last used is the warmest, and the others are not started needlessly
            for _ in range(self.workers):
                idle.put(None)
            self._idle_by_process.setdefault(process, idle)
        return self._idle_by_process[process]

    def _let_go_of_inherited(self, process):
        """After a fork: close our copies of the channels, so that the children still see their own parent end."""
        for parent in [number for number in self._idle_by_process if number != process]:
            for child in self._idle_by_process.pop(parent).queue:
                if child is not None:
                    child.channel.close()

    def _replace(self, child):
        if child is not None:
            child.kill()
        return ChildProcess(self.function_path, self.seconds, self.megabytes)

    def _may_go_on(self, child):
        if child is None or child.is_killed:
            return False
        if child.calls >= self.jobs_per_worker:
            child.kill()
        return not child.is_killed


def _path_of(function):
    """The dotted path under which the child finds the function. Raises ValueError when it would not."""
    module, name = function.__module__, function.__qualname__
    if module == "__main__" or getattr(sys.modules[module], name, None) is not function:
        raise ValueError(f"{module}.{name} is not a top-level function that a child can import")
    return f"{module}.{name}"


def _by_name(classes):
    return {wire.name_of(kind): kind for kind in classes}
