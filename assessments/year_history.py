"""What the history of a year holds: every act on its result, its analyses, its limitations and its imports."""

from dataclasses import replace

from django import forms
from django.db.models import Q

from assessments.workflow import HEADER_FIELDS
from ita_portal.thai_text import sort_key
from organizations.history import SERVER, history_of, name_of_verb
from organizations.models import TrailEntry, User

PAGE_SIZE = 50
# The acts shown at the place they happened; the page of the year has them all.
SHOWN_IN_PLACE = 20
LOOKED_THROUGH = 400
SERVER_CHOICE = "server"
HEADLINE_KEYS = frozenset(
    {"total", "computed_total", "computed_rating", "status", "reason", "year", *HEADER_FIELDS}
)


def entries_of(assessment, user):
    """The entries of the assessment's year that the person may read, latest first, with who acted.

    Also those about rows that are gone: an entry keeps its year. Entries from before it did are about the assessment.
    """
    of_year = Q(fiscal_year=assessment.year, subject_type__startswith="assessments.")
    of_assessment = Q(subject_type=assessment._meta.label_lower, subject_id=assessment.pk)
    entries = TrailEntry.objects.visible_to(user).filter(organization=assessment.organization)
    return entries.filter(of_year | of_assessment).select_related("by").order_by("-pk")


class HistoryFilterForm(forms.Form):
    """Whose acts, and of which kind; offers only who and what occurs in the entries."""

    by = forms.ChoiceField(label="ผู้ทำ", required=False)
    verb = forms.ChoiceField(label="ทำอะไร", required=False)

    def __init__(self, entries, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=entries.order_by().values("by")).order_by("first_name", "pk")
        verbs = sorted(set(entries.order_by().values_list("verb", flat=True).distinct()))
        self.fields["by"].choices = [
            ("", "ทุกคน"),
            *((str(person.pk), str(person)) for person in people),
            (SERVER_CHOICE, SERVER),
        ]
        self.fields["verb"].choices = [
            ("", "ทุกอย่าง"),
            *sorted(
                ((verb, name_of_verb(verb, "assessments")) for verb in verbs),
                key=lambda pair: sort_key(pair[1]),
            ),
        ]

    def chosen(self, entries):
        """The entries that were asked for; all of them while the choice is none that was offered."""
        if not self.is_valid():
            return entries
        by, verb = self.cleaned_data["by"], self.cleaned_data["verb"]
        if by:
            entries = entries.filter(by__isnull=True) if by == SERVER_CHOICE else entries.filter(by=by)
        return entries.filter(verb=verb) if verb else entries


def headline_history(assessment, user):
    """The acts on what the page of a result says first: total, what was announced, confirming and reopening."""
    return history_of([assessment], user=user, keys=HEADLINE_KEYS, limit=SHOWN_IN_PLACE)


def with_history(reading, assessment, user):
    """The IndicatorReading with the acts on its own figure and on those of each question, read in one query."""
    own_key = reading.figure.element.key
    keys = {row.question.code: {figure.element.key for _, figure in row.scores} for row in reading.questions}
    every_key = {own_key}.union(*keys.values())
    acts = history_of([assessment], user=user, keys=every_key, limit=LOOKED_THROUGH)
    questions = [replace(row, history=_on(acts, keys[row.question.code])) for row in reading.questions]
    return replace(reading, questions=questions, history=_on(acts, {own_key}))


def _on(acts, keys):
    found = (act.only(keys) for act in acts)
    return tuple(act for act in found if act.changes)[:SHOWN_IN_PLACE]
