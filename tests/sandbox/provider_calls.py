CALLS = {
    "x": ("/2/users/by/username/eager_sbx", None),
    "unipile": ("/api/v1/users/eager-buyer-sbx?account_id=a", None),
    "openai": ("/v1/responses", {"model": "gpt-6-luna", "input": "Hello"}),
}


def call(ask, provider, **headers):
    path, body = CALLS[provider]
    path, _, query = path.partition("?")
    return ask(path, body, headers=headers, **(dict([query.split("=")]) if query else {}))


def charges(ask):
    summary = ask("/sandbox/calls").payload
    return summary["charged"], summary["charged_again"]


def get(wire, fault=""):
    send(wire, fault)
    return wire.getresponse()


def send(wire, fault=""):
    wire.request(
        "GET",
        CALLS["x"][0],
        headers={"Authorization": "Bearer t", "X-API-KEY": "k", **({"X-Sandbox-Fault": fault} if fault else {})},
    )
