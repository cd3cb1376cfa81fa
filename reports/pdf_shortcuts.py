"""Two shortcuts through WeasyPrint's layout, for speed alone: the same document gives the same bytes with and without.

They replace functions of WeasyPrint, so they are for the version they were read from and stand aside for any other.
`tests/reports/test_after_layout.py` compares the bytes; `benchmarks/README.md` says what they gain.

Sizes: WeasyPrint works out some twenty lengths anew for each box it places. Boxes of one style differ in their percentages
only, so the fixed lengths are kept with the style. Lines: WeasyPrint shapes each line to place it, forgets the shape, and
shapes it again to draw it. Here a line's shape is kept until it is drawn.
"""

VERSION = "70.0"
SIZING_MODULES = ("percent", "absolute", "block", "column", "float", "grid", "inline", "page", "table")
WIDTHS = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "min_width", "max_width")
# Percentages of vertical margins and paddings refer to the width as well.
VERTICAL = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
HEIGHTS = ("height", "min_height", "max_height")
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def install(weasyprint):
    """Put the shortcuts in place, once. Returns whether this version of WeasyPrint takes them."""
    if weasyprint.__version__ != VERSION:
        return False
    layout = weasyprint.layout
    original = layout.percent.resolve_percentages
    if getattr(original, "is_shortcut", False):
        return True
    shortcut = _resolve_percentages(original, weasyprint.formatting_structure.boxes)
    for name in SIZING_MODULES:
        getattr(layout, name).resolve_percentages = shortcut
    _keep_shapes(weasyprint.text.line_break.Layout)
    return True


# -- Sizes -----------------------------------------------------------------------------------------


def _resolve_percentages(original, boxes):
    def resolve_percentages(box, containing_block):
        """Set used values as attributes of the box, most of them from what was worked out for its style before."""
        attributes = vars(box.style)
        if "lengths" not in attributes:
            attributes["lengths"] = _lengths(box.style)
        if attributes["lengths"] is None or isinstance(box, boxes.PageBox):
            return original(box, containing_block)
        fixed, percentages = attributes["lengths"]
        vars(box).update(fixed)
        if percentages:
            is_box = isinstance(containing_block, boxes.Box)
            width = containing_block.width if is_box else containing_block[0]
            vars(box).update({name: width * value / 100 for name, value in percentages})
        return None

    resolve_percentages.is_shortcut = True
    return resolve_percentages


def _lengths(style):
    """({name: fixed length}, [(name, percentage of the width)]) of a style, or None when it needs more than that."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return None
    fixed, percentages = {name: style[name] for name in BORDERS}, []
    for name in (*WIDTHS, *VERTICAL, *HEIGHTS):
        value = style[name]
        unit = getattr(value, "unit", None)
        if value is None or value == "auto":
            fixed[name] = 0 if value == "auto" and name.startswith("min_") else value
        elif unit == "%" and name not in HEIGHTS:
            percentages.append((name, value.value))
        elif unit in (None, "%"):
            return None
        else:
            fixed[name] = value.value
    return fixed, percentages


# -- Lines -----------------------------------------------------------------------------------------


def _keep_shapes(layout):
    deactivate, reactivate = layout.deactivate, layout.reactivate

    def keep(self):
        """Let go of the shape once the line is drawn."""
        if getattr(self, "is_drawn", False):
            deactivate(self)

    def take(self, style):
        """Shape for drawing, unless the shape of the layout will do."""
        self.is_drawn = True
        if self.justification_spacing or getattr(self, "style", None) is not style:
            reactivate(self, style)

    layout.deactivate, layout.reactivate = keep, take
