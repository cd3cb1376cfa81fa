"""Framework files: what is broken is told, what is sound is loaded."""

import json
from copy import deepcopy

import pytest
from django.conf import settings as project_settings

from assessments.framework_files import (
    load_framework,
    read_framework,
)
from assessments.framework_revisions import correct
from assessments.models import Framework
from ita_portal.data_files import BrokenDataFile
from tests.assessments.broken_frameworks import filing_item, instrument
from tests.builders import FULL_SCORES, a_framework, an_assessment, framework_content

pytestmark = pytest.mark.django_db


def content_of(year):
    """The content of a file of fixtures/frameworks, to break."""
    return deepcopy(read_framework(project_settings.FIXTURES_DIR / "frameworks" / f"ita_{year}.json"))


# -- Broken files -----------------------------------------------------------------------------------


def refusal(tmp_path, content):
    """The sentence by which a file of this content is refused."""
    path = tmp_path / "ita_2568.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    with pytest.raises(BrokenDataFile) as refused:
        read_framework(path)
    return str(refused.value)


def test_a_file_that_is_no_json_is_refused_by_name_and_place(tmp_path):
    message = refusal(tmp_path, '{"year": 2568,\n "title": }')

    assert "ita_2568.json" in message
    assert "line 2" in message


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(BrokenDataFile, match="อ่านแฟ้ม ita_2571.json ไม่ได้"):
        read_framework(tmp_path / "ita_2571.json")


def weight_as_number(content):
    content["instruments"][0]["weight"] = 30


def weight_above_100(content):
    content["instruments"][2]["weight"] = "140"


def unknown_field(content):
    content["instruments"][1]["indicators"][0]["colour"] = "red"


def missing_field(content):
    del content["instruments"][0]["indicators"][4]["questions"][2]["is_reversed"]


def double_space(content):
    content["title"] = "เกณฑ์  2568"


def christian_year(content):
    content["year"] = 2025


def impossible_day(content):
    content["calendar"][0]["starts_on"] = "2025-02-30"


def invented_wording(content):
    content["instruments"][0]["indicators"][0]["questions"][0].update(wording="", is_provisional=False)


@pytest.mark.parametrize(
    ("break_it", "place", "reason"),
    [
        (weight_as_number, "$.instruments[0].weight", "30 is not of type 'string'"),
        (weight_above_100, "$.instruments[2].weight", "'140' does not match"),
        (unknown_field, "$.instruments[1].indicators[0]", "'colour' was unexpected"),
        (missing_field, "$.instruments[0].indicators[4].questions[2]", "'is_reversed' is a required property"),
        (double_space, "$.title", "does not match"),
        (christian_year, "$.year", "2025 is less than the minimum of 2560"),
        (impossible_day, "$.calendar[0].starts_on", "'2025-02-30' is not a 'date'"),
        (invented_wording, "$.instruments[0].indicators[0].questions[0].is_provisional", "True was expected"),
    ],
)
def test_a_file_that_breaks_the_format_is_refused_by_name_place_and_reason(tmp_path, break_it, place, reason):
    content = content_of(2568)
    break_it(content)

    message = refusal(tmp_path, content)

    assert message.startswith("แฟ้ม ita_2568.json ไม่ถูกต้องตามรูปแบบ framework:")
    (line,) = [line for line in message.splitlines() if line.strip().startswith(f"{place}:")]
    assert reason in line


def test_of_many_broken_places_ten_are_named(tmp_path):
    content = content_of(2568)
    for question in content["instruments"][2]["indicators"][0]["questions"]:
        question["is_reversed"] = "no"

    message = refusal(tmp_path, content)

    assert len(message.splitlines()) == 11


def test_a_file_that_contradicts_itself_is_refused_by_name_and_reason(tmp_path):
    content = content_of(2568)
    content["instruments"][2]["weight"] = "41"

    message = refusal(tmp_path, content)

    assert message == "แฟ้ม ita_2568.json ขัดแย้งในตัวเอง:\n  น้ำหนักของเครื่องมือทั้งหมดรวมกันไม่เท่ากับ 100"


# -- Loading ----------------------------------------------------------------------------------------


def test_a_question_that_continues_an_unknown_one_is_refused_by_year_and_code():
    a_framework(2567)
    content = framework_content(2568)
    content["instruments"][0]["indicators"][0]["questions"][0]["continues"] = "i9"

    with pytest.raises(BrokenDataFile, match="เกณฑ์ปี 2568 ข้อ i1: ไม่มีข้อ i9 ในเกณฑ์ของปีก่อน"):
        load_framework(content)

    assert not Framework.objects.filter(year=2568).exists()


def test_a_question_is_linked_to_the_one_it_continues():
    a_framework(2567)
    content = framework_content(2568)
    content["instruments"][0]["indicators"][0]["questions"][1]["continues"] = "i1"

    framework, _ = load_framework(content)

    continued = framework.questions.get(code="i2").continues
    assert (continued.framework.year, continued.code) == (2567, "i1")


def test_a_changed_file_changes_the_rows_in_place_and_keeps_the_scores():
    assessment = an_assessment(official=FULL_SCORES)
    before = dict(assessment.framework.questions.values_list("code", "pk"))
    content = framework_content()
    content["instruments"][0]["indicators"][0]["questions"][0]["wording"] = "ข้อความใหม่"

    framework, changed = load_framework(content)

    assert changed
    assert framework.questions.get(code="i1").wording == "ข้อความใหม่"
    assert dict(framework.questions.values_list("code", "pk")) == before


def test_what_a_changed_file_no_longer_has_is_removed():
    a_framework()
    content = framework_content()
    content["instruments"][2]["indicators"][0]["questions"].pop()
    content["instruments"][2]["indicators"][0]["groups"].pop()
    content["rating"].pop()

    framework, _ = load_framework(content)

    assert not framework.questions.filter(code="O3").exists()
    assert not framework.indicators.get(number=9).groups.filter(code="9.2").exists()
    assert framework.rating_levels.count() == 3


def test_a_corrected_framework_is_not_overwritten_by_its_file():
    framework = a_framework()
    correct(framework.questions.get(code="i1"), {"wording": "ข้อความที่แก้"}, "ตามประกาศ", by=None)

    with pytest.raises(BrokenDataFile, match="ถูกแก้ไขในระบบแล้ว"):
        load_framework(framework_content())

    assert framework.questions.get(code="i1").wording == "ข้อความที่แก้"


def test_a_corrected_framework_is_not_overwritten_while_it_waits_for_its_instruments():
    file = framework_content(2570, instruments=[], rating=[])
    framework, _ = load_framework(file)
    correct(framework, {"note": "รอประกาศเดือนเมษายน"}, "ตามหนังสือ", by=None)

    with pytest.raises(BrokenDataFile, match="ถูกแก้ไขในระบบแล้ว"):
        load_framework(file)

    assert Framework.objects.get(year=2570).note == "รอประกาศเดือนเมษายน"


def moved_to_10(content):
    """The content with O3 moved from indicator 9 to 10."""
    disclosure, prevention = instrument(content, "OIT")["indicators"]
    question = disclosure["questions"].pop()
    disclosure["groups"].pop()
    prevention["questions"].append({**question, "group": None})
    return content


def test_a_question_with_scores_may_move_to_another_indicator():
    an_assessment(official=FULL_SCORES)

    framework, _ = load_framework(moved_to_10(framework_content()))

    assert framework.questions.get(code="O3").indicator.number == 10


def test_a_question_that_moves_stays_the_one_that_the_next_year_continues():
    a_framework(2567)
    content = framework_content(2568)
    instrument(content, "OIT")["indicators"][0]["questions"][2]["continues"] = "O3"
    following, _ = load_framework(content)

    load_framework(moved_to_10(framework_content(2567)))

    assert following.questions.get(code="O3").continues is not None


def test_a_file_that_drops_a_question_with_scores_is_refused_in_words():
    an_assessment(official=FULL_SCORES)
    content = framework_content()
    content["instruments"][0]["indicators"][0]["questions"].pop()

    with pytest.raises(BrokenDataFile, match="i2"):
        load_framework(content)


def test_two_filing_items_may_change_places():
    report = {"purpose": "report", "form": "progress"}
    load_framework(framework_content(filing_items=[filing_item("O3"), filing_item("O4", **report)]))

    framework, _ = load_framework(
        framework_content(filing_items=[filing_item("O4"), filing_item("O3", **report)])
    )

    assert framework.measures_item().question.code == "O4"


def test_loading_again_changes_nothing_in_whatever_order_the_file_lists_its_items():
    items = [filing_item("O3"), filing_item("O4", purpose="report", form="progress")]
    load_framework(framework_content(filing_items=items))
    load_framework(framework_content(filing_items=items[::-1]))

    _, changed = load_framework(framework_content(filing_items=items[::-1]))

    assert not changed
