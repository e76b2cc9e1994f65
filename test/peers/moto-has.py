"""Says which operations moto implements: a line of JSON, true or false by "client:Operation"."""

import importlib
import json
import sys

from botocore import xform_name

# Where a client of the SDK is found in moto.
MODULES = {
    "bedrock-agent": "bedrockagent",
    "bedrock-agentcore": "bedrockagentcore",
    "bedrock-agentcore-control": "bedrockagentcorecontrol",
    "cloudwatch-logs": "logs",
    "cost-explorer": "ce",
    "lambda": "awslambda",
}


def has(operation: str) -> bool:
    client, name = operation.split(":")
    try:
        module = importlib.import_module(f"moto.{MODULES.get(client, client)}.responses")
    except ModuleNotFoundError:
        return False
    return any(hasattr(member, xform_name(name)) for member in vars(module).values() if isinstance(member, type))


print(json.dumps({operation: has(operation) for operation in sys.argv[1:]}))
