"""Small trees of figures and the levels of the years, for the tests of scoring."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from assessments import scoring
from assessments.scoring import Element, Level, RatingLevel

WORDS = (  # 2566 onward
    RatingLevel("ผ่านดีเยี่ยม", Decimal(95), Decimal(95)),
    RatingLevel("ผ่านดี", Decimal(85), Decimal(85)),
    RatingLevel("ผ่าน", Decimal(85)),
    RatingLevel("ต้องปรับปรุง", Decimal(70)),
    RatingLevel("ต้องปรับปรุงโดยด่วน", Decimal(0)),
)
LETTERS = tuple(  # 2562–2565
    RatingLevel(name, Decimal(minimum))
    for name, minimum in (("AA", 95), ("A", 85), ("B", 75), ("C", 65), ("D", 55), ("E", 50), ("F", 0))
)


def question(key, weight=1):
    return Element(key, Level.QUESTION, key, Decimal(weight))


def mean_of(key, *children, level=Level.INDICATOR, weight=1, alternative=()):
    children = tuple(question(child) if isinstance(child, str) else child for child in children)
    return Element(key, level, key, Decimal(weight), children, tuple(alternative))


def official(**figures):
    return {key.replace("_", "/"): Decimal(value) for key, value in figures.items()}


def total_of(iit, eit, oit):
    """An evaluated total of three instruments known by their figures alone, weighted 30/30/40."""
    instruments = [
        Element(key, Level.INSTRUMENT, key, Decimal(weight))
        for key, weight in (("IIT", 30), ("EIT", 30), ("OIT", 40))
    ]
    figures = {
        key: Decimal(value) for key, value in (("IIT", iit), ("EIT", eit), ("OIT", oit)) if value is not None
    }
    return scoring.evaluate(Element("total", Level.TOTAL, "คะแนนรวม", children=tuple(instruments)), figures)


SCORES = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)
TREES = st.recursive(SCORES, lambda inner: st.lists(inner, min_size=1, max_size=7), max_leaves=30)


def grown(plan, key="t"):
    """(element, official figures, exact mean) of a nested list of scores."""
    if isinstance(plan, Decimal):
        return question(key), {key: plan}, Fraction(plan)
    children = [grown(inner, f"{key}.{place}") for place, inner in enumerate(plan)]
    figures = {name: value for _, known, _ in children for name, value in known.items()}
    mean = sum(exact for _, _, exact in children) / len(children)
    return mean_of(key, *(element for element, _, _ in children)), figures, mean
