"""The boxes of the what-if panel: a GET form whose address holds the scores that are tried. Nothing is stored."""

from django import forms

from assessments.scoring import costs
from assessments.what_if import movable, question_of
from ita_portal.fields import ScoreField

DEAREST_BOXES = 5


class WhatIfForm(forms.Form):
    """One box per figure that is tried, named by its key; without any in the address, the dearest ones.

    `add` in the address is the code of a question (or number of an indicator) whose boxes come in addition. An empty box
    and one that cannot be read count as unmoved.
    """

    def __init__(self, total, address, names):
        self.current = {figure.element.key: figure.value for figure in movable(total)}
        asked = [key for key in self.current if key in address]
        shown = asked or [cost.figure.element.key for cost in costs(total)[:DEAREST_BOXES]]
        added = [key for key in self.current if question_of(key) == address.get("add")]
        keys = [key for key in self.current if key in (*shown, *added)]
        super().__init__({key: address.get(key, "").strip() or f"{self.current[key]:.2f}" for key in keys})
        for key in keys:
            self.fields[key] = ScoreField(required=False, label=names[key])
            self.fields[key].widget.attrs |= {"data-what-if-box": "", "aria-describedby": f"error-{key}"}

    @property
    def moves(self):
        """The scores that differ from what is recorded, by key."""
        self.is_valid()
        return {
            key: value
            for key, value in self.cleaned_data.items()
            if value is not None and value != self.current[key]
        }

    @property
    def addable(self):
        """The questions (or indicators) that have no box yet, in official order."""
        return list(dict.fromkeys(question_of(key) for key in self.current if key not in self.fields))
