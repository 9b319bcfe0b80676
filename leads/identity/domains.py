"""Registrable domains by the public suffix list."""

from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList


@cache
def _suffixes():
    """The list the package brings, its private part included: `anna.github.io` and `bob.github.io` are two domains."""
    return PublicSuffixList()


def host_of(address: str) -> str:
    """The host of an address, written with its scheme or without; "" where there is none."""
    try:
        return (urlsplit(address if "://" in address else f"https://{address}").hostname or "").rstrip(".")
    except ValueError:
        return ""


@lru_cache(20_000)
def registrable_domain(host: str) -> str:
    """`acme.co.uk` of `team.acme.co.uk`; a host without one, as `localhost`, stands for itself."""
    # of two labels the last is always a suffix, and only large files ask for many different hosts
    if host.count(".") < 2:
        return host
    return host if _is_number(host) else _suffixes().privatesuffix(host) or host


def domain_name(host: str) -> str:
    """What its owner chose of a host's name: `acme` of `team.acme.co.uk`."""
    return registrable_domain(host).partition(".")[0]


def _is_number(host):
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
