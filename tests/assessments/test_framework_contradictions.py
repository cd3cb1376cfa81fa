"""Framework files that contradict themselves, one contradiction after another."""

from copy import deepcopy

import pytest

from assessments.framework_checks import contradictions
from tests.assessments.broken_frameworks import filing_item, instrument
from tests.builders import framework_content

pytestmark = pytest.mark.django_db


def test_a_sound_framework_has_no_contradiction():
    assert list(contradictions(framework_content())) == []


def weights_of_instruments(content):
    instrument(content, "OIT")["weight"] = "39.99"


def weights_of_parts(content):
    instrument(content, "EIT")["parts"][0]["weight"] = "14"


def parts_that_are_missing(content):
    instrument(content, "IIT")["aggregation"] = "mean_of_parts"


def indicator_twice(content):
    instrument(content, "OIT")["indicators"][1]["number"] = 9


def question_twice(content):
    instrument(content, "IIT")["indicators"][0]["questions"][1]["code"] = "i1"


def group_that_is_missing(content):
    instrument(content, "OIT")["indicators"][0]["questions"][0]["group"] = "9.9"


def question_outside_groups(content):
    indicator = instrument(content, "OIT")["indicators"][0]
    indicator["aggregation"] = "mean_of_groups"
    indicator["questions"][2]["group"] = None


def filed_under_no_item(content):
    content["filing_items"] = [filing_item("O9")]


def topic_of_no_question(content):
    topic = {"number": 1, "name": "ประเด็น", "indicators": [], "questions": ["O8"]}
    content["filing_items"] = [filing_item("O4", topics=[topic])]


def topic_of_no_indicator(content):
    topic = {"number": 1, "name": "ประเด็น", "indicators": [8], "questions": []}
    content["filing_items"] = [filing_item("O4", topics=[topic])]


def levels_upside_down(content):
    content["rating"].reverse()


@pytest.mark.parametrize(
    ("contradict", "sentence"),
    [
        (weights_of_instruments, "น้ำหนักของเครื่องมือทั้งหมดรวมกันไม่เท่ากับ 100"),
        (weights_of_parts, "เครื่องมือ EIT: น้ำหนักของส่วนรวมกันไม่เท่ากับน้ำหนักของเครื่องมือ"),
        (parts_that_are_missing, "เครื่องมือ IIT: รวมจากส่วน แต่ไม่มีส่วน"),
        (indicator_twice, "เครื่องมือ OIT: มีตัวชี้วัดที่ 9 ซ้ำ"),
        (question_twice, "เครื่องมือ IIT: มีข้อ i1 ซ้ำ"),
        (group_that_is_missing, "เครื่องมือ OIT ข้อ O1: ไม่มีหัวข้อย่อย 9.9"),
        (question_outside_groups, "เครื่องมือ OIT ข้อ O3: ตัวชี้วัดรวมจากหัวข้อย่อย แต่ข้อนี้ไม่มีหัวข้อย่อย"),
        (filed_under_no_item, "รายการที่ยื่นงาน O9: ไม่มีข้อ O9"),
        (topic_of_no_question, "รายการที่ยื่นงาน O4: ไม่มีข้อ O8"),
        (topic_of_no_indicator, "รายการที่ยื่นงาน O4: ไม่มีตัวชี้วัดที่ 8"),
        (levels_upside_down, "เกณฑ์ระดับ: ระดับต้องเรียงจากดีที่สุดลงไป"),
    ],
)
def test_each_contradiction_is_told_in_its_own_sentence(contradict, sentence):
    content = framework_content()

    contradict(content)

    assert list(contradictions(content)) == [sentence]


def instrument_twice(content):
    second = deepcopy(instrument(content, "OIT"))
    second["indicators"] = []
    content["instruments"].append(second)
    second["weight"] = "0"


def part_twice(content):
    instrument(content, "EIT")["parts"][1]["number"] = 1


def group_twice(content):
    groups = instrument(content, "OIT")["indicators"][0]["groups"]
    groups.append({"code": "9.1", "name": "หัวข้ออื่น"})


def level_twice(content):
    content["rating"][2]["name"] = content["rating"][1]["name"]


def purpose_twice(content):
    content["filing_items"] = [filing_item("O3"), filing_item("O4")]


def parts_an_indicator_lacks(content):
    instrument(content, "IIT")["indicators"][0]["aggregation"] = "mean_of_parts"


def items_of_an_instrument_in_parts(content):
    instrument(content, "EIT")["indicators"][0]["aggregation"] = "mean_of_items"


def parts_that_weigh_nothing(content):
    instrument(content, "IIT")["weight"] = "60"
    instrument(content, "EIT").update(weight="0")
    for part in instrument(content, "EIT")["parts"]:
        part["weight"] = "0"


def event_that_ends_before_it_starts(content):
    event = {"event": "survey", "name": "ตอบแบบ", "starts_on": "2025-06-30", "ends_on": "2025-01-01"}
    content["calendar"] = [{**event, "is_provisional": False}]


@pytest.mark.parametrize(
    "contradict",
    [
        instrument_twice,
        part_twice,
        group_twice,
        level_twice,
        purpose_twice,
        parts_an_indicator_lacks,
        items_of_an_instrument_in_parts,
        parts_that_weigh_nothing,
        event_that_ends_before_it_starts,
    ],
)
def test_a_contradiction_that_the_database_would_swallow_is_told_too(contradict):
    content = framework_content()

    contradict(content)

    assert list(contradictions(content))
