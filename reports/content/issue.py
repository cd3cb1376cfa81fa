"""What an issued edition prints of itself: on every page how to check it, at its end where the history stood."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IssueMarks:
    """`code` as people type it, `address` as the QR code holds it (with https://), `chain_head` the hash of the trail.

    `replaces_text` names the edition this one replaces, a whole phrase; "" for a first edition.
    """

    code: str
    address: str
    chain_head: str = ""
    edition_number: int = 1
    replaces_text: str = ""

    @property
    def short_address(self):
        """The address as people read it on paper."""
        return self.address.removeprefix("https://").removeprefix("http://")
