import subprocess
import sys

DIGEST = """
import hashlib
from autoreach.sandbox.world import ON_X, World
world = World(people=3000, companies=500)
facts = [repr(world.people.get(n)) for n in (50, 999, 2999)] + [post.text for post in world.posts.timeline(777, ON_X)]
print(hashlib.sha256(repr(facts).encode()).hexdigest())
"""


def test_two_processes_make_the_same_world():
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST], env={"PYTHONHASHSEED": salt}, capture_output=True, text=True, check=True
        ).stdout
        for salt in ("1", "2")
    }
    assert len(digests) == 1
