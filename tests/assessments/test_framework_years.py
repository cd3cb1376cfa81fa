"""The seven frameworks of fixtures/: each loads as it is written, and says what the commission published."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.framework_files import (
    check_framework,
    export_framework,
    framework_paths,
    load_framework,
    read_framework,
)
from assessments.models import Framework
from assessments.score_tree import frameworks_with_tree, levels_of

pytestmark = pytest.mark.django_db

each_file = pytest.mark.parametrize("path", framework_paths(), ids=lambda path: path.stem)


def with_numbers(value):
    """A file's content with its weights and minimums as numbers: "30" is "30.00"."""
    if isinstance(value, list):
        return [with_numbers(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    numbers = ("weight", "minimum_total", "minimum_instrument")
    return {
        key: Decimal(inner) if key in numbers and inner else with_numbers(inner) for key, inner in value.items()
    }


def test_there_is_a_file_for_every_year_from_2564_to_2570():
    assert [path.stem for path in framework_paths()] == [f"ita_{year}" for year in range(2564, 2571)]


@each_file
def test_every_file_is_loaded_as_it_is_written(frameworks, path):
    content = read_framework(path)

    framework = Framework.objects.get(year=content["year"])

    assert with_numbers(export_framework(framework)) == with_numbers(content)


@each_file
def test_loading_a_file_again_writes_nothing(frameworks, path):
    content = read_framework(path)

    with CaptureQueriesContext(connection) as queries:
        _, changed = load_framework(content)

    assert not changed
    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


@each_file
def test_what_is_exported_is_itself_a_sound_file(frameworks, path):
    framework = Framework.objects.get(year=read_framework(path)["year"])

    exported = export_framework(framework)

    check_framework(json.loads(json.dumps(exported)), "exported.json")


@pytest.mark.parametrize("year", [2567, 2568, 2569])
def test_questions_about_misconduct_are_marked_as_reversed(frameworks, year):
    questions = Framework.objects.get(year=year).questions

    reversed_codes = set(questions.filter(is_reversed=True).values_list("code", flat=True))

    assert reversed_codes == {"i2", "i3", "i5", "i6", "i7", "i8", "i9", "i11", "e3"}


def test_answers_of_2568_have_six_levels_or_two(frameworks):
    questions = Framework.objects.get(year=2568).questions.exclude(code__startswith="O")

    scales = {question.code: len(question.allowed_values) for question in questions}

    assert [code for code, size in scales.items() if size == 2] == ["i3", "i9", "e3"]
    assert sorted(set(scales.values())) == [2, 6]


@pytest.mark.parametrize(
    ("code", "wording"),
    [
        ("i10", "เจ้าหน้าที่ในหน่วยงานของท่าน มีการขอยืมหรือขอใช้ทรัพย์สินของหน่วยงานอย่างถูกต้องตามขั้นตอน/แนวปฏิบัติ มากน้อยเพียงใด"),
        ("e9", "หน่วยงานมีการพัฒนาการให้บริการผ่านช่องทางออนไลน์ให้สะดวก รวดเร็ว และมีประสิทธิภาพ"),
        ("O10", "E-Service"),
        ("O27", "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"),
        ("O28", "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปี พ.ศ. ๒๕๖๗"),
    ],
)
def test_the_wording_of_2568_is_the_published_one(frameworks, code, wording):
    assert Framework.objects.get(year=2568).questions.get(code=code).wording == wording


@pytest.mark.parametrize(
    ("year", "announced_on"),
    [
        (2564, "2021-08-26"),
        (2565, "2022-08-01"),
        (2566, "2023-08-10"),
        (2567, "2024-07-30"),
        (2568, "2025-08-15"),
    ],
)
def test_the_calendar_knows_the_day_of_the_results(frameworks, year, announced_on):
    results = Framework.objects.get(year=year).calendar.get(event="results")

    assert (results.starts_on.isoformat(), results.is_provisional) == (announced_on, False)


# -- The levels of each year -------------------------------------------------------------------------

LETTERS = [
    ("AA", 95, None),
    ("A", 85, None),
    ("B", 75, None),
    ("C", 65, None),
    ("D", 55, None),
    ("E", 50, None),
]
LETTERS = [*LETTERS, ("F", 0, None)]
WORDS = [("ผ่านดีเยี่ยม", 95, 95), ("ผ่านดี", 85, 85), ("ผ่าน", 85, None), ("ต้องปรับปรุง", 70, None)]
WORDS = [*WORDS, ("ต้องปรับปรุงโดยด่วน", 0, None)]


@pytest.mark.parametrize("year", [2564, 2565, 2566, 2567, 2568, 2569])
def test_a_year_has_the_levels_the_commission_published(frameworks, year):
    levels = levels_of(frameworks_with_tree().get(year=year))

    assert [(level.name, level.minimum_total, level.minimum_instrument) for level in levels] == (
        LETTERS if year <= 2565 else WORDS
    )


@pytest.mark.parametrize("year", [2564, 2565, 2566, 2567, 2568, 2569])
def test_a_year_weighs_its_instruments_30_30_40(frameworks, year):
    instruments = Framework.objects.get(year=year).instruments.all()

    assert [(row.code, row.weight) for row in instruments] == [("IIT", 30), ("EIT", 30), ("OIT", 40)]


@pytest.mark.parametrize(
    ("year", "items", "first_of_10", "measures", "report"),
    [
        (2564, 43, "O34", "O42", "O43"),
        (2565, 43, "O34", "O42", "O43"),
        (2566, 43, "O31", "O42", "O43"),
        (2567, 35, "O26", "O34", "O35"),
        (2568, 28, "O21", "O27", "O28"),
        (2569, 26, "O20", "O25", "O26"),
    ],
)
def test_a_year_asks_for_its_own_items_and_files_this_work_under_its_own_numbers(
    frameworks, year, items, first_of_10, measures, report
):
    framework = Framework.objects.get(year=year)

    of_10 = framework.questions.filter(indicator__number=10)
    filed = {item.purpose: item.question.code for item in framework.filing_items.all()}

    assert framework.questions.filter(code__startswith="O").count() == items
    assert of_10.order_by("order").first().code == first_of_10
    assert filed == {"measures": measures, "report": report}
