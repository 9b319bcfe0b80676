"""The rules a JSON schema has to keep in strict mode."""

FORBIDDEN = (
    "allOf",
    "oneOf",
    "not",
    "dependentRequired",
    "dependentSchemas",
    "if",
    "then",
    "else",
    "minLength",
    "maxLength",
)
DEEPEST = 10


def complaint(schema):
    """What breaks strict mode, as the service words it, or None."""
    if not isinstance(schema, dict) or schema.get("type") != "object":
        return "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"None\"'."
    return _complaint(schema, (), 0)


def _complaint(schema, path, depth):
    context = f"In context={path}, "
    for word in FORBIDDEN:
        if word in schema:
            return f"{context}'{word}' is not permitted."
    if schema.get("default") is not None:
        return f"{context}'default' is not permitted."
    if depth > DEEPEST:
        return f"{context}the schema is nested too deeply."
    if schema.get("type") == "object" or "properties" in schema:
        problem = _object_complaint(schema, context)
        if problem:
            return problem
    return next(
        filter(None, (_complaint(child, (*path, *where), depth + step) for where, child, step in _children(schema))),
        None,
    )


def _object_complaint(schema, context):
    properties = schema.get("properties", {})
    if schema.get("additionalProperties") is not False:
        return f"{context}'additionalProperties' is required to be supplied and to be false."
    missing = set(properties) - set(schema.get("required", ()))
    if missing:
        return f"{context}'required' has to list every key in properties. Missing '{min(missing)}'."
    return None


def _children(schema):
    for name, child in schema.get("properties", {}).items():
        yield ("properties", name), child, 1
    if isinstance(schema.get("items"), dict):
        yield ("items",), schema["items"], 1
    for number, child in enumerate(schema.get("anyOf", ())):
        yield ("anyOf", str(number)), child, 0
    for name, child in schema.get("$defs", {}).items():
        yield ("$defs", name), child, 0


def resolved(schema, root):
    """The schema, with what its `$ref` points to."""
    while "$ref" in schema:
        target = root
        for part in schema["$ref"].lstrip("#/").split("/"):
            target = target[part] if part else target
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema
