"""A pool of guarded children: warm, replaced after harm, gone with its process."""

import os
import signal
import statistics
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ita_portal.guarded_child import (
    ChildFailed,
    ChildOutOfMemory,
    ChildTimedOut,
    PoolBusy,
    process,
)
from tests.ita_portal import child_functions
from tests.ita_portal.guarded_child.processes import DO, is_gone, is_zombie, start_python, wait_for

# -- The pool ---------------------------------------------------------------------------------------


def test_a_pool_keeps_its_child_warm(make_pool):
    pool = make_pool()

    counts = [pool.run("count_calls") for _ in range(3)]

    assert counts == [1, 2, 3]


def test_a_pool_starts_nothing_before_the_first_call(make_pool, monkeypatch):
    monkeypatch.setattr(process.subprocess, "Popen", lambda *args, **kwargs: pytest.fail("started"))

    make_pool()


def test_a_child_that_raised_stays(make_pool):
    pool = make_pool()
    first = pool.run("process_number")

    with pytest.raises(ChildFailed):
        pool.run("divide_by_zero")

    assert pool.run("process_number") == first


@pytest.mark.parametrize(
    ("job", "error"),
    [(("loop",), ChildTimedOut), (("hoard",), ChildOutOfMemory), (("leave", 1), ChildFailed)],
    ids=["time", "memory", "crash"],
)
def test_a_child_that_broke_a_limit_is_replaced(make_pool, job, error):
    pool = make_pool()
    first = pool.run("process_number")

    pool.seconds = 1
    with pytest.raises(error):
        pool.run(*job)
    pool.seconds = 20

    assert pool.run("process_number") != first
    assert is_gone(first)


def test_a_child_that_was_killed_while_waiting_is_replaced_without_an_error(make_pool):
    pool = make_pool()
    first = pool.run("process_number")
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: is_gone(first, patience=0) or is_zombie(first))

    second = pool.run("process_number")

    assert second != first


def test_a_child_is_replaced_after_its_number_of_jobs(make_pool):
    pool = make_pool(jobs_per_worker=2)

    counts = [pool.run("count_calls") for _ in range(3)]

    assert counts == [1, 2, 1]


def test_parallel_threads_share_two_workers_one_job_each_at_a_time(make_pool):
    pool = make_pool(workers=2)

    with ThreadPoolExecutor(6) as threads:
        naps = list(threads.map(lambda _: pool.run("nap", 0.2), range(6)))

    assert len({number for number, _, _ in naps}) == 2
    assert not any(
        overlap(one, other) for one in naps for other in naps if one is not other and one[0] == other[0]
    )
    assert any(overlap(one, other) for one in naps for other in naps if one[0] != other[0])


def test_a_call_that_finds_no_free_worker_is_told_so(make_pool):
    pool = make_pool()
    pool.run("echo", 1)
    busy = threading.Thread(target=pool.run, args=("nap", 1))
    busy.start()
    time.sleep(0.2)

    pool.seconds = 0.2
    with pytest.raises(PoolBusy):
        pool.run("echo", 1)
    busy.join()


def test_a_forked_process_starts_children_of_its_own_and_leaves_the_others_alone(quick_start, tmp_path):
    numbers = tmp_path / "numbers"
    program = f"""
import os
from ita_portal.guarded_child import GuardedPool
pool = GuardedPool("{DO}", seconds=20, megabytes=200)
before = pool.run("process_number")
forked = os.fork()
if forked == 0:
    inside = pool.run("process_number")
    pool.close()
    open(sys.argv[1], "w").write(str(inside))
    os._exit(0)
os.waitpid(forked, 0)
after = pool.run("process_number")
print(before, open(sys.argv[1]).read(), after)
"""

    parent = start_python(program, numbers, stdout=subprocess.PIPE, text=True)
    before, inside, after = parent.communicate(timeout=30)[0].split()

    assert before == after != inside


@pytest.mark.parametrize("end", ["sys.exit()", "os.kill(os.getpid(), 9)"], ids=["exit", "kill"])
def test_the_children_of_a_pool_end_with_its_process(quick_start, end):
    parent = start_python(f"{POOL_AT_WORK}{end}", stdout=subprocess.PIPE, text=True)
    number = parent.communicate(timeout=30)[0]

    assert is_gone(number)


def test_they_end_even_when_a_forked_process_still_holds_their_channel(quick_start):
    fork = "if os.fork() == 0: os.close(1); time.sleep(4); os._exit(0)"

    parent = start_python(f"{POOL_AT_WORK}{fork}", stdout=subprocess.PIPE, text=True)
    number = parent.communicate(timeout=30)[0]

    assert is_gone(number, patience=2)


POOL_AT_WORK = f"""
import os, time
from ita_portal.guarded_child import GuardedPool
pool = GuardedPool("{DO}", seconds=20, megabytes=200)
print(pool.run("process_number"), flush=True)
"""


def test_the_way_to_a_warm_child_and_back_costs_little(make_pool):
    pool, html = make_pool(f"{child_functions.__name__}.shout"), "ก" * (500_000 // 3)
    pool.run(html)

    times = [seconds_of(lambda: pool.run(html)) for _ in range(30)]

    print(
        f"500 kB there and back: median {statistics.median(times) * 1000:.1f} ms, best {min(times) * 1000:.1f} ms"
    )
    assert min(times) < 0.025  # 2 ms on a quiet machine; tests run beside others


# -- Helpers ----------------------------------------------------------------------------------------


def overlap(one, other):
    return one[1] < other[2] and other[1] < one[2]


def seconds_of(action):
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin
