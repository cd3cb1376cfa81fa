"""From text that people copy out of ITAS, Excel, Word or an older report to scores: pure, without a database.

known.py      what the year's framework knows: codes, names, wordings
rows.py       a text as rows of cells
numbers.py    which numbers in a cell are scores
subjects.py   what a cell speaks of: the total, an instrument, an indicator, a question
reading.py    rows one after another: which score belongs to what

Nothing is guessed silently. What fits two places, is a code of another year, is out of range or contradicts another
line comes back as a problem with a Thai sentence, and no figure.
"""

from assessments.pasted_scores.known import KnownFramework, KnownIndicator, KnownInstrument, KnownQuestion
from assessments.pasted_scores.reading import Line, PastedScores, read_pasted

__all__ = [
    "KnownFramework",
    "KnownIndicator",
    "KnownInstrument",
    "KnownQuestion",
    "Line",
    "PastedScores",
    "read_pasted",
]
