"""Runs Sigma rules over events with pySigma and its SQLite backend.

usage: sigma-peer.py EVENTS RULES; EVENTS holds a JSON object a line, {"ref", "event"}; RULES a JSON list of
{"key", "text"}. Prints a JSON object by key: {"sql", "refs"} or {"error"}.

The backend asks for one column a field, so the fields that the rules name are taken out of each event by their way
through objects. What is no text is written as JSON has it; an object or list as its JSON text. The columns
heed no case, as Sigma wants it, and regular expressions are Python's.
"""

import json
import re
import sqlite3
import sys

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.rule import SigmaDetection, SigmaDetectionItem


def fields_of(detection):
    for item in detection.detection_items:
        if isinstance(item, SigmaDetection):
            yield from fields_of(item)
        elif isinstance(item, SigmaDetectionItem) and item.field is not None:
            yield item.field
            for value in item.value:
                other = getattr(value, "field", None)
                if isinstance(other, str):
                    yield other


def value_of(event, field):
    at = event
    for name in field.split("."):
        at = at.get(name) if isinstance(at, dict) else None
    if at is None or isinstance(at, str):
        return at
    return json.dumps(at, ensure_ascii=False, separators=(",", ":"))


def main():
    events = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    rules = json.load(open(sys.argv[2], encoding="utf-8"))
    parsed, results = {}, {}
    for rule in rules:
        try:
            parsed[rule["key"]] = SigmaCollection.from_yaml(rule["text"])
        except Exception as error:
            results[rule["key"]] = {"error": f"{type(error).__name__}: {error}"}
    fields = sorted(
        {
            field
            for collection in parsed.values()
            for rule in collection.rules
            for detection in rule.detection.detections.values()
            for field in fields_of(detection)
        }
    )
    database = sqlite3.connect(":memory:")
    database.create_function("regexp", 2, lambda pattern, text: text is not None and re.search(pattern, str(text)) is not None)
    columns = ", ".join('"%s" TEXT COLLATE NOCASE' % field for field in fields)
    database.execute(f"CREATE TABLE logs (ref TEXT, {columns})")
    database.executemany(
        f"INSERT INTO logs VALUES ({', '.join('?' * (len(fields) + 1))})",
        ([event["ref"], *(value_of(event["event"], field) for field in fields)] for event in events),
    )
    for key, collection in parsed.items():
        try:
            sql = sqliteBackend().convert(collection)[0]
            sql = sql.replace("<TABLE_NAME>", "logs")
            refs = sorted(row[0] for row in database.execute(sql.replace("SELECT *", "SELECT ref", 1)))
            results[key] = {"sql": sql, "refs": refs}
        except Exception as error:
            results[key] = {"error": f"{type(error).__name__}: {error}"}
    json.dump(results, sys.stdout)


main()
