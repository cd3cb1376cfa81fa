"""Leaf: the Thai functions as template filters (library "thai", built in everywhere).

A page prints Thai digits unless its context says otherwise; the filters therefore return Thai digits, and a document
with Arabic digits runs its whole content through the `digits` filter with its own setting.
"""

from datetime import datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from ita_portal import thai_dates, thai_text

register = template.Library()


@register.filter
def thai(value):
    """Any value with Thai digits; '' for None."""
    return "" if value is None else thai_text.to_thai_digits(str(value))


@register.filter
def score(value):
    """A score with two decimals and Thai digits; '–' when there is none. The value is already rounded."""
    return "–" if value is None else thai_text.to_thai_digits(f"{Decimal(value):.2f}")


@register.filter
def signed_score(value):
    """A difference with its sign: '+๑.๒๔', '−๐.๕๐'; '–' when there is none."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + thai_text.to_thai_digits(f"{abs(Decimal(value)):.2f}")


@register.filter
def thai_date(value):
    """'๑ ตุลาคม ๒๕๖๘' of a day, or of a moment in Asia/Bangkok; '' for None."""
    return thai_text.to_thai_digits(thai_dates.long_date(_day(value))) if value else ""


@register.filter
def thai_short_date(value):
    """'๑ ต.ค. ๒๕๖๘' of a day, or of a moment in Asia/Bangkok; '' for None."""
    return thai_text.to_thai_digits(thai_dates.short_date(_day(value))) if value else ""


def _day(value):
    """The day in Asia/Bangkok: until seven in the morning it is still yesterday in UTC."""
    return timezone.localdate(value) if isinstance(value, datetime) else value


@register.filter
def thai_moment(value):
    """'๒๑ พ.ย. ๒๕๖๙ ๐๙.๔๒ น.' in Asia/Bangkok; '' for None."""
    return thai_text.to_thai_digits(thai_dates.moment(timezone.localtime(value))) if value else ""


@register.filter
def lines(value):
    """The non-empty lines of a text, as a list: paragraphs or list items."""
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


@register.filter
def percent_width(value):
    """A score as a length in a drawing 0–100 wide: two decimals, full stop, Arabic digits; 0 when there is none."""
    return f"{Decimal(value or 0):.2f}"


@register.filter
def whole(text):
    """Escaped text that a line end never splits: names of people and places, figures with their unit."""
    return mark_safe(f'<span class="whole">{conditional_escape(text)}</span>')
