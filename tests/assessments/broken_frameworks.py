"""Contents of framework files, to break."""


def filing_item(question, **changes):
    return {
        "question": question,
        "purpose": "measures",
        "form": "per_indicator",
        "analysed_year_offset": -1,
        "covered_year_offset": 0,
        "is_provisional": False,
        "topics": [],
        **changes,
    }


def instrument(content, code):
    return next(row for row in content["instruments"] if row["code"] == code)
