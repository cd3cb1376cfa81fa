"""Leaf: what a part of an address may be, beside what Django knows. Registered in ita_portal/urls.py."""

from ita_portal.thai_dates import EARLIEST_YEAR, LATEST_YEAR


class BuddhistYear:
    """A year that the portal's calendar has, `<year:year>`; the address of any other year is no page."""

    regex = "[0-9]{4}"

    def to_python(self, text):
        if not EARLIEST_YEAR <= int(text) <= LATEST_YEAR:
            raise ValueError(f"{text} is no year of the calendar")
        return int(text)

    def to_url(self, year):
        """Also of a year just outside, so that the page of the last year can name the next one; it answers 404."""
        return str(year)
