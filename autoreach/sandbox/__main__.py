"""python -m autoreach.sandbox --port 8091"""

import argparse
import os
import signal
import sys

from autoreach.sandbox.app import App
from autoreach.sandbox.server import serve, warm_up
from autoreach.sandbox.world import PEOPLE, SEED, World


def add_arguments(parser):
    parser.add_argument("--host", default=os.environ.get("SANDBOX_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("SANDBOX_PORT", 8091)), help="0: any free one")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--latency", type=float, default=0, help="seconds every answer waits")
    parser.add_argument("--limits", choices=["none", "documented"], default="none")


def run(*, host, port, people, seed, latency, limits):
    app = App(World(people=people, seed=seed))
    app.latency = latency
    if limits == "documented":
        app.limits.set_documented()
    warm_up(app)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        serve(app, host=host, port=port, ready=lambda real: print(f"Sandbox at http://{host}:{real}", flush=True))
    except KeyboardInterrupt:
        pass
    except OSError as error:
        sys.exit(f"The sandbox cannot listen at {host}:{port}: {error.strerror}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="sandbox", description=__doc__)
    add_arguments(parser)
    run(**vars(parser.parse_args()))
