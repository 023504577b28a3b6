#!/usr/bin/env python3
"""CPU seconds and peak memory of `cargo check` of generated code, as a multiple of hand-written structs with serde derives.

Both crates have the same types and fields. Dependencies are built before anything is counted. Standard library only.

    python3 benches/check.py                          the embedded slice, everything in it
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
FLOOR_MANIFEST = """[package]
name = "floor"
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
    """What cargo is run with."""
    return {**os.environ, "CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "0"}


def measure(crate: pathlib.Path, target: pathlib.Path, action: str = "check") -> tuple[float, float]:
    """CPU seconds and peak MiB of one `cargo check`, or `build`, of the crate alone."""
    (crate / "src/lib.rs").touch()
    command = ["cargo", action, "--offline", "--quiet", "--manifest-path", str(crate / "Cargo.toml")]
    process = subprocess.Popen(command, env=environment(target))
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{crate.name}: cargo check failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--metadata", help="a CSDL file; the embedded slice unless given")
    arguments.add_argument("--select", action="append", help="a selector; ** unless given")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--keep", help="a directory to leave the two crates in")
    given = arguments.parse_args()

    folder = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="graph-check-"))
    generated, floor, empty = folder / "generated", folder / "floor", folder / "empty"
    for crate in (generated, floor):
        (crate / "src").mkdir(parents=True, exist_ok=True)
    command = ["cargo", "run", "--offline", "--quiet", "-p", "xtask", "--", "generate", "--out", str(generated / "src/lib.rs")]
    command += ["--metadata", given.metadata] if given.metadata else []
    for selector in given.select or ["**"]:
        command += ["--select", selector]
    subprocess.run(command, cwd=ROOT, check=True)
    text = (generated / "src/lib.rs").read_text()
    by_hand = ["cargo", "run", "--offline", "--quiet", "-p", "graph-benches", "--bin", "floor", "--", given.metadata or "-"]
    by_hand += given.select or ["**"]
    floor_text = "#![allow(dead_code)]\n" + subprocess.run(by_hand, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    (generated / "Cargo.toml").write_text(GENERATED_MANIFEST.format(runtime=ROOT / "graph-runtime"))
    (floor / "src/lib.rs").write_text(floor_text)
    (floor / "Cargo.toml").write_text(FLOOR_MANIFEST)
    # An empty crate with the same dependencies is what cargo and rustc cost before they see a type.
    for crate in (generated, floor):
        hollow = empty / crate.name
        (hollow / "src").mkdir(parents=True, exist_ok=True)
        (hollow / "src/lib.rs").write_text("")
        shutil.copy(crate / "Cargo.toml", hollow / "Cargo.toml")
    target = folder / "target"
    crates = {"floor": floor, "generated": generated, "empty floor": empty / "floor", "empty generated": empty / "generated"}
    for crate in crates.values():
        subprocess.run(["cargo", "check", "--offline", "--quiet", "--manifest-path", str(crate / "Cargo.toml")],
                       env=environment(target), check=True)
    figures = {name: [] for name in crates}
    for _ in range(given.rounds):
        for name, crate in crates.items():
            figures[name].append(measure(crate, target))
    # Parameters of functions may be options too.
    fields = len(re.findall(r"(?m)^ *pub [\w#]+: Option<", text))
    print(f"{len(re.findall(r'impl rt::Structured', text))} structs, {len(re.findall(r'impl rt::Enumerated', text))} enums, "
          f"{fields} fields; {text.count(chr(10))} generated lines, {(floor / 'src/lib.rs').read_text().count(chr(10))} by hand")
    print(f"{'':18}{'CPU s':>8}{'MiB':>8}   median of {given.rounds}")
    for name, rows in figures.items():
        print(f"{name:18}{statistics.median(r[0] for r in rows):8.2f}{statistics.median(r[1] for r in rows):8.0f}")
    cpu = statistics.median(g[0] / f[0] for g, f in zip(figures["generated"], figures["floor"]))
    memory = statistics.median(g[1] / f[1] for g, f in zip(figures["generated"], figures["floor"]))
    net = statistics.median((g[0] - a[0]) / (f[0] - b[0]) for g, a, f, b in
                            zip(figures["generated"], figures["empty generated"], figures["floor"], figures["empty floor"]))
    print(f"ratio generated / floor: CPU {cpu:.2f}, peak memory {memory:.2f}; CPU above the empty crate {net:.2f}")
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
