from autoreach.providers.errors import AuthFailed, Misconfigured, NotSupported, OutOfCredits
from autoreach.providers.info import Charge, Environment, Permit, ProviderInfo, Remedies
from autoreach.providers.prices import Prices
from autoreach.providers.variables import Address, Choice, Readable
from autoreach.providers.x.client import X

ADDRESS = "https://api.x.com"


def is_configured(values: Environment) -> bool:
    return bool(values.get("X_BEARER_TOKEN"))


def has_user_token(values: Environment) -> bool:
    """Whether the token belongs to a user, who may do more than an app: search people, see who accepts messages."""
    return values.get("X_TOKEN_KIND") == "user"


def connect(values: Environment, prices: Prices, permit: Permit) -> X:
    return X(
        token=values["X_BEARER_TOKEN"],
        base_url=values.get("X_BASE_URL") or ADDRESS,
        vocabulary=values.get("X_VOCABULARY") or "tweet",
        user_token=has_user_token(values),
        prices=prices,
        permit=permit,
    )


def remedies(values: Environment) -> Remedies:
    address = values.get("X_BASE_URL") or ADDRESS
    return {
        AuthFailed: (
            "Make a new bearer token in the X developer console, under Keys and tokens, and set X_BEARER_TOKEN."
        ),
        "client-not-enrolled": "Attach the app to a project in the X developer console, under Projects and apps.",
        "64": "X suspended the account that owns the app. Appeal at help.x.com, or use the token of another account.",
        Misconfigured: f"Leave X_BASE_URL empty, or set it to the address of X's API. Now: {address}.",
        NotSupported: "Look in the X developer console at what the app's access includes.",
        OutOfCredits: "Buy credits or raise the spending cap in the X developer console, under Billing.",
    }


INFO = ProviderInfo(
    name="x",
    label="X",
    variables="X_BEARER_TOKEN",
    credentials_from="The token is made in the X developer console, under the app's Keys and tokens.",
    remedies=remedies,
    is_configured=is_configured,
    connect=connect,
    check=lambda client: client.quota(),
    charge=Charge.ONCE_A_DAY,
    names_allowance=True,
    operations={
        "users": "Profiles",
        "users/by": "Profiles by handle",
        "users/:id/tweets": "Posts of a person",
        "tweets/search/recent": "Search for posts",
        "tweets/search/all": "Search for posts of any age",
        "usage/tweets": "Checks",
    },
    rules={
        "X_BASE_URL": Address(),
        "X_TOKEN_KIND": Choice(("app", "user")),
        "X_VOCABULARY": Choice(("tweet", "post")),
        "PRICES_FILE": Readable("the path of a table of prices in TOML", Prices.of_file),
    },
)
