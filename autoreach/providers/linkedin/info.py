from autoreach.providers.errors import AuthFailed, Misconfigured, NotSupported, OutOfCredits
from autoreach.providers.info import Charge, Environment, Permit, ProviderInfo, Remedies
from autoreach.providers.linkedin.client import LinkedIn
from autoreach.providers.prices import Prices
from autoreach.providers.variables import Address

UNIPILE = ("UNIPILE_API_KEY", "UNIPILE_ACCOUNT_ID")
# Of every customer on the second version; customers on the first have an address of their own, the DSN.
V2_ADDRESS = "https://api.unipile.com"

# Calls a day that keep the connected member out of trouble. Only LinkedIn itself enforces them.
DAILY_ALLOWANCES = {
    "profile": 90,
    "search": 100,
    "posts": 100,
    "comments": 100,
    "reactions": 100,
    "followers": 100,
    "company": 100,
}


def is_configured(values: Environment) -> bool:
    return all(values.get(name) for name in UNIPILE)


def connect(values: Environment, prices: Prices, permit: Permit) -> LinkedIn:
    api_key, account_id = (values[name] for name in UNIPILE)
    dsn = values.get("UNIPILE_DSN")
    address = dsn or values.get("UNIPILE_BASE_URL") or V2_ADDRESS
    version = 1 if dsn else 2
    return LinkedIn(api_key=api_key, account_id=account_id, base_url=address, version=version, permit=permit)


def remedies(values: Environment) -> Remedies:
    version = (
        "" if values.get("UNIPILE_DSN") else " If your account is one of Unipile's first version, set UNIPILE_DSN too."
    )
    return {
        AuthFailed: (
            "Reconnect the LinkedIn account in Unipile's dashboard under Accounts, or set a valid UNIPILE_API_KEY and "
            f"UNIPILE_ACCOUNT_ID.{version}"
        ),
        Misconfigured: (
            "Set UNIPILE_ACCOUNT_ID to the account that Unipile's dashboard shows under Accounts, and restart."
            f"{version}"
        ),
        NotSupported: "It may need another LinkedIn plan of the connected account, or another plan at Unipile.",
        OutOfCredits: (
            "Look at the subscription in Unipile's dashboard, under Billing, and at the account's LinkedIn plan."
        ),
    }


INFO = ProviderInfo(
    name="linkedin",
    label="LinkedIn",
    full_label="LinkedIn through Unipile",
    variables="UNIPILE_API_KEY and UNIPILE_ACCOUNT_ID",
    credentials_from=(
        "Both are in Unipile's dashboard, under Access tokens and Accounts. "
        "If it shows a DSN, your account is one of the first version: set UNIPILE_DSN too."
    ),
    remedies=remedies,
    is_configured=is_configured,
    connect=connect,
    check=lambda client: client.account(),
    charge=Charge.FLAT_RATE,
    daily_allowances=DAILY_ALLOWANCES,
    operations={"profile": "Profiles"},
    keeps_window=True,
    rules={"UNIPILE_DSN": Address(needs_scheme=False), "UNIPILE_BASE_URL": Address(needs_scheme=False)},
)
