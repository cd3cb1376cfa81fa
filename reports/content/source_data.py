"""The data behind a document as plain JSON, attached to its PDF: what a machine reads without reading pages."""

import dataclasses
import json
from decimal import Decimal

FILE_NAME = "data.json"


def as_json(report):
    """The content of a Report as JSON text: scores are strings with two decimals, nothing of the layout."""
    content = {
        "title": report.title,
        "organization": report.organization,
        "sections": [{"kind": type(section).__name__, **_plain(section)} for section in report.sections],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _plain(value):
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return f"{value:.2f}" if isinstance(value, Decimal) else value
