"""Run the benchmarks, print what they found and write it to var/bench.json."""

import argparse
import importlib
import json
import os
import pkgutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import asdict
from urllib.parse import urlsplit

import django
import psycopg
from django.conf import settings
from django.core.management import call_command

import tests.benchmarks
from autoreach.serving.embedded_postgres import Cluster

RESULT = "benchmark-result: "


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autoreach.settings")
    django.setup()
    arguments = parse_arguments()
    if arguments.module:
        return run_here(arguments.module, arguments.size)
    wanted = {name for name in (arguments.only or "").split(",") if name}
    chosen = [(name, module) for name, module in benchmarks() if not wanted or {name, module} & wanted]
    if not chosen:
        sys.exit(f"There is no benchmark called {arguments.only}; there are: {', '.join(dict(benchmarks()))}.")
    with server() as address:
        results = [run_apart(name, module, arguments.size, address) for name, module in chosen]
    rows = [row for result in results for row in result or []]
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    (settings.VAR_DIR / "bench.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    print_table(rows)
    missed = [row for row in rows if row["reached"] is False]
    sys.exit(1 if missed or None in results else 0)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--only", help="names, separated by commas")
    parser.add_argument("--size", type=int, help="rows, instead of each benchmark's own SIZE")
    parser.add_argument("--module", help=argparse.SUPPRESS)
    return parser.parse_args()


def benchmarks():
    for module in pkgutil.iter_modules(tests.benchmarks.__path__):
        if not module.name.startswith("_"):
            source = importlib.import_module(f"tests.benchmarks.{module.name}")
            if hasattr(source, "run"):
                yield getattr(source, "NAME", module.name), module.name


@contextmanager
def server():
    """The address of a server where databases may be made and dropped."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    with Cluster(settings.VAR_DIR / "bench-postgres").in_use() as cluster:
        yield cluster.url()


def run_apart(name, module, size, address):
    """Give the benchmark a process and a database of its own; None means it failed."""
    print(f"{name} …", flush=True)
    database = f"bench_{module}_{os.getpid()}"
    admin = psycopg.connect(address, autocommit=True)
    admin.execute(f"CREATE DATABASE {database}")
    try:
        command = [sys.executable, "-m", "tests.benchmarks", "--module", module]
        done = subprocess.run(
            [*command, f"--size={size}"] if size else command,
            env=os.environ | {"DATABASE_URL": urlsplit(address)._replace(path=f"/{database}").geturl()},
            stdout=subprocess.PIPE,
            text=True,
        )
    finally:
        admin.execute(f"DROP DATABASE {database} WITH (FORCE)")
        admin.close()
    lines = done.stdout.splitlines()
    print("\n".join(f"  {line}" for line in lines if not line.startswith(RESULT)))
    if done.returncode:
        return None
    return [json.loads(line.removeprefix(RESULT)) | {"benchmark": name} for line in lines if line.startswith(RESULT)]


def run_here(module, size):
    call_command("migrate", interactive=False, verbosity=0)
    benchmark = importlib.import_module(f"tests.benchmarks.{module}")
    for figure in benchmark.run(size or benchmark.SIZE):
        print(RESULT + json.dumps(asdict(figure)), flush=True)


def print_table(rows):
    table = [("benchmark", "what", "figure", "reference", "target", "reached")]
    for row in rows:
        reference = "" if row["reference"] is None else f"{row['reference']:,.4g} {row['unit']}"
        reached = {True: "yes", False: "NO", None: ""}[row["reached"]]
        figure = f"{row['figure']:,.4g} {row['unit']}"
        table.append((row["benchmark"], row["name"], figure, reference, row["target"], reached))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()
