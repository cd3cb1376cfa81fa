"""What the paste page does with a text: reads it for the year's framework and keeps what was understood."""

from dataclasses import asdict

from django import forms

from assessments.import_preview import waiting_imports
from assessments.models import ImportSource
from assessments.pasted_scores import (
    KnownFramework,
    KnownIndicator,
    KnownInstrument,
    KnownQuestion,
    read_pasted,
)
from assessments.pasted_scores.rows import LONGEST_TEXT
from assessments.score_tree import frameworks_with_tree
from assessments.workflow import propose_import
from ita_portal.thai_text import to_thai_digits

# Lines that are kept for the page: figures, problems, and lines without a score. A whole report has about 250.
MOST_PLACED, MOST_PROBLEMS, MOST_PASSED_OVER = 1_000, 300, 300


class PasteForm(forms.Form):
    """The one box. Spaces and line ends stay as they are pasted: they tell what belongs together."""

    text = forms.CharField(
        label="ข้อความที่คัดลอกมา",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "paste-box"}),
        error_messages={"required": "ยังไม่มีข้อความ โปรดวางข้อความที่คัดลอกมาในช่องนี้"},
    )

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        if len(text) > LONGEST_TEXT:
            longest = to_thai_digits(f"{LONGEST_TEXT:,}")
            raise forms.ValidationError(f"ข้อความยาวเกิน {longest} ตัวอักษร โปรดวางเฉพาะส่วนที่เป็นตารางคะแนน")
        return text


def read_for(text, framework):
    """The PastedScores of a text for a stored framework."""
    return read_pasted(text, known_framework(framework))


def propose_paste(organization, framework, pasted, *, by):
    """Keep the PastedScores until the person confirms; returns the ScoreImport. Raises as propose_import does.

    The same text pasted again, or a button pressed twice, gives the import that waits already.
    """
    figures = {key: f"{value:.2f}" for key, value in pasted.figures.items()}
    reading = _kept(pasted.lines)
    for waiting in waiting_imports(organization, framework, by):
        if waiting.source == ImportSource.PASTE and (waiting.figures, waiting.reading) == (figures, reading):
            return waiting
    return propose_import(
        organization, framework, source=ImportSource.PASTE, figures=figures, header={}, reading=reading, by=by
    )


def known_framework(framework):
    """What the reader of pasted text has to know of a stored framework."""
    tree = frameworks_with_tree().get(pk=framework.pk)
    instruments = list(tree.instruments.all())
    indicators = [(instrument, row) for instrument in instruments for row in instrument.indicators.all()]
    return KnownFramework(
        year=tree.year,
        instruments=tuple(
            KnownInstrument(row.code, row.name, tuple(part.number for part in row.parts.all()))
            for row in instruments
        ),
        indicators=tuple(
            KnownIndicator(row.number, (row.name, *row.aliases), instrument.code)
            for instrument, row in indicators
        ),
        questions=tuple(
            KnownQuestion(question.code, question.text, instrument.code, row.number)
            for instrument, row in indicators
            for question in row.questions.all()
        ),
        levels=tuple(level.name for level in tree.rating_levels.all()),
    )


def _kept(lines):
    """The lines as an import keeps them, in order, the first of each kind."""
    room = {"placed": MOST_PLACED, "problem": MOST_PROBLEMS, "passed over": MOST_PASSED_OVER}
    kept = []
    for line in lines:
        kind = "placed" if line.key else "problem" if line.problem else "passed over"
        room[kind] -= 1
        if room[kind] >= 0:
            kept.append(asdict(line))
    return kept
