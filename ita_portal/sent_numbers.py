"""Leaf: whole numbers that a page put into an address or a button, on their way back from the browser."""

LONGEST = (
    18  # digits; nineteen do not always fit into the 64 bits of a key, and int() refuses thousands of them
)


def whole_number(text):
    """The number that up to 18 digits say, Thai or Arabic; None for anything else.

    Keys and places can be no longer: what comes back longer was never sent out.
    """
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
