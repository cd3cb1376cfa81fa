"""Leaf: QR codes, for paper and for screens. The only module that knows segno.

Shapes only, black on a white ground, with the quiet zone of four modules that scanners need; no text, no script.
"""

import base64
import io

import segno

QUIET_ZONE = 4  # modules
ERROR_CORRECTION = "m"  # 15 %: a stamp or a fold over a corner leaves it readable


def svg(text, *, scale=4):
    """The code of a text as an `<svg>` element (bytes without XML head), `scale` user units a module.

    Raises ValueError when the text is empty or longer than a code holds (about 2,300 bytes).
    """
    return _drawn(text, kind="svg", scale=scale, xmldecl=False, svgns=True, light="white", nl=False)


def png(text, *, scale=8):
    """The code of a text as PNG bytes, `scale` pixels a module. Raises ValueError like svg()."""
    return _drawn(text, kind="png", scale=scale, light="white")


def _drawn(text, **how):
    if not text:
        raise ValueError("a code needs a text")
    picture = io.BytesIO()
    segno.make_qr(text, error=ERROR_CORRECTION).save(picture, border=QUIET_ZONE, **how)
    return picture.getvalue()


def data_address(picture):
    """A PNG as a `data:` address, for the `src` of a picture that is on no server."""
    return "data:image/png;base64," + base64.b64encode(picture).decode()
