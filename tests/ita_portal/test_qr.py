"""QR codes: shapes alone, with room around them."""

import base64
import io
import re

import pytest
from PIL import Image

from ita_portal import qr

ADDRESS = "https://ita.example.go.th/v/k7m2q9/"


def test_a_code_is_shapes_without_text_or_script():
    drawn = qr.svg(ADDRESS).decode()

    assert drawn.startswith("<svg")
    assert set(re.findall(r"<(\w+)", drawn)) <= {"svg", "g", "path"}
    assert "style" not in drawn


def test_four_modules_around_the_code_are_white():
    picture = Image.open(io.BytesIO(qr.png(ADDRESS, scale=3))).convert("L")

    edge = picture.width - 4 * 3
    inside = picture.point(lambda value: 255 - value).getbbox()

    assert inside == (12, 12, edge, edge)


def test_the_same_text_gives_the_same_bytes():
    assert qr.svg(ADDRESS) == qr.svg(ADDRESS) != qr.svg(ADDRESS + "x")


def test_a_data_address_carries_the_picture():
    picture = qr.png(ADDRESS)

    kind, _, content = qr.data_address(picture).partition(",")

    assert kind == "data:image/png;base64"
    assert base64.b64decode(content) == picture


@pytest.mark.parametrize(("text", "reason"), [("", "needs a text"), ("x" * 5000, "too large")])
def test_what_no_code_holds_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        qr.png(text)
