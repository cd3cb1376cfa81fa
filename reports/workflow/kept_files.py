"""Files of editions: on disk before their rows, and gone again when the rows do not come to be."""

from contextlib import contextmanager

from ita_portal import file_store

AREA = "editions"
LIMIT_BYTES = 40 * 1024 * 1024


@contextmanager
def stored(content):
    """Store a file (a file_store.StoredFile); where what follows fails, the file goes again."""
    file = file_store.store(content, area=AREA, limit_bytes=LIMIT_BYTES)
    try:
        yield file
    except BaseException:
        file_store.delete_later([file.key])
        raise
