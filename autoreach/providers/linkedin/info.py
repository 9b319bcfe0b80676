from autoreach.providers.errors import AuthFailed, OutOfCredits
from autoreach.providers.info import Charge, Environment, Permit, ProviderInfo, Remedies
from autoreach.providers.linkedin.client import LinkedIn
from autoreach.providers.prices import Prices

UNIPILE = ("UNIPILE_DSN", "UNIPILE_API_KEY", "UNIPILE_ACCOUNT_ID")

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
    base_url, api_key, account_id = (values[name] for name in UNIPILE)
    return LinkedIn(api_key=api_key, account_id=account_id, base_url=base_url, permit=permit)


def remedies(values: Environment) -> Remedies:
    return {
        AuthFailed: (
            "Reconnect the LinkedIn account in Unipile's dashboard under Accounts, or set a valid UNIPILE_API_KEY."
        ),
        OutOfCredits: (
            "Look at the subscription in Unipile's dashboard, under Billing, and at the account's LinkedIn plan."
        ),
    }


INFO = ProviderInfo(
    name="linkedin",
    label="LinkedIn",
    full_label="LinkedIn through Unipile",
    variables="UNIPILE_DSN, UNIPILE_API_KEY and UNIPILE_ACCOUNT_ID",
    credentials_from="All three are in Unipile's dashboard, under Access tokens and Accounts.",
    remedies=remedies,
    is_configured=is_configured,
    connect=connect,
    check=lambda client: client.account(),
    charge=Charge.FLAT_RATE,
    daily_allowances=DAILY_ALLOWANCES,
    operations={"profile": "Profiles"},
    keeps_window=True,
)
