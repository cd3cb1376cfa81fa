"""What a signed file should hold: told to the strict check by whoever knows the document."""

import hashlib
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class ExpectedSignature:
    """A signature that should be there. `fingerprint` is the SHA-256 of its certificate in hex, "" when not known."""

    field: str
    fingerprint: str = ""


@dataclass(frozen=True)
class Expected:
    """The whole file: what was frozen, all reserved fields, and the signatures so far in the order they were made.

    `fields` holds the signed and the still empty ones. `base_sha256` (hex) is of the prepared file, with which the
    signed one must begin; "" when not known.
    """

    fields: tuple[str, ...]
    signatures: tuple[ExpectedSignature, ...] = ()
    base_sha256: str = ""

    @classmethod
    def of(cls, prepared, fields):
        """What is expected of a file that was just prepared and that nobody has signed."""
        return cls(tuple(fields), (), hashlib.sha256(prepared).hexdigest())

    def signed_by(self, field, fingerprint=""):
        """The same after one more signature."""
        return replace(self, signatures=(*self.signatures, ExpectedSignature(field, fingerprint)))

    def as_json(self):
        """Plain values that JSON can hold."""
        return {
            "fields": list(self.fields),
            "signatures": [[signature.field, signature.fingerprint] for signature in self.signatures],
            "base_sha256": self.base_sha256,
        }

    @classmethod
    def from_json(cls, values):
        signatures = tuple(ExpectedSignature(field, fingerprint) for field, fingerprint in values["signatures"])
        return cls(tuple(values["fields"]), signatures, values["base_sha256"])
