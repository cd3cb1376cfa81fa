"""Score sheets with cells that are wrong: each is told by its place."""

from datetime import datetime

import pytest

from tests.assessments.malformed_sheets import WRONG_SCORES
from tests.assessments.score_sheets.figures import read
from tests.assessments.sheet_files import (
    row_of,
    with_cell,
    with_rows,
    with_score,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", WRONG_SCORES)
def test_a_cell_that_is_no_score_is_told_by_its_place(form, sheet, name):
    value, said = WRONG_SCORES[name]

    understood = read(
        with_score(sheet, "i1", value, number_format="0.00" if not hasattr(value, "minute") else None), form
    )

    (problem,) = understood.problems
    assert (problem.reference, problem.name) == (f"D{row_of(sheet, 'i1')}", "i1")
    assert said in problem.sentence


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("ระดับ", "ดีที่สุด", "ไม่มีระดับ"),
        ("ลำดับ", "ที่หนึ่ง", "ไม่ใช่ลำดับ"),
        ("ลำดับ", 0, "ไม่ใช่ลำดับ"),
        ("ลำดับ", 1.5, "ไม่ใช่ลำดับ"),
        ("ประกาศเมื่อ", "15 ส.ค. 2025", "ไม่ใช่ปี พ.ศ."),
        ("ประกาศเมื่อ", "เดือนสิงหาคม", "อ่านวันที่"),
        ("ประกาศเมื่อ", datetime(1905, 1, 1), "ไม่อยู่ในช่วง"),
        ("ประกาศเมื่อ", 2568, "อ่านวันที่"),
        ("ที่มา", "ก" * 301, "ยาวเกิน 300"),
        ("กลุ่มลำดับ", "ก" * 121, "ยาวเกิน 120"),
        ("ที่มา", True, "ไม่ใช่ข้อความ"),
    ],
)
def test_a_fact_that_cannot_be_is_told_by_its_place(form, sheet, code, value, said):
    understood = read(with_score(sheet, code, value), form)

    (problem,) = understood.problems
    assert (problem.reference, problem.name) == (f"D{row_of(sheet, code)}", code)
    assert said in problem.sentence


def test_a_number_shown_in_percent_is_not_guessed(form, sheet):
    understood = read(with_score(sheet, "i1", 0.9826, number_format="0.00%"), form)

    assert "จัดรูปแบบเป็น %" in understood.problems[0].sentence


def test_a_score_in_a_column_of_others_is_told(form, sheet):
    understood = read(with_score(sheet, "e1", 50), form)

    assert [problem.name for problem in understood.problems] == ["e1"]
    assert "“EIT ส่วนที่ ๑” หรือ “EIT ส่วนที่ ๒”" in understood.problems[0].sentence


def test_a_code_the_year_does_not_know_is_told(form, sheet):
    content = with_cell(with_cell(sheet, "B200", "i99"), "D200", 50)

    understood = read(content, form)

    assert "ไม่มีรหัส “i99”" in understood.problems[0].sentence


def test_a_code_that_comes_twice_is_told(form, sheet):
    content = with_cell(with_cell(sheet, "B200", "i1"), "D200", 50)

    understood = read(content, form)

    assert f"แถว {row_of(sheet, 'i1')}" in understood.problems[0].sentence


def test_a_score_without_a_code_is_told(form, sheet):
    understood = read(with_cell(sheet, "D200", 50), form)

    assert "ไม่มีรหัส" in understood.problems[0].sentence


def test_a_code_that_was_typed_over_is_told(form, sheet):
    understood = read(with_cell(sheet, f"B{row_of(sheet, 'i1')}", "i2"), form)

    assert "ถูกเปลี่ยนจาก i1 เป็น i2" in understood.problems[0].sentence


def test_a_page_of_problems_is_told_in_full_and_the_rest_counted(form, sheet):
    rows = "".join(f'<row r="{row}"><c r="D{row}"><v>50</v></c></row>' for row in range(1000, 1300))

    understood = read(with_rows(sheet, rows), form)

    assert (len(understood.problems), understood.problem_count) == (200, 300)
