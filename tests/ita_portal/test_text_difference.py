"""What changed between two texts, word by word."""

from hypothesis import example, given
from hypothesis import strategies as st

from ita_portal.text_difference import MOST_LINES, MOST_WORDS, Passage, PassageKind, difference
from ita_portal.thai_text import words

PIECES = ["หน่วยงาน", "ควร", "ประชาสัมพันธ์", "คู่มือ", " ", "\n", "ให้ทั่วถึง", "98.26", "ๆ", "ํา", "e1"]
thai_texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
texts = thai_texts | st.text(max_size=60)


def told(old, new):
    return [(passage.kind.value, passage.text) for passage in difference(old, new)]


@given(texts)
@example("กกกกกกกกกกกกกกกกกกก ็็็็")
def test_the_words_of_a_text_are_the_text(text):
    assert "".join(words(text)) == text


@given(texts, texts)
def test_both_texts_can_be_read_out_of_their_difference(old, new):
    passages = difference(old, new)

    assert "".join(row.text for row in passages if row.kind != PassageKind.ADDED) == old
    assert "".join(row.text for row in passages if row.kind != PassageKind.REMOVED) == new


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert all(passage.kind == PassageKind.SKIPPED for passage in difference(text, text))


def test_a_changed_word_is_told_among_the_words_that_stayed():
    assert told("หน่วยงานควรจัดทำคู่มือให้ทั่วถึง", "หน่วยงานควรเผยแพร่คู่มือให้ทั่วถึง") == [
        ("same", "หน่วยงานควร"),
        ("removed", "จัดทำ"),
        ("added", "เผยแพร่"),
        ("same", "คู่มือให้ทั่วถึง"),
    ]


def test_lines_that_stayed_are_passed_over_as_a_whole():
    passages = difference("บรรทัดแรก\nบรรทัดที่สอง\nเดิม", "บรรทัดแรก\nบรรทัดที่สอง\nใหม่")

    assert passages[0] == Passage(PassageKind.SKIPPED, "บรรทัดแรก\nบรรทัดที่สอง\n")
    assert passages[0].line_count == 2


def test_a_text_written_anew_is_told_as_one_for_the_other():
    assert told("ควรจัดอบรมเจ้าหน้าที่ทุกคน", "เผยแพร่ผลการประเมินบนเว็บไซต์") == [
        ("removed", "ควรจัดอบรมเจ้าหน้าที่ทุกคน"),
        ("added", "เผยแพร่ผลการประเมินบนเว็บไซต์"),
    ]


def test_a_space_that_happens_to_be_in_both_does_not_cut_a_change_in_two():
    kinds = [kind for kind, _ in told("ข้อความเดิมยาวพอ หนึ่ง สอง ท้าย", "ข้อความเดิมยาวพอ สาม สี่ ท้าย")]

    assert kinds.count("removed") == kinds.count("added") == 1


def test_a_very_long_text_is_not_compared_word_by_word():
    old, new = "คำ " * MOST_WORDS, "คำ " * MOST_WORDS + "ท้าย"

    assert told(old, new) == [("removed", old), ("added", new)]


def test_a_text_of_very_many_lines_is_not_compared_line_by_line():
    old, new = "ก\n" * MOST_LINES, "ก\n" * MOST_LINES + "ท้าย"

    assert told(old, new) == [("removed", old), ("added", new)]
