"""The file store: a key that a row holds leads to the whole file, whatever happens in between."""

import errno
import hashlib
import io
import os
import random
import re
import stat
import subprocess
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from ita_portal import file_store
from ita_portal.file_store import NoSpace, NotStored, TooLarge

BASE_DIR = Path(__file__).resolve().parent.parent.parent
LIMIT = 1024 * 1024


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "var" / "media"
    return settings.MEDIA_ROOT


def store(content=b"evidence", area="evidence", limit_bytes=LIMIT):
    return file_store.store(content, area=area, limit_bytes=limit_bytes)


def read(key):
    with file_store.open_stored(key) as file:
        return file.read()


def names_below(directory):
    return sorted(path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file())


# -- Storing and reading ---------------------------------------------------------------------------

BODY = b"%PDF " + bytes(range(256)) * 1000


@pytest.mark.parametrize(
    "content",
    [b"", BODY, io.BytesIO(BODY), SimpleUploadedFile("รายงาน.pdf", BODY)],
    ids=["empty", "bytes", "stream", "upload"],
)
def test_what_was_stored_is_read_back(media, content):
    expected = b"" if content == b"" else BODY

    stored = store(content)

    assert read(stored.key) == expected
    assert (stored.size, stored.sha256) == (len(expected), hashlib.sha256(expected).hexdigest())


def test_the_same_content_is_stored_twice_under_two_keys(media):
    assert store(b"same").key != store(b"same").key


def test_the_name_a_person_gave_never_reaches_the_disk(media):
    store(SimpleUploadedFile("แผนป้องกันการทุจริต ๒๕๖๘.pdf", b"x"))

    (name,) = names_below(media)

    assert re.fullmatch(r"evidence/([0-9a-f]{2})/\1[0-9a-f]{30}", name)


def test_files_and_directories_are_for_the_portal_alone(media):
    previous = os.umask(0)
    try:
        store()
    finally:
        os.umask(previous)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in media.rglob("*") if path.is_file()}
    directories = {stat.S_IMODE(path.stat().st_mode) for path in [media, *media.rglob("*")] if path.is_dir()}
    assert (modes, directories) == ({0o600}, {0o700})


def test_the_content_is_on_disk_before_the_name_and_the_name_before_store_returns(media, monkeypatch):
    store()  # the directories are there
    use_an_existing_shelf(media, monkeypatch)
    steps = []
    watch(monkeypatch, steps, "fsync", lambda number: Path(os.readlink(f"/proc/self/fd/{number}")).name[:2])
    watch(monkeypatch, steps, "rename", lambda old, new: Path(new).parent.name)

    store()

    assert steps == ["fsync ab", "rename ab", "fsync ab"]


def test_a_new_directory_is_on_disk_before_a_file_is_in_it(media, monkeypatch):
    steps = []
    watch(monkeypatch, steps, "fsync", lambda number: Path(os.readlink(f"/proc/self/fd/{number}")).name)
    watch(monkeypatch, steps, "rename", lambda old, new: "")

    stored = store()

    _, shelf, name = stored.key.split("/")
    assert steps == [
        "fsync var",
        "fsync media",
        "fsync evidence",
        f"fsync {name}",
        "fsync evidence",
        "rename ",
        f"fsync {shelf}",
    ]


def use_an_existing_shelf(media, monkeypatch):
    """The next file goes to the shelf ab."""
    monkeypatch.setattr(file_store.uuid, "uuid4", lambda: uuid.UUID(int=0xAB << 120))
    (media / "evidence" / "ab").mkdir()


def watch(monkeypatch, steps, name, describe):
    original = getattr(os, name)

    def watched(*args):
        steps.append(f"{name} {describe(*args)}")
        return original(*args)

    monkeypatch.setattr(os, name, watched)


# -- Refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"x" * 1001, io.BytesIO(b"x" * 1001)], ids=["bytes", "stream"])
def test_too_large_leaves_nothing(media, content):
    with pytest.raises(TooLarge):
        store(content, limit_bytes=1000)

    assert names_below(media) == []


def test_a_file_as_large_as_allowed_is_stored(media):
    assert store(b"x" * 1000, limit_bytes=1000).size == 1000


def test_an_endless_stream_is_not_read_to_the_end(media):
    class Endless:
        def read(self, count):
            return bytes(count)

    with pytest.raises(TooLarge):
        store(Endless())


@pytest.mark.parametrize(
    ("limit_bytes", "megabytes"), [(30 * 1024 * 1024, "๓๐"), (512 * 1024, "๐.๕")], ids=["whole", "half"]
)
def test_too_large_names_the_limit_in_thai(limit_bytes, megabytes):
    assert f"ขนาดเกิน {megabytes} เมกะไบต์" in str(TooLarge(limit_bytes))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("step", ["fsync", "rename", "mkdir"])
def test_a_full_disk_is_told_and_leaves_nothing(media, monkeypatch, step, number):
    def fail(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(NoSpace, match="พื้นที่จัดเก็บแฟ้มของระบบเต็ม"):
        store()

    assert names_below(media) == []


def test_a_name_that_could_not_be_made_durable_does_not_stay(media, monkeypatch):
    def fail(path):
        raise OSError(errno.EIO, "input/output error")

    store()
    before = names_below(media)
    use_an_existing_shelf(media, monkeypatch)
    monkeypatch.setattr(file_store, "_sync_directory", fail)
    with pytest.raises(OSError, match="input/output"):
        store()

    assert names_below(media) == before


def test_a_stream_that_breaks_leaves_nothing(media):
    class Broken:
        def read(self, count):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store(Broken())

    assert names_below(media) == []


NAME = "3f2504e04f8941d39a0c0305e82c3301"


@pytest.mark.parametrize(
    "key",
    [
        *("", ".", "..", "/etc/passwd", "../secret", "evidence", "evidence/3f", f"evidence/3f/../3f/{NAME}"),
        *(f"evidence/incoming/{NAME}", f"../media/evidence/3f/{NAME}", f"evidence/ab/{NAME}", f"3f/{NAME}"),
        *(f"evidence/3f/{NAME}\n", f"evidence/3f/{NAME}\0", f"evidence/3f/{NAME}.pdf", f"evidence/3f/{NAME.upper()}"),
        *(f"/evidence/3f/{NAME}", f"evidence//3f/{NAME}", f"evidence\\3f\\{NAME}", f"EVIDENCE/3f/{NAME}"),
        f"evidence/{'๓' * 2}/{NAME}",
    ],
    ids=repr,
)  # fmt: skip
def test_a_key_of_another_shape_is_refused(media, key):
    (media.parent / "secret").parent.mkdir(parents=True)
    (media.parent / "secret").write_text("secret")

    with pytest.raises(NotStored):
        file_store.open_stored(key)
    with pytest.raises(NotStored):
        file_store.delete_later([key])


def test_a_key_without_a_file_is_not_stored(media):
    with pytest.raises(NotStored, match="ไม่พบแฟ้มนี้ในระบบ"):
        file_store.open_stored(f"evidence/3f/{NAME}")


def test_bytes_that_are_not_those_that_were_stored_are_refused(media, caplog):
    stored = store(b"evidence")
    assert file_store.read_stored(stored.key, stored.sha256) == b"evidence"
    (media / stored.key).write_bytes(b"Evidence")

    with pytest.raises(file_store.Changed, match="ไม่ตรงกับที่ระบบบันทึกไว้"):
        file_store.read_stored(stored.key, stored.sha256)

    assert stored.key in caplog.text


@pytest.mark.parametrize("area", ["", "..", "a/b", "หลักฐาน", "Evidence", "a\n", "3f"])
def test_an_area_is_a_plain_name(media, area):
    with pytest.raises(ValueError, match="area"):
        store(area=area)


# -- Removing --------------------------------------------------------------------------------------


def test_deleted_files_go_when_the_transaction_is_committed(media, db, django_capture_on_commit_callbacks):
    gone, kept = store(), store()

    with django_capture_on_commit_callbacks(execute=True):
        file_store.delete_later([gone.key])
        assert read(gone.key) == b"evidence"

    assert names_below(media) == [kept.key]


def test_files_stay_when_the_deletion_of_their_rows_is_rolled_back(
    media, db, django_capture_on_commit_callbacks
):
    stored = store()

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        delete_and_roll_back(stored.key)

    assert read(stored.key) == b"evidence"


def delete_and_roll_back(key):
    with transaction.atomic():
        file_store.delete_later([key])
        raise ZeroDivisionError


def test_the_sweep_removes_old_files_without_rows_and_nothing_else(media):
    now = timezone.now()
    referenced, old, young, foreign = store(), store(), store(), store(area="editions")
    for stored in (referenced, old, foreign):
        age(media / stored.key, now - timedelta(days=2))

    swept = file_store.sweep_unreferenced("evidence", [referenced.key], now - timedelta(days=1))

    assert swept == [old.key]
    assert names_below(media) == sorted(stored.key for stored in (referenced, young, foreign))


def test_the_sweep_removes_what_a_crash_left_half_written(media):
    now = timezone.now()
    store()
    half, being_written = (media / "evidence" / "incoming" / name for name in ("half", "young"))
    half.write_bytes(b"x")
    being_written.write_bytes(b"x")
    age(half, now - timedelta(days=2))

    file_store.sweep_unreferenced("evidence", [], now - timedelta(days=1))

    assert (half.exists(), being_written.exists()) == (False, True)


def test_used_bytes_counts_the_files_of_one_area(media):
    assert file_store.used_bytes("evidence") == 0
    store(b"12345")
    store(b"123")
    store(b"1", area="editions")

    assert file_store.used_bytes("evidence") == 8


def age(path, moment):
    os.utime(path, (moment.timestamp(), moment.timestamp()))


# -- Crashes ---------------------------------------------------------------------------------------

# For each moment given: starts a process that stores files as fast as it can, and kills it at that moment. Each file tells
# the SHA-256 of its rest in its first 32 bytes. A line on standard output stands for the row that is committed after
# store() returned.
STORE_AND_BE_KILLED = """
import hashlib, os, signal, sys, time
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[1])
from ita_portal.file_store import store
for moment in sys.argv[2:]:
    writer = os.fork()
    while writer == 0:
        body = os.urandom(1000) * 300
        stored = store(hashlib.sha256(body).digest() + body, area="evidence", limit_bytes=10**7)
        os.write(1, f"{stored.key}\\n".encode())
    time.sleep(float(moment))
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
"""


def test_a_kill_at_any_moment_leaves_no_part_of_a_file_and_no_row_without_one(media):
    moments = random.Random(2568)
    arguments = [str(media), *(str(moments.uniform(0, 0.06)) for _ in range(20))]

    rows = subprocess.check_output(
        [sys.executable, "-c", STORE_AND_BE_KILLED, *arguments], cwd=BASE_DIR, text=True
    ).split()

    visible = list(media.glob("evidence/[0-9a-f][0-9a-f]/*"))
    half_written = list(media.glob("evidence/incoming/*"))
    print(f"20 kills: {len(rows)} rows, {len(visible)} files, {len(half_written)} left half written")
    assert all(is_whole(media / key) for key in rows), "a row points to a file that is not there or not whole"
    assert all(is_whole(path) for path in visible), "a file is visible and not whole"
    assert len(rows) <= len(visible) <= len(rows) + 20
    assert rows
    assert half_written, "no kill came in the middle of a file: this run proved nothing"


def is_whole(path):
    content = path.read_bytes() if path.exists() else b""
    return len(content) == 300_032 and hashlib.sha256(content[32:]).digest() == content[:32]
