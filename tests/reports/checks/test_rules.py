"""The rules of the check before routing, family by family, on a made-up memo of อบต.คลองเส for the result of 2568."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.checks import Kind, findings_in
from reports.checks.facts import Lacking, OtherText
from reports.checks.numbering import gaps
from reports.checks.personal_data import is_identity_number
from tests.reports.checks.given import FACTS, PROFILE, RESULT, a_text, found, told

SOUND = (
    "ตามที่องค์การบริหารส่วนตำบลคลองเส อำเภอถ้ำพรรณรา จังหวัดนครศรีธรรมราช ได้รับการประกาศผลการประเมิน ITA "
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ วันที่ ๑๕ สิงหาคม ๒๕๖๘ มีคะแนนรวม ๖๒.๒๐ คะแนน อยู่ในระดับต้องปรับปรุง นั้น\n"
    "จึงจัดทำมาตรการส่งเสริมคุณธรรม ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ โทร. ๐๗๕-๓๐๕๐๐๐ www.khlongse.go.th"
)


def test_a_sound_memo_is_left_alone():
    assert told(SOUND) == []


# -- Identity and personal data --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ("แต่งตั้งคณะทำงานของเทศบาลตำบลท่าบอง", ("identity", True, "เทศบาลตำบลท่าบอง")),
        ("เผยแพร่ทาง www.poraiwan.go.th", ("identity", True, "www.poraiwan.go.th")),
        ("เผยแพร่ทาง khlongse.wordpress.com", ("identity", False, "khlongse.wordpress.com")),
        ("ณ อำเภอบ้านแหลม", ("identity", True, "อำเภอบ้านแหลม")),
        ("ณ อำเภอเมือง จังหวัดนครศรีธรรมราช", ("identity", True, "อำเภอเมือง")),
        ("ในจังหวัดเพชรบุรี", ("identity", True, "จังหวัดเพชรบุรี")),
        ("ประชาชนในตำบลบางครก", ("identity", False, "ตำบลบางครก")),
        ("โทร. ๐๓๒-๔๗๐๐๐๐", ("identity", True, "๐๓๒-๔๗๐๐๐๐")),
        ("โทร. ๐๗๕ ๔๐๐๐๐๐", ("personal", False, "๐๗๕ ๔๐๐๐๐๐")),
        ("โทร. 081-234-5678", ("personal", False, "081-234-5678")),
        ("ส่งที่ somchai@example.com", ("personal", False, "somchai@example.com")),
        ("เลขที่ ๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘", ("personal", True, "๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘")),
        ("เลขที่ 1101700230709", ("personal", False, "1101700230709")),
    ],
)
def test_what_belongs_to_others_or_to_people_is_found(words, finding):
    assert finding in told(words)


@pytest.mark.parametrize(
    "words",
    [
        "นายอำเภอและผู้ว่าราชการจังหวัดทราบ",
        "ผลการประเมินจาก itas.nacc.go.th และ facebook.com",
        "องค์การบริหารส่วนตำบลควรเผยแพร่ข้อมูล",
        "อีเมล saraban@khlongse.go.th",
    ],
)
def test_what_everybody_names_is_left_alone(words):
    assert told(words) == []


def test_without_a_recorded_domain_a_site_is_only_pointed_out():
    profile = replace(PROFILE, domain="")

    assert told("เผยแพร่ทาง www.poraiwan.go.th", profile=profile) == [("identity", False, "www.poraiwan.go.th")]


def test_the_check_digit_of_an_identity_number_decides():
    assert is_identity_number("1101700230708")
    assert not any(is_identity_number(f"110170023070{digit}") for digit in "012345679")
    assert not is_identity_number("0101700230704")


# -- Years -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ("รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๙", ("years", True, "๒๕๖๙")),
        ("ประกาศผลการประเมิน ITA วันที่ ๑๖ สิงหาคม ๒๕๖๘", ("years", True, "๑๖ สิงหาคม ๒๕๖๘")),
        ("มาตรการส่งเสริมคุณธรรม ปีงบประมาณ พ.ศ. ๒๕๖๘", ("years", True, "๒๕๖๘")),
    ],
)
def test_a_year_or_date_of_another_chain_blocks(words, finding):
    assert finding in told(words)


def test_a_comparison_with_an_earlier_year_is_no_fault():
    assert told("เมื่อเทียบกับผลการประเมิน ITA ปี ๒๕๖๗ คะแนนเพิ่มขึ้น") == []


@pytest.mark.parametrize(
    ("day", "blocks"),
    [
        (date(2025, 8, 14), True),
        (date(2026, 1, 21), True),
        (date(2026, 1, 20), None),
        (date(2025, 8, 15), None),
    ],
)
def test_a_document_is_dated_after_the_results_and_not_in_the_future(day, blocks):
    dated = [row for row in found(SOUND, dated_on=day) if row.family == "years"]

    assert [row.is_blocking for row in dated] == ([] if blocks is None else [blocks])


def test_a_result_of_another_year_or_outside_it_is_pointed_out():
    result = a_text("รายงานประจำปีงบประมาณ ๖๘ ณ วันที่ ๓๐ ตุลาคม ๒๕๖๙", Kind.RESULT)

    quotes = [quote for family, _, quote in told(result) if family == "years"]

    assert quotes == ["ปีงบประมาณ ๖๘", "๓๐ ตุลาคม ๒๕๖๙"]


# -- Indicators, questions, items ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ("ตัวชี้วัดที่ ๑๐ การเปิดเผยข้อมูล", ("names", True, "ตัวชี้วัดที่ ๑๐ การเปิดเผยข้อมูล")),
        ("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของทางราชการ", ("names", False, "การใช้ทรัพย์สินของทางราชการ")),
        ("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินราชกาน", ("names", True, "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินราชกาน")),
        ("ตัวชี้วัดที่ ๑๑ การอื่น", ("names", True, "ตัวชี้วัดที่ ๑๑")),
        ("แบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT)", ("names", False, "แบบวัดการเปิดเผยข้อมูลสาธารณะ")),
        ("อ้างอิงข้อ i30 ของปีก่อน", ("names", True, "i30")),
        (
            "ข้อคำถาม “๖ หน่วยงานของท่านมีการใช้งบประมาณหรือการจัดซื้อจัดจ้างที่เอื้อประโยชน์ให้บุคคลใดบุคคลหนึ่งมากน้อยเพียงใด”",
            ("names", True, "๖"),
        ),
    ],
)
def test_a_number_a_name_and_a_code_belong_together(words, finding):
    assert finding in told(words)


def test_an_item_of_the_year_of_filing_may_be_named():
    assert told("ยื่นตามรายการ O27", codes_of_next_year=frozenset({"O27"})) == []


def test_an_analysis_speaks_of_its_own_indicator():
    text = a_text("ได้ดำเนินการตามตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", Kind.ANALYSIS, indicator=4)

    assert told(text) == [("names", True, "ตัวชี้วัดที่ ๑")]


def test_a_text_of_another_item_of_the_library_blocks_and_names_it():
    words = "หน่วยงานควรจัดทำข้อมูลสถิติการให้บริการในทุกงานบริการ โดยจำแนกรูปแบบการให้บริการ"
    library = (OtherText("O11", words, 2568), OtherText("O10", "ควรพัฒนาระบบออนไลน์ให้ครอบคลุมทุกงาน", 2568))

    (finding,) = found(a_text(words, Kind.ANALYSIS, indicator=9, codes=("O10",)), library=library)

    assert finding.is_blocking
    assert "O11" in finding.sentence


def test_the_same_analysis_under_two_codes_is_told_of_the_second():
    words = "หน่วยงานควรมีการระบุขั้นตอนและระยะเวลาที่ใช้ในการปฏิบัติงานไว้ในคู่มือ และเผยแพร่ให้ผู้รับบริการทราบ"
    first, second = (
        replace(a_text(words, Kind.ANALYSIS, indicator=1, codes=(code,)), key=f"analysis {code}")
        for code in ("i6", "i7")
    )

    (finding,) = found(first, second)

    assert "i6 และ i7" in finding.sentence


# -- Arithmetic ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        ("มีคะแนนรวม ๖๓.๒๐ คะแนน", ["๖๓.๒๐"]),
        ("มีคะแนนรวม 62.20 คะแนน", []),
        ("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ได้ ๗๖.๙๓ คะแนน", ["๗๖.๙๓"]),
        ("ได้คะแนนร้อยละ ๘๘.๘๘", ["๘๘.๘๘"]),
        ("เป้าหมายไม่น้อยกว่าร้อยละ ๘๕.๐๐", []),
        ("อยู่ในระดับผ่านดี", ["ผ่านดี"]),
        ("ผลการประเมินอยู่ในลำดับที่ ๑๓๘", ["๑๓๘"]),
    ],
)
def test_figures_in_words_are_those_of_the_data(words, quotes):
    assert told(words) == [("arithmetic", True, quote) for quote in quotes]


def test_one_decimal_is_the_same_score_and_only_a_matter_of_form():
    assert told("มีคะแนนรวม ๖๒.๒ คะแนน") == [("form", False, "๖๒.๒")]


def test_figures_that_nobody_confirmed_block():
    (finding,) = found(SOUND, result=replace(RESULT, is_confirmed=False))

    assert (finding.family, finding.is_blocking, finding.url) == ("arithmetic", True, "/khlongse/2568/")


# -- Coverage --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("score", "blocking"), [("84.99", [True]), ("85.00", [])])
def test_a_score_below_the_pass_mark_is_not_kept_at_its_level(score, blocking):
    text = a_text("ควรรักษาระดับและพัฒนา", Kind.ANALYSIS, indicator=1, score=Decimal(score))

    assert [row.is_blocking for row in found(text)] == blocking


def test_a_measure_without_results_blocks_and_without_outcome_warns():
    lacking = (Lacking(1, 1, "results", "/m/1/"), Lacking(2, 2, "outcome", "/m/2/"))

    assert [(row.is_blocking, row.url) for row in found(lacking=lacking)] == [(True, "/m/1/"), (False, "/m/2/")]


# -- Form and spelling -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ("๑. ทบทวนคู่มือ\n๒. แจ้งเวียน\n๔. รายงานผล", ("form", False, "๔.")),
        ("ผู้รับผิดชอบ (ระบุ)", ("form", True, "(ระบุ)")),
        ("จำนวน xxx คน", ("form", True, "xxx")),
        ("ลงชื่อ ........", ("form", True, "........")),
        ("เผยแพร่คู่มือของ{หน่วยงาน}", ("form", True, "{หน่วยงาน}")),
        ("ให้ระบุจำนวนผู้เข้าร่วม", ("form", False, "ให้ระบุ")),
        ("อบรม ๔๐ คน รวม 2 ครั้ง", ("form", False, "2")),
        ("จัดทำคู่มือการปฏิบัติงานเพื่อ", ("form", True, "เพื่อ")),
        ("แผนพัฒนาบุคลากร ประจำปีงบประมาณ", ("form", False, "ประจำปีงบประมาณ")),
        ("ตรวจสอบพฤติกรรมกรรมการทุจริต", ("form", False, "กรรมกรรม")),
        ("การทบพทวนภารกิจ", ("spelling", False, "ทบพทวน")),
        ("ประกาศนโยบาย No gift Policy", ("spelling", False, "No gift Policy")),
        ("ขององค์กรบริหารส่วนตำบลคลองเส", ("spelling", False, "องค์กรบริหารส่วน")),
    ],
)
def test_how_a_text_is_written_is_looked_at(words, finding):
    assert finding in told(words)


@pytest.mark.parametrize(
    "words",
    [
        "จัดทำรายการการจัดซื้อจัดจ้างให้เจ้าหน้าที่ที่รับผิดชอบตามมาตรการการใช้อำนาจ",
        "คู่มือการปฏิบัติหน้าที่",
        "บริการ E-Service2 ข้อ i6 ปี ๒๕๖๙ ที่ www.khlongse.go.th/2569",
        "ประชาสัมพันธ์ตามวัตถุประสงค์",
        "๑) ทบทวนคู่มือ\n๒) แจ้งเวียน (ทุกเดือน)",
    ],
)
def test_sound_writing_is_left_alone(words):
    assert told(words) == []


def test_what_was_done_is_not_told_as_a_plan():
    words = "หน่วยงานจะดำเนินการจัดอบรม"

    assert told(a_text(words, Kind.RESULT)) == [("form", False, "จะดำเนินการ")]
    assert told(a_text(words, Kind.PLAN)) == []


def test_lists_of_two_kinds_are_numbered_apart():
    assert list(gaps("1. ก\n(1) ข\n(2) ค\n2. ง\n(1) จ\n(3) ฉ")) == [((28, 32), 3, 2)]


def test_a_document_without_day_and_author_is_told_so_unless_a_memo_encloses_it():
    bare = {"dated_on": None, "prefix_url": "/khlongse/divisions/1/", "roles": ()}

    urls = [f"{FACTS.url}#id_dated_on", "/khlongse/divisions/1/", FACTS.signers_url]
    assert [row.url for row in found(**bare)] == urls
    assert found(**bare, is_enclosed=True) == []


# -- Keys ------------------------------------------------------------------------------------------


def test_a_key_stays_when_digits_spaces_and_the_words_around_change():
    keys = [
        found(f"{before}โทร. {number}")[0].key
        for before, number in (("", "081-234-5678"), ("อื่น ", "๐๘๑-๒๓๔-๕๖๗๘"))
    ]

    assert keys[0] == keys[1]


def test_another_number_or_another_place_is_another_finding():
    text = a_text("โทร. 081-234-5678")
    elsewhere = replace(text, key="memo closing")

    keys = {row.key for row in found(text, elsewhere, "โทร. 089-234-5678")}

    assert len(keys) == 3


def test_the_same_words_twice_in_one_text_are_told_once():
    assert len(found("โทร. 081-234-5678 หรือ 081-234-5678")) == 1


def test_facts_without_texts_find_nothing():
    assert findings_in(FACTS) == []
