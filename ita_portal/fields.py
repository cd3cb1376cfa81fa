"""Leaf: form fields that read what people type in Thai offices."""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from ita_portal import thai_dates, thai_text
from ita_portal.sent_numbers import whole_number

LOWEST_SCORE, HIGHEST_SCORE = Decimal(0), Decimal(100)
INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")  # what web pages and Word leave between characters
LONGEST_QUOTE = 40
MOST_BAHT_DIGITS = 12  # before the point


def parse_score(text):
    """Read one score as typed: ๙๗.๔๓, 97,43, ร้อยละ ๙๖.๘, ' 100 ', 98.26 คะแนน, 5%.

    Returns a Decimal 0–100 with at most two decimals, or None for an empty text or a dash.
    Raises ValueError with a Thai sentence for anything else.
    """
    typed = INVISIBLE.sub("", thai_text.to_arabic_digits(text or "")).replace("\u00a0", " ").strip()
    if not typed:
        return None
    typed = re.sub(r"^ร้อยละ\s*|\s*(?:คะแนน|เปอร์เซ็นต์|%)$", "", typed).strip()
    if typed in ("-", "–", "—"):
        return None
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]*|,[0-9]{0,2})?", typed):
        raise ValueError(f"“{_quoted(text.strip())}” ไม่ใช่คะแนน พิมพ์ตัวเลขอย่างเดียว เช่น 97.43 หรือ ๙๗.๔๓")
    value = Decimal(typed.replace(",", "."))
    if not LOWEST_SCORE <= value <= HIGHEST_SCORE:
        raise ValueError(f"คะแนน {_quoted(typed)} ต้องอยู่ระหว่าง 0 ถึง 100")
    if value != value.quantize(Decimal("0.01")):
        raise ValueError(f"คะแนน {_quoted(typed)} มีทศนิยมเกิน 2 ตำแหน่ง โปรดพิมพ์ตามที่ประกาศ")
    return value.quantize(Decimal("0.01"))


def _quoted(text):
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


class ScoreField(forms.CharField):
    """A score 0–100 with at most two decimals, Thai or Arabic digits; empty gives None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return parse_score(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid_score") from None

    def prepare_value(self, value):
        return f"{value:.2f}" if isinstance(value, Decimal) else value


class MoneyField(forms.CharField):
    """An amount of baht as people type it: ๑๒,๐๐๐ บาท, 12000.50, 5,000.-; empty or a dash gives None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        if value is None or isinstance(value, Decimal):
            return value
        typed = re.sub(r"\s*บาท$|\.?[-–—]$", "", thai_text.to_arabic_digits(value).strip()).strip()
        if not typed:
            return None
        plain = typed.replace(",", "")
        if (
            not re.fullmatch(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,2})?", typed)
            or len(plain.partition(".")[0]) > MOST_BAHT_DIGITS
        ):
            raise ValidationError(
                f"“{_quoted(value.strip())}” ไม่ใช่จำนวนเงิน พิมพ์แบบ ๑๒,๐๐๐ หรือ 12000.50", code="invalid_money"
            )
        return Decimal(plain).quantize(Decimal("0.01"))

    def prepare_value(self, value):
        if not isinstance(value, Decimal):
            return value
        return thai_text.to_thai_digits(f"{value:,.0f}" if value == value.to_integral() else f"{value:,.2f}")


class ThaiDateField(forms.CharField):
    """A Buddhist-era date as text; cleans to a Christian-era `date`, empty gives None."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "๑ ต.ค. ๒๕๖๘"})

    def to_python(self, value):
        if isinstance(value, date):
            return value
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return thai_dates.parse_thai_date(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid_date") from None

    def prepare_value(self, value):
        return thai_text.to_thai_digits(thai_dates.short_date(value)) if hasattr(value, "year") else value


class RowsField(forms.ModelMultipleChoiceField):
    """Rows to choose by their keys. A key that no row can have is refused like one that no row has."""

    def clean(self, value):
        for key in value if isinstance(value, (list, tuple)) else ():
            if whole_number(str(key)) is None:  # SQLite cannot even look for a longer one
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": _quoted(str(key))},
                )
        return super().clean(value)


class ThaiTextField(forms.CharField):
    """Text normalised to one Thai spelling (ำ as one character, no control characters)."""

    def to_python(self, value):
        return thai_text.normalize(super().to_python(value))


class ThaiLineField(ThaiTextField):
    """One line that may be long, in a box where all of it is seen; line breaks that were pasted are spaces."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value):
        return " ".join(super().to_python(value).splitlines())
