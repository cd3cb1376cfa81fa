"""Leaf: the files of the portal, under MEDIA_ROOT. A row never points to a file that is not there, whole and unchanged.

Storing: file first, row later. `store` returns when the file is safe on disk under its final name; then the caller
writes the row that holds the key, and commits. A crash in between leaves a file without a row.

Deleting: row first, file later. `delete_later` removes files when the deletion of their rows is committed. A crash in
between leaves a file without a row.

`sweep_unreferenced` removes files without rows. Names on disk are ids; what a person called the file belongs to the row.

    MEDIA_ROOT/evidence/3f/3f2504e04f8941d39a0c0305e82c3301     key: everything after MEDIA_ROOT
    MEDIA_ROOT/evidence/incoming/…                              being written; no key reaches it
"""

import contextlib
import errno
import hashlib
import logging
import os
import re
import uuid
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ita_portal.thai_text import to_thai_digits

AREA = re.compile(r"[a-z][a-z0-9-]{0,40}")
KEY = re.compile(r"(?P<area>[a-z][a-z0-9-]{0,40})/(?P<shelf>[0-9a-f]{2})/(?P=shelf)[0-9a-f]{30}")
INCOMING = "incoming"  # not the name of a shelf
CHUNK = 64 * 1024  # bytes
MEGABYTE = 1024 * 1024
logger = logging.getLogger(__name__)


class FileStoreError(Exception):
    """Nothing was stored or found; the message is one Thai sentence for the page."""


class TooLarge(FileStoreError):
    """The content is longer than the caller allows."""

    def __init__(self, limit_bytes):
        megabytes = to_thai_digits(f"{limit_bytes / MEGABYTE:.3g}")
        super().__init__(f"แฟ้มนี้มีขนาดเกิน {megabytes} เมกะไบต์ โปรดลดขนาดแฟ้มแล้วลองใหม่อีกครั้ง")


class NoSpace(FileStoreError):
    """The disk, or the server's quota on it, is full."""

    def __init__(self):
        super().__init__("พื้นที่จัดเก็บแฟ้มของระบบเต็ม จึงยังไม่ได้จัดเก็บแฟ้มนี้ โปรดแจ้งผู้ดูแลระบบ")


class NotStored(FileStoreError):
    """No file has this key, or it is no key of this store."""

    def __init__(self):
        super().__init__("ไม่พบแฟ้มนี้ในระบบ โปรดแจ้งผู้ดูแลระบบ")


class Changed(FileStoreError):
    """The bytes on disk are not those that were stored."""

    def __init__(self):
        super().__init__("แฟ้มนี้ไม่ตรงกับที่ระบบบันทึกไว้ ระบบจึงไม่ใช้แฟ้มนี้ โปรดแจ้งผู้ดูแลระบบทันที")


@dataclass(frozen=True)
class StoredFile:
    """What the row keeps: the key, the SHA-256 of the content in hex, and its size in bytes."""

    key: str
    sha256: str
    size: int


def store(content, *, area, limit_bytes):
    """Write bytes or a binary stream (an upload, an open file) to disk for good and return its StoredFile.

    area: the kind of file, a short name of the code ("evidence"), never of a user.
    Raises TooLarge, NoSpace; other errors of the disk as OSError. Nothing is left behind then.
    """
    name = uuid.uuid4().hex
    key = f"{_checked_area(area)}/{name[:2]}/{name}"
    final = _root() / key
    incoming = _root() / area / INCOMING / name
    try:
        _make_directory(incoming.parent)
        sha256, size = _write(content, incoming, limit_bytes)
        _make_directory(final.parent)
        os.rename(incoming, final)
        _sync_directory(final.parent)
    except BaseException as error:
        _unlink_all((incoming, final))
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace from None
        raise
    return StoredFile(key, sha256, size)


def open_stored(key):
    """Open a stored file for reading bytes. Raises NotStored."""
    try:
        return open(_path(key), "rb")
    except FileNotFoundError:
        raise NotStored from None


def read_stored(key, sha256):
    """All bytes of a stored file, which are those that were stored (SHA-256 in hex). Raises NotStored or Changed."""
    with open_stored(key) as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        logger.error("the stored file %s is not what was stored", key)
        raise Changed
    return content


def delete_later(keys):
    """Remove files once the surrounding transaction, which deletes their rows, is committed. Raises NotStored."""
    paths = [_path(key) for key in keys]
    transaction.on_commit(partial(_unlink_all, paths), robust=True)


def sweep_unreferenced(area, referenced_keys, older_than):
    """Remove the files of an area that no row refers to; return their keys.

    referenced_keys: the keys in all rows that may point into the area.
    older_than: an aware moment; younger files stay, because their row may not be committed yet. A day ago is good.
    """
    referenced, moment = set(referenced_keys), older_than.timestamp()
    left = [(key, path) for key, path in _files(area) if key not in referenced and _is_older(path, moment)]
    _unlink_all(path for _, path in left)
    _unlink_all(path for path in (_root() / area / INCOMING).glob("*") if _is_older(path, moment))
    return [key for key, _ in left]


def used_bytes(area):
    """Bytes that the stored files of an area take: for a quota of the disk. It looks at each file."""
    return sum(path.stat().st_size for _, path in _files(area))


def _write(content, path, limit_bytes):
    """Write to a new file and to the disk beneath; return SHA-256 and size."""
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in _chunks(content):
            size += len(chunk)
            if size > limit_bytes:
                raise TooLarge(limit_bytes)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _chunks(content):
    if isinstance(content, bytes):
        return [content]
    if hasattr(content, "chunks"):  # an upload of Django
        return content.chunks(CHUNK)
    return iter(partial(content.read, CHUNK), b"")


def _make_directory(path):
    """Make a directory, and its parents up to MEDIA_ROOT, where missing; a new entry is on disk before it is used."""
    if path.is_dir():
        return
    if path != _root():
        _make_directory(path.parent)
    path.mkdir(mode=0o700, parents=path == _root(), exist_ok=True)
    _sync_directory(path.parent)


def _sync_directory(path):
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _path(key):
    if not KEY.fullmatch(key):
        raise NotStored
    return _root() / key


def _checked_area(area):
    if not AREA.fullmatch(area):
        raise ValueError(f"{area!r} is no name for an area")
    return area


def _files(area):
    """Key and path of each stored file of an area."""
    for path in (_root() / _checked_area(area)).glob("[0-9a-f][0-9a-f]/*"):
        key = path.relative_to(_root()).as_posix()
        if KEY.fullmatch(key):
            yield key, path


def _is_older(path, moment):
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime < moment
    return False


def _unlink_all(paths):
    for path in paths:
        path.unlink(missing_ok=True)


def _root():
    return Path(settings.MEDIA_ROOT)
