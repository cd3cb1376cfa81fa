"""The sheet of one organisation: what is in it, that it comes back identical, and that it is read however it was saved."""

import io
import re
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assessments import score_sheets, workflow
from assessments.import_changes import NOTHING_ANNOUNCED, changes_of, fingerprint
from assessments.models import Assessment, Framework
from assessments.score_sheets.forms import FACTS
from assessments.score_sheets.reading import read_sheet
from assessments.score_sheets.understood import sheet_from_plain
from assessments.score_tree import officials_of
from ita_portal.thai_text import normalize, to_thai_digits
from organizations.models import Organization, Role
from tests import builders
from tests.assessments.malformed_sheets import WRONG_SCORES
from tests.assessments.sheet_files import (
    SHEET,
    edited,
    parts_of,
    row_of,
    with_cell,
    with_part,
    with_raw_cell,
    with_rows,
    with_score,
    with_shared_strings,
)

pytestmark = pytest.mark.django_db

YEAR = 2590
FIGURES = {
    "total": "91.00",
    "IIT": "92.50",
    "EIT/1": "88.10",
    "1": "90.00",
    "i1": "98.26",
    "e1/2": "0.00",
    "O4": "100.00",
}
ANNOUNCED = {
    "announced_on": date(2025, 8, 15),
    "source": "ระบบ ITAS",
    "official_rating": "ผ่านดี",
    "official_rank": 137,
    "rank_scope": "=องค์การบริหารส่วนตำบล",
}
TOLD = {
    "announced_on": "2025-08-15",
    "source": "ระบบ ITAS",
    "official_rating": "ผ่านดี",
    "official_rank": "137",
    "rank_scope": "=องค์การบริหารส่วนตำบล",
}


@pytest.fixture(scope="module")
def office(module_rows):
    """An organisation and a small framework, of a year that has no real one."""
    with module_rows():
        return builders.an_organization("office", name="องค์การบริหารส่วนตำบล +ทดสอบ"), builders.a_framework(YEAR)


@pytest.fixture(scope="module")
def form(office, module_rows):
    with module_rows():
        return score_sheets.sheet_form_of(office[1], office[0])


@pytest.fixture(scope="module")
def sheet(form):
    """An export with a few figures of every level and everything that is announced."""
    return score_sheets.write_sheet(form, decimals(FIGURES), ANNOUNCED)


def decimals(figures):
    return {key: Decimal(text) for key, text in figures.items()}


def read(content, form):
    return sheet_from_plain(read_sheet(content, form), form)


def assert_read_whole(content, form):
    understood = read(content, form)
    assert understood.problems == ()
    assert (understood.figures, understood.facts) == (FIGURES, TOLD)


# -- What is asked for -----------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2564, 2571))
def test_a_sheet_asks_for_every_figure_of_its_year_and_every_announced_fact(frameworks, year):
    framework = Framework.objects.get(year=year)
    places = set(workflow.places_of(framework))

    form = score_sheets.sheet_form_of(framework, Organization(slug="x", name="x"))
    bulk = score_sheets.bulk_form_of(framework)

    assert form.keys == bulk.keys == places | set(FACTS)
    assert set(FACTS) == set(workflow.HEADER_FIELDS) == set(NOTHING_ANNOUNCED)
    assert len(set(bulk.columns.values())) == len(bulk.columns)


def test_only_the_cells_to_fill_in_are_open(sheet):
    worksheet = load_workbook(io.BytesIO(sheet)).worksheets[0]

    opened = [cell.coordinate for row in worksheet.iter_rows() for cell in row if not cell.protection.locked]

    assert worksheet.protection.sheet
    assert not worksheet.protection.password
    assert {f"D{row_of(sheet, code)}" for code in ("i1", "IIT", "รวม", "ระดับ")} <= set(opened)
    assert not {"A1", "B7", "C3", f"E{row_of(sheet, 'i1')}", f"D{row_of(sheet, 'e1')}"} & set(opened)


def test_a_level_is_chosen_from_those_of_the_year_and_a_score_is_a_number(sheet):
    workbook = load_workbook(io.BytesIO(sheet))

    rules = {rule.type: rule for rule in workbook.worksheets[0].data_validations.dataValidation}

    title, cells = rules["list"].formula1.replace("$", "").split("!")
    levels = [row[0].value for row in workbook[title.strip("'")][cells]]
    assert levels == ["ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง"]
    assert (rules["decimal"].formula1, rules["decimal"].formula2) == ("0", "100")


def test_the_sheet_prints_on_a4_with_its_head_on_each_page(sheet):
    worksheet = load_workbook(io.BytesIO(sheet)).worksheets[0]

    assert (int(worksheet.page_setup.paperSize), worksheet.page_setup.orientation) == (9, "portrait")
    assert (worksheet.print_title_rows, worksheet.freeze_panes) == ("$5:$5", "D6")
    assert (worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight) == (1, 0)


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0"])
def test_a_text_is_never_a_formula(form, start):
    content = score_sheets.write_sheet(form, {}, {"source": start})

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    cell = sheet[f"D{row_of(content, 'ที่มา')}"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (start, "s", True)
    assert b"<f>" not in parts_of(content)[SHEET]
    assert read(content, form).facts == {"source": start}


def test_a_text_that_no_cell_could_hold_is_cut_to_what_it_can(form):
    content = score_sheets.write_sheet(form, {}, {"source": "ก\x00\x0b\ufffe\ud800ข" + "ค" * 40_000})

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]

    assert sheet[f"D{row_of(content, 'ที่มา')}"].value.startswith("กขคคค")


# -- There and back --------------------------------------------------------------------------------


def scores():
    return st.integers(0, 10_000).map(lambda cents: f"{Decimal(cents) / 100:.2f}")


def texts(longest):
    """Texts as the portal stores them: one spelling, one line."""
    letters = st.sampled_from("กขคงอี่ำฯๆ๐๙ abcXYZ0159=+-@<>&\"'\\/_[]{}%;:,.")
    return (
        st.text(letters, max_size=longest)
        .map(lambda text: " ".join(normalize(text).split()))
        .filter(is_settled)
    )


def is_settled(text):
    return " ".join(normalize(text).split()) == text


def subsets_of(keys):
    return st.dictionaries(st.sampled_from(sorted(keys)), scores())


def facts_of(levels):
    return st.fixed_dictionaries(
        {},
        optional={
            "announced_on": st.dates(date(1997, 1, 1), date(2057, 12, 31)),
            "source": texts(300),
            "official_rating": st.sampled_from(levels),
            "official_rank": st.integers(1, 100_000),
            "rank_scope": texts(120),
        },
    )


@pytest.fixture(scope="module")
def large_form(frameworks, module_rows):
    """The sheet of the real year 2568: 77 figures."""
    with module_rows():
        organization = builders.an_organization("large")
        return score_sheets.sheet_form_of(Framework.objects.get(year=2568), organization)


@settings(max_examples=40)
@given(st.data())
def test_whatever_is_exported_comes_back_identical(large_form, data):
    figures = data.draw(subsets_of(large_form.keys - set(FACTS)))
    facts = data.draw(facts_of(large_form.levels))
    assume(figures or any(facts.values()))

    understood = read(score_sheets.write_sheet(large_form, decimals(figures), facts), large_form)

    assert understood.problems == ()
    assert understood.figures == figures
    assert understood.facts == {
        name: value.isoformat() if name == "announced_on" else str(value)
        for name, value in facts.items()
        if value
    }


@settings(max_examples=10)
@given(st.data())
def test_an_export_read_into_an_empty_assessment_gives_the_same_officials(office, form, data):
    organization, framework = office
    figures = data.draw(subsets_of(form.keys - set(FACTS)))
    facts = data.draw(facts_of(form.levels))
    assume(figures or any(facts.values()))
    with taken_back():
        original = builders.an_assessment(organization, framework, figures, **facts)
        content = exported(original)
        copy = builders.an_organization()

        applied = applied_to(copy, framework, content)

        assert officials_of(applied) == officials_of(original) == decimals(figures)
        for name in workflow.HEADER_FIELDS:
            assert getattr(applied, name) == getattr(original, name)


@contextmanager
def taken_back():
    """Each example of a property starts with the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def exported(assessment):
    form = score_sheets.sheet_form_of(assessment.framework, assessment.organization)
    facts = {name: getattr(assessment, name) for name in workflow.HEADER_FIELDS}
    return score_sheets.write_sheet(form, officials_of(assessment), facts)


def applied_to(organization, framework, content):
    """The assessment after what was exported elsewhere is imported here, as the pages do it."""
    original = Assessment.objects.get(framework=framework)
    understood = read(content, score_sheets.sheet_form_of(framework, original.organization))
    waiting = workflow.propose_import(
        organization,
        framework,
        source="sheet",
        figures=understood.figures,
        header=understood.facts,
        reading=score_sheets.reading_of(understood.title, understood.cells),
        by=builders.a_user(),
    )
    return workflow.apply_import(waiting, seen=fingerprint(changes_of(waiting, None)), by=None)


# -- As other programs and people leave it ---------------------------------------------------------


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


# -- Wrong cells -----------------------------------------------------------------------------------


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


# -- Pages -----------------------------------------------------------------------------------------


def test_a_template_is_an_export_without_figures(office):
    organization, framework = office
    client = Client()
    client.force_login(builders.a_user(organization, Role.AUDITOR))

    response = client.get(reverse("assessments:scores_template", args=[organization.slug, framework.year]))

    assert response.status_code == 200
    assert response["Content-Type"] == score_sheets.CONTENT_TYPE
    form = score_sheets.sheet_form_of(framework, organization)
    assert cells_of(response.content) == cells_of(score_sheets.write_sheet(form))


def cells_of(content):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).worksheets[0]]


def test_an_export_holds_what_is_stored(office):
    organization, framework = office
    builders.an_assessment(organization, framework, FIGURES, **ANNOUNCED)
    client = Client()
    client.force_login(builders.a_user(organization, Role.CLERK))

    response = client.get(reverse("assessments:export_scores", args=[organization.slug, framework.year]))

    assert_read_whole(response.content, score_sheets.sheet_form_of(framework, organization))


def test_the_upload_page_says_where_the_template_is(office):
    organization, framework = office
    client = Client()
    client.force_login(builders.a_user(organization, Role.AUDITOR))

    page = client.get(
        reverse("assessments:upload_scores", args=[organization.slug, framework.year])
    ).content.decode()

    assert reverse("assessments:scores_template", args=[organization.slug, framework.year]) in page
    assert f"คะแนนปี {to_thai_digits(str(YEAR))} อยู่ในแฟ้มใด" in page
    assert "ยังไม่บันทึกจนกว่าท่านจะยืนยัน" in page


def test_a_closed_year_offers_no_upload(office):
    organization, framework = office
    builders.an_assessment(organization, framework, FIGURES, is_confirmed=True)
    client = Client()
    client.force_login(builders.a_user(organization, Role.AUDITOR))

    page = client.get(
        reverse("assessments:upload_scores", args=[organization.slug, framework.year])
    ).content.decode()

    assert 'type="file"' not in page
    assert "ยืนยันแล้ว จึงนำเข้าคะแนนไม่ได้" in page
