"""Whole numbers on their way back from the browser."""

import pytest

from ita_portal.sent_numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("๑๒", 12), ("9" * 18, 10**18 - 1)])
def test_a_number_that_a_page_sent_out_comes_back(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", " ", "-1", "1.0", "1_0", "²", "a", "1\x00", "9" * 19, "9" * 5000])
def test_what_no_page_sent_out_is_no_number(text):
    assert whole_number(text) is None
