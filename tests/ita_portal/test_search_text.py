"""Thai text is found as people type it, alike in Python and in the database."""

import pytest
from django.db.models import F, Value
from hypothesis import given
from hypothesis import strategies as st

from ita_portal.search_text import (
    LONGEST_QUERY,
    MOST_WORDS,
    SPACES,
    TONES,
    Folded,
    Piece,
    fold,
    marked,
    read_query,
)
from organizations.models import Province

LETTERS = st.text(alphabet=f"กนเแาำ\u0e4dัี์๐๙09AzÉ%_'\\{TONES}{SPACES}", max_size=30)


def words_of(typed):
    return [(word.text, word.code) for word in read_query(typed).words]


@pytest.mark.parametrize(
    "written",
    [
        "อําเภอถ้ําพรรณรา ๒๕๖๘ ITA",
        "อำเภอถ้ำพรรณรา 2568 ita",
        "อำเภอ  ถํ้าพรรณรา\u00a0๒๕๖8\nIta",
        "อำเภอ\u200bถ้ำพรรณรา 2๕๖๘ ita ",
    ],
)
def test_one_text_is_found_however_it_is_written(written):
    assert fold(written) == "อำเภอถ้ำพรรณรา2568ita" or fold(read_query(written).typed) == "อำเภอถ้ำพรรณรา2568ita"


@given(LETTERS)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.django_db
def test_the_database_folds_as_python_does():
    Province.objects.create(name="ที่ใด")

    @given(LETTERS)
    def each_text(text):
        folded = Province.objects.annotate(folded=Folded(Value(text))).values_list("folded", flat=True).get()
        assert folded == fold(text)

    each_text()


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "is_found"), [("๙๙%", True), ("9_%", False), ("กข'", True), ("ก%ข", False)])
def test_signs_that_mean_something_to_a_database_are_letters(typed, is_found):
    Province.objects.create(name="ร้อยละ 99% กข'")

    found = Province.objects.filter(read_query(typed).words[0].found_in(F("name")))

    assert found.exists() is is_found


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("i4", "i4"),
        ("I๔", "i4"),
        ("ไอ 4", "i4"),
        ("อี-๑", "e1"),
        ("O27", "o27"),
        ("0๒๗", "o27"),
        ("โอ๗", "o7"),
        ("o07", "o7"),
    ],
)
def test_the_code_of_a_question_is_read_as_people_write_it(typed, code):
    ((_, read),) = words_of(typed)

    assert read == code


@pytest.mark.parametrize("typed", ["0.75", "075", "2568", "ไอที", "wifi4", "e1234", "4"])
def test_other_numbers_and_words_are_no_codes_alone(typed):
    ((text, code),) = words_of(typed)

    assert text == fold(typed)
    assert code == ("o75" if typed == "075" else "")


def test_words_beside_a_code_stay_words():
    assert words_of("มาตรการ ข้อ O๒๗  ประกาศ") == [("มาตรการ", ""), ("ข้อ", ""), ("o27", "o27"), ("ประกาศ", "")]


def test_a_long_text_is_cut_to_what_can_be_asked():
    query = read_query("คำ " + "ก ข ค ง จ ฉ ช ซ " * 1000)

    assert len(query.typed) <= LONGEST_QUERY
    assert len(query.words) == MOST_WORDS


def test_what_was_found_is_marked_with_what_hangs_on_it():
    pieces = marked("ทำ การใช้ งบประมาณ ปี ๒๕๖๘ นำ", ["ใช้งบ", "2568", "น"])

    assert [piece.text for piece in pieces if piece.is_found] == ["ใช้ งบ", "๒๕๖๘", "นำ"]


@given(LETTERS, st.lists(LETTERS.map(fold), max_size=3))
def test_the_pieces_are_the_text(text, spellings):
    pieces = marked(text, spellings)

    assert "".join(piece.text for piece in pieces) == text


@given(LETTERS, LETTERS, LETTERS)
def test_what_folding_finds_is_marked(before, word, after):
    text = before + word + after
    spelling = fold(word)

    pieces = marked(text, [spelling])

    assert any(piece.is_found for piece in pieces) == (bool(spelling) and spelling in fold(text))


def test_a_long_text_is_shortened_around_what_was_found():
    text = "ต้นเรื่อง " * 50 + "คำที่หา " + "ท้ายเรื่อง " * 50

    pieces = marked(text, ["คำที่หา"], longest=100)

    assert (pieces[0], pieces[-1]) == (Piece("…"), Piece("…"))
    assert Piece("คำที่หา", is_found=True) in pieces
    assert sum(len(piece.text) for piece in pieces) <= 130
