"""A local server that speaks X API v2, Unipile and OpenAI over an invented world; see docs/sandbox.md."""
