"""Files of editions: on disk before their rows, and gone again when the rows do not come to be."""

from contextlib import contextmanager

from django.db import InterfaceError, OperationalError

from ita_portal import file_store
from reports.models import EditionFile

AREA = "editions"
LIMIT_BYTES = 40 * 1024 * 1024


@contextmanager
def stored(content):
    """Store a file (a file_store.StoredFile); where what follows fails, the file goes again.

    Not where the connection broke or the process is stopped: the row may have been committed all the same, and a file
    without a row is found by `manage.py sweep_files`, a row without its file by nobody.
    """
    file = file_store.store(content, area=AREA, limit_bytes=LIMIT_BYTES)
    try:
        yield file
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        file_store.delete_later([file.key])
        raise


def keep_beside(edition, file, *, kind, name, content_type):
    """The row of a stored file that lies beside the edition's own."""
    facts = {"stored_file": file.key, "sha256": file.sha256, "size": file.size}
    return EditionFile.objects.create(edition=edition, kind=kind, name=name, content_type=content_type, **facts)
