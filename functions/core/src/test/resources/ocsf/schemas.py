"""Writes ocsf-1.8.0.schema.json beside itself, for the classes of the mapping: see README.md."""
import json
from pathlib import Path

from ocsf_json_schema.embedded import OcsfJsonSchemaEmbedded
from ocsf_json_schema.loader import get_ocsf_schema

HERE = Path(__file__).parent
TABLE = HERE.parents[3] / "src/main/resources/io/tapevault/forwarding/format/ocsf/classes.txt"


def without_titles(value):
    if isinstance(value, dict):
        return {name: without_titles(each) for name, each in value.items() if not (name == "title" and isinstance(each, str))}
    return [without_titles(each) for each in value] if isinstance(value, list) else value


source = OcsfJsonSchemaEmbedded(get_ocsf_schema(version="1.8.0"))
classes, objects = {}, {}
for line in TABLE.read_text().splitlines():
    if line and not line.startswith("#"):
        name = line.split()[0].split(":")[0]
        schema = without_titles(source.get_class_schema(name, ["host"]))
        objects |= schema.pop("$defs")
        classes[name] = schema


def lines(members):
    return ",\n".join(f"{json.dumps(name)}: {json.dumps(members[name], sort_keys=True)}" for name in sorted(members))


(HERE / "ocsf-1.8.0.schema.json").write_text('{"classes": {\n' + lines(classes) + '\n}, "$defs": {\n' + lines(objects) + "\n}}\n")
