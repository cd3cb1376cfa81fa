"""The command load_frameworks, on a folder of its own."""

import json
import shutil
from decimal import Decimal

import pytest
from django.conf import settings as project_settings
from django.core.management import CommandError, call_command

from assessments.framework_revisions import correct
from assessments.models import Framework
from tests.builders import FULL_SCORES, an_assessment, framework_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework_folder(tmp_path, settings):
    """A fixtures folder of its own; gives a function that writes a framework file there."""
    shutil.copytree(project_settings.FIXTURES_DIR / "schemas", tmp_path / "schemas")
    (tmp_path / "frameworks").mkdir()
    settings.FIXTURES_DIR = tmp_path

    def write(content):
        path = tmp_path / "frameworks" / f"ita_{content['year']}.json"
        path.write_text(json.dumps(content), encoding="utf-8")

    return write


def a_file_of(year, **changes):
    """A small framework that follows the schema to the letter."""
    content = framework_content(year, **changes)
    for row in content["instruments"]:
        row["english_name"] = row["code"]
    return content


def test_the_command_says_what_it_loaded_and_the_second_time_that_nothing_changed(framework_folder, capsys):
    framework_folder(a_file_of(2568))

    call_command("load_frameworks")
    call_command("load_frameworks")

    assert capsys.readouterr().out.splitlines() == [
        "เกณฑ์ ITA ปี ๒๕๖๘: โหลดแล้ว",
        "เกณฑ์ ITA ปี ๒๕๖๘: เป็นปัจจุบันอยู่แล้ว",
    ]


def test_the_command_refuses_a_broken_file_and_loads_none(framework_folder):
    framework_folder(a_file_of(2567))
    framework_folder(a_file_of(2568, title=""))

    with pytest.raises(CommandError, match=r"ita_2568\.json"):
        call_command("load_frameworks")

    assert not Framework.objects.exists()


def test_the_command_recomputes_the_totals_that_a_changed_file_moves(framework_folder):
    framework_folder(a_file_of(2568))
    call_command("load_frameworks")
    scores = {**FULL_SCORES, "i1": "0.00", "i2": "0.00"}
    assessment = an_assessment(framework=Framework.objects.get(), official=scores)
    content = a_file_of(2568)
    content["instruments"][0]["weight"], content["instruments"][2]["weight"] = "20", "50"  # IIT and OIT

    framework_folder(content)
    call_command("load_frameworks")

    assert assessment.computed_total == Decimal("63.00")
    assessment.refresh_from_db()
    assert assessment.computed_total == Decimal("72.00")


def test_the_command_passes_over_a_framework_that_was_corrected(framework_folder):
    framework_folder(a_file_of(2567))
    framework_folder(a_file_of(2568))
    call_command("load_frameworks")
    correct(Framework.objects.get(year=2567), {"note": "ตรวจแล้ว"}, "ตามประกาศ", by=None)

    call_command("load_frameworks")

    assert Framework.objects.get(year=2567).note == "ตรวจแล้ว"
