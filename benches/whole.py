#!/usr/bin/env python3
"""Measures rustc on generated code for all of Graph and for one operation: CPU seconds and peak memory.

Four crates: `**` (all types and operations, and reading), `**` and `/**` (all requests), one operation, and nothing.
Dependencies are built first. Needs the standard library only.

    python3 benches/whole.py [--metadata ../shared/metadata/v1.0/Prod.csdl] [--rounds 3]
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile

from check import GENERATED_MANIFEST, compile_again
from measure import ROOT, row

CRATES = {
    "everything": ["**"],
    "all_requests": ["**", "/**"],
    "one_operation": ["/users/{id}/reprocessLicenseAssignment"],
    "nothing": [],
}
# The lints that `include_graph!` allows.
ALLOWED = "#![allow(missing_docs, dead_code, deprecated, non_camel_case_types, unused_imports)]\n"


def medians(rows: list[tuple[float, float]]) -> tuple[float, float]:
    """Returns the median of each column."""
    return statistics.median(row[0] for row in rows), statistics.median(row[1] for row in rows)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--metadata", default=str(ROOT.parent / "shared/metadata/v1.0/Prod.csdl"))
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    if not pathlib.Path(given.metadata).exists():
        sys.exit(f"skipped: {given.metadata} does not exist")

    with tempfile.TemporaryDirectory(prefix="graph-whole-") as name:
        folder = pathlib.Path(name)
        target = folder / "target"
        subprocess.run(["cargo", "build", "--offline", "--quiet", "--release", "-p", "xtask"], cwd=ROOT, check=True)
        for crate, selectors in CRATES.items():
            library = folder / crate / "src/lib.rs"
            library.parent.mkdir(parents=True)
            (folder / crate / "Cargo.toml").write_text(
                GENERATED_MANIFEST.format(runtime=ROOT / "graph-runtime").replace('"generated"', f'"{crate}"'))
            text = ""
            if selectors:
                command = [str(ROOT / "target/release/xtask"), "generate"]
                command += ["--metadata", given.metadata, "--out", str(library)]
                for selector in selectors:
                    command += ["--select", selector]
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                text = library.read_text()
            library.write_text(ALLOWED + text)
            for action in ("check", "build"):
                compile_again(folder / crate, target, action)
        print(f"{'':18}{'lines':>9}{'check CPU s':>13}{'MiB':>7}{'debug build CPU s':>19}{'MiB':>7}   "
              f"median of {given.rounds}")
        checks = {}
        for crate in CRATES:
            checks[crate] = rows = [compile_again(folder / crate, target) for _ in range(given.rounds)]
            builds = [compile_again(folder / crate, target, "build") for _ in range(given.rounds)]
            lines = (folder / crate / "src/lib.rs").read_text().count("\n")
            (check, check_memory), (build, build_memory) = medians(rows), medians(builds)
            print(f"{crate:18}{lines:9}{check:13.2f}{check_memory:7.0f}{build:19.2f}{build_memory:7.0f}")
            # The goals are for all types and operations.
            if crate == "everything":
                row("cargo check of all of Graph, CPU s", check, 10)
                row("cargo check of all of Graph, peak MiB", check_memory, 1536)
                row("debug build of all of Graph, CPU s", build, 60)
        net = statistics.median(one[0] - none[0] for one, none in zip(checks["one_operation"], checks["nothing"]))
        row("one operation in a cargo check, CPU s", net, 0.3)


if __name__ == "__main__":
    main()
