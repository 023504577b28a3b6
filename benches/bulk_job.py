#!/usr/bin/env python3
"""The bulk job over many users: against the stand-in with throttling, killed at random and resumed, to the end. Standard library only.

    python3 benches/bulk.py [--users 100000] [--rate 2000] [--kills 5] [--seed 1]

Prints what came of the users, and time and peak memory of the runs. The service counts how often each user was reprocessed.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BATCHES, BATCH = 4, 20


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--users", type=int, default=100_000)
    arguments.add_argument("--rate", type=int, default=2000, help="users a second that the service takes")
    arguments.add_argument("--kills", type=int, default=5)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    chance = random.Random(given.seed)

    build = ["cargo", "build", "--offline", "--quiet", "--release", "-p", "reprocess-license-errors", "-p", "stand-in-graph"]
    subprocess.run(build, cwd=ROOT, check=True)
    programs = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    service = subprocess.Popen([programs / "stand-in-graph", str(given.users), str(given.rate)], stdout=subprocess.PIPE, text=True)
    url = service.stdout.readline().strip()

    def counts() -> dict:
        with urllib.request.urlopen(url + "/counts") as answer:
            return json.load(answer)

    journal = pathlib.Path(tempfile.mkdtemp(prefix="graph-bulk-")) / "journal"
    command = [programs / "reprocess-license-errors", "--service", url, "--journal", journal, "--all", "--json", "--batches", str(BATCHES)]
    environment = {name: value for name, value in os.environ.items() if name != "GRAPH_TOKEN"}
    began, peaks = time.monotonic(), []
    points = sorted(chance.randrange(given.users) for _ in range(given.kills))
    for number, point in enumerate([*points, None], 1):
        run = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        while point is not None and given.users - counts()["never"] < point and run.poll() is None:
            time.sleep(0.05)
        if point is not None:
            run.kill()
        output = run.stdout.read()
        _, status, usage = os.wait4(run.pid, 0)
        peaks.append(usage.ru_maxrss / 1024)
        print(f"run {number}: {'killed' if point is not None else f'exit code {os.waitstatus_to_exitcode(status)}'}, "
              f"{given.users - counts()['never']} users so far, {peaks[-1]:.0f} MiB at most, "
              f"{usage.ru_utime + usage.ru_stime:.1f} CPU-seconds")
    elapsed, end = time.monotonic() - began, counts()
    service.kill()
    print(f"last summary: {output.decode().strip()[:120]}…")
    print(f"{given.users} users, {given.kills} kills, {elapsed:.0f} s at a limit of {given.rate} a second: "
          f"{end['never']} never, {end['once']} once, {end['more']} more than once "
          f"(at most {given.kills * BATCHES * BATCH} can have been on the way); {end['refused']} calls refused")
    sys.exit(0 if end["never"] == 0 and end["more"] <= given.kills * BATCHES * BATCH else 1)


if __name__ == "__main__":
    main()
