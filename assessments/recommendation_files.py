"""The texts of the library as files: `fixtures/recommendations/*.json` (format: fixtures/README.md)."""

from assessments.library_files import LibraryFiles
from assessments.models import Recommendation, RecommendationKind


def _values_of(text):
    return {
        "kind": text.get("kind", RecommendationKind.ANALYSIS),
        "instrument_code": text.get("instrument", ""),
        "band": text.get("band", ""),
        "finding": text.get("finding", ""),
        "recommendation": text.get("recommendation", ""),
        "source": text["source"],
    }


RECOMMENDATION_FILES = LibraryFiles(
    model=Recommendation,
    folder="recommendations",
    schema="recommendations",
    list_name="texts",
    label="คลังข้อความ",
    values_of=_values_of,
)
