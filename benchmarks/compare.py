"""Runs every way to paper on every document, side by side, and prints the table.

    python -m benchmarks.compare FOLDER [--rounds 5] [--documents memo,report,report-x10]

All figures of a round are taken one after the other, then the next round begins: what else happens on the machine meets
all of them alike. Medians are printed; × is the ratio to the straight template. Nothing else should run meanwhile; the
load is printed with the table.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pypdfium2

from benchmarks.chromium import FLAGS, new_folder
from benchmarks.process_tree import Cost, peak_memory, run_timed
from ita_portal.guarded_child import GuardedPool

WARM = ("portal", "straight", "straight-a3a", "chromium", "typst")
PROCESSES = ("portal", "portal-alone", "straight", "straight-a3a", "typst")
BASE = "straight"
NAMES = {
    "portal": "ITA Portal",
    "portal-alone": "ITA Portal, its printer without Django",
    "straight": "straight WeasyPrint template",
    "straight-a3a": "straight template, PDF/A-3a with tags",
    "chromium": "Chromium",
    "libreoffice": "LibreOffice, .docx",
    "typst": "Typst",
}


def main():
    options = _options()
    shutil.rmtree(options.folder / "profiles", ignore_errors=True)
    print(
        f"{date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start, rounds: {options.rounds}\n"
    )
    growth = []
    for document in options.documents.split(","):
        cold = _cold(options.folder, document, options.rounds)
        warm = _warm(options.folder, document, options.rounds)
        memory = {name: peak_memory(command) for name, command in _commands(options.folder, document).items()}
        pages = _pages(options.folder, document)
        _print_table(document, cold, warm, memory, pages)
        growth.append(f"{document} {warm['portal'].cpu / pages['portal'] * 1000:.0f} ms")
    print(f"CPU time of the portal for each page, warm: {', '.join(growth)}\n")
    _print_pool(options.folder / "report.html", options.rounds)
    _print_stored(options.folder / f"{document}.portal.pdf")
    print(f"\nLoad at the end: {os.getloadavg()[0]:.1f}")


def _options():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--documents", default="memo,report,report-x10")
    return parser.parse_args()


# -- New processes ---------------------------------------------------------------------------------


def _commands(folder, document):
    """One command for each way to paper; the profile of LibreOffice is kept, as it is on an office's machine."""
    ours = [sys.executable, "-m", "benchmarks.printers"]
    profile = tempfile.mkdtemp(dir=new_folder(folder / "profiles"))  # empty for every run
    browser = (folder / f"{document}.browser.html").resolve().as_uri()
    return {
        **{name: [*ours, name, str(folder), document] for name in PROCESSES},
        "chromium": [
            *("chromium", *FLAGS, f"--user-data-dir={profile}", "--no-pdf-header-footer"),
            *(f"--print-to-pdf={folder / document}.chromium.pdf", browser),
        ],
        "libreoffice": [
            *("soffice", f"-env:UserInstallation={(folder / 'libreoffice').resolve().as_uri()}", "--headless"),
            *(
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder / "libreoffice-pdf"),
                str(folder / f"{document}.docx"),
            ),
        ],
    }


def _cold(folder, document, rounds):
    run_timed(_commands(folder, document)["libreoffice"])  # the first call makes the profile
    costs = {}
    for _ in range(rounds):
        for name, command in _commands(folder, document).items():
            costs.setdefault(name, []).append(run_timed(command))
    return {name: _median(runs) for name, runs in costs.items()}


def _median(costs):
    return Cost(statistics.median(cost.wall for cost in costs), statistics.median(cost.cpu for cost in costs))


# -- Processes that wait ---------------------------------------------------------------------------


def _warm(folder, document, rounds):
    workers = {name: _worker(name, folder, document) for name in WARM}
    costs = {name: [] for name in WARM}
    for _ in range(rounds):
        for name, worker in workers.items():
            worker.stdin.write("\n")
            worker.stdin.flush()
            costs[name].append(Cost(*map(float, worker.stdout.readline().split())))
    for worker in workers.values():
        worker.stdin.close()
        worker.wait()
    return {name: _median(runs) for name, runs in costs.items()}


def _worker(name, folder, document):
    command = [sys.executable, "-m", "benchmarks.printers", name, str(folder), document, "--serve"]
    worker = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    worker.stdout.readline()
    return worker


# -- Tables ----------------------------------------------------------------------------------------


def _print_table(document, cold, warm, memory, pages):
    print(f"### {document}: {pages['portal']} pages\n")
    print("| | pages | cold: wall | × | CPU | × | warm: wall | × | CPU | × | peak PSS |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, label in NAMES.items():
        cells = (
            label,
            pages.get(name, "–"),
            *_cells(cold[name], cold[BASE]),
            *_cells(warm.get(name), warm[BASE]),
        )
        print("|", " | ".join(map(str, cells)), "|", f"{memory[name]:.0f} MB |")
    print(flush=True)


def _cells(cost, base):
    """Wall and CPU time, each with its ratio to the straight template's."""
    if cost is None:
        return ["–"] * 4
    cells = [f"{cost.wall:.3f} s", f"{cost.wall / base.wall:.2f}"]
    return cells + ([f"{cost.cpu:.3f} s", f"{cost.cpu / base.cpu:.2f}"] if cost.cpu else ["–", "–"])


def _pages(folder, document):
    files = {name: folder / f"{document}.{name}.pdf" for name in NAMES}
    files["libreoffice"] = folder / "libreoffice-pdf" / f"{document}.pdf"
    return {name: len(pypdfium2.PdfDocument(path)) for name, path in files.items() if path.exists()}


# -- The pool, and stored bytes --------------------------------------------------------------------


def _print_pool(path, rounds, jobs=8):
    """How much more two guarded workers print than one."""
    html, speeds = path.read_text(encoding="utf-8"), {1: [], 2: []}
    pools = {
        workers: GuardedPool("reports.pdf.render_pdf", seconds=120, megabytes=1000, workers=workers)
        for workers in speeds
    }
    for _ in range(rounds + 1):
        for workers, found in speeds.items():
            with ThreadPoolExecutor(workers) as threads:
                start = time.perf_counter()
                list(threads.map(pools[workers].run, [html] * jobs))
                found.append(jobs / (time.perf_counter() - start))
    one, two = (statistics.median(found[1:]) for found in speeds.values())  # the first round starts the workers
    print(f"Pool: one worker {one:.2f} documents/s, two {two:.2f}, ratio {two / one:.2f} ({path.stem})\n")


def _print_stored(path, times=200):
    """An unchanged edition is a stored file: opened and read."""
    start = time.perf_counter()
    for _ in range(times):
        path.read_bytes()
    spent = (time.perf_counter() - start) / times * 1000
    print(f"Reading stored bytes ({path.stem}, {path.stat().st_size // 1024} kB): {spent:.2f} ms")


if __name__ == "__main__":
    main()
