"""Pasted scores: what must not be guessed."""

from decimal import Decimal

import pytest

from assessments.pasted_scores import read_pasted
from tests.assessments.known_frameworks import known
from tests.assessments.pasted_texts import figures


def problem(text, year=2568):
    """The one problem of a text that gives no figure."""
    read = read_pasted(text, known(year))
    assert not read.figures
    return read.problems[-1].problem


def notes(text, year=2568):
    return [line.note for line in read_pasted(text, known(year)).lines if line.key]


def test_the_name_counts_where_number_and_name_disagree():
    text = "๒.การใช้อำนาจ (๗๐.๐๖ คะแนน)"

    assert figures(text, 2564) == {"3": "70.06"}
    assert notes(text, 2564) == ["พิมพ์เลข 2 แต่ชื่อนี้คือตัวชี้วัดที่ 3 จึงใช้ชื่อ"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1๑ 98.26", "อาจหมายถึง"),
        ("ข้อ 1 98.26", "อาจหมายถึง"),
        ("i6 991.3\nข้อ 1 98.26", "อาจหมายถึง"),
        ("IIT\n1 98.26", "อาจเป็นตัวชี้วัดหรือข้อ"),
        ("ตัวชี้วัดที่ 2 การใช้งบประมาณ\nข้อ 1\t98.26", "ไม่พบข้อ"),
        ("O35 100.00", "เกณฑ์ปี 2568 อาจเป็นรหัสของปีอื่น"),
        ("i16 100.00", "เกณฑ์ปี 2568 อาจเป็นรหัสของปีอื่น"),
        ("i1 100.01", "ระหว่าง 0 ถึง 100"),
        ("i1 982.6", "ระหว่าง 0 ถึง 100"),
        ("i1 98.2609", "ทศนิยมเกิน"),
        ("i1 098.26", "ไม่ใช่คะแนน"),
        ("i1 1,098.26", "ไม่ใช่คะแนน"),
        ("e1 96.80", "ส่วน แต่พบค่าเดียว"),
        ("e1 96.80 98.00 97.40", "พบ 3 ค่า"),
        ("EIT ส่วนที่ 1\ne1 96.80 98.00", "พบ 2 ค่า"),
        ("EIT ส่วนที่ 1\nตัวชี้วัดที่ 6 คุณภาพการดำเนินงาน 97.87", "เฉพาะส่วนเดียว"),
        ("i1\t98.26\t95.10", "พบ 2 ค่า"),
        ("ตัวชี้วัดที่ 3 การบริหารงาน 98.00", "ไม่รู้จักตัวชี้วัดชื่อ"),
        ("ตัวชี้วัดที่ 11 98.00", "ไม่มีตัวชี้วัดที่ 11"),
        ("ข้อความที่ไม่รู้จักเลย\t98.26", "ไม่ทราบว่าเป็นคะแนนของข้อใด"),
        ("98.26", "ไม่ทราบว่าเป็นคะแนนของข้อใด"),
        ("98.26\ti1", "อยู่หน้ารหัสหรือชื่อ"),
        ("O10 ข้อมูลสถิติการให้บริการ 100.00", "ข้อความตรงกับ O11"),
        ("i1/2 98.26", "ไม่มีคะแนนแยกส่วน"),
        ("e1/3 98.26", "ไม่มีส่วนที่ 3"),
    ],
)
def test_what_is_not_certain_is_not_placed_and_says_why(text, sentence):
    assert sentence in problem(text)


def test_two_values_for_one_question_are_both_set_aside():
    read = read_pasted("i1 98.26\ni2 100.00\ni1 89.26", known(2568))

    assert dict(read.figures) == {"i2": Decimal("100.00")}
    assert [line.place for line in read.problems] == ["บรรทัดที่ 1", "บรรทัดที่ 3"]


def test_a_text_of_another_year_is_marked():
    read = read_pasted("ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๗\nIIT 93.80", known(2568))

    assert [line.problem for line in read.problems] == [
        "ข้อความกล่าวถึงปี 2567 แต่ไม่กล่าวถึงปี 2568 โปรดตรวจว่าเป็นผลของปีใด"
    ]


def test_the_same_value_twice_is_one_figure_and_says_so():
    assert figures("i1 98.26\ni1 98.26") == {"i1": "98.26"}
    assert notes("i1 98.26\ni1 98.26") == ["", "ซ้ำกับบรรทัดที่ 1 ค่าเดียวกัน"]


@pytest.mark.parametrize(
    "line",
    [
        "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
        "2568",
        "อยู่ในลำดับที่ 137 ของหน่วยงานประเภท เทศบาลตำบล",
        "- ๒ -",
        "หน้า 3",
        "12",
        "ตัวชี้วัดที่\tรายละเอียดตัวชี้วัด\tคะแนน",
        "จุดแข็ง (ตัวชี้วัดที่ได้คะแนนมากกว่าร้อยละ ๙๕ คะแนน)",
        "โทร. 0 7512 3456",
        "ที่ นค ๕๓๗๑๑/๐๐๕",
        "๑๖ มกราคม ๒๕๖๘",
        "O7 รายงานผลการดำเนินงานประจำปี พ.ศ. ๒๕๖๗",
        "i1\t-",
        "ผลการประเมินในภาพรวมย้อนหลัง 91.20 94.50",
    ],
)
def test_years_ranks_pages_and_headings_are_no_scores(line):
    read = read_pasted(f"{line}\nIIT 93.80", known(2568))

    assert {key: str(value) for key, value in read.figures.items()} == {"IIT": "93.80"}
    assert read.lines[0].note or read.lines[0].problem


def test_a_running_number_between_two_questions_is_never_the_missing_score():
    text = "1\ni1\n98.26\n2\ni2\n3\ni3\n100.00"

    assert figures(text) == {"i1": "98.26", "i3": "100.00"}


def test_a_page_number_between_the_parts_of_a_question_is_none_of_them():
    assert figures("e1\n96.80\n12\n98.00") == {"e1/1": "96.80", "e1/2": "98.00"}


def test_a_score_is_not_carried_over_from_an_unknown_row():
    read = read_pasted("ตัวชี้วัดที่ ๒ การใช้งบประมาณ\nข้อ ก๑ เรื่องอื่น\t94.78", known(2568))

    assert not read.figures
    assert len(read.problems) == 1


def test_a_year_beside_a_score_is_not_the_score():
    text = "O6 แผนและความก้าวหน้าในการดำเนินงานและการใช้งบประมาณประจำปี พ.ศ. 2568 100.00"

    assert figures(text) == {"O6": "100.00"}


def test_a_change_beside_a_score_is_not_the_score():
    assert figures("IIT\t93.80\t+1.20\nOIT 98.75 ▲ 2.10") == {"IIT": "93.80", "OIT": "98.75"}
