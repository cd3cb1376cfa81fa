"""What the framework of a year knows, as far as a reader of pasted text needs it."""

import re
from dataclasses import dataclass
from functools import cached_property

SAME_NAME = 0.8  # a name with a slip or two is still that name: การปฎิบัติหน้าที่
SAME_WORDING = 0.9
LEAST_SHARE = 0.4  # of a text, for the wording it holds
SHORTEST_WORDING = 8  # letters; shorter texts resemble too many others
NO_LETTER = re.compile(
    "[^A-Za-z\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]"
)  # Thai marks are letters


@dataclass(frozen=True)
class KnownInstrument:
    code: str
    name: str
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class KnownIndicator:
    number: int
    names: tuple[str, ...]  # the official one first
    instrument: str


@dataclass(frozen=True)
class KnownQuestion:
    code: str
    wording: str
    instrument: str
    indicator: int

    @property
    def letter(self):
        return self.code[0].lower()

    @property
    def number(self):
        return int(self.code[1:])


@dataclass(frozen=True)
class KnownFramework:
    """The codes, names and wordings of one year. Codes are a letter (i, e, O) and a number."""

    year: int
    instruments: tuple[KnownInstrument, ...]
    indicators: tuple[KnownIndicator, ...]
    questions: tuple[KnownQuestion, ...]
    levels: tuple[str, ...] = ()

    @cached_property
    def keys(self):
        """Every element key a figure can stand at."""
        parts = {row.code: row.parts for row in self.instruments}
        keys = ["total", *(str(row.number) for row in self.indicators)]
        for row in self.instruments:
            keys += [row.code, *(f"{row.code}/{part}" for part in row.parts)]
        for row in self.questions:
            keys += [f"{row.code}/{part}" for part in parts[row.instrument]] or [row.code]
        return frozenset(keys)

    def parts_of(self, instrument):
        """The numbers of the parts an instrument is published in; () for one without."""
        return next((row.parts for row in self.instruments if row.code == instrument), ())

    def instrument_with_part(self, part):
        """The code of the one instrument that has such a part; "" when there is none, or two."""
        codes = [row.code for row in self.instruments if part in row.parts]
        return codes[0] if len(codes) == 1 else ""

    def indicator(self, number):
        return next((row for row in self.indicators if row.number == number), None)

    def question(self, letter, number):
        return self._question_of.get((letter.lower(), number))

    @cached_property
    def _question_of(self):
        return {(row.letter, row.number): row for row in self.questions}

    @cached_property
    def name_pattern(self):
        """Finds the name of an indicator where a text goes on; longer names first, spaces anywhere."""
        names = sorted(self._indicator_of, key=len, reverse=True)
        return re.compile("|".join(spaced(name) for name in names) or r"(?!)")

    def named(self, text):
        """The indicator of that name, a slip or two allowed; None when there is none or there are two."""
        bare = squashed(text)
        if bare in self._indicator_of:
            return self._indicator_of[bare]
        alike = [row for name, row in self._indicator_of.items() if likeness(bare, name) >= SAME_NAME]
        return alike[0] if len({row.number for row in alike}) == 1 else None

    @cached_property
    def _indicator_of(self):
        return {squashed(name): row for row in self.indicators for name in row.names}

    def worded(self, text):
        """The question of that wording, a slip or two allowed; None when there is none or there are two."""
        bare = squashed(text)
        if len(bare) < SHORTEST_WORDING:
            return None
        near = [row for row in self._wordings if abs(len(row[1]) - len(bare)) <= len(bare) // 4]
        scored = sorted(((likeness(bare, wording), row.code, row) for row, wording in near), reverse=True)
        if not scored or scored[0][0] < SAME_WORDING:
            return None
        is_alone = len(scored) == 1 or scored[1][0] < scored[0][0]
        return scored[0][2] if is_alone else None

    def wording_within(self, text):
        """The question whose wording a text holds, perhaps with a heading before it; else None.

        Short wordings turn up in long texts by chance, so a good part of the text has to be the wording.
        """
        pieces = _pieces(squashed(text))
        held = [
            (len(wanted & pieces) / len(wanted), len(wanted), row)
            for row, wanted in self._wording_pieces
            if len(wanted) >= SHORTEST_WORDING and len(wanted) >= len(pieces) * LEAST_SHARE
        ]
        best = max(held, key=lambda row: row[:2], default=None)
        return best[2] if best and best[0] >= SAME_NAME else None

    def speaks_of(self, text, question):
        """How much of a question's wording a text holds, 0–1; None when no wording is known."""
        wanted = next((pieces for row, pieces in self._wording_pieces if row is question), set())
        return len(wanted & _pieces(squashed(text))) / len(wanted) if wanted else None

    @cached_property
    def _wordings(self):
        return [(row, squashed(row.wording)) for row in self.questions if row.wording]

    @cached_property
    def _wording_pieces(self):
        return [(row, _pieces(wording)) for row, wording in self._wordings]


def squashed(text):
    """A text without what differs between copies: spaces, punctuation, digits, capitals."""
    return NO_LETTER.sub("", text).lower()


def likeness(first, second):
    """How alike two squashed texts are, 0–1, by the pairs of letters they share (Dice)."""
    if first == second:
        return 1.0
    ours, theirs = _pieces(first, 2), _pieces(second, 2)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0


def _pieces(text, length=3):
    return {text[place : place + length] for place in range(len(text) - length + 1)}


def spaced(name):
    """A pattern for a squashed name with spaces anywhere."""
    return r"\s*".join(re.escape(letter) for letter in name)
