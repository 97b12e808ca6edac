#!/usr/bin/python3
"""Checks an OpenAPI 3.1 document, given as a file: against the schema that the
standard comes with, each schema in it against JSON Schema 2020-12, each
reference, and each example against the schema that it stands for.
Prints what is wrong and exits 1, or exits 0."""
import json
import pathlib
import sys

from jsonschema import Draft202012Validator, RefResolver


def each_object(node, path=""):
    """Yields every object below `node` with where it stands."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from each_object(value, f"{path}/{key}")
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from each_object(value, f"{path}/{at}")


def problems(text, standard):
    document = json.loads(text)
    for error in Draft202012Validator(standard).iter_errors(document):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
    resolver = RefResolver("", document)

    def check(schema, value, where):
        validator = Draft202012Validator(schema, resolver=resolver)
        for error in validator.iter_errors(value):
            yield f"{where}: {error.message}"

    for where, node in each_object(document):
        if "$ref" in node:
            try:
                resolver.resolve(node["$ref"])
            except Exception as error:  # whatever keeps it from being followed
                yield f"{where}: {error}"
        if "schema" not in node:
            continue
        try:
            Draft202012Validator.check_schema(node["schema"])
        except Exception as error:
            yield f"{where}: {error}"
        if "example" in node:
            yield from check(node["schema"], node["example"], where)
        for name, example in node.get("examples", {}).items():
            yield from check(node["schema"], example["value"],
                             f"{where}/{name}")
    for name, schema in document["components"]["schemas"].items():
        try:
            Draft202012Validator.check_schema(schema)
        except Exception as error:
            yield f"schemas/{name}: {error}"
    used = {node["$ref"] for _, node in each_object(document) if "$ref" in node}
    for kind in ("schemas", "parameters"):
        for name in document["components"][kind]:
            if f"#/components/{kind}/{name}" not in used:
                yield f"{kind}/{name}: nothing refers to it"
    ids = [operation["operationId"] for path in document["paths"].values()
           for operation in path.values()]
    if len(ids) != len(set(ids)):
        yield "an operationId stands twice"


def main():
    here = pathlib.Path(__file__).parent
    standard = json.loads((here / "oas-3.1.schema.json").read_text())
    found = list(problems(pathlib.Path(sys.argv[1]).read_text(), standard))
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
