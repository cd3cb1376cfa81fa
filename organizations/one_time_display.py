"""What is told once, on the page after the act: a link to hand over, recovery codes.

Kept in the session from the POST to the page it leads to, and taken out by that page.
"""

NAME = "told_once"


def tell_once(request, kind, value):
    """Keep a JSON value for the next page of its kind."""
    request.session[NAME] = {"kind": kind, "value": value}


def take(request, kind):
    """The value for a page of this kind, or None when it was shown already."""
    kept = request.session.get(NAME)
    if not kept or kept["kind"] != kind:
        return None
    if request.method == "GET":
        del request.session[NAME]
    return kept["value"]
