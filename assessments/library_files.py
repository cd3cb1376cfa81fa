"""A shared library as files: loading its rows, whatever they hold (texts of analyses, measures to start from).

A row has a key that never changes. What was edited or retired in the portal stays as it is there; what no file has any
more is retired. A content that names several questions is one row for each of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from assessments.models import Indicator, Question
from ita_portal.data_files import BrokenDataFile, read_data_file

FIRST_VERSION = 1  # a row that was edited or retired in the portal has a higher one, and is left alone


@dataclass(frozen=True)
class LoadOutcome:
    """How many shared rows were added, brought up to date, and retired because no file has them any more."""

    added: int = 0
    updated: int = 0
    retired: int = 0

    @property
    def changed(self):
        return bool(self.added or self.updated or self.retired)


@dataclass(frozen=True)
class LibraryFiles:
    """One library: its model (with `file_key`), its files below `folder`, and how a content becomes the row's values.

    `schema` checks the files, whose list stands under `list_name`; `label` names the library in refusals.
    """

    model: type
    folder: str
    schema: str
    list_name: str
    label: str
    values_of: Callable[[dict], dict]

    def paths(self):
        """The files of the repository, in the order in which equally exact rows are offered."""
        return sorted((settings.FIXTURES_DIR / self.folder).glob("*.json"))

    def read(self, path):
        """The checked contents of a file. Raises BrokenDataFile."""
        return read_data_file(path, self.schema)[self.list_name]

    def read_all(self):
        """The checked contents of all files, in order. Raises BrokenDataFile."""
        return [content for path in self.paths() for content in self.read(path)]

    @transaction.atomic
    def load(self, contents):
        """Store contents as the shared library and return the LoadOutcome; loading the same again changes nothing.

        Raises BrokenDataFile for a key that occurs twice or a question or indicator that no framework has.
        """
        wanted = self._rows_by_key(contents)
        stored = {row.file_key: row for row in self._loaded_rows()}
        added = [self.model(file_key=key, **values) for key, values in wanted.items() if key not in stored]
        self.model.objects.bulk_create(added)
        untouched = [row for row in stored.values() if row.version == FIRST_VERSION]
        updated = [row for row in untouched if row.file_key in wanted and _adopt(row, wanted[row.file_key])]
        retired = [row for row in untouched if row.file_key not in wanted and _adopt(row, {"is_retired": True})]
        for row in (*updated, *retired):
            row.save()
        return LoadOutcome(len(added), len(updated), len(retired))

    def _loaded_rows(self):
        rows = self.model.objects.unscoped("the shared rows that came from files")
        return rows.filter(organization=None).exclude(file_key="")

    def _rows_by_key(self, contents):
        """{file_key: values of the row}."""
        questions = {(row.framework.year, row.code): row.pk for row in _all_of(Question)}
        indicators = {(row.framework.year, row.number): row.pk for row in _all_of(Indicator)}
        rows = {}
        for content in contents:
            year = content.get("year")
            for key, question_code in _keys_of(content):
                if key in rows:
                    raise BrokenDataFile(f"{self.label}: รหัส {key} ซ้ำกัน")
                rows[key] = {
                    **self.values_of(content),
                    "is_retired": False,
                    "question_id": self._known(questions, year, question_code, key),
                    "indicator_id": self._known(indicators, year, content.get("indicator"), key),
                }
        return rows

    def _known(self, rows, year, name, key):
        """The primary key of what a content is for, or None where it names nothing of this kind."""
        if name is None:
            return None
        if (year, name) not in rows:
            raise BrokenDataFile(
                f"{self.label}: {key} อ้างถึง {name} ซึ่งไม่มีในเกณฑ์ปี {year} โปรดโหลดเกณฑ์ก่อน (load_frameworks)"
            )
        return rows[year, name]


def _all_of(model):
    return model.objects.select_related("framework")


def _keys_of(content):
    if "questions" not in content:
        return [(content["key"], None)]
    return [(f"{content['key']}/{code}", code) for code in content["questions"]]


def _adopt(row, values):
    """Put the values on the row; True when something changed."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)
