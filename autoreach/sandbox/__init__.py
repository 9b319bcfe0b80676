"""A local server that speaks X API v2, Unipile and OpenAI over an invented world; see docs/sandbox.md."""


def environment(url):
    """The variables that point every provider's client at the sandbox."""
    return {
        "X_BEARER_TOKEN": "user-sandbox",
        "X_TOKEN_KIND": "user",
        "X_BASE_URL": url,
        "UNIPILE_DSN": url,
        "UNIPILE_API_KEY": "sandbox",
        "UNIPILE_ACCOUNT_ID": "acc_sandbox",
        "OPENAI_API_KEY": "sandbox",
        "OPENAI_BASE_URL": f"{url}/v1",
        "AI_MODEL": "gpt-6-luna",
        "AI_MODE": "responses",
        # its model knows phrases and is no judge of people
        "AI_SCORING": "off",
        "AI_CONCURRENCY": "16",
        "AI_SEARCH_MODEL": "gpt-6.1-terra",
        "AI_EMBEDDING_MODEL": "text-embedding-3-small",
    }
