"""The emblem of the memo as a PNG: the organisation's stored one, else the drawing of the paper template.

Word takes no SVG from us, so the outline of the template's drawing is painted here.
"""

import io
import re
from functools import cache

from django.template.loader import get_template
from PIL import Image, ImageDraw

from ita_portal import file_store

TEMPLATE = "reports/pdf/sections/_emblem.html"
HEIGHT_CM = 1.5
DESCRIPTION = "ตราครุฑ"
PIXELS = 360  # 600 dots per inch at 1.5 cm
SMOOTHING = 4  # drawn larger and reduced, for smooth edges
STEPS = 12  # straight pieces per curve

TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")


def emblem_png(stored_key=""):
    """The PNG of a stored emblem, or of our own drawing for "". Raises file_store.NotStored."""
    if not stored_key:
        return _drawn()
    with file_store.open_stored(stored_key) as file:
        return file.read()


@cache
def _drawn():
    """The drawing of the template; the same drawing gives the same bytes."""
    svg = get_template(TEMPLATE).template.source
    side = float(re.search(r'viewBox="0 0 ([\d.]+)', svg)[1])
    outline = path_points(re.search(r'<path[^>]* d="([^"]+)"', svg)[1])
    scale = PIXELS * SMOOTHING / side
    image = Image.new("L", (PIXELS * SMOOTHING,) * 2, 255)
    ImageDraw.Draw(image).polygon([(x * scale, y * scale) for x, y in outline], fill=0)
    file = io.BytesIO()
    image.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def path_points(path):
    """The corners of a closed SVG path of moves, lines and curves (M, l, c, z). Raises ValueError for any other step."""
    tokens = TOKEN.findall(path)
    points, here, step = [], (0.0, 0.0), ""
    while tokens:
        if tokens[0].isalpha():
            step = tokens.pop(0)
        if step not in _NUMBERS:
            raise ValueError(f"the emblem has a step {step!r} that nobody taught this drawing")
        numbers = [float(tokens.pop(0)) for _ in range(_NUMBERS[step])]
        drawn = _draw(step, here, numbers)
        points += drawn
        here = drawn[-1] if drawn else here
    return points


_NUMBERS = {"M": 2, "l": 2, "c": 6, "z": 0}


def _draw(step, here, numbers):
    if step == "M":
        return [tuple(numbers)]
    ends = [(here[0] + x, here[1] + y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    return _curve(here, *ends) if step == "c" else ends


def _curve(start, pull, push, end):
    """Points on a cubic curve, without its start."""
    points = []
    for number in range(1, STEPS + 1):
        t = number / STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        corners = (start, pull, push, end)
        points.append(
            tuple(
                sum(weight * corner[axis] for weight, corner in zip(weights, corners, strict=True))
                for axis in (0, 1)
            )
        )
    return points
