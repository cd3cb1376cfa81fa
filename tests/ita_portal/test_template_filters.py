"""The filters of library "thai", used as templates use them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template


def rendered(expression, value):
    return Template("{{ value|" + expression + " }}").render(Context({"value": value}))


@pytest.mark.parametrize(
    ("expression", "value", "printed"),
    [
        ("thai", 2568, "๒๕๖๘"),
        ("thai", None, ""),
        ("thai", "ข้อ i10 ปี 2568", "ข้อ i10 ปี ๒๕๖๘"),
        ("score", Decimal("96.83"), "๙๖.๘๓"),
        ("score", Decimal(100), "๑๐๐.๐๐"),
        ("score", Decimal(0), "๐.๐๐"),
        ("score", None, "–"),
        ("signed_score", Decimal("1.24"), "+๑.๒๔"),
        ("signed_score", Decimal("-0.5"), "−๐.๕๐"),
        ("signed_score", Decimal(0), "๐.๐๐"),
        ("signed_score", None, "–"),
        ("thai_date", date(2025, 10, 1), "๑ ตุลาคม ๒๕๖๘"),
        ("thai_date", None, ""),
        ("thai_short_date", date(2025, 10, 1), "๑ ต.ค. ๒๕๖๘"),
        ("thai_short_date", None, ""),
        ("percent_width", Decimal("76.23"), "76.23"),
        ("percent_width", None, "0.00"),
        ("whole", "อบต.คลองเส", '<span class="whole">อบต.คลองเส</span>'),
    ],
)
def test_a_value_prints_as_a_page_shows_it(expression, value, printed):
    assert rendered(expression, value) == printed


def test_lines_are_the_lines_that_say_something():
    value = "ข้อ ๑\n\n  ข้อ ๒ \r\nข้อ ๓"

    printed = Template("{% for line in value|lines %}[{{ line }}]{% endfor %}").render(
        Context({"value": value})
    )

    assert printed == "[ข้อ ๑][ข้อ ๒][ข้อ ๓]"


@pytest.mark.parametrize("expression", ["thai", "whole", "lines|join:''"])
def test_a_filter_never_lets_markup_through(expression):
    printed = rendered(expression, "<script>alert('x')</script>")

    assert "<script>" not in printed
    assert "&lt;script&gt;" in printed


def test_the_filters_are_also_a_library_by_name():
    template = Template("{% load thai %}{{ value|score }}")

    assert template.render(Context({"value": Decimal("97.4")})) == "๙๗.๔๐"


def test_a_moment_is_printed_in_the_time_of_bangkok():
    printed = rendered("thai_moment", datetime(2026, 11, 21, 17, 5, tzinfo=UTC))

    assert printed == "๒๒ พ.ย. ๒๕๖๙ ๐๐.๐๕ น."


def test_the_day_of_a_moment_is_that_of_bangkok():
    moment = datetime(2026, 11, 21, 17, 5, tzinfo=UTC)

    assert (rendered("thai_date", moment), rendered("thai_short_date", moment)) == (
        "๒๒ พฤศจิกายน ๒๕๖๙",
        "๒๒ พ.ย. ๒๕๖๙",
    )


def test_no_moment_prints_nothing():
    assert rendered("thai_moment", None) == ""
