"""The frameworks of fixtures/ as the reader of pasted text knows them, without a database."""

from functools import cache

from assessments.framework_files import framework_paths, read_framework
from assessments.pasted_scores import KnownFramework, KnownIndicator, KnownInstrument, KnownQuestion


@cache
def known(year):
    """The framework of a year, from its file."""
    content = next(row for row in map(read_framework, framework_paths()) if row["year"] == year)
    pairs = [(instrument, row) for instrument in content["instruments"] for row in instrument["indicators"]]
    return KnownFramework(
        year=year,
        instruments=tuple(
            KnownInstrument(row["code"], row["name"], tuple(part["number"] for part in row["parts"]))
            for row in content["instruments"]
        ),
        indicators=tuple(
            KnownIndicator(row["number"], (row["name"], *row["aliases"]), instrument["code"])
            for instrument, row in pairs
        ),
        questions=tuple(
            KnownQuestion(
                question["code"], question["wording"] or question["summary"], instrument["code"], row["number"]
            )
            for instrument, row in pairs
            for question in row["questions"]
        ),
        levels=tuple(row["name"] for row in content["rating"]),
    )
