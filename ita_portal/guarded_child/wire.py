"""What travels between parent and child. The child may be hostile: its answers are JSON and raw bytes of limited size."""

import json
import pickle
import struct

from ita_portal.guarded_child.errors import ChildFailed

MEGABYTE = 1024 * 1024
LONGEST_JSON = 16 * MEGABYTE  # bytes of an answer's JSON; nested lists take some ten times that in the parent
LONGEST_PAYLOAD = 64 * MEGABYTE  # bytes of an answer's raw bytes
OUT_OF_MEMORY = 77  # exit status of a child

JOB_SIZE = struct.Struct("!Q")  # bytes of the pickle that follows
ANSWER_SIZES = struct.Struct("!QQ")  # bytes of the JSON and of the payload that follow


def pack_job(args, kwargs):
    """The message for a call."""
    job = pickle.dumps((args, kwargs), protocol=pickle.HIGHEST_PROTOCOL)
    return JOB_SIZE.pack(len(job)) + job


def pack_result(result):
    """The message for a result. Raises TypeError or ValueError for what may not come back."""
    if isinstance(result, bytes):
        return _pack({"bytes": True}, result)
    if isinstance(result, dict):
        keys = [key for key, value in result.items() if isinstance(value, bytes)]
        if keys:  # a second one fails as JSON
            rest = {key: value for key, value in result.items() if key != keys[0]}
            return _pack({"result": rest, "bytes_key": keys[0]}, result[keys[0]])
    return _pack({"result": result})


def pack_error(error, details):
    """The message for an exception and its traceback, both cut to a length for the log."""
    failure = {"type": name_of(type(error)), "message": str(error)[:2000], "details": details[-20_000:]}
    return _pack({"error": failure})


def read_sizes(head):
    """Sizes of JSON and payload out of the first bytes of an answer. Raises ValueError when they are too large."""
    json_size, payload_size = ANSWER_SIZES.unpack(head)
    if json_size > LONGEST_JSON or payload_size > LONGEST_PAYLOAD:
        raise ValueError(f"an answer of {json_size} bytes of JSON and {payload_size} of payload is too long")
    return json_size, payload_size


def read_answer(header, payload):
    """Return the result out of an answer that may be hostile.

    Raises ChildFailed when the answer says that the function raised, ValueError or RecursionError when it is not one.
    """
    match json.loads(header, parse_constant=_refuse_constant):
        case {"error": {"type": str(name), "message": str(message), "details": str(details)}}:
            raise ChildFailed(name, message, details)
        case {"result": dict(rest), "bytes_key": str(key)}:
            return {**rest, key: payload}
        case {"bytes": True}:
            return payload
        case {"result": result}:
            return result
    raise ValueError("not an answer of a guarded child")


def name_of(kind):
    """A class as "module.Class", builtins without module."""
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _pack(header, payload=b""):
    text = json.dumps(header, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")
    return [ANSWER_SIZES.pack(len(text), len(payload)), text, payload]


def _refuse_constant(name):
    raise ValueError(f"{name} is not a number")
