"""Headless Chromium, kept running and told over a pipe to print: what a warm browser costs."""

import base64
import json
import os
import subprocess
from pathlib import Path

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def new_folder(path):
    """A folder that is there."""
    path.mkdir(parents=True, exist_ok=True)
    return path


class Browser:
    """A running Chromium with one page."""

    def __init__(self, profile):
        (self._theirs_in, self._write), (self._read, self._theirs_out) = os.pipe(), os.pipe()
        script = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
        command = ["chromium", *FLAGS, f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen(
            ["bash", "-c", script, "bash", str(self._theirs_in), str(self._theirs_out), *command],
            pass_fds=[self._theirs_in, self._theirs_out],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._buffer, self._number = b"", 0
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def print(self, path):
        """The bytes of the PDF of an HTML file."""
        self._ask("Page.navigate", url=Path(path).resolve().as_uri())
        self._wait(lambda message: message.get("method") == "Page.loadEventFired")
        return base64.b64decode(self._ask("Page.printToPDF", preferCSSPageSize=True)["data"])

    def close(self):
        self.process.terminate()
        self.process.wait()

    def _ask(self, method, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if getattr(self, "_session", None):
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        return self._wait(lambda answer: answer.get("id") == self._number)["result"]

    def _wait(self, is_wanted):
        while True:
            while b"\0" not in self._buffer:
                self._buffer += os.read(self._read, 1 << 20)
            line, _, self._buffer = self._buffer.partition(b"\0")
            message = json.loads(line)
            if is_wanted(message):
                return message
