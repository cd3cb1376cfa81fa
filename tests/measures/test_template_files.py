"""The shared measures of fixtures/measures: what they say, whom they name, and how they are loaded."""

import re

import pytest
from django.core.management import CommandError, call_command

from assessments.library_files import LibraryFiles
from assessments.models import Indicator
from assessments.recommendations import ORGANIZATION_NAME, placeholders_left
from ita_portal.data_files import BrokenDataFile
from ita_portal.thai_text import normalize
from measures.models import MeasureTemplate
from measures.template_files import TEMPLATE_FILES
from tests import builders
from tests.assessments.test_recommendation_files import MISSPELLINGS, names_of_the_municipalities

FEWEST_STEPS = 3


def all_templates():
    return TEMPLATE_FILES.read_all()


def words_of(template):
    lines = [*template["titles"], *template["steps"], *template.get("follow_up", ())]
    return "\n".join([*lines, template.get("target", ""), template["source"]])


@pytest.fixture(scope="module")
def measures_library(frameworks, module_rows):
    with module_rows():
        TEMPLATE_FILES.load(all_templates())


def test_no_shared_measure_names_a_municipality_or_a_web_address():
    words = "\n".join(words_of(row) for row in all_templates())

    assert [name for name in names_of_the_municipalities() if name in words] == []
    assert not re.search(r"เทศบาล|อบต\.|องค์การบริหารส่วน|อำเภอ|จังหวัด|\.go\.th|https?:", words)


def test_shared_measures_are_spelt_right_and_hold_no_other_placeholder():
    texts = [words_of(row) for row in all_templates()]

    assert [text for text in texts if text != normalize(text)] == []
    assert [(text, word) for text in texts for word in (*MISSPELLINGS, "E-service") if word in text] == []
    assert [text for text in texts if re.search(r"[ก-๙]ๆ", text)] == []
    assert {name for text in texts for name in placeholders_left(text)} <= {ORGANIZATION_NAME}


def test_shared_measures_say_no_year_and_no_item_number():
    texts = {row["key"]: words_of({**row, "source": ""}) for row in all_templates()}

    assert [key for key, words in texts.items() if re.search(r"25\d\d|๒๕[๐-๙]{2}|\b[ieO][0-9๐-๙]", words)] == []


def test_shared_measures_have_steps_to_follow():
    assert [row["key"] for row in all_templates() if len(row["steps"]) < FEWEST_STEPS] == []


@pytest.mark.django_db
def test_every_question_of_2568_has_a_measure(measures_library):
    questions = builders.the_framework(2568).questions.all()
    served = set(MeasureTemplate.objects.values_list("question", flat=True))

    assert len(questions) == 52
    assert [str(row) for row in questions if row.pk not in served] == []


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2564, 2565, 2566, 2567])
def test_every_indicator_of_the_earlier_years_has_a_measure(measures_library, year):
    rows = MeasureTemplate.objects.filter(indicator__isnull=False)
    served = set(rows.values_list("indicator__number", "indicator__name"))
    indicators = Indicator.objects.filter(framework__year=year)

    assert len(indicators) == 10
    assert [str(row) for row in indicators if (row.number, row.name) not in served] == []


@pytest.mark.django_db
def test_loading_again_changes_nothing(measures_library):
    before = list(MeasureTemplate.objects.values())

    outcome = TEMPLATE_FILES.load(all_templates())

    assert not outcome.changed
    assert list(MeasureTemplate.objects.values()) == before


@pytest.mark.django_db
def test_a_measure_that_was_edited_in_the_portal_is_not_loaded_over(measures_library):
    MeasureTemplate.objects.filter(file_key="2568-i10/i10").update(titles="ของผู้ดูแลระบบ", version=2)

    outcome = TEMPLATE_FILES.load(all_templates())

    assert not outcome.changed
    assert MeasureTemplate.objects.get(file_key="2568-i10/i10").titles == "ของผู้ดูแลระบบ"


@pytest.mark.django_db
def test_a_measure_that_left_the_files_is_retired_and_comes_back_with_them(measures_library):
    without = [row for row in all_templates() if row["key"] != "2568-i10"]

    outcomes = [TEMPLATE_FILES.load(without), TEMPLATE_FILES.load(all_templates())]

    assert [(row.retired, row.updated) for row in outcomes] == [(1, 0), (0, 1)]
    assert not MeasureTemplate.objects.get(file_key="2568-i10/i10").is_retired


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "reason"), [({"questions": ["i99"]}, "i99"), ({"key": "2568-i1"}, "ซ้ำกัน")])
def test_a_broken_measure_is_refused_with_its_reason(measures_library, change, reason):
    stray = {"key": "stray", "year": 2568, "questions": ["i1"], "titles": ["ก"], "steps": ["ข"], "source": "ค"}

    with pytest.raises(BrokenDataFile, match=reason):
        TEMPLATE_FILES.load([*all_templates(), {**stray, **change}])


@pytest.mark.django_db
def test_the_command_tells_what_it_did(measures_library, capsys):
    call_command("load_measure_templates")

    assert capsys.readouterr().out.endswith("เป็นปัจจุบันอยู่แล้ว\n")


@pytest.mark.django_db
def test_a_measure_for_a_year_without_a_framework_asks_for_it():
    with pytest.raises(BrokenDataFile, match="load_frameworks"):
        TEMPLATE_FILES.load(
            [{"key": "x", "year": 2599, "indicator": 1, "titles": ["ก"], "steps": ["ข"], "source": "ค"}]
        )


def test_a_broken_file_stops_the_command(monkeypatch, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text('{"templates": [{"key": "x"}]}', encoding="utf-8")
    monkeypatch.setattr(LibraryFiles, "paths", lambda files: [broken])

    with pytest.raises(CommandError, match="broken.json"):
        call_command("load_measure_templates")
