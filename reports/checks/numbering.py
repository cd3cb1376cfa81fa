"""Numbers that people type before the items of a list: whether one is missing. Pure."""

import re
from itertools import groupby

NUMBERED_LINE = re.compile(
    r"[ \t]*(?P<open>\(?)(?P<path>(?:\d{1,2}\.)*)(?P<number>\d{1,2})(?P<close>[.)])(?!\d)[ \t]*"
)


def gaps(arabic):
    """((start, end), number that is there, number that was expected) of lines whose number does not follow.

    `arabic` is a text with Arabic digits. A list starts at 1, or starts again; lines without a number between two items
    belong to the item above. (1), 1. and 1.1. are lists of their own.
    """
    items = []
    for line in re.finditer(r"[^\n]+", arabic):
        if found := NUMBERED_LINE.match(arabic, line.start(), line.end()):
            style = (found["open"], found["path"], found["close"])
            items.append((style, int(found["number"]), (line.start(), found.end())))
    items.sort(key=lambda item: item[0])  # stable: each list in its own order
    for _, rows in groupby(items, key=lambda item: item[0]):
        before = 0
        for _, number, span in rows:
            if number not in (1, before + 1):
                yield span, number, before + 1
            before = number


def lone_number(arabic):
    """The span of the number of a list that has one item though further lines follow; None otherwise."""
    lines = list(re.finditer(r"[^\n]+", arabic))
    numbered = [found for line in lines if (found := NUMBERED_LINE.match(arabic, line.start(), line.end()))]
    if len(numbered) == 1 and int(numbered[0]["number"]) == 1 and lines[-1].start() > numbered[0].start():
        return numbered[0].span()
    return None
