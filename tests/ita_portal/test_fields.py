"""Form fields that read what people type."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from ita_portal.fields import MoneyField, ScoreField, ThaiDateField, ThaiTextField, parse_score
from ita_portal.thai_text import to_thai_digits

SCORES = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)


# -- Scores ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("๙๗,๔๓", "97.43"),
        ("๙๗.๔๓", "97.43"),
        ("ร้อยละ ๙๖.๘", "96.80"),
        ("ร้อยละ 96.83 คะแนน", "96.83"),
        ("98.26 คะแนน", "98.26"),
        ("5%", "5.00"),
        (" 100 ", "100.00"),
        ("\u00a097.43", "97.43"),
        ("\u200b97.43\ufeff", "97.43"),
        ("97.430", "97.43"),
        ("97.", "97.00"),
        ("0", "0.00"),
    ],
)
def test_a_score_is_read_as_offices_write_it(typed, score):
    assert parse_score(typed) == Decimal(score)


@pytest.mark.parametrize("typed", ["", "  ", "-", "–", "—"])
def test_nothing_and_a_dash_mean_no_score(typed):
    assert parse_score(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "1e2",
        "NaN",
        "inf",
        "1_0",
        "-1",
        "+5",
        "1 0",
        "97..4",
        "๙๐.๕.๑",
        "1,0,0",
        "٣٠",  # digits, but of no Thai keyboard
        "９７",
        ".",
        "0x10",
        "1,000",
        "เก้าสิบ",
        "97.43a",
        "ร้อยละ",
        "คะแนน",
    ],
)
def test_what_is_no_plain_number_is_refused(typed):
    with pytest.raises(ValueError, match="ไม่ใช่คะแนน"):
        parse_score(typed)


@pytest.mark.parametrize("typed", ["100.01", "101", "๑๐๐๐", "9" * 400])
def test_more_than_100_is_refused(typed):
    with pytest.raises(ValueError, match="ต้องอยู่ระหว่าง 0 ถึง 100"):
        parse_score(typed)


@pytest.mark.parametrize("typed", ["97.435", "๐.๐๐๑", "99.999"])
def test_a_third_decimal_is_refused_and_never_rounded_away(typed):
    with pytest.raises(ValueError, match="ทศนิยมเกิน 2 ตำแหน่ง"):
        parse_score(typed)


def test_every_score_there_is_reads_back_from_thai_and_arabic_digits():
    for score in (Decimal(hundredths) / 100 for hundredths in range(10_001)):
        printed = f"{score:.2f}"

        for typed in (printed, to_thai_digits(printed)):
            assert parse_score(typed) == parse_score(typed.replace(".", ",")) == score


def shortest(score):
    return f"{score.normalize():f}"


@given(
    score=SCORES,
    digits=st.sampled_from([str, to_thai_digits]),
    form=st.sampled_from(["{:.2f}".format, shortest, "{:.4f}".format]),
    point=st.sampled_from(".,"),
    before=st.sampled_from(["", "ร้อยละ", "ร้อยละ ", "\u200b", "\ufeff "]),
    after=st.sampled_from(["", " คะแนน", "คะแนน", "%", " %", " เปอร์เซ็นต์", "\u200b"]),
    spaces=st.text(" \t\n\r\u00a0", max_size=3),
)
def test_a_score_reads_back_however_it_is_dressed(score, digits, form, point, before, after, spaces):
    printed = form(score)
    assume(point == "." or len(printed.partition(".")[2]) <= 2)  # 97,430 could be thousands

    typed = spaces + before + digits(printed.replace(".", point)) + after + spaces

    assert parse_score(typed) == score


@given(text=st.text() | st.text("๐๑๒๙0159.,-–+_eE %ร้อยละคะแนนNaInf\u00a0\u200b"))
def test_whatever_is_typed_is_a_score_nothing_or_refused(text):
    score = None
    with suppress(ValueError):
        score = parse_score(text)

    assert score is None or (0 <= score <= 100 and score.as_tuple().exponent == -2)


def test_a_refusal_quotes_the_beginning_of_a_long_text():
    for typed in ("ก" * 100_000, "9" * 100_000, "1." + "1" * 100_000):
        with pytest.raises(ValueError, match="…") as refusal:
            parse_score(typed)

        assert len(str(refusal.value)) < 150


@given(score=SCORES)
def test_a_score_always_has_exactly_two_decimals(score):
    assert parse_score(str(score)).as_tuple().exponent == -2


@pytest.mark.parametrize("typed", ["1e2", "100.01", "97.435"])
def test_the_score_field_says_the_reason_in_its_error(typed):
    with pytest.raises(ValidationError) as refused:
        ScoreField().clean(typed)

    assert refused.value.code == "invalid_score"
    with pytest.raises(ValueError, match="คะแนน") as reason:
        parse_score(typed)
    assert refused.value.messages == [str(reason.value)]


def test_an_optional_score_field_gives_none_and_a_required_one_asks():
    assert ScoreField(required=False).clean("") is None

    with pytest.raises(ValidationError) as refused:
        ScoreField().clean("-")

    assert refused.value.code == "required"


def test_a_stored_score_shows_two_decimals_and_what_was_mistyped_stays():
    field = ScoreField()

    shown = [field.prepare_value(value) for value in (Decimal("97.4"), "เก้าสิบ", None)]

    assert shown == ["97.40", "เก้าสิบ", None]


def test_the_same_score_in_thai_digits_is_no_change():
    field = ScoreField(required=False)

    assert not field.has_changed(Decimal("97.43"), "๙๗.๔๓")
    assert field.has_changed(Decimal("97.43"), "๙๗.๔๔")


# -- Dates -----------------------------------------------------------------------------------------


def test_the_date_field_reads_a_buddhist_date_and_shows_it_in_thai_digits():
    field = ThaiDateField()

    day = field.clean("๑ ต.ค. ๒๕๖๘")

    assert day == date(2025, 10, 1)
    assert field.prepare_value(day) == "๑ ต.ค. ๒๕๖๘"
    assert not field.has_changed(day, field.prepare_value(day))


def test_the_date_field_refuses_a_christian_year_in_thai():
    with pytest.raises(ValidationError) as refused:
        ThaiDateField().clean("1/10/2025")

    assert refused.value.code == "invalid_date"
    assert "ไม่ใช่ปี พ.ศ." in refused.value.messages[0]


def test_an_optional_date_field_gives_none_for_an_empty_text():
    assert ThaiDateField(required=False).clean("  ") is None


def test_a_date_field_that_is_locked_keeps_its_date():
    class LockedForm(forms.Form):
        day = ThaiDateField(disabled=True)

    form = LockedForm({"day": "๒ ต.ค. ๒๕๖๘"}, initial={"day": date(2025, 10, 1)})

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"day": date(2025, 10, 1)}


# -- Text ------------------------------------------------------------------------------------------


def test_the_text_field_gives_one_spelling_without_control_characters():
    assert ThaiTextField().clean(" อําเภอ\x00ถ้ําพรรณรา ") == "อำเภอถ้ำพรรณรา"


def test_a_text_of_control_characters_only_is_no_answer():
    with pytest.raises(ValidationError) as refused:
        ThaiTextField().clean("\x00\x07")

    assert refused.value.code == "required"


# -- Money -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "baht"),
    [
        ("๑๒,๐๐๐ บาท", "12000.00"),
        ("12000.5", "12000.50"),
        ("5,000.-", "5000.00"),
        ("0", "0.00"),
        ("  ", None),
        ("-", None),
    ],
)
def test_money_is_read_as_people_type_it(typed, baht):
    assert MoneyField(required=False).clean(typed) == (Decimal(baht) if baht else None)


@pytest.mark.parametrize(
    "typed", ["12,00", "1.234", "-5", "ห้าพัน", "12.000,50", "9" * 13, "1e9", "999," * 12 + "999", "٣"]
)
def test_what_is_no_amount_of_money_is_refused(typed):
    with pytest.raises(ValidationError, match="ไม่ใช่จำนวนเงิน"):
        MoneyField(required=False).clean(typed)


@given(st.integers(0, 10**14 - 1).map(lambda satang: Decimal(satang) / 100))
def test_money_is_read_back_as_it_is_shown(amount):
    field = MoneyField(required=False)

    assert field.clean(field.prepare_value(amount)) == amount
