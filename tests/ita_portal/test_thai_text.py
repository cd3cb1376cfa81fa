"""Thai text: digits, one spelling per sight, dictionary order, what a line end must not part."""

import json

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from ita_portal import thai_text

THAI_RUN = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), max_size=20)
ANY_TEXT = st.text(st.characters(blacklist_categories=()), max_size=40)


def texts_of(value):
    """Every text inside a JSON value."""
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for inner in values for text in texts_of(inner)]


# -- Digits ----------------------------------------------------------------------------------------


@given(number=st.integers(min_value=0))
def test_a_number_turns_wholly_into_thai_digits_and_back(number):
    text = str(number)

    thai = thai_text.to_thai_digits(text)

    assert set(thai) <= set(thai_text.THAI_DIGITS)
    assert thai_text.to_arabic_digits(thai) == text


@given(text=st.text(max_size=60))
def test_turning_digits_changes_nothing_but_digits(text):
    arabic = thai_text.to_arabic_digits(text)

    thai = thai_text.to_thai_digits(text)

    assert thai_text.to_arabic_digits(thai) == arabic


@pytest.mark.parametrize(
    "kept",
    [
        "i10",
        "e4",
        "O27",
        "E-Service2",
        "PM2.5",
        "https://ita.example.go.th/2568/12",
        "www.khlongse2.go.th/2568",
        "khlongse2.go.th",
        "saraban2@khlongse.go.th",
        "9f" * 32,
    ],
)
def test_codes_and_addresses_keep_their_digits_while_figures_beside_them_turn(kept):
    text = f"ปี 2568 ดู {kept} หน้า 12"

    thai = thai_text.to_thai_digits(text)

    assert thai == f"ปี ๒๕๖๘ ดู {kept} หน้า ๑๒"


@pytest.mark.parametrize("kept", ["i10", "khlo2ngse.go.th", "www.khlongse2.go.th"])
def test_codes_and_addresses_right_behind_a_thai_word_keep_their_digits(kept):
    text = f"เว็บ{kept} ปี 2568"

    thai = thai_text.to_thai_digits(text)

    assert thai == f"เว็บ{kept} ปี ๒๕๖๘"


@pytest.mark.parametrize(("arabic", "thai"), [("9.1", "๙.๑"), ("1/10/2568", "๑/๑๐/๒๕๖๘"), ("96.83%", "๙๖.๘๓%")])
def test_figures_with_marks_turn(arabic, thai):
    assert thai_text.to_thai_digits(arabic) == thai


# -- One spelling per sight ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("อําเภอถ้ําพรรณรา", "อำเภอถ้ำพรรณรา"),
        ("นํ้า", "น้ำ"),
        ("เเม่บท", "แม่บท"),
        ("ก่่อน", "ก่อน"),
        ("ตํ่า", "ต่ำ"),
    ],
)
def test_spellings_that_look_alike_become_one(typed, normal):
    assert thai_text.normalize(typed) == normal


@pytest.mark.parametrize("odd", ["\x00", "\x07", "\x1f", "\x7f", "\x9f", "\ud800"])
def test_what_a_database_refuses_is_removed(odd):
    text = f"ก่อน{odd}หลัง"

    normal = thai_text.normalize(text)

    assert normal == "ก่อนหลัง"
    assert normal.encode("utf-8")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_line_end_stays_one_line_feed(line_end):
    assert thai_text.normalize(f"ข้อ ๑{line_end}ข้อ ๒") == "ข้อ ๑\nข้อ ๒"


def test_tabs_and_spaces_stay():
    assert thai_text.normalize("ก  ข\tค ") == "ก  ข\tค "


@given(text=st.one_of(THAI_RUN, ANY_TEXT))
def test_normalizing_again_changes_nothing(text):
    normal = thai_text.normalize(text)

    again = thai_text.normalize(normal)

    assert again == normal


@pytest.mark.parametrize("path", sorted(settings.FIXTURES_DIR.glob("*/*.json")), ids=lambda path: path.name)
def test_texts_of_the_data_files_are_normal_already(path):
    texts = texts_of(json.loads(path.read_text(encoding="utf-8")))

    changed = [text for text in texts if thai_text.normalize(text) != text]

    assert changed == []


# -- Order -----------------------------------------------------------------------------------------


def test_words_sort_as_in_the_dictionary_leading_vowels_after_their_consonant():
    words = ["แก้ว", "เกม", "ขา", "กา", "ไก่", "กก", "เขา"]

    ordered = sorted(words, key=thai_text.sort_key)

    assert ordered == ["กก", "กา", "เกม", "แก้ว", "ไก่", "ขา", "เขา"]


def test_marks_above_decide_only_between_words_that_are_otherwise_equal():
    words = ["การ", "ก้า", "กาน", "ก่า", "กา"]

    ordered = sorted(words, key=thai_text.sort_key)

    assert ordered == ["กา", "ก่า", "ก้า", "กาน", "การ"]


@given(text=st.one_of(THAI_RUN, ANY_TEXT))
def test_a_key_is_made_of_what_every_database_puts_in_the_same_order(text):
    key = thai_text.sort_key(text)

    assert set(key) <= set("0123456789abcdef")


@given(start=THAI_RUN.filter(lambda text: text and text[-1] not in "เแโใไ"), rest=THAI_RUN)
def test_a_word_comes_before_the_words_that_go_on_from_it(start, rest):
    shorter, longer = thai_text.sort_key(start), thai_text.sort_key(start + rest)

    assert shorter <= longer


# -- Line ends -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("ต่าง ๆ และ", "ต่าง\u00a0ๆ และ"),
        ("ป้าย ฯลฯ", "ป้าย\u00a0ฯลฯ"),
        ("ปี พ.ศ. ๒๕๖๘ นี้", "ปี พ.ศ.\u00a0๒๕๖๘ นี้"),
        ("ได้ร้อยละ 96.83 คะแนน", "ได้ร้อยละ\u00a096.83\u00a0คะแนน"),
        ("ลำดับที่ ๑๓๗ ของ", "ลำดับที่\u00a0๑๓๗ ของ"),
        ("ดู ข้อ i10 แล้ว", "ดู ข้อ\u00a0i10 แล้ว"),
        ("EIT ส่วนที่ ๒ ได้", "EIT ส่วนที่\u00a0๒ ได้"),
    ],
)
def test_what_belongs_together_is_bound_by_a_space_that_does_not_break(text, held):
    assert thai_text.hold_together(text) == held


@given(text=ANY_TEXT)
def test_binding_changes_nothing_but_spaces(text):
    held = thai_text.hold_together(text)

    assert held.replace("\u00a0", "").replace(" ", "") == text.replace("\u00a0", "").replace(" ", "")
