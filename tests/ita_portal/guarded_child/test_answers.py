"""A guarded child: what passes between it and the portal, whatever becomes of it."""

import signal
import time

import pytest

from ita_portal.guarded_child import (
    ChildFailed,
    ChildOutOfMemory,
    ChildTimedOut,
    run_guarded,
    wire,
)
from tests.ita_portal import child_functions
from tests.ita_portal.child_functions import SheetRefused
from tests.ita_portal.guarded_child.processes import LIMITS

# -- What passes ------------------------------------------------------------------------------------


def test_a_fresh_child_calls_the_function_with_its_arguments_and_gives_back_the_result():
    result = run_guarded(child_functions.join, "เทศบาล", "ท่านา", between="ตำบล", **LIMITS)

    assert result == "เทศบาลตำบลท่านา"


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 0, 10**30, 0.5, "", "น้ำ\ud800", b"", b"\x00\xff"),
        *([], {}, ["ก", [1]], {"a": {"b": None}}, {"bytes": True}, {"error": {"type": "x"}}),
        *({"pdf": b"%PDF", "pages": 27}, {"pdf": b""}, {"result": "x", "bytes_key": "y"}),
    ],
    ids=repr,
)
def test_bytes_and_json_values_come_back_as_they_are(child, value):
    assert child(child_functions.echo, value) == value


@pytest.mark.parametrize("value", [{1, 2}, 1j, float("nan"), {"a": b"1", "b": b"2"}, [b"1"]], ids=repr)
def test_any_other_result_is_a_failure(child, value):
    with pytest.raises(ChildFailed) as failure:
        child(child_functions.echo, value)

    assert failure.value.type_name in ("TypeError", "ValueError")


def test_an_exception_is_a_thai_sentence_for_the_page_and_its_own_words_for_the_log(child, caplog):
    with pytest.raises(ChildFailed) as failure:
        child(child_functions.divide_by_zero)

    assert str(failure.value) == ChildFailed.sentence
    assert (failure.value.type_name, failure.value.reason) == ("ZeroDivisionError", "division by zero")
    assert "in divide_by_zero" in failure.value.details
    assert "in divide_by_zero" in caplog.text


def test_an_exception_of_the_contract_is_raised_as_itself_and_not_logged(child, caplog):
    with pytest.raises(SheetRefused, match="^แผ่นงานนี้ไม่มีคอลัมน์คะแนน$"):
        child(child_functions.refuse_sheet)

    assert not caplog.text


def test_an_exception_outside_the_contract_keeps_its_name_and_message(make_pool):
    with pytest.raises(ChildFailed) as failure:
        make_pool().run("refuse_sheet")

    assert failure.value.type_name == "tests.ita_portal.child_functions.SheetRefused"
    assert failure.value.reason == "แผ่นงานนี้ไม่มีคอลัมน์คะแนน"


def test_sys_exit_in_the_child_is_a_failure(child):
    with pytest.raises(ChildFailed) as failure:
        child(child_functions.leave_politely)

    assert failure.value.type_name == "SystemExit"


def test_a_function_that_does_not_exist_is_named(make_pool):
    with pytest.raises(ChildFailed) as failure:
        make_pool("tests.ita_portal.child_functions.misspelt").run()

    assert "misspelt" in failure.value.reason


@pytest.mark.parametrize("function", [lambda: 1, child_functions.Bomb.__reduce__], ids=["lambda", "method"])
def test_only_a_top_level_function_can_be_sent(function):
    with pytest.raises(ValueError, match="top-level"):
        run_guarded(function, **LIMITS)


# -- Crashes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [0, 3])
def test_leaving_without_an_answer_is_a_failure(make_pool, status):
    with pytest.raises(ChildFailed) as failure:
        make_pool().run("leave", status)

    assert failure.value.reason == f"ended with status {status}"


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (signal.SIGSEGV, ChildFailed),
        (signal.SIGTERM, ChildFailed),
        (signal.SIGKILL, ChildOutOfMemory),  # what the system does to a child when the machine runs out
        (signal.SIGXCPU, ChildTimedOut),
    ],
)
def test_dying_by_a_signal_is_told_apart(make_pool, number, error):
    with pytest.raises(error) as failure:
        make_pool().run("die_by", number)

    assert failure.value.reason == f"killed by {signal.Signals(number).name}"


def test_the_last_words_of_a_crashed_child_are_kept_for_the_log(make_pool):
    with pytest.raises(ChildFailed) as failure:
        make_pool().run("complain_and_die")

    assert "something is wrong with the sheet" in failure.value.details
    assert "in complain_and_die" in failure.value.details


# -- Hostile answers --------------------------------------------------------------------------------


def test_a_result_that_would_run_code_when_unpickled_does_not_come_back(child, tmp_path):
    with pytest.raises(ChildFailed):
        child(child_functions.bomb, str(tmp_path / "exploded"))

    assert not (tmp_path / "exploded").exists()


def test_a_pickle_in_place_of_an_answer_is_not_read(make_pool, tmp_path):
    with pytest.raises(ChildFailed) as failure:
        make_pool().run("send_raw_bomb", str(tmp_path / "exploded"))

    assert failure.value.reason.startswith("refused answer")
    assert not (tmp_path / "exploded").exists()


@pytest.mark.parametrize(
    "header",
    [
        *(b"", b"{", b"\xff", b"[]", b"{}", b"1", b'"x"', b'{"error": 1}', b'{"bytes": false}'),
        *(b'{"result": NaN}', b'{"error": {"type": 1, "message": "", "details": ""}}'),
        *(b"[" * 100_000, b"1" * 10_000),
    ],
    ids=lambda header: repr(header[:30]),
)
def test_a_malformed_answer_is_refused(header):
    with pytest.raises((ValueError, RecursionError)):
        wire.read_answer(header, b"")


@pytest.mark.parametrize(
    ("function", "amount"), [("zeros", wire.LONGEST_PAYLOAD + 1), ("letters", wire.LONGEST_JSON)]
)
def test_a_huge_answer_is_refused(make_pool, function, amount):
    with pytest.raises(ChildFailed) as failure:
        make_pool(megabytes=400).run(function, amount)

    assert "too long" in failure.value.reason


def test_an_answer_that_trickles_in_ends_with_the_time(make_pool):
    pool = make_pool()
    pool.run("echo", 1)
    pool.seconds, begin = 0.5, time.monotonic()

    with pytest.raises(ChildTimedOut):
        pool.run("trickle")

    assert time.monotonic() - begin < 2
