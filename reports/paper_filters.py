"""Template filters for paper (library "paper"): a document's own digits, unbroken names, escaped text."""

import re
from functools import cache

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from assessments.scoring import round_score
from ita_portal import thai_text

register = template.Library()

HYPHENATED = re.compile(r"\b[A-Za-z]+-[A-Za-z]+\b")
PLACE_WORDS = "ตำบล|อำเภอ|เขต|จังหวัด|เทศบาลเมือง|เทศบาลนคร|อบต.|อบจ.|ทต.|ทม.|ทน."


@register.filter
def paper(value, style):
    """A text as it is printed: the document's digits, escaped, with what a line end must not part held together.

    `style` is the document's PaperStyle. None gives ''.
    """
    if value is None:
        return ""
    text = _digits(thai_text.hold_together(str(value)), style)
    return mark_safe(_keep_names_whole(_keep_words_whole(conditional_escape(text)), style))


@register.filter
def paper_plain(value, style):
    """A text in the document's digits and nothing else, for titles and alternative texts."""
    return "" if value is None else _digits(str(value), style)


@register.filter
def paper_score(value, style):
    """A score with two decimals in the document's digits; '–' when there is none."""
    return "–" if value is None else _digits(f"{round_score(value):.2f}", style)


@register.filter
def chart_name(bar, style):
    """What a bar of a chart shows, for readers that do not see it: its label and its score."""
    return f"{paper_plain(bar.label, style)} {paper_score(bar.value, style)}"


def _digits(text, style):
    return thai_text.to_thai_digits(text) if style.uses_thai_digits else thai_text.to_arabic_digits(text)


def _keep_words_whole(html):
    """Hyphenated foreign words (E-Service, Walk-in) stay on one line."""
    return HYPHENATED.sub(r'<span class="whole">\g<0></span>', str(html))


def _keep_names_whole(html, style):
    """Wrap place names so that no line end splits them; line ends stay possible before and after."""
    if not style.place_names:
        return html
    edge = thai_text.ZERO_WIDTH_SPACE
    return _names_pattern(style.place_names).sub(rf'\1{edge}<span class="whole">\2</span>{edge}', html)


@cache
def _names_pattern(names):
    places = "|".join(re.escape(str(conditional_escape(name))) for name in names)
    return re.compile(f"((?:{PLACE_WORDS.replace('.', re.escape('.'))}) ?)({places})")
