"""Texts as people paste them, and reading their figures."""

from assessments.pasted_scores import read_pasted
from tests.assessments.known_frameworks import known


def figures(text, year=2568):
    return {key: str(value) for key, value in read_pasted(text, known(year)).figures.items()}
