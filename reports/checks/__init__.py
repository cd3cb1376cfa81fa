"""The check before routing: what in a document and its data should be looked at before it is proposed.

finding.py        a finding, and a text with its place
texts.py          every text that a document prints
facts.py          what is true behind it: whose it is, the years, the framework, the figures (the only reader of rows)
identity.py year_chain.py names.py figures.py coverage.py form.py spelling.py personal_data.py    the families, pure
numbering.py word_lists.py    what they share

Blocking findings keep a document from being proposed until they are mended or overridden with a reason.
"""

from django.utils import timezone

from reports.checks.coverage import coverage_in_text, coverage_of_document
from reports.checks.facts import Facts, read_facts
from reports.checks.figures import figures_in_text, figures_of_data
from reports.checks.finding import Family, Finding, Kind, Text
from reports.checks.form import form_of_document, form_of_text
from reports.checks.identity import identity
from reports.checks.names import names_in_text, twins
from reports.checks.personal_data import personal_data
from reports.checks.spelling import spelling
from reports.checks.year_chain import years_in_text, years_of_document

__all__ = ["Facts", "Family", "Finding", "Kind", "Text", "findings_for", "findings_in", "read_facts"]

OF_A_TEXT = (
    identity,
    years_in_text,
    names_in_text,
    figures_in_text,
    coverage_in_text,
    form_of_text,
    spelling,
    personal_data,
)
OF_A_DOCUMENT = (years_of_document, twins, figures_of_data, coverage_of_document, form_of_document)


def findings_for(document, rows, today=None):
    """All findings on a stored document and on what it encloses, by family, what blocks first. Empty: nothing is amiss.

    `rows(model)` gives the rows of a model that may be read, as in composition.compose; in a number of queries that does
    not grow with the document.
    """
    today = today or timezone.localdate()
    found = findings_in(read_facts(document, rows, today))
    if document.encloses:
        found += findings_in(read_facts(document.encloses, rows, today, is_enclosed=True))
    return _in_order(found)


def findings_in(facts):
    """The findings on the facts of one document, each once. Pure."""
    found = [finding for text in facts.texts for rule in OF_A_TEXT for finding in rule(text, facts)]
    found += [finding for rule in OF_A_DOCUMENT for finding in rule(facts)]
    return _in_order(found)


def _in_order(findings):
    once = {finding.key: finding for finding in findings}
    families = list(Family)
    return sorted(once.values(), key=lambda row: (families.index(row.family), not row.is_blocking))
