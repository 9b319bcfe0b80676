"""The address of the server that answers for the AI."""

from urllib.parse import urlsplit

OPENAI = "https://api.openai.com/v1"


def is_openai(base_url: str) -> bool:
    return urlsplit(base_url).hostname == urlsplit(OPENAI).hostname


def public_address(base_url: str) -> str:
    """Without a name and password that it may hold."""
    address = urlsplit(base_url)
    return address._replace(netloc=address.netloc.rpartition("@")[2]).geturl()
