"""The measures library as files: the only reader of `fixtures/measures/*.json` (format: fixtures/README.md)."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from assessments.models import Indicator, Question
from ita_portal.data_files import BrokenDataFile, read_data_file
from measures.models import MeasureKind, MeasureTemplate

SCHEMA = "measures"
FIRST_VERSION = 1  # a measure that was edited or retired in the portal has a higher one, and is left alone


@dataclass(frozen=True)
class LoadOutcome:
    """How many shared measures were added, brought up to date, and retired because no file has them any more."""

    added: int = 0
    updated: int = 0
    retired: int = 0

    @property
    def changed(self):
        return bool(self.added or self.updated or self.retired)


def template_paths():
    """The files of the repository, in the order in which equally exact measures are offered."""
    return sorted((settings.FIXTURES_DIR / "measures").glob("*.json"))


def read_templates(path):
    """The checked measures of a file. Raises BrokenDataFile."""
    return read_data_file(path, SCHEMA)["templates"]


@transaction.atomic
def load_templates(templates):
    """Store the measures of all files as the shared library; loading the same again changes nothing.

    A measure that was edited or retired in the portal stays as it is there; one that no file has any more is retired.
    Raises BrokenDataFile for a key that occurs twice or a question or indicator that no framework has.
    """
    wanted = _rows_by_key(templates)
    stored = {row.file_key: row for row in _loaded_rows()}
    added = [MeasureTemplate(file_key=key, **values) for key, values in wanted.items() if key not in stored]
    MeasureTemplate.objects.bulk_create(added)
    untouched = [row for row in stored.values() if row.version == FIRST_VERSION]
    updated = [row for row in untouched if row.file_key in wanted and _adopt(row, wanted[row.file_key])]
    retired = [row for row in untouched if row.file_key not in wanted and _adopt(row, {"is_retired": True})]
    for row in (*updated, *retired):
        row.save()
    return LoadOutcome(len(added), len(updated), len(retired))


def _loaded_rows():
    rows = MeasureTemplate.objects.unscoped("the shared measures that came from files")
    return rows.filter(organization=None).exclude(file_key="")


def _adopt(row, values):
    """Put the values on the row; True when something changed."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _rows_by_key(templates):
    """{file_key: values of the row}; a measure for several questions is one row for each of them."""
    questions = {(row.framework.year, row.code): row.pk for row in _all_of(Question)}
    indicators = {(row.framework.year, row.number): row.pk for row in _all_of(Indicator)}
    rows = {}
    for template in templates:
        for key, question_code in _keys_of(template):
            if key in rows:
                raise BrokenDataFile(f"คลังมาตรการ: รหัส {key} ซ้ำกัน")
            rows[key] = {
                **_values_of(template),
                "question_id": _known(questions, template["year"], question_code, key),
                "indicator_id": _known(indicators, template["year"], template.get("indicator"), key),
            }
    return rows


def _all_of(model):
    return model.objects.select_related("framework")


def _keys_of(template):
    if "questions" not in template:
        return [(template["key"], None)]
    return [(f"{template['key']}/{code}", code) for code in template["questions"]]


def _values_of(template):
    return {
        "kind": template.get("kind", MeasureKind.MEASURE),
        "titles": "\n".join(template["titles"]),
        "steps": "\n".join(template["steps"]),
        "target": template.get("target", ""),
        "follow_up": "\n".join(template.get("follow_up", ())),
        "source": template["source"],
        "is_retired": False,
    }


def _known(rows, year, name, key):
    """The primary key of what a measure is for, or None where it names nothing of this kind."""
    if name is None:
        return None
    if (year, name) not in rows:
        raise BrokenDataFile(
            f"คลังมาตรการ: {key} อ้างถึง {name} ซึ่งไม่มีในเกณฑ์ปี {year} โปรดโหลดเกณฑ์ก่อน (load_frameworks)"
        )
    return rows[year, name]
