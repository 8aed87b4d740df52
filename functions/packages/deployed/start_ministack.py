"""Starts MiniStack 1.5.33 with what it does otherwise than AWS put right. Each correction says what, and why it matters here."""

import json
import os
from pathlib import Path

from ministack.app import main
from ministack.core import iam_actions, iam_evaluator
from ministack.services import athena, dynamodb, lambda_svc, s3
from ministack.services.cloudformation import provisioners


def corrects(module, name):
    """Puts a function in the place of another, which it is given."""

    def put(correction):
        original = getattr(module, name)
        setattr(module, name, lambda *args, **named: correction(original, *args, **named))
        return correction

    return put


@corrects(iam_actions, "extract_iam_action")
def rights_are_named_as_aws_names_them(original, service, method, path, headers, body, query):
    """The right to send a message covers the batch; a PartiQL statement asks for its own right, by its first word."""
    action = original(service, method, path, headers, body, query)
    if action and action.startswith("sqs:") and action.endswith("Batch"):
        return action.removesuffix("Batch")
    if action in ("dynamodb:ExecuteStatement", "dynamodb:BatchExecuteStatement"):
        return "dynamodb:PartiQL" + statements(body)[0].split()[0].capitalize()
    return action


@corrects(iam_actions, "dynamodb_resource_arns")
def a_statement_names_its_table(original, body, region, account):
    """Otherwise the right on exactly our table would not be enough."""
    tables = {statement.split('"')[1] for statement in statements(body) if '"' in statement}
    return [f"arn:aws:dynamodb:{region}:{account}:table/{table}" for table in sorted(tables)] or original(
        body, region, account
    )


def statements(body):
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        return []
    if not isinstance(request, dict):
        return []
    return [each["Statement"] for each in request.get("Statements", [request]) if "Statement" in each]


@corrects(dynamodb, "_partiql_insert")
def what_a_statement_inserts_is_in_the_stream(original, table, parsed):
    """Otherwise nothing that was stored many at a time would be forwarded."""
    answer = original(table, parsed)
    if answer[0] == 200:
        item = parsed["item"]
        dynamodb._emit_stream_event(table["TableName"], "INSERT", None, item["M"] if set(item) == {"M"} else item)
    return answer


@corrects(lambda_svc, "_execute_function")
def a_stream_brings_again_what_was_not_done(original, function, event):
    """A stream's batch with `batchItemFailures` would count as done, and its events would be lost without a word.

    Here the whole batch comes again; AWS begins with the first failure."""
    result = original(function, event)
    records = event.get("Records") if isinstance(event, dict) else None
    answer = result.get("body")
    answer = json.loads(answer) if isinstance(answer, str) and answer.startswith("{") else answer
    of_a_stream = bool(records) and records[0].get("eventSource") == "aws:dynamodb"
    if of_a_stream and isinstance(answer, dict) and answer.get("batchItemFailures"):
        return {**result, "error": True, "body": {"errorType": "batchItemFailures", "errorMessage": str(answer)}}
    return result


@corrects(s3, "_get_object")
def a_version_is_read_by_range_too(original, bucket, key, headers, query=None):
    """The range of a version would be answered with 200 and all of it. A check looks what becomes of that."""
    status, sent, body = original(bucket, key, headers, query)
    if Path(os.environ["RANGES_IGNORED"]).exists():
        return status, sent, body
    asked = s3._parse_range(headers["range"], len(body)) if status == 200 and "range" in headers else None
    if asked is None:
        return status, sent, body
    start, end = asked
    part = body[start : end + 1]
    sent = {name: value for name, value in sent.items() if not name.lower().startswith("x-amz-checksum")}
    size = {"Content-Length": str(len(part)), "Content-Range": f"bytes {start}-{end}/{len(body)}"}
    return 206, {**sent, **size}, part


@corrects(s3, "_complete_multipart_upload")
def a_crc64nvme_is_of_all_bytes(original, bucket, key, body, query, headers=None):
    """It would be compared with one of the parts' checksums, which S3 has not for this algorithm. Of the whole it is not compared here."""
    rest = {name: value for name, value in (headers or {}).items() if name.lower() != "x-amz-checksum-crc64nvme"}
    return original(bucket, key, body, query, rest)


@corrects(s3, "_resolve_sse_write_headers")
def encryption_with_kms_needs_no_key(original, headers, bucket):
    """AWS takes the account's own key `aws/s3`."""
    name = "x-amz-server-side-encryption"
    if headers.get(name) == "aws:kms" and not headers.get(name + "-aws-kms-key-id"):
        headers = {**headers, name + "-aws-kms-key-id": "alias/aws/s3"}
    return original(headers, bucket)


@corrects(iam_evaluator, "_resolve_condition_key")
def who_took_a_role_is_the_role(original, key, asked):
    """`aws:PrincipalArn` would be that of the session, which no policy can know before."""
    found = original(key, asked)
    if key.lower() == "aws:principalarn" and isinstance(found, str) and ":sts:" in found and ":assumed-role/" in found:
        return found.replace(":sts:", ":iam:").replace(":assumed-role/", ":role/").rsplit("/", 1)[0]
    return found


@corrects(iam_evaluator, "evaluate")
def what_is_allowed_or_refused_is_written_down(original, asked, *policies):
    """No correction: checks compare it with what the roles may do."""
    result = original(asked, *policies)
    where = os.environ["RIGHTS_USED"] if result.decision == "Allow" else os.environ["RIGHTS_REFUSED"]
    with open(where, "a") as written:
        print(asked.principal_arn, asked.action, asked.resource_arn, file=written)
    return result


def save_question(logical_id, properties, stack):
    """Its Athena saves questions; its CloudFormation would refuse the whole template for one."""
    _, _, body = athena._create_named_query(properties)
    name = json.loads(body)["NamedQueryId"]
    return name, {"NamedQueryId": name}


def remove_question(name, properties):
    athena._delete_named_query({"NamedQueryId": name})


provisioners._RESOURCE_HANDLERS["AWS::Athena::NamedQuery"] = {"create": save_question, "delete": remove_question}

main()
