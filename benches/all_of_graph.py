#!/usr/bin/env python3
"""What all of Graph costs rustc, and what one operation of it: CPU seconds and peak memory.

Four crates of generated code: `**` (every type and operation, and reading), `**` and `/**` (everything that can be asked for), one operation,
and nothing. Dependencies are built before anything is counted. Standard library only.

    python3 benches/whole.py [--metadata ../shared/metadata/v1.0/Prod.csdl] [--rounds 3]
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile

from check import GENERATED_MANIFEST, ROOT, environment, measure

CRATES = {
    "everything": ["**"],
    "everything_asked": ["**", "/**"],
    "one_operation": ["/users/{id}/reprocessLicenseAssignment"],
    "nothing": [],
}
# As `include_graph!` allows it, so that what is deprecated is no warning.
ALLOWED = "#![allow(missing_docs, dead_code, deprecated, non_camel_case_types, unused_imports)]\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--metadata", default=str(ROOT.parent / "shared/metadata/v1.0/Prod.csdl"))
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    if not pathlib.Path(given.metadata).exists():
        sys.exit(f"skipped: no {given.metadata}")

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
                command = [str(ROOT / "target/release/xtask"), "generate", "--metadata", given.metadata, "--out", str(library)]
                for selector in selectors:
                    command += ["--select", selector]
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                text = library.read_text()
            library.write_text(ALLOWED + text)
            for action in ("check", "build"):
                subprocess.run(["cargo", action, "--offline", "--quiet", "--manifest-path", str(folder / crate / "Cargo.toml")],
                               env=environment(target), check=True)
        print(f"{'':18}{'lines':>9}{'check CPU s':>13}{'MiB':>7}{'debug build CPU s':>19}{'MiB':>7}   median of {given.rounds}")
        checks = {}
        for crate in CRATES:
            checks[crate] = rows = [measure(folder / crate, target) for _ in range(given.rounds)]
            builds = [measure(folder / crate, target, "build") for _ in range(given.rounds)]
            lines = (folder / crate / "src/lib.rs").read_text().count("\n")
            median = lambda list_of_pairs, index: statistics.median(pair[index] for pair in list_of_pairs)
            print(f"{crate:18}{lines:9}{median(rows, 0):13.2f}{median(rows, 1):7.0f}{median(builds, 0):19.2f}{median(builds, 1):7.0f}")
        net = statistics.median(one[0] - none[0] for one, none in zip(checks["one_operation"], checks["nothing"]))
        print(f"one operation adds {net:.2f} CPU s to a check")


if __name__ == "__main__":
    main()
