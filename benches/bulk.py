#!/usr/bin/env python3
"""Runs the example reprocess-license-errors for many users, killing and resuming it at random points.

The job calls stand-in-graph, which throttles and counts how often each user was reprocessed. Prints these counts, and
the time and peak memory of each run. Needs the standard library only.

    python3 benches/bulk.py [--users 100000] [--rate 2000] [--kills 5] [--seed 1]
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

from measure import ROOT, row

BATCHES, BATCH = 4, 20


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--users", type=int, default=100_000)
    arguments.add_argument("--rate", type=int, default=2000, help="users per second that the service accepts")
    arguments.add_argument("--kills", type=int, default=5)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    rng = random.Random(given.seed)

    build = ["cargo", "build", "--offline", "--quiet", "--release"]
    build += ["-p", "reprocess-license-errors", "-p", "stand-in-graph"]
    subprocess.run(build, cwd=ROOT, check=True)
    programs = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    server = [programs / "stand-in-graph", str(given.users), str(given.rate)]
    service = subprocess.Popen(server, stdout=subprocess.PIPE, text=True)
    url = service.stdout.readline().strip()

    def counts() -> dict:
        with urllib.request.urlopen(url + "/counts") as response:
            return json.load(response)

    journal = pathlib.Path(tempfile.mkdtemp(prefix="graph-bulk-")) / "journal"
    command = [programs / "reprocess-license-errors", "--service", url, "--journal", journal]
    command += ["--all", "--json", "--batches", str(BATCHES)]
    environment = {name: value for name, value in os.environ.items() if name != "GRAPH_TOKEN"}
    start, cpu, memory = time.monotonic(), 0.0, 0.0
    points = sorted(rng.randrange(given.users) for _ in range(given.kills))
    for number, point in enumerate([*points, None], 1):
        run = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        while point is not None and given.users - counts()["never"] < point and run.poll() is None:
            time.sleep(0.05)
        if point is not None:
            run.kill()
        output = run.stdout.read()
        _, status, usage = os.wait4(run.pid, 0)
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss / 1024)
        print(f"run {number}: {'killed' if point is not None else f'exit code {os.waitstatus_to_exitcode(status)}'}, "
              f"{given.users - counts()['never']} users so far, peak {usage.ru_maxrss / 1024:.0f} MiB, "
              f"{usage.ru_utime + usage.ru_stime:.1f} CPU-seconds")
    elapsed, end = time.monotonic() - start, counts()
    service.kill()
    at_most = given.kills * BATCHES * BATCH
    print(f"last summary: {output.decode().strip()[:120]}…")
    print(f"{given.users} users, {given.kills} kills, {elapsed:.0f} s with a limit of {given.rate} per second: "
          f"{end['never']} never, {end['once']} once, {end['more']} more than once "
          f"(at most {at_most} can have been in flight); {end['refused']} calls throttled")
    row(f"bulk job of {given.users} users: not reprocessed", end["never"], 0)
    row(f"bulk job of {given.users} users: reprocessed more than once", end["more"], at_most)
    row(f"bulk job of {given.users} users: CPU s", cpu)
    row(f"bulk job of {given.users} users: peak MiB", memory)
    sys.exit(0 if end["never"] == 0 and end["more"] <= at_most else 1)


if __name__ == "__main__":
    main()
