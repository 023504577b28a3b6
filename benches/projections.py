#!/usr/bin/env python3
"""Measures 100 projections of ten fields: CPU seconds of `cargo check` and of a debug build, and those of 100 structs with
serde derives and the same fields. What an empty crate, and the generated types, take is subtracted.

Each struct is read from text once, so that the code that reads it is compiled. Needs the standard library only.

    python3 benches/projections.py
"""

import argparse
import pathlib
import statistics
import subprocess
import tempfile

from measure import ROOT, cargo, environment, row

COUNT = 100
FIELDS = [
    ("id", "String", "String"),
    ("display_name", "Option<String>", "Option<String>"),
    ("mail", "Option<String>", "Option<String>"),
    ("account_enabled", "Option<bool>", "Option<bool>"),
    ("created_date_time", "Option<graph_runtime::DateTimeOffset>", "Option<jiff::Timestamp>"),
    ("business_phones", "Vec<String>", "Vec<String>"),
    ("department", "Option<String>", "Option<String>"),
    ("job_title", "Option<String>", "Option<String>"),
    ("office_location", "Option<String>", "Option<String>"),
    ("user_principal_name", "Option<String>", "Option<String>"),
]
MANIFEST = """[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
[dependencies]
{dependencies}
[workspace]
"""
SERDE = """serde = { version = "1", features = ["derive"] }
serde_json = "1"
jiff = { version = "1", default-features = false, features = ["std", "serde"] }
"""
ALLOW = "#![allow(dead_code, deprecated, unused_imports)]\n"


def structs(attributes: str, column: int, read: str) -> str:
    fields = "".join(f"    pub {field[0]}: {field[column]},\n" for field in FIELDS)
    text = ""
    for number in range(COUNT):
        name = f"Row{number}"
        text += f"{attributes}\npub struct {name} {{\n{fields}}}\n" + read.format(name=name, number=number)
    return text


def crate(folder: pathlib.Path, name: str, dependencies: str, files: dict[str, str]) -> pathlib.Path:
    (folder / name / "src").mkdir(parents=True, exist_ok=True)
    (folder / name / "Cargo.toml").write_text(MANIFEST.format(name=name, dependencies=dependencies))
    for file, text in files.items():
        (folder / name / "src" / file).write_text(text)
    return folder / name


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--keep", help="a directory to keep the crates in")
    given = arguments.parse_args()
    folder = pathlib.Path(given.keep or tempfile.mkdtemp(prefix="graph-projections-"))
    graph = folder / "graph.rs"
    command = ["cargo", "run", "--offline", "--quiet", "-p", "xtask", "--", "generate", "--out", str(graph)]
    subprocess.run([*command, "--select", "/users"], cwd=ROOT, check=True)
    runtime = f'graph-runtime = {{ path = "{ROOT / "graph-runtime"}", default-features = false, features = ["derive"] }}'
    head = ALLOW + "pub mod graph;\n"
    projections = head + structs(
        "#[derive(graph_runtime::Projection)]\n#[projection(graph::User)]", 1,
        "pub fn read{number}(text: &str) -> Option<{name}> {{\n"
        "    graph_runtime::Projection::from_json(text).ok()\n}}\n")
    derives = ALLOW + structs(
        '#[derive(serde::Deserialize)]\n#[serde(rename_all = "camelCase")]', 2,
        "pub fn read{number}(text: &str) -> Option<{name}> {{\n    serde_json::from_str(text).ok()\n}}\n")
    crates = {
        "serde": crate(folder, "derives", SERDE, {"lib.rs": derives}),
        "no serde": crate(folder, "no-derives", SERDE, {"lib.rs": ALLOW}),
        "projections": crate(folder, "projections", runtime, {"lib.rs": projections, "graph.rs": graph.read_text()}),
        "no projections": crate(folder, "no-projections", runtime, {"lib.rs": head, "graph.rs": graph.read_text()}),
    }
    env = environment(folder / "target", CARGO_INCREMENTAL="0")
    for action in ("check", "build"):
        figures: dict[str, list[float]] = {name: [] for name in crates}
        for measured in range(given.rounds + 1):
            for name, path in crates.items():
                (path / "src/lib.rs").touch()
                seconds, _ = cargo(action, path, env)
                if measured:
                    figures[name].append(seconds)
        cost = {
            name: statistics.median(figures[name]) - statistics.median(figures[f"no {name}"])
            for name in ("serde", "projections")
        }
        what = "`cargo check`" if action == "check" else "a debug build"
        row(f"{what} of {COUNT} projections of ten fields, CPU s", cost["projections"])
        row(f"the same, relative to {COUNT} structs with serde derives", cost["projections"] / cost["serde"], 1)


if __name__ == "__main__":
    main()
