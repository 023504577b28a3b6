"""What the scripts share: the CPU time and memory of a command, and the rows of the table that `benches/run` prints."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def environment(target: pathlib.Path, **variables: str) -> dict[str, str]:
    """Returns the environment for cargo: that of the caller, with cargo's own profiles."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith("CARGO_PROFILE_") and name not in ("CARGO_INCREMENTAL", "RUSTC_WRAPPER")}
    return {**kept, "CARGO_TARGET_DIR": str(target), **variables}


def cargo(action: str, crate: pathlib.Path, env: dict[str, str], *options: str) -> tuple[float, float]:
    """Runs cargo for a crate outside the workspace, and returns its CPU seconds and the peak MiB of a process."""
    command = ["cargo", action, "--offline", "--quiet", "--manifest-path", str(crate / "Cargo.toml"), *options]
    # rustup takes the toolchain from the working directory.
    process = subprocess.Popen(command, env=env, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{crate.name}: cargo {action} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def baseline(metadata: str, selectors: list[str]) -> str:
    """Returns the structs of a selection with serde derives. The metadata `-` is the embedded one."""
    command = ["cargo", "run", "--offline", "--quiet", "-p", "graph-benches", "--bin", "baseline", "--"]
    command += [metadata, *selectors]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def row(what: str, measured: float, goal: float | None = None) -> None:
    """Prints a row of the table. Without a goal it is for information."""
    verdict = "" if goal is None else "met" if measured <= goal else "missed"
    figure = f"{measured:.3f}" if measured < 10 else f"{measured:.1f}"
    print(f"row: {what} | {'' if goal is None else f'{goal:g}'} | {figure} | {verdict}", flush=True)
