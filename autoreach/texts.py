"""What is kept of texts from outside. It imports nothing: the processes that read files start with it."""

import re

# They turn a text around, and the rest of its line with it: "\u202eevil" reads "live".
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# PostgreSQL can hold neither NUL nor surrogates.
UNWANTED = re.compile(f"[\x00\ud800-\udfff]|{TURNING.pattern}")
