"""The words of made-up data: those of the shipped libraries, so that texts are as long and words as frequent as in offices."""

import json
from dataclasses import dataclass

from assessments.recommendation_files import RECOMMENDATION_FILES
from ita_portal import file_store
from ita_portal.thai_text import to_thai_digits
from measures.template_files import TEMPLATE_FILES
from reports.workflow import kept_files

RARE = "อากาศยานไร้คนขับ"  # stands in one title of ten thousand
ONE_IN = 10_000
STEPS_OF_A_MEASURE = 2
PDF_BYTES = 150_000  # as long as an analysis report
ROWS_OF_A_DOCUMENT = 60


@dataclass(frozen=True)
class Texts:
    """What is written in measures and analyses. Every choice is the caller's, who has the random numbers."""

    titles: list[str]
    steps: list[str]
    recommendations: list[str]

    def title(self, random, organization):
        """Of a measure: every second one names its organisation."""
        text = random.choice(self.titles)
        if random.random() < 0.5:
            text = f"{text} {organization.short_name}"
        return f"{text} ด้วย{RARE}" if random.randrange(ONE_IN) == 0 else text


def read_texts():
    """The Texts of the files in fixtures/."""
    templates = TEMPLATE_FILES.read_all()
    return Texts(
        titles=[title for template in templates for title in template["titles"]],
        steps=[step for template in templates for step in template["steps"]],
        recommendations=[
            text["recommendation"] for text in RECOMMENDATION_FILES.read_all() if text.get("recommendation")
        ],
    )


def store_pdf():
    """A file as large as a report, for all editions (a StoredFile)."""
    return file_store.store(
        b"%PDF-" + b"x" * PDF_BYTES, area=kept_files.AREA, limit_bytes=kept_files.LIMIT_BYTES
    )


def data_of_document(texts):
    """The frozen JSON of a document with a table as long as that of a plan."""
    rows = [
        {"cells": [{"lines": [to_thai_digits(str(number))]}, {"lines": [title]}, {"lines": texts.steps[:5]}]}
        for number, title in enumerate(texts.titles[:ROWS_OF_A_DOCUMENT], start=1)
    ]
    columns = [{"title": title} for title in ("ที่", "มาตรการ", "ขั้นตอน")]
    table = {"kind": "Table", "heading_lines": ["มาตรการ"], "columns": columns, "rows": rows}
    return json.dumps({"sections": [table]}, ensure_ascii=False)
