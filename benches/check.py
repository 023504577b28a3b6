#!/usr/bin/env python3
"""Measures `cargo check` of generated code: CPU seconds and peak memory, relative to structs with serde derives.

Both crates have the same types and fields. Dependencies are built first. Needs the standard library only.

    python3 benches/check.py                    Graph's directory and licensing
    python3 benches/check.py --metadata FILE --select '**'
"""

import argparse
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile

from measure import ROOT, baseline, cargo, environment, row

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


def compile_again(crate: pathlib.Path, target: pathlib.Path, action: str = "check") -> tuple[float, float]:
    """Returns the CPU seconds and peak MiB of one `cargo check`, or `build`, of the crate.

    Its dependencies are not included if the crate was compiled before.
    """
    (crate / "src/lib.rs").touch()
    return cargo(action, crate, environment(target, CARGO_INCREMENTAL="0"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--metadata", help="a CSDL file; by default Graph's directory and licensing")
    arguments.add_argument("--select", action="append", help="a selector; by default **")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--keep", help="a directory to keep the crates in")
    given = arguments.parse_args()
    metadata = given.metadata or str(ROOT / "tests/documents/directory.csdl")

    folder = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="graph-check-"))
    generated, derived, empty = folder / "generated", folder / "baseline", folder / "empty"
    for crate in (generated, derived):
        (crate / "src").mkdir(parents=True, exist_ok=True)
    command = ["cargo", "run", "--offline", "--quiet", "-p", "xtask", "--", "generate"]
    command += ["--out", str(generated / "src/lib.rs")]
    command += ["--metadata", metadata]
    for selector in given.select or ["**"]:
        command += ["--select", selector]
    subprocess.run(command, cwd=ROOT, check=True)
    text = (generated / "src/lib.rs").read_text()
    baseline_text = "#![allow(dead_code)]\n" + baseline(metadata, given.select or ["**"])
    (generated / "Cargo.toml").write_text(GENERATED_MANIFEST.format(runtime=ROOT / "graph-runtime"))
    (derived / "src/lib.rs").write_text(baseline_text)
    (derived / "Cargo.toml").write_text(BASELINE_MANIFEST)
    # Empty crates with the same dependencies show the fixed cost of cargo and rustc.
    for crate in (generated, derived):
        copy = empty / crate.name
        (copy / "src").mkdir(parents=True, exist_ok=True)
        (copy / "src/lib.rs").write_text("")
        shutil.copy(crate / "Cargo.toml", copy / "Cargo.toml")
    target = folder / "target"
    crates = {
        "baseline": derived,
        "generated": generated,
        "empty baseline": empty / "baseline",
        "empty generated": empty / "generated",
    }
    for crate in crates.values():
        compile_again(crate, target)
    figures = {name: [] for name in crates}
    for _ in range(given.rounds):
        for name, crate in crates.items():
            figures[name].append(compile_again(crate, target))
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
    print(f"generated / baseline: CPU without the empty crate {net:.2f}")
    what = f"cargo check of {given.metadata or 'directory and licensing'} / serde derives"
    row(f"{what}, CPU time", cpu, 0.5)
    row(f"{what}, peak memory", memory, 0.5)
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
