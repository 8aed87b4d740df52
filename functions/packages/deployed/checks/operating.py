"""What runs by the clock or for an operator: replays, silent nodes, missing recordings, holds, retention."""

import json
import re
import uuid

from botocore.exceptions import ClientError

from checks import check
from checks.events import delivered, event
from checks.recordings import LOST, NEW, OLD, announce, put
from vault import Caller, equal, eventually

TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
LONG_AGO = "2026-01-01T00:00:00Z"


def ask(vault, name, path, body=b""):
    """What an operator with the right to this one path is answered."""
    answer = Caller(vault, name, "POST" + path.split("?")[0]).call("POST", path, body)
    assert answer.status < 300, answer.data
    return answer.json()


def age(vault, partition):
    """Times stand in the items of a partition as if they had been written long ago."""
    dynamodb, table = vault.emulator.client("dynamodb"), vault.outputs["TableName"]
    names = {":partition": {"S": partition}}
    for item in dynamodb.query(TableName=table, KeyConditionExpression="SessionID = :partition", ExpressionAttributeValues=names)["Items"]:
        old = {name: {"S": TIME.sub(LONG_AGO, value["S"])} if "S" in value else value for name, value in item.items()}
        dynamodb.put_item(TableName=table, Item=old)


@check
def what_is_asked_for_once_more_is_delivered_once_more(vault):
    one, large = event(time="2026-10-01T10:00:00Z"), event(time="2026-10-01T10:00:01Z", note="r" * 500_000)
    vault.node.post(one, large)
    delivered(vault, one), delivered(vault, large)
    ask(vault, "replays", "/v1/sinks/soc/replays?from=2026-10-01T09%3A00%3A00Z&to=2026-10-01T11%3A00%3A00Z")
    vault.run("ForwardingReconcile")
    for each in (one, large):
        eventually(lambda: vault.siem.of(uid=each["uid"]) == [each, each])


@check
def the_siems_are_told_each_with_whether_it_is_paused(vault):
    equal([("soc", False, "up")], [(each["name"], each["paused"], each["state"]) for each in vault.auditor.read("/v1/sinks")["sinks"]])


@check
def a_node_that_fell_silent_is_told_and_so_is_a_recording_that_is_missing(vault):
    sid, ended = str(uuid.uuid4()), {"event": "session.end", "time": "2026-11-20T11:00:00Z"}
    large = event(event="session.command", sid=sid, ei=1, argv="x" * 500_000)
    vault.node.post({"event": "tapevault.node.heartbeat", "uid": str(uuid.uuid4()), "node": "web-9"})
    vault.node.post(event(event="session.start", sid=sid), large, event(**ended, sid=sid, ei=2), event(**ended, sid=OLD.sid, ei=99))
    age(vault, "register#nodes"), age(vault, "register#ended_sessions")
    vault.run("WatchingWatch")
    eventually(lambda: vault.siem.of(event="tapevault.node.silent", node="web-9"))
    eventually(lambda: vault.siem.of(event="recording.missing", sid=sid))
    equal([], vault.siem.of(event="recording.missing", sid=OLD.sid))


@check
def what_is_held_outlives_its_retention_until_it_is_released(vault):
    said = json.dumps({"reason": "case 7", "by": "nobody"}).encode()
    path = f"/v1/sessions/{OLD.sid}/hold"
    equal("case 7", ask(vault, "places", path, said)["placed"]["reason"])
    held = vault.auditor.read("/v1/holds")["holds"]
    equal([(OLD.sid, True)], [(each["sid"], "user/places" in each["placed"]["by"]) for each in held])
    with vault.settings("storage: {retention: {recordings: 1s}}"):
        vault.run("HoldingRetain")
        expired = eventually(lambda: vault.siem.of(event="tapevault.recording.expired"))
        assert OLD.sid not in [each["sid"] for each in expired], expired
        ask(vault, "releases", path + "/release", said)
        age(vault, "holds#")
        vault.run("HoldingRetain")
        eventually(lambda: vault.siem.of(event="tapevault.recording.expired", sid=OLD.sid))
    equal([], vault.auditor.read("/v1/holds")["holds"])


@check
def what_hides_something_goes_when_nothing_of_the_recording_is_left(vault):
    ask(vault, "hides", f"/v1/sessions/{LOST.sid}/redactions", json.dumps({"reason": "case 7", "by": "nobody", "texts": ["root"]}).encode())
    s3, bucket = vault.emulator.client("s3"), vault.outputs["BucketName"]
    for each in s3.list_object_versions(Bucket=bucket, Prefix=f"recordings/{LOST.sid}.tar")["Versions"]:
        s3.delete_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])
    with vault.settings("storage: {retention: {recordings: 1s}}"):
        vault.run("HoldingRetain")
    marks = [s3.get_object_tagging(Bucket=bucket, Key=f"redactions/{each.sid}.1.json")["TagSet"] for each in (LOST, NEW)]
    equal([[{"Key": "tapevault", "Value": "expired"}], []], marks)


@check
def what_s3_locks_stays_untold_and_unmarked_and_a_hold_is_one_of_s3_too(vault):
    s3, bucket, sid = vault.emulator.client("s3"), vault.outputs["BucketName"], str(uuid.uuid4())
    rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}
    s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule})
    equal(200, put(vault, announce(vault, sid, NEW.bytes).json(), NEW.bytes).status)
    eventually(lambda: vault.siem.of(event="session.upload", sid=sid))
    one = {"Bucket": bucket, "Key": f"recordings/{sid}.tar"}
    one["VersionId"] = s3.list_object_versions(Bucket=bucket, Prefix=one["Key"])["Versions"][0]["VersionId"]
    equal("GOVERNANCE", s3.get_object_retention(**one)["Retention"]["Mode"])
    try:
        s3.delete_object(**one)
    except ClientError as refused:
        equal("AccessDenied", refused.response["Error"]["Code"])
    else:
        raise AssertionError("what is locked was removed")
    with vault.settings("storage: {retention: {recordings: 1s}}"):
        vault.run("HoldingRetain")
    equal([], s3.get_object_tagging(**one)["TagSet"])
    told = vault.auditor.read(f"/v1/events?type=tapevault.recording.expired&limit=1000")["events"]
    equal([], [each for each in told if each["sid"] == sid])
    ask(vault, "locks", f"/v1/sessions/{sid}/hold", json.dumps({"reason": "case 8", "by": "nobody"}).encode())
    equal("ON", s3.get_object_legal_hold(**one)["LegalHold"]["Status"])
