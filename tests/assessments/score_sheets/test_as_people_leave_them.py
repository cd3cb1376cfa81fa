"""Score sheets as other programs and people leave them."""

import re
from datetime import datetime

import pytest

from tests.assessments.score_sheets.figures import FIGURES, assert_read_whole, read
from tests.assessments.sheet_files import (
    SHEET,
    edited,
    parts_of,
    row_of,
    with_part,
    with_raw_cell,
    with_rows,
    with_score,
    with_shared_strings,
)

pytestmark = pytest.mark.django_db


def test_a_sheet_is_read_as_it_was_written(form, sheet):
    assert_read_whole(sheet, form)


def test_texts_may_stand_in_a_part_of_their_own(form, sheet):
    assert_read_whole(with_shared_strings(sheet), form)


def test_the_dimension_may_be_missing_or_wrong(form, sheet):
    part = parts_of(sheet)[SHEET]
    missing = re.sub(rb"<dimension[^>]*/>", b"", part)
    wrong = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', part)

    assert missing != part != wrong
    assert_read_whole(with_part(sheet, SHEET, missing), form)
    assert_read_whole(with_part(sheet, SHEET, wrong), form)


def test_rows_may_be_without_their_numbers(form, sheet):
    part = re.sub(rb'<row r="\d+"', b"<row", parts_of(sheet)[SHEET])

    assert_read_whole(with_part(sheet, SHEET, part), form)


def test_the_score_sheet_may_have_another_title_and_another_place(form, sheet):
    def rearrange(workbook, worksheet):
        worksheet.title = "Sheet1 (2)"
        workbook.move_sheet(worksheet, 1)
        workbook.create_sheet("บันทึกของฉัน", 0)["A1"] = "คะแนน"

    assert_read_whole(edited(sheet, rearrange), form)


def test_the_protection_and_the_second_sheet_may_be_gone(form, sheet):
    def open_all(workbook, worksheet):
        worksheet.protection.sheet = False
        worksheet.data_validations.dataValidation = []
        del workbook["คำอธิบาย"]

    assert_read_whole(edited(sheet, open_all), form)


def test_rows_may_be_sorted(form, sheet):
    assert_read_whole(with_sorted_rows(sheet, first_column=1), form)


def test_rows_sorted_without_their_hidden_marks_are_not_trusted(form, sheet):
    understood = read(with_sorted_rows(sheet, first_column=2), form)

    assert understood.problems
    assert "เรียงลำดับไม่ครบทุกคอลัมน์" in understood.problems[0].sentence


def with_sorted_rows(content, first_column):
    """The rows of the table from bottom to top, as a program sorts the columns from `first_column` on."""

    def sort(workbook, worksheet):
        for merged in list(worksheet.merged_cells.ranges):
            worksheet.unmerge_cells(str(merged))
        rows = [[cell.value for cell in row] for row in worksheet.iter_rows(min_row=6, min_col=first_column)]
        for row, values in enumerate(reversed(rows), start=6):
            for column, value in enumerate(values, start=first_column):
                cell = worksheet.cell(row, column)
                cell.value = value
                cell.data_type = "s" if isinstance(value, str) else cell.data_type

    return edited(content, sort)


def test_the_hidden_marks_may_be_gone(form, sheet):
    def delete_marks(workbook, worksheet):
        for merged in list(worksheet.merged_cells.ranges):
            worksheet.unmerge_cells(str(merged))
        worksheet.delete_cols(1)

    assert_read_whole(edited(sheet, delete_marks), form)


def test_columns_may_be_put_in_and_notes_may_stand_beside(form, sheet):
    def add_notes(workbook, worksheet):
        for merged in list(worksheet.merged_cells.ranges):
            worksheet.unmerge_cells(str(merged))
        worksheet.insert_cols(4)
        worksheet["D7"] = "ตรวจแล้ว 100"
        worksheet["J20"] = 12345
        worksheet["B60"] = "หมายเหตุ: คัดลอกจากหนังสือแจ้งผล"

    assert_read_whole(edited(sheet, add_notes), form)


def test_empty_rows_far_below_do_no_harm(form, sheet):
    rows = "".join(f'<row r="{number}" ht="15"/>' for number in (900, 4000, 1_048_576))

    assert_read_whole(with_rows(sheet, rows), form)


def test_rows_may_be_missing(form, sheet):
    def delete_oit(workbook, worksheet):
        for merged in list(worksheet.merged_cells.ranges):
            worksheet.unmerge_cells(str(merged))
        worksheet.delete_rows(row_of(sheet, "OIT"), 20)

    understood = read(edited(sheet, delete_oit), form)

    assert understood.figures == {key: text for key, text in FIGURES.items() if key != "O4"}


@pytest.mark.parametrize(
    "typed",
    ["98.26", "98,26", " 98.26 ", "๙๘.๒๖", "๙๘,๒๖", "ร้อยละ ๙๘.๒๖", "98.26 คะแนน", "\u200b98.26\u00a0", 98.26],
)
def test_a_score_may_be_typed_as_people_type_it(form, sheet, typed):
    assert_read_whole(with_score(sheet, "i1", typed), form)


@pytest.mark.parametrize("digits", ["98.260000000000005", "98.25999999999999", "9.826E1", "98.26"])
def test_what_binary_numbers_leave_behind_a_score_is_cleaned(form, sheet, digits):
    assert_read_whole(with_raw_cell(sheet, "i1", "", f"<v>{digits}</v>"), form)


def test_a_formula_that_was_calculated_counts_as_its_value(form, sheet):
    assert_read_whole(with_raw_cell(sheet, "i1", "", "<f>49.13*2</f><v>98.26</v>"), form)


def test_a_dash_says_nothing(form, sheet):
    understood = read(with_score(sheet, "i1", "-"), form)

    assert understood.problems == ()
    assert "i1" not in understood.figures


@pytest.mark.parametrize(
    "typed",
    [
        "15 ส.ค. 2568",
        "๑๕ สิงหาคม พ.ศ. ๒๕๖๘",
        "15/8/2568",
        datetime(2025, 8, 15),
        datetime(2568, 8, 15),  # typed with a Buddhist year into a cell of dates
    ],
    ids=str,
)
def test_a_date_may_be_a_text_or_a_date_of_excel(form, sheet, typed):
    assert_read_whole(with_score(sheet, "ประกาศเมื่อ", typed), form)


@pytest.mark.parametrize("typed", [137, 137.0, "137", "๑๓๗", "ลำดับที่ ๑๓๗"])
def test_a_rank_may_be_a_number_or_a_text(form, sheet, typed):
    assert_read_whole(with_score(sheet, "ลำดับ", typed), form)


def test_an_empty_cell_is_not_mentioned(form, sheet):
    understood = read(with_score(sheet, "IIT", None), form)

    assert "IIT" not in understood.figures
