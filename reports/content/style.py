"""How a document prints its texts."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class PaperStyle:
    """One digit setting per document, and the place names that a line end never splits."""

    uses_thai_digits: bool = True
    place_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, organization, uses_thai_digits=True):
        """The style of an organisation's documents."""
        district = re.sub(r"^(?:อำเภอ|เขต)", "", organization.district)
        names = {organization.place_name, district, organization.province.name} - {""}
        return cls(uses_thai_digits, tuple(sorted(names, key=len, reverse=True)))


def text_lines(text):
    """The non-empty lines of a text as a tuple: its paragraphs or list items."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
