#!/usr/bin/env python3
"""Measures `cargo check` of generated code: CPU seconds and peak memory, relative to structs with serde derives.

Both crates have the same types and fields. Dependencies are built first. Needs the standard library only.

    python3 benches/check.py                    everything in the embedded metadata
    python3 benches/check.py --metadata FILE --select '**'
"""

import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BASELINE_MANIFEST = """[package]
name = "baseline"
version = "0.0.0"
edition = "2024"
[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"
uuid = { version = "1", features = ["serde"] }
jiff = { version = "1", default-features = false, features = ["std", "serde"] }
[workspace]
"""
GENERATED_MANIFEST = """[package]
name = "generated"
version = "0.0.0"
edition = "2024"
[dependencies]
graph-runtime = {{ path = "{runtime}" }}
[workspace]
"""


def environment(target: pathlib.Path) -> dict[str, str]:
    """Returns the environment for cargo."""
    return {**os.environ, "CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "0"}


def measure(crate: pathlib.Path, target: pathlib.Path, action: str = "check") -> tuple[float, float]:
    """Returns the CPU seconds and peak MiB of one `cargo check`, or `build`, of the crate without its dependencies."""
    (crate / "src/lib.rs").touch()
    command = ["cargo", action, "--offline", "--quiet", "--manifest-path", str(crate / "Cargo.toml")]
    process = subprocess.Popen(command, env=environment(target))
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{crate.name}: cargo check failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--metadata", help="a CSDL file; by default the embedded metadata")
    arguments.add_argument("--select", action="append", help="a selector; by default **")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--keep", help="a directory to keep the crates in")
    given = arguments.parse_args()

    folder = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="graph-check-"))
    generated, baseline, empty = folder / "generated", folder / "baseline", folder / "empty"
    for crate in (generated, baseline):
        (crate / "src").mkdir(parents=True, exist_ok=True)
    command = ["cargo", "run", "--offline", "--quiet", "-p", "xtask", "--", "generate"]
    command += ["--out", str(generated / "src/lib.rs")]
    command += ["--metadata", given.metadata] if given.metadata else []
    for selector in given.select or ["**"]:
        command += ["--select", selector]
    subprocess.run(command, cwd=ROOT, check=True)
    text = (generated / "src/lib.rs").read_text()
    command = ["cargo", "run", "--offline", "--quiet", "-p", "graph-benches", "--bin", "baseline", "--"]
    command += [given.metadata or "-", *(given.select or ["**"])]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    baseline_text = "#![allow(dead_code)]\n" + output
    (generated / "Cargo.toml").write_text(GENERATED_MANIFEST.format(runtime=ROOT / "graph-runtime"))
    (baseline / "src/lib.rs").write_text(baseline_text)
    (baseline / "Cargo.toml").write_text(BASELINE_MANIFEST)
    # Empty crates with the same dependencies show the fixed cost of cargo and rustc.
    for crate in (generated, baseline):
        copy = empty / crate.name
        (copy / "src").mkdir(parents=True, exist_ok=True)
        (copy / "src/lib.rs").write_text("")
        shutil.copy(crate / "Cargo.toml", copy / "Cargo.toml")
    target = folder / "target"
    crates = {
        "baseline": baseline,
        "generated": generated,
        "empty baseline": empty / "baseline",
        "empty generated": empty / "generated",
    }
    for crate in crates.values():
        subprocess.run(["cargo", "check", "--offline", "--quiet", "--manifest-path", str(crate / "Cargo.toml")],
                       env=environment(target), check=True)
    figures = {name: [] for name in crates}
    for _ in range(given.rounds):
        for name, crate in crates.items():
            figures[name].append(measure(crate, target))
    # Parameters of functions can be options as well, so only public fields count.
    fields = len(re.findall(r"(?m)^ *pub [\w#]+: Option<", text))
    structs, enums = text.count("impl rt::Structured"), text.count("impl rt::Enumerated")
    print(f"{structs} structs, {enums} enums, {fields} fields; "
          f"{text.count(chr(10))} generated lines, {baseline_text.count(chr(10))} lines in the baseline")
    print(f"{'':18}{'CPU s':>8}{'MiB':>8}   median of {given.rounds}")
    for name, rows in figures.items():
        print(f"{name:18}{statistics.median(r[0] for r in rows):8.2f}{statistics.median(r[1] for r in rows):8.0f}")
    rounds = list(zip(*figures.values()))
    cpu = statistics.median(g[0] / b[0] for b, g, _, _ in rounds)
    memory = statistics.median(g[1] / b[1] for b, g, _, _ in rounds)
    net = statistics.median((g[0] - empty_g[0]) / (b[0] - empty_b[0]) for b, g, empty_b, empty_g in rounds)
    print(f"generated / baseline: CPU {cpu:.2f}, peak memory {memory:.2f}; CPU without the empty crate {net:.2f}")
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
