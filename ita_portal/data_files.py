"""Leaf: reading the JSON data files against their schemas; a broken file is refused naming file, place and reason."""

import json

from django.conf import settings
from jsonschema import Draft202012Validator, FormatChecker


class BrokenDataFile(Exception):
    """A data file that cannot be used; the message names the file, the place inside it and the reason."""


def read_data_file(path, schema_name):
    """Return the content of a JSON file that follows `fixtures/schemas/{schema_name}.schema.json`.

    Raises BrokenDataFile.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenDataFile(f"อ่านแฟ้ม {path.name} ไม่ได้: {error}") from None
    check_data(content, schema_name, path.name)
    return content


def check_data(content, schema_name, name):
    """Refuse content that breaks the schema. Raises BrokenDataFile listing up to ten places."""
    schema = json.loads(
        (settings.FIXTURES_DIR / "schemas" / f"{schema_name}.schema.json").read_text(encoding="utf-8")
    )
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    errors = sorted(validator.iter_errors(content), key=lambda error: list(map(str, error.absolute_path)))
    if errors:
        lines = [f"  {error.json_path}: {error.message}" for error in errors[:10]]
        raise BrokenDataFile("\n".join([f"แฟ้ม {name} ไม่ถูกต้องตามรูปแบบ {schema_name}:", *lines]))
