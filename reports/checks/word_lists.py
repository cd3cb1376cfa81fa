"""The words and names that are data: `fixtures/checks/words.json` (format: fixtures/README.md)."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from ita_portal.data_files import read_data_file


@dataclass(frozen=True)
class WordLists:
    """Misspellings with what is right, English names as they are written, known web sites, the provinces."""

    misspellings: dict[str, str]
    english: tuple[str, ...]
    public_sites: tuple[str, ...]
    provinces: tuple[str, ...]


@cache
def word_lists():
    """The lists of the file, read once. Raises BrokenDataFile."""
    content = read_data_file(settings.FIXTURES_DIR / "checks" / "words.json", "check_words")
    return WordLists(
        misspellings={row["wrong"]: row["right"] for row in content["misspellings"]},
        english=tuple(content["english"]),
        public_sites=tuple(content["public_sites"]),
        provinces=tuple(content["provinces"]),
    )
