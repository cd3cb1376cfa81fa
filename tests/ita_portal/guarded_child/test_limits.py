"""A guarded child: the limits it lives in, and what it does not see."""

import socket
import subprocess
import time

import pytest

from ita_portal.guarded_child import (
    ChildFailed,
    ChildOutOfMemory,
    ChildTimedOut,
    run_guarded,
)
from tests.ita_portal import child_functions
from tests.ita_portal.guarded_child.processes import LIMITS, is_gone, start_python, wait_for

# -- Limits -----------------------------------------------------------------------------------------


def test_a_memory_bomb_is_stopped(quick_start):
    with pytest.raises(ChildOutOfMemory) as failure:
        run_guarded(child_functions.hoard, **LIMITS)

    assert str(failure.value) == ChildOutOfMemory.sentence


def test_the_memory_of_an_import_counts_too(quick_start):
    with pytest.raises(ChildOutOfMemory):
        run_guarded(child_functions.echo, 1, seconds=20, megabytes=20)


@pytest.mark.parametrize("function", ["run_out_inside_c", "give_up_like_glib"])
def test_memory_that_ends_inside_a_library_is_out_of_memory_too(make_pool, function):
    with pytest.raises(ChildOutOfMemory):
        make_pool().run(function)


def test_shared_memory_is_limited_with_the_address_space(child):
    assert child(child_functions.share, 500) == 500_000_000

    with pytest.raises(ChildOutOfMemory):
        child(child_functions.share, 1500)


def test_what_a_crashed_child_held_in_memory_is_not_written_to_disk(child):
    assert child(child_functions.core_limit) == [0, 0]


def test_an_endless_loop_is_stopped_in_time_with_all_it_started(quick_start, tmp_path):
    grandchild, begin = tmp_path / "grandchild", time.monotonic()

    with pytest.raises(ChildTimedOut) as failure:
        run_guarded(child_functions.fork_and_loop, str(grandchild), seconds=2, megabytes=200)

    assert str(failure.value) == ChildTimedOut.sentence
    assert 2 <= time.monotonic() - begin < 3
    assert is_gone(grandchild.read_text())


def test_what_a_well_behaved_child_left_running_is_stopped_as_well(quick_start, tmp_path):
    grandchild = tmp_path / "grandchild"

    run_guarded(child_functions.fork_and_answer, str(grandchild), **LIMITS)

    assert is_gone(grandchild.read_text())


def test_a_child_whose_parent_was_killed_ends_by_itself(quick_start, tmp_path):
    announced = tmp_path / "child"
    call = "run_guarded(child_functions.announce_and_sleep, sys.argv[1], seconds=1.5, megabytes=200)"
    parent = start_python(
        f"from ita_portal.guarded_child import run_guarded\n"
        f"from tests.ita_portal import child_functions\n{call}",
        announced,
    )
    wait_for(announced.exists)

    parent.kill()
    parent.wait()

    assert not is_gone(announced.read_text(), patience=0)
    assert is_gone(announced.read_text(), patience=8)


def test_processor_time_is_limited_anew_for_each_call(child):
    first = child(child_functions.granted_processor_seconds)
    child(child_functions.echo, 1)

    assert 21.9 < first <= 23  # 20 of the pool and 2 of grace, in whole seconds
    assert 21.9 < child(child_functions.granted_processor_seconds) <= 23


def test_a_file_has_a_largest_size(child, tmp_path):
    child(child_functions.write_file, str(tmp_path / "small"), 1000)

    with pytest.raises(ChildFailed) as failure:
        child(child_functions.write_file, str(tmp_path / "large"), 65 * 1024 * 1024)

    assert "File too large" in failure.value.reason


def test_open_files_are_limited(child):
    with pytest.raises(ChildFailed) as failure:
        child(child_functions.open_files, 200)

    assert "Too many open files" in failure.value.reason


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_there_are_no_sockets_to_the_network(child, family):
    with pytest.raises(ChildFailed) as failure:
        child(child_functions.open_socket, family)

    assert failure.value.type_name == "PermissionError"


def test_there_are_no_look_ups_of_names(child):
    with pytest.raises(ChildFailed) as failure:
        child(child_functions.look_up, "127.0.0.1")

    assert failure.value.type_name == "PermissionError"


def test_sockets_inside_the_machine_work(child):
    assert child(child_functions.connect_locally) == "x"


# -- Secrets and the database -----------------------------------------------------------------------


def test_the_child_sees_no_secret_of_the_environment(make_pool, monkeypatch):
    for name in ("SECRET_KEY", "TRAIL_KEY", "DATABASE_URL", "POSTGRES_PASSWORD", "EMAIL_URL"):
        monkeypatch.setenv(name, f"canary://{name}")

    seen = make_pool().run("environment")

    assert "canary" not in str(seen)


def test_the_child_has_a_key_of_its_own(child, settings):
    assert child(child_functions.secret_key) != settings.SECRET_KEY


@pytest.mark.parametrize(("variable", "expected"), [("GUARDED_CHILD", "kept out"), ("OTHER", "read")])
def test_settings_in_a_child_leave_the_env_file_alone(variable, expected):
    program = (
        "import environ\n"
        "environ.Env.read_env = lambda *args, **kwargs: print('read')\n"
        "import ita_portal.settings\n"
        "print('kept out')"
    )

    finished = start_python(program, variables={variable: "True"}, stdout=subprocess.PIPE, text=True)

    assert finished.communicate()[0].splitlines()[0] == expected


def test_the_child_has_no_database(child):
    with pytest.raises(ChildFailed) as failure:
        child(child_functions.count_users)

    assert failure.value.type_name == "django.core.exceptions.ImproperlyConfigured"
