"""Times pages of the portal, as one request after another through all of it, on the database of a small and a large country.

`benchmarks/run_pages` makes the data and calls `measure` on each database, then `table` on what it wrote. Wall time
is what a person waits for; CPU time, of the portal and of its database connection together, is what is left of it on
a machine with nothing else to do.
"""

import argparse
import json
import os
import statistics
import time
from importlib import import_module
from pathlib import Path

ORDERS = ("name", "province", "total", "total-up", "change", "change-up", "rank")
WARM_UPS = 3
LIMIT = 300  # milliseconds: the aim of the issue, for nineteen of twenty requests


PRIORITY = 10  # among processes in real time, which go before all others
WORDS = {
    "a frequent word": "คู่มือ",
    "two words": "งบประมาณ ประชาชน",
    "an item": "o27",
    "a year in Thai digits": "๒๕๖๘",
    "nothing found": "ไม่มีคำนี้ในระบบ",
}


def pages(slug, year, document, paper, rare_word):
    """{what is measured: (username, address)}; `document` and `paper` are codes of a published document."""
    place = f"/{slug}/{year}"
    return {
        "province, first page": ("overseer", "/province/"),
        "province, last page": ("overseer", "/province/?page=last"),
        "province, not reported yet": ("overseer", "/province/?missing=reported"),
        **{f"province, by {order}": ("overseer", f"/province/?order={order}") for order in ORDERS},
        "nation, first page": ("platform", "/province/"),
        "nation, last page": ("platform", "/province/?page=last"),
        "nation, one kind not published": ("platform", "/province/?kind=sao&missing=published"),
        "nation, not reported, by total": ("platform", "/province/?missing=reported&order=total"),
        **{f"nation, by {order}": ("platform", f"/province/?order={order}") for order in ORDERS},
        "place of an organisation": ("auditor", f"{place}/place/"),
        "overview of an organisation": ("auditor", f"{place}/overview/"),
        "overview, to the overseer": ("overseer", f"{place}/overview/"),
        "executive page": ("auditor", f"/{slug}/executive/"),
        "page for a meeting": ("auditor", f"{place}/meeting/"),
        "result of an organisation": ("auditor", f"{place}/"),
        "first page, nation": ("platform", "/"),
        "public list": (None, "/public/"),
        "public list, part of a name": (None, "/public/?q=หนอง"),
        "public page of an organisation": (None, f"/public/{slug}/"),
        "public page of a document": (None, f"/p/{document}/"),
        "its file of 150 kB": (None, f"/p/{document}/1/document.pdf"),
        "check by the code on paper": (None, f"/v/{paper}/"),
        **{
            f"search, {username}: {name}": (username, f"/search/?q={word}")
            for username in ("auditor", "overseer")
            for name, word in (*WORDS.items(), ("a rare word", rare_word))
        },
        "search, platform: an organisation": ("platform", "/search/?q=หนองบัว"),
    }


class Stopwatch:
    """Wall and CPU time of requests; the database's share is that of the one process that serves this connection."""

    def __init__(self, connection):
        connection.ensure_connection()
        self.stat = Path(f"/proc/{connection.connection.get_backend_pid()}/stat")

    def database_cpu(self):
        """Milliseconds so far, in steps of ten; 0 where the system does not tell."""
        if not self.stat.exists():
            return 0
        fields = self.stat.read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 10

    def time(self, send, rounds):
        """{"wall": [milliseconds], "cpu": mean milliseconds} of so many requests."""
        wall, cpu, database = [], time.process_time(), self.database_cpu()
        for _ in range(rounds):
            start = time.perf_counter()
            send()
            wall.append((time.perf_counter() - start) * 1000)
        used = (time.process_time() - cpu) * 1000 + self.database_cpu() - database
        return {"wall": wall, "cpu": used / rounds}


def hurry(pids):
    """Let processes (0: this one) go before all others, so that others' work does not count. Only root may."""
    for pid in pids:
        os.sched_setscheduler(pid, os.SCHED_RR, os.sched_param(PRIORITY))


def measure(path, rounds, *, in_real_time):
    """Write the figures of one database to a file."""
    import_module("ita_portal.wsgi")  # as a worker of the server starts
    from django.conf import settings
    from django.db import connection
    from django.test import Client, override_settings
    from django.test.utils import CaptureQueriesContext

    from organizations.models import Organization, User
    from reports.benchmark_texts import RARE
    from reports.models import Publication

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    own = Organization.objects.get(memberships__user__username="auditor")
    paper = Publication.objects.filter(organization=own).select_related("document", "edition").latest("pk")
    # The latest year from which a plan was made: its overview has most to say.
    year = own.measure_plans.latest("fiscal_year").fiscal_year - 1
    results, watch = {}, Stopwatch(connection)
    if in_real_time:
        hurry((0, connection.connection.get_backend_pid()))
    wanted = pages(own.slug, year, paper.document.code, paper.edition.code, RARE)
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        for name, (username, address) in wanted.items():
            client = Client(SERVER_NAME="127.0.0.1")
            if username:
                client.force_login(User.objects.get(username=username))
            statuses = {client.get(address).status_code for _ in range(WARM_UPS)}
            if statuses != {200}:
                results[name] = {"statuses": sorted(statuses)}
                continue
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            results[name] = {
                "queries": len(queries),
                **watch.time(lambda client=client, address=address: client.get(address), rounds),
            }
    count = Organization.objects.count()
    Path(path).write_text(json.dumps({"organizations": count, "rounds": rounds, "pages": results}))


def table(paths):
    """Print the files side by side, the fewest organisations first."""
    sizes = sorted(
        (json.loads(Path(path).read_text()) for path in paths), key=lambda size: size["organizations"]
    )
    heads = "".join(f" {size['organizations']:,}: p50 | p95 | max | CPU | queries |" for size in sizes)
    print(f"| page |{heads}\n|---|{'--:|--:|--:|--:|--:|' * len(sizes)}")
    for name in sizes[0]["pages"]:
        print(f"| {name} |" + "".join(_cells(size["pages"][name]) for size in sizes))
    print(f"\nMilliseconds, {sizes[0]['rounds']} requests each.")


def _cells(figures):
    if "statuses" in figures:
        return f" not there ({figures['statuses']}) | | | | |"
    wall = sorted(figures["wall"])
    p95 = wall[max(0, round(0.95 * len(wall)) - 1)]
    late = "**" if p95 > LIMIT else ""
    return (
        f" {statistics.median(wall):.0f} | {late}{p95:.0f}{late} | {wall[-1]:.0f} | {figures['cpu']:.0f}"
        f" | {figures['queries']} |"
    )


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    measuring = commands.add_parser("measure")
    measuring.add_argument("path")
    measuring.add_argument("--rounds", type=int, default=20)
    measuring.add_argument("--real-time", action="store_true", help="where others work on the machine (root)")
    commands.add_parser("table").add_argument("paths", nargs="+")
    asked = parser.parse_args()
    if asked.command == "measure":
        measure(asked.path, asked.rounds, in_real_time=asked.real_time)
    else:
        table(asked.paths)


if __name__ == "__main__":
    main()
