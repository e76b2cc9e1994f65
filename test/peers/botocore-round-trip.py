"""Every operation and every error of the services named, with botocore, against a server that tells what it saw.

Usage: botocore-round-trip.py URL SERVICE...   Prints one JSON object.
"""

import datetime
import json
import sys
import urllib.parse
import urllib.request

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

URL = sys.argv[1]
DATE = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
DEEPEST = 7


def ask(path):
    with urllib.request.urlopen(URL + path) as answer:
        return json.load(answer)


def generate(shape, name="", above=(), location=None):
    location = shape.serialization.get("location", location)
    kind = shape.type_name
    if getattr(shape, "is_document_type", False):
        return {"a": [1, "x"], "b": {"c": True}}
    if kind == "structure":
        return generate_structure(shape, above)
    if kind == "list":
        item = generate(shape.member, name, (*above, name), location)
        return None if item is None else [item, item]
    if kind == "map":
        value = generate(shape.value, name, (*above, name), location)
        return None if value is None else {"k1": value, "k-2": value}
    if kind == "string":
        return generate_text(shape, name, location)
    if name == "ContentLength":
        return 6
    return {
        "blob": b"blob\x01\x02",
        "timestamp": DATE,
        "boolean": True,
        "integer": 7,
        "long": 7,
        "float": 7.0,
        "double": 7.0,
    }[kind]


def generate_structure(shape, above):
    if getattr(shape, "is_eventstream", False) or shape.serialization.get("eventstream"):
        return None
    if above.count(shape.name) > 1 or len(above) > DEEPEST:
        return None
    union = getattr(shape, "is_tagged_union", False)
    made = {}
    for name, member in shape.members.items():
        value = generate(member, name, (*above, shape.name))
        if value is None:
            continue
        made[name] = value
        if union:
            break
    return made if made or not union else None


def generate_text(shape, name, location):
    if name.startswith("SSECustomer") or name.startswith("CopySourceSSECustomer"):
        return None
    # What clients compute, and what names another host.
    if name in ("ContentMD5", "ExpiresString", "EndpointId", "ChecksumMode") or (
        name.startswith("Checksum") and name not in ("ChecksumAlgorithm", "ChecksumType")
    ):
        return None
    if name == "ChecksumAlgorithm":
        return "CRC32"
    if shape.serialization.get("jsonvalue"):
        return {"m": 1}
    if name in ("Bucket", "AccountId"):
        return "bucket-123456"
    if location in ("header", "headers"):
        return "h-" + name
    return ("l %s/é+%%" if location == "uri" else "s %s <&\"'>é+%%") % name


def comparable(value):
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex()
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    if isinstance(value, dict):
        return {k: comparable(v) for k, v in sorted(value.items()) if k != "ResponseMetadata" and v is not None}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, float) and value == int(value):
        return int(value)
    if hasattr(value, "read"):
        return value.read().hex()
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return [comparable(item) for item in value]
    return value


def differences(one, other, path=()):
    """Where two values differ: the path to it, and both."""
    if one == other:
        return []
    if isinstance(one, dict) and isinstance(other, dict):
        return [d for k in {**one, **other} for d in differences(one.get(k), other.get(k), (*path, k))]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [d for a, b in zip(one, other) for d in differences(a, b, (*path, "*"))]
    return [(path, one, other)]


def spoken(side, path, one, other):
    return f"{side}.{'.'.join(path)}: {json.dumps(one)[:80]} became {json.dumps(other)[:80]}"


def sdk_knows(service, operation, path):
    query = urllib.parse.urlencode({"service": service, "operation": operation, "path": json.dumps(path)})
    return ask(f"/__knows?{query}")["known"]


def botocore_knows(shape, path):
    for name in path:
        if shape is None:
            return False
        if shape.type_name == "structure":
            shape = shape.members.get(name)
        elif shape.type_name == "list":
            shape = shape.member
        elif shape.type_name == "map":
            shape = shape.value
    return shape is not None


def without_computed(sent, seen):
    """S3 clients compute checksums by themselves, and give Expires twice."""
    computed = ("Checksum", "ExpiresString", "ContentMD5")
    return {k: v for k, v in seen.items() if k in sent or not k.startswith(computed)}


def try_operation(client, method, model):
    """What is wrong with one operation, or None."""
    sent = generate(model.input_shape) if model.input_shape else {}
    ask("/__forget")
    try:
        answer = comparable(getattr(client, method)(**sent))
    except Exception as error:  # Whatever it is, it is a difference to report.
        return f"{type(error).__name__}: {str(error)[:300]}"
    seen = ask("/__seen")
    if seen.get("service") != str(client.meta.service_model.service_id) or seen.get("operation") != model.name:
        return f"arrived as {seen.get('service')} {seen.get('operation')}"
    service = str(client.meta.service_model.service_id)
    sent = comparable(sent)
    # A member that one of the two clients is too old to know cannot come through.
    wrong = [
        spoken("input", path, one, other)
        for path, one, other in differences(sent, without_computed(sent, seen["input"]))
        if other is not None or sdk_knows(service, model.name, path)
    ]
    wrong += [
        spoken("output", path, one, other)
        for path, one, other in differences(seen["output"], without_computed(seen["output"], answer))
        if other is not None or botocore_knows(model.output_shape, path)
    ]
    return "; ".join(wrong[:6]) or None


def try_errors(client, model):
    """The errors that do not arrive under their code, and how many did."""
    # Every operation of Budgets needs an account: where none is without input, one is asked with what it needs.
    method, asked = min(
        (
            (method, model.operation_model(name).input_shape)
            for method, name in client.meta.method_to_api_mapping.items()
            if not model.operation_model(name).has_event_stream_input
        ),
        key=lambda each: bool(each[1] and each[1].required_members),
    )
    given = generate(asked) if asked and asked.required_members else {}
    wrong, right, unknown = {}, 0, []
    for shape in model.error_shapes:
        query = urllib.parse.urlencode({"service": str(model.service_id), "error": shape.name})
        if not ask(f"/__fail?{query}")["known"]:
            unknown.append(shape.name)
            continue
        try:
            getattr(client, method)(**given)
            wrong[shape.name] = "went through"
        except ClientError as error:
            got = error.response["Error"]
            if got["Code"] not in (shape.error_code, shape.name) or got["Message"] != "boom <&> é":
                wrong[shape.name] = json.dumps(got)
            else:
                right += 1
    ask("/__forget")
    return {"wrong": wrong, "right": right, "unknown": unknown}


def try_service(session, name):
    client = session.create_client(
        name,
        region_name="us-east-1",
        endpoint_url=URL,
        aws_access_key_id="AKIAEXAMPLE",
        aws_secret_access_key="unused",
        config=Config(
            retries={"total_max_attempts": 1},
            parameter_validation=False,
            read_timeout=20,
            inject_host_prefix=False,
            s3={"addressing_style": "path"},
        ),
    )
    model = client.meta.service_model
    operations = {
        operation: try_operation(client, method, model.operation_model(operation))
        for method, operation in client.meta.method_to_api_mapping.items()
    }
    return {"operations": operations, "errors": try_errors(client, model)}


def main():
    session = botocore.session.Session()
    print(json.dumps({name: try_service(session, name) for name in sys.argv[2:]}))


main()
