"""What is kept of texts from outside. It imports nothing: the processes that read files start with it."""

import re

# PostgreSQL can hold neither NUL nor surrogates, and U+202D and U+202E turn a text around: "\u202eevil" reads "live".
UNWANTED = re.compile("[\x00\u202d\u202e\ud800-\udfff]")
