"""The measures of the library as files: `fixtures/measures/*.json` (format: fixtures/README.md)."""

from assessments.library_files import LibraryFiles
from measures.models import MeasureKind, MeasureTemplate


def _values_of(template):
    return {
        "kind": template.get("kind", MeasureKind.MEASURE),
        "titles": "\n".join(template["titles"]),
        "steps": "\n".join(template["steps"]),
        "target": template.get("target", ""),
        "follow_up": "\n".join(template.get("follow_up", ())),
        "source": template["source"],
    }


TEMPLATE_FILES = LibraryFiles(
    model=MeasureTemplate,
    folder="measures",
    schema="measures",
    list_name="templates",
    label="คลังมาตรการ",
    values_of=_values_of,
)
