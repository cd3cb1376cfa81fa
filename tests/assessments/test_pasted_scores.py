"""Pasted scores: spellings and layouts of people and pages, and whole published reports."""

from decimal import Decimal
from pathlib import Path

import pytest

from assessments.pasted_scores import read_pasted
from tests.assessments.known_frameworks import known
from tests.assessments.pasted_texts import figures

# -- Spellings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "i1",
        "I1",
        "I๑",
        "l1",
        "L1",
        "ｉ１",
        "i-1",
        "i 1",
        "i.1",
        "ข้อ i1",
        "ข้อ I๑",
        "ข้อที่ i1",
        "“i๑”",
        "1. i1",
        "i01",
        "- i1",
    ],
)
@pytest.mark.parametrize("between", [" ", "\t", " : ", " = ", "\t\t", " | "])
def test_a_code_is_known_however_it_is_typed(code, between):
    assert figures(f"{code}{between}98.26") == {"i1": "98.26"}


@pytest.mark.parametrize(
    "code", ["O27", "o27", "O๒๗", "0๒๗", "๐๒๗", "027", "o-27", "0-27", "O 27", "ข้อ 0๒๗", "ข้อ O27"]
)
def test_an_o_may_be_a_nought(code):
    assert figures(f"{code}\t๑๐๐.๐๐") == {"O27": "100.00"}


@pytest.mark.parametrize(
    ("score", "value"),
    [
        ("97.43", "97.43"),
        ("๙๗.๔๓", "97.43"),
        ("๙๗,๔๓", "97.43"),
        ("97,43", "97.43"),
        ("ร้อยละ ๙๖.๘", "96.80"),
        ("100 คะแนน", "100.00"),
        ("๑๐๐", "100.00"),
        ("(๗๖.๓๙ คะแนน)", "76.39"),
        ("96.8%", "96.80"),
        ("ได้คะแนน ๙๓.๘๐ คะแนน", "93.80"),
        ("คะแนนที่ได้ 0.00 คะแนน", "0.00"),
        ("\u00a097.43\u200b", "97.43"),
        ("97.43 จาก 100", "97.43"),
        ("97.43 (ผ่านดีเยี่ยม)", "97.43"),
        ("98", "98.00"),
    ],
)
@pytest.mark.parametrize("between", [" ", "\t"])
def test_a_score_is_known_however_it_is_typed(score, value, between):
    assert figures(f"i1{between}{score}") == {"i1": value}


@pytest.mark.parametrize(
    "row",
    [
        "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ 99.42",
        "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่\t๙๙.๔๒",
        "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ คะแนนที่ได้ ๙๙.๔๒ คะแนน มีรายละเอียดดังนี้",
        "ตัวชี้วัดที่ ๑ 99.42",
        "1\tการปฏิบัติหน้าที่\t99.42",
        "๑.การปฏิบัติหน้าที่ (๙๙.๔๒ คะแนน)",
        "การปฏิบัติหน้าที่ 99.42",
        "การปฏิบัติ หน้าที่\t99.42",
        "การปฏิบัติหน้าที\u0e48\t99.42",
        "ตัวชี้วัด การปฏิบัติหน้าที่\t(๙๙.๔๒ คะแนน)",
        "ตัวชี้วัดที่ 1 การปฎิบัติหน้าที่ 99.42",
        "IIT\t๑\tการปฏิบัติหน้าที่\t๙๙.๔๒",
        "IIT 1 การปฏิบัติหน้าที่ 99.42",
        "ตัวชี้วัดที่ 1\nการปฏิบัติหน้าที่\n99.42",
        "1\nการปฏิบัติหน้าที่\n99.42",
        "การปรับปรุงหน้าที\t99.42",
        "จากผลการประเมิน ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ปรากฏว่าโดยรวมได้คะแนน ๙๙.๔๒ คะแนน จึงควรรักษาระดับ",
    ],
)
def test_an_indicator_is_known_by_its_name(row):
    assert figures(row) == {"1": "99.42"}


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("IIT 93.80", "IIT"),
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)\tได้คะแนน ๙๓.๘๐ คะแนน", "IIT"),
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน\t93.80", "IIT"),
        ("แบบวัดการรับรู้ผู้มีส่วนได้ส่วนเสียภายนอก (EIT) ส่วนที่ ๒\t๙๓.๘๐", "EIT/2"),
        ("EIT1 93.80", "EIT/1"),
        ("EIT (ส่วนที่ 1)\t93.80", "EIT/1"),
        ("EIT\t93.80", "EIT"),
        ("OIT : 93.80", "OIT"),
        ("คะแนนรวม 93.80", "total"),
        ("ภาพรวม\t93.80", "total"),
        ("ผลการประเมินในภาพรวม 93.80 ผ่านดี", "total"),
        ("คะแนนที่ได้ ๙๓.๘๐ (ผ่านดี)", "total"),
        ("หน่วยงานมีผลคะแนนโดยภาพรวมได้คะแนนเท่ากับร้อยละ ๙๓.๘๐ คะแนน", "total"),
        ("คะแนนภาพรวม\nของหน่วยงาน เท่ากับร้อยละ ๙๓.๘๐ คะแนน ซึ่งอยู่ในระดับผ่านดี", "total"),
    ],
)
def test_totals_and_instruments_are_known_by_name_and_by_code(row, key):
    assert figures(row) == {key: "93.80"}


# -- Layouts ----------------------------------------------------------------------------------------


def test_both_parts_of_a_question_stand_in_two_columns():
    assert figures("e1\t96.80\t98.00\ne2 97.20 97.00") == {
        "e1/1": "96.80",
        "e1/2": "98.00",
        "e2/1": "97.20",
        "e2/2": "97.00",
    }


@pytest.mark.parametrize(
    "head",
    [
        "ข้อ\tคะแนน (EIT ส่วนที่ ๒)\tคะแนน (EIT ส่วนที่ ๑)",
        "ข้อ\tส่วนที่ 2\tส่วนที่ 1",
        "IIT 93.80\nเครื่องมือ\tข้อคำถาม\tEIT ส่วนที่ 2\tEIT ส่วนที่ 1",
        "EIT ส่วนที่ 2\nEIT ส่วนที่ 1",
    ],
)
def test_the_heads_of_the_columns_tell_the_order_of_the_parts(head):
    rows = "EIT\te1\t98.00\t96.80\n\te2\t97.00\t97.20"

    read = figures(f"{head}\n{rows}")

    assert {key: read[key] for key in ("e1/1", "e1/2", "e2/1", "e2/2")} == {
        "e1/1": "96.80",
        "e1/2": "98.00",
        "e2/1": "97.20",
        "e2/2": "97.00",
    }


def test_a_block_of_one_part_has_one_value_for_each_question():
    text = "EIT ส่วนที่ 1\ne1 96.80\ne2 97.20\nEIT ส่วนที่ 2\ne1 98.00"

    assert figures(text) == {"e1/1": "96.80", "e2/1": "97.20", "e1/2": "98.00"}


def test_a_merged_cell_holds_the_code_of_the_rows_below_it():
    text = "e1\tส่วนที่ ๑\t96.80\n\tส่วนที่ ๒\t98.00\ne2\tEIT ส่วนที่ ๑\t97.20\n\tEIT ส่วนที่ ๒\t97.00"

    assert figures(text) == {"e1/1": "96.80", "e1/2": "98.00", "e2/1": "97.20", "e2/2": "97.00"}


def test_code_text_and_score_may_stand_on_lines_of_their_own():
    text = "i1\nการปฏิบัติงานหรือให้บริการของเจ้าหน้าที่\nเป็นไปตามขั้นตอน\n98.26\ne1\n96.80\n98.00\nO10\nE-Service\n50.00"

    assert figures(text) == {"i1": "98.26", "e1/1": "96.80", "e1/2": "98.00", "O10": "50.00"}


def test_several_pairs_may_stand_on_one_line():
    text = "IIT 93.80 EIT 97.30 OIT 98.75\ne1 96.80 98.00 e2 97.20 97.00"

    assert figures(text)["OIT"] == "98.75"
    assert figures(text)["e2/2"] == "97.00"


def test_an_indicator_repeated_in_every_row_of_its_questions_is_read_once():
    text = "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่\t99.42\ti1\t98.26\nตัวชี้วัดที่ 1 การปฏิบัติหน้าที่\t99.42\ti2\t100.00"

    assert figures(text) == {"1": "99.42", "i1": "98.26", "i2": "100.00"}


def test_a_cell_of_several_lines_from_excel_is_one_cell():
    assert figures('i1\t"การปฏิบัติงาน\nหรือให้บริการ"\t98.26\ni2\tx\t100') == {"i1": "98.26", "i2": "100.00"}


def test_running_numbers_are_no_scores():
    text = "ลำดับ\tรหัส\tคะแนน\n1\ti4\t94.78\n2\ti5\t100.00"

    assert figures(text) == {"i4": "94.78", "i5": "100.00"}


def test_numbers_under_an_indicator_are_its_questions():
    text = "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ\nข้อ ๑๐\t35.65\nข้อที่ 11\t100.00\n12\t93.04"

    assert figures(text) == {"i10": "35.65", "i11": "100.00", "i12": "93.04"}


def test_numbers_in_a_table_of_questions_of_one_instrument_are_its_questions():
    text = "IIT\nข้อ\tคะแนน\n1\t98.26\n2\t100.00\n15\t93.91"

    assert figures(text) == {"i1": "98.26", "i2": "100.00", "i15": "93.91"}


def test_an_i_that_was_read_as_a_one_is_told_by_its_indicator():
    text = "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่\nข้อ 1๒\t100.00\nตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ\nข้อ 1๒\t93.04"

    assert figures(text) == {"i2": "100.00", "i12": "93.04"}


def test_the_wording_tells_which_question_a_number_means():
    text = "ข้อ ๑๔\tหน่วยงานของท่าน ใช้จ่ายงบประมาณ เป็นไปตามวัตถุประสงค์ มากน้อยเพียงใด\t94.78"

    assert figures(text) == {"i4": "94.78"}


def test_a_question_is_known_by_its_wording_alone():
    assert figures("ข้อมูลการติดต่อ\t100.00") == {"O3": "100.00"}


# -- Whole reports: the text of published ones, as it comes out of their PDF ------------------------


def report(name):
    return (Path(__file__).parent / "published_texts" / f"{name}.txt").read_text("utf-8")


def numbered(prefix, row, suffix=""):
    return {f"{prefix}{number}{suffix}": figure for number, figure in enumerate(row.split(), start=1)}


def test_the_whole_report_of_khlongse_gives_all_its_figures():
    read = read_pasted(report("khlongse_2568"), known(2568))

    assert {key: str(value) for key, value in read.figures.items()} == {
        **numbered("", "99.42 97.97 100.00 76.23 95.36 98.27 97.43 96.20 97.50 100.00"),
        **numbered(
            "i",
            "98.26 100.00 100.00 94.78 100.00 99.13 100.00 100.00 100.00 35.65 100.00 93.04 96.52 95.65 93.91",
        ),
        **numbered("e", "96.80 96.80 100.00 97.20 97.60 96.80 97.20 97.20 96.80", "/1"),
        **numbered("e", "98.00 98.00 100.00 97.00 98.00 98.00 96.00 95.00 95.00", "/2"),
        **{**numbered("O", "100.00 " * 28), "O10": "50.00"},
        **{"total": "96.83", "IIT": "93.80", "EIT/1": "97.38", "EIT/2": "97.22", "OIT": "98.75"},
    }
    assert read.problems == []


@pytest.mark.parametrize(
    ("name", "year", "total", "indicators"),
    [
        ("phochai_2567", 2567, {}, "100.00 100.00 100.00 100.00 100.00 97.34 98.12 96.16 100.00 100.00"),
        ("khokphutsa_2568", 2568, {}, "100.00 100.00 100.00 100.00 100.00 99.79 99.69 99.69 90.00 100.00"),
        # Printed in the order 1 3 4 2 5, 6 8 7, 9 10 and numbered 1–10.
        (
            "thana_2564",
            2564,
            {"total": "62.20"},
            "76.39 64.19 70.06 68.98 58.98 82.85 79.78 81.87 68.43 18.75",
        ),
    ],
)
def test_a_report_of_ten_indicators_gives_all_ten(name, year, total, indicators):
    read = read_pasted(report(name), known(year))

    assert {key: str(value) for key, value in read.figures.items()} == {**total, **numbered("", indicators)}
    assert read.problems == []


def test_a_report_read_for_another_year_is_marked_and_mixes_nothing_up():
    read = read_pasted(report("khlongse_2568"), known(2567))

    assert read.problems[0].problem.startswith("ข้อความกล่าวถึงปี 2568")
    assert read.figures["i10"] == Decimal("35.65")
    assert read.figures["O10"] == Decimal("50.00")


def test_what_is_written_about_a_score_does_not_tell_whose_score_it_is():
    advice = "หน่วยงานควรประชาสัมพันธ์ ข่าวประชาสัมพันธ์ และ ข้อมูลการติดต่อ"

    assert figures(f"IIT\nข้อ\tคะแนน\nข้อ 3\t98.26\t{advice}") == {"i3": "98.26"}


def test_a_short_title_in_a_long_line_is_not_its_wording():
    line = "ข้อ 3 หน่วยงานควรจัดทำข่าวประชาสัมพันธ์และเผยแพร่ทุกช่องทางให้ประชาชนในพื้นที่ทราบอย่างทั่วถึง 98.26"

    assert figures(f"IIT\nข้อ\tคะแนน\n{line}") == {"i3": "98.26"}


def test_the_decimals_of_a_number_never_become_a_score_of_their_own():
    assert figures("i1 อันดับ 98.26\ni2 หน้า 97,43") == {"i1": "98.26", "i2": "97.43"}


def test_a_name_slip_in_a_sentence_does_not_outweigh_its_row():
    read = read_pasted(report("khokphutsa_2568"), known(2568))

    assert [line.key for line in read.lines if "ชื่ออื่น" in line.note] == ["10"]
