#!/usr/bin/env python3
"""Measures what an application that lists users costs to build, relative to one with reqwest and serde derives.

Both programs read the same structs, page by page, and print each user as JSON. The crates and their builds are in
`target/app`, so that a second run builds only what has changed. Needs the standard library only.

    python3 benches/app.py                              rebuilds, and the size of the binary
    python3 benches/app.py --only clean-debug,clean-release
    python3 benches/app.py --rounds 5 --llvm-lines      what the compiler works on, if cargo-llvm-lines is installed
"""

import argparse
import pathlib
import shutil
import statistics
import subprocess

from measure import ROOT, baseline, cargo, environment, row

SELECTOR = "/users"
PARTS = ["rebuild", "size", "clean-debug", "clean-release"]
GOALS = {"rebuild release": 0.5, "size": 1.0, "clean debug": 1.2, "clean release": 1.15}

TOKIO = 'tokio = { version = "1", features = ["macros", "rt-multi-thread"] }'
MANIFEST = """[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
{dependencies}
[profile.release]
strip = true
[workspace]
"""
# The dependencies and the program of README.md.
OURS_DEPENDENCIES = f"""[dependencies]
graph-runtime = {{ path = "{ROOT / "graph-runtime"}" }}
serde_json = "1"
{TOKIO}
[build-dependencies]
graph-codegen = {{ path = "{ROOT / "graph-codegen"}" }}
"""
OURS_BUILD = f"""fn main() -> Result<(), graph_codegen::Error> {{
    graph_codegen::Builder::new().select("{SELECTOR}").compile()
}}
"""
OURS_MAIN = """use graph_runtime::{Client, StaticToken};

graph_runtime::include_graph!();

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().credential(StaticToken::new(std::env::var("GRAPH_TOKEN")?));
    let client = client.base_url(std::env::var("GRAPH_SERVICE")?).build()?;
    let mut users = graph::GraphService::new(client).users().get().items();
    while let Some(user) = users.next().await {
        println!("{}", serde_json::to_string(&user?)?);
    }
    Ok(())
}
"""
# The same TLS as `graph-runtime`. It also enables HTTP/2, which somebody who writes this by hand can do without.
FLOOR_DEPENDENCIES = f"""[dependencies]
jiff = {{ version = "1", default-features = false, features = ["std", "serde"] }}
reqwest = {{ version = "0.13", default-features = false, features = ["json", "rustls-no-provider"] }}
rustls = {{ version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
{TOKIO}
uuid = {{ version = "1", features = ["serde"] }}
"""
FLOOR_MAIN = """#[allow(dead_code)]
mod graph;

#[derive(serde::Deserialize)]
struct Page {
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
    value: Vec<graph::User>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let token = std::env::var("GRAPH_TOKEN")?;
    let client = reqwest::Client::builder().timeout(std::time::Duration::from_secs(100)).build()?;
    let mut next = Some(format!("{}/users", std::env::var("GRAPH_SERVICE")?));
    while let Some(url) = next {
        let page: Page = client.get(url).bearer_auth(&token).send().await?.error_for_status()?.json().await?;
        for user in page.value {
            println!("{}", serde_json::to_string(&user)?);
        }
        next = page.next_link;
    }
    Ok(())
}
"""


class App:
    """One of the two applications, and where it is built."""

    def __init__(self, folder: pathlib.Path, name: str, dependencies: str, files: dict[str, str]) -> None:
        self.crate = folder / name
        self.target = folder / "target" / name
        files = {"Cargo.toml": MANIFEST.format(name=name, dependencies=dependencies), **files}
        for path, text in files.items():
            file = self.crate / path
            file.parent.mkdir(parents=True, exist_ok=True)
            # A file that is written again would be built again.
            if not file.exists() or file.read_text() != text:
                file.write_text(text)
        # Both use the versions of the workspace. Cargo removes what they do not need.
        shutil.copy(ROOT / "Cargo.lock", self.crate / "Cargo.lock")

    def build(self, profile: str) -> float:
        """Builds the application and returns the CPU seconds."""
        options = ["--release"] if profile == "release" else []
        return cargo("build", self.crate, environment(self.target), *options)[0]

    def build_from_scratch(self, profile: str) -> float:
        """Does the same without earlier builds."""
        shutil.rmtree(self.target / profile, ignore_errors=True)
        return self.build(profile)

    def rebuild(self, profile: str) -> float:
        """Does the same after a change of `main.rs`."""
        (self.crate / "src/main.rs").touch()
        return self.build(profile)

    def size(self) -> float:
        """Returns the size of the stripped binary in MB."""
        return (self.target / "release" / self.crate.name).stat().st_size / 1e6


def compare(what: str, unit: str, rows: list[tuple[float, float]], goal: float | None) -> None:
    """Prints the medians of both applications, and the median of their ratios."""
    ours, floor = (statistics.median(column) for column in zip(*rows))
    print(f"{what}: {ours:.2f} and {floor:.2f} {unit}, median of {len(rows)}")
    row(f"{what} / reqwest and serde derives", statistics.median(a / b for a, b in rows), goal)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="rebuild,size", help=f"some of {','.join(PARTS)}; by default rebuild,size")
    arguments.add_argument("--rounds", type=int, default=3, help="how often to rebuild; clean builds are made once")
    arguments.add_argument("--keep", help="a directory for the crates and their builds, instead of target/app")
    arguments.add_argument("--http2", action="store_true", help="give the other application HTTP/2, too")
    arguments.add_argument("--llvm-lines", action="store_true", help="print the largest functions of our application")
    given = arguments.parse_args()
    parts = given.only.split(",")
    if unknown := set(parts) - set(PARTS):
        arguments.error(f"--only: {', '.join(unknown)} is not one of {', '.join(PARTS)}")

    folder = pathlib.Path(given.keep or ROOT / "target/app").resolve()
    structs = baseline("-", [SELECTOR])
    ours = App(folder, "ours", OURS_DEPENDENCIES, {"build.rs": OURS_BUILD, "src/main.rs": OURS_MAIN})
    name, dependencies = "floor", FLOOR_DEPENDENCIES
    if given.http2:
        name, dependencies = "floor-http2", dependencies.replace('"json"', '"http2", "json"')
    floor = App(folder, name, dependencies, {"src/graph.rs": structs, "src/main.rs": FLOOR_MAIN})
    print(f"{structs.count('pub struct')} structs, {structs.count('pub enum')} enums")

    for profile in ("debug", "release"):
        if f"clean-{profile}" in parts:
            figures = ours.build_from_scratch(profile), floor.build_from_scratch(profile)
            compare(f"clean {profile} build of an app", "CPU s", [figures], GOALS[f"clean {profile}"])
    if "size" in parts:
        for app in (ours, floor):
            app.build("release")
        compare("stripped release binary", "MB", [(ours.size(), floor.size())], GOALS["size"])
    for profile in ("release", "debug"):
        if "rebuild" in parts:
            for app in (ours, floor):
                app.build(profile)
            figures = [(ours.rebuild(profile), floor.rebuild(profile)) for _ in range(given.rounds)]
            compare(f"{profile} rebuild of an app", "CPU s", figures, GOALS.get(f"rebuild {profile}"))
    if given.llvm_lines:
        command = ["cargo", "llvm-lines", "--release", "--manifest-path", str(ours.crate / "Cargo.toml")]
        output = subprocess.run(command, cwd=ROOT, env=environment(ours.target), capture_output=True, text=True)
        print("\n".join((output.stdout or output.stderr).splitlines()[:40]))


if __name__ == "__main__":
    main()
