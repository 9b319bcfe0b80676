"""Hold requests and answers against a provider's OpenAPI 3.0 document, where one is at hand."""

import json
import os
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("SPECS_DIR", ROOT / "../shared/wire/specs"))


def document(pattern):
    found = sorted(FOLDER.glob(pattern))
    if not found:
        pytest.skip(f"no {pattern} in SPECS_DIR")
    return Contract(read(found[-1]))


@cache
def read(path):
    return modern(json.loads(path.read_text()))


def modern(node):
    """OpenAPI 3.0's `nullable` in the words of JSON schema."""
    if isinstance(node, list):
        return [modern(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    node = {name: modern(value) for name, value in node.items()}
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(node.get(exclusive), bool) and node.pop(exclusive) and bound in node:
            node[exclusive] = node.pop(bound)
    if node.get("nullable") is True and ("type" in node or len(node) == 1):
        del node["nullable"]
        return {"anyOf": [node, {"type": "null"}]} if "type" in node else {"type": "null"}
    return node


class Contract:
    def __init__(self, spec):
        self.spec = spec
        self.paths = {
            template: re.compile("^" + re.sub(r"\\{[^/]+?\\}", "[^/]+", re.escape(template)) + "$")
            for template in sorted(spec["paths"], key=lambda template: template.count("{"))
        }

    def operation(self, method, path):
        template = next(name for name, pattern in self.paths.items() if pattern.match(path))
        return template, self.spec["paths"][template][method.lower()]

    def faults(self, value, schema):
        validator = Draft202012Validator({**schema, "components": self.spec.get("components", {})})
        return [f"{fault.json_path}: {fault.message[:200]}" for fault in validator.iter_errors(value)]

    def request_faults(self, asked):
        """All that the document finds wrong with a request; lists in a query follow its `explode`."""
        template, operation = self.operation(asked.method, asked.path)
        named = dict(zip(re.findall(r"{([^/]+?)}", template), path_values(template, asked.path), strict=True))
        faults, known = [], {}
        for parameter in map(self.resolved, operation.get("parameters", [])):
            known[parameter["name"], parameter["in"]] = parameter
            values = [value for name, value in asked.query if name == parameter["name"]]
            if parameter["in"] == "path":
                values = [named[parameter["name"]]]
            if parameter["in"] in ("query", "path") and (values or parameter.get("required")):
                faults += self.parameter_faults(parameter, values)
        faults += [f"{name}: unknown" for name, _ in asked.query if (name, "query") not in known]
        if "requestBody" in operation:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            faults += self.faults(asked.body, schema)
        return faults

    def parameter_faults(self, parameter, values):
        if not values:
            return [f"{parameter['name']}: missing"]
        schema = parameter["schema"]
        candidates = [values, *values] if parameter.get("explode", True) else [values[0].split(","), values[0]]
        found = [self.faults(meant, schema) for candidate in candidates for meant in (typed(candidate), candidate)]
        return [] if [] in found else [f"{parameter['name']}: {found[-1]}"]

    def answer_faults(self, method, path, answer):
        _, operation = self.operation(method, path)
        codes = sorted(code for code in operation["responses"] if code.startswith("2"))
        content = self.resolved(operation["responses"][codes[0]])["content"]
        return self.faults(answer, content["application/json"]["schema"])

    def resolved(self, node):
        while "$ref" in node:
            found = self.spec
            for name in node["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            node = found
        return node


def path_values(template, path):
    pattern = re.sub(r"\\{[^/]+?\\}", "([^/]+)", re.escape(template))
    return [unquote(value) for value in re.match(pattern, path).groups()]


def typed(value):
    """A query knows strings only; what looks like a number or a flag is meant as one."""
    if isinstance(value, str) and re.fullmatch(r"\d{1,4}|true|false", value):
        return json.loads(value)
    return value
