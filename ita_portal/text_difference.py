"""Leaf: what changed between two texts, word by word, as a pure function."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from ita_portal.thai_text import words

# Comparing takes time with the square of the length; more words or lines than this, of both texts together, are shown
# as one text for another.
MOST_WORDS = 3000
MOST_LINES = 1000
# Where less than this share of the words stayed, the few that did are chance and only make the reading harder.
LEAST_SHARED = 0.4


class PassageKind(StrEnum):
    SKIPPED = "skipped"  # whole lines that both texts have
    SAME = "same"  # words that both have, in a line that changed
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Passage:
    """A stretch of text with one fate."""

    kind: PassageKind
    text: str

    @property
    def line_count(self):
        return len(self.text.splitlines())


def difference(old, new):
    """The passages of two texts in reading order.

    Without the added ones they are the old text, without the removed ones the new text, letter by letter.
    """
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(old_lines) + len(new_lines) > MOST_LINES:
        return _changed(old, new)
    passages = []
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            passages.append(Passage(PassageKind.SKIPPED, "".join(old_lines[start:end])))
        else:
            passages += _in_words("".join(old_lines[start:end]), "".join(new_lines[new_start:new_end]))
    return passages


def _in_words(old, new):
    old_words, new_words = words(old), words(new)
    if len(old_words) + len(new_words) > MOST_WORDS:
        return _changed(old, new)
    matcher = SequenceMatcher(None, old_words, new_words, autojunk=False)
    if matcher.ratio() < LEAST_SHARED:
        return _changed(old, new)
    passages, removed, added = [], "", ""
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        before, after = "".join(old_words[start:end]), "".join(new_words[new_start:new_end])
        # A space that happens to be in both would cut one change into two.
        if tag != "equal" or (before.isspace() and (removed or added)):
            removed, added = removed + before, added + after
        else:
            passages += [*_changed(removed, added), Passage(PassageKind.SAME, before)]
            removed = added = ""
    return passages + _changed(removed, added)


def _changed(removed, added):
    pair = ((PassageKind.REMOVED, removed), (PassageKind.ADDED, added))
    return [Passage(kind, text) for kind, text in pair if text]
