"""What is hidden of a recording, and who has it all the same."""

import json

import boto3
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from checks import check
from checks.recordings import NEW, OLD, cast
from checks.search import hits
from emulator import ACCOUNT, REGION
from vault import Caller, equal, eventually

SECRET = "/usr/share"
SESSION = f"/v1/sessions/{NEW.sid}"
ORIGINAL = f"/v1/originals/{NEW.sid}/recording"
SAID = json.dumps({"reason": "case 7", "by": "nobody", "texts": [SECRET]}).encode()


@check
def what_is_redacted_is_shown_to_nobody_and_the_recording_stays(vault):
    assert SECRET in NEW.cast
    equal(NEW.bytes, vault.auditor.follow(SESSION + "/recording"))
    operator = Caller(vault, "redacts", "POST" + SESSION + "/redactions")
    for _ in range(2):
        told = operator.call("POST", SESSION + "/redactions", SAID)
        equal(200, told.status, told.data)
        equal((1, 1), (told.json()["number"], told.json()["texts"]))
    shown = eventually(lambda: cast(vault, NEW))
    assert SECRET not in shown, shown
    equal(NEW.cast.splitlines()[0], shown.splitlines()[0])
    assert len(shown.splitlines()) > 100, shown
    for hidden in ("/recording", "/stream"):
        equal(403, vault.auditor.get(SESSION + hidden).status)
    equal(1, vault.auditor.read(SESSION)["recording"]["redactions"])


@check
def what_is_redacted_is_found_no_more_and_the_rest_is(vault):
    equal([], [each for each in hits(vault, '"usr share"') if each["sid"] == NEW.sid])
    eventually(lambda: [each for each in hits(vault, "東京") if each["sid"] == NEW.sid])
    s3, bucket = vault.emulator.client("s3"), vault.outputs["BucketName"]
    kept = lambda: s3.list_objects_v2(Bucket=bucket, Prefix=f"transcripts/sessions/{NEW.sid}/").get("Contents", [])
    eventually(lambda: [each["Key"].endswith(".r1") for each in kept()] == [True])


@check
def who_redacted_and_why_is_an_event_and_the_text_is_told_to_nobody(vault):
    event = eventually(lambda: vault.siem.of(event="recording.redacted", sid=NEW.sid))
    equal([("case 7", 1)], [(each["reason"], each["texts"]) for each in event])
    listed = vault.auditor.read(SESSION + "/redactions")["redactions"]
    assert "user/redacts" in event[0]["user"] and "user/redacts" in listed[0]["by"], (event, listed)
    assert SECRET not in json.dumps([event, listed]), (event, listed)


@check
def the_original_is_for_the_circle_that_the_deployment_named(vault):
    # He may ask for everything, but for what the API refuses to all but the circle.
    equal(403, vault.auditor.get(ORIGINAL).status)
    answer = vault.auditor.call("GET", ORIGINAL, signed_with=circle(vault))
    equal(307, answer.status, answer.data)
    equal(NEW.bytes, vault.http.request("GET", answer.headers["location"]).data)


@check
def only_the_function_of_originals_may_read_a_recording(vault):
    bucket, key = vault.outputs["BucketName"], f"recordings/{NEW.sid}.tar"
    version = vault.emulator.client("s3").list_object_versions(Bucket=bucket, Prefix=key)["Versions"][0]["VersionId"]
    for word in ("PlaybackAnswer", "OriginalsRedact", "HoldingRetain", "IngestAccept"):
        try:
            as_role(vault, word).get_object(Bucket=bucket, Key=key, VersionId=version)
        except ClientError as refused:
            equal("AccessDenied", refused.response["Error"]["Code"])
        else:
            raise AssertionError(word + " has read a recording")
    equal(NEW.bytes, as_role(vault, "OriginalsOriginal").get_object(Bucket=bucket, Key=key, VersionId=version)["Body"].read())


@check
def what_a_terminal_was_given_comes_in_pieces_until_nothing_is_left(vault):
    lines = [json.loads(line) for line in OLD.cast.splitlines()[1:]]
    printed = "".join(line[2] for line in lines if line[1] == "o").encode()
    given, piece = b"", None
    while piece != b"":
        # Without it API Gateway, as MiniStack has it, gives base64.
        headers = {"accept": "*/*"}
        answer = vault.auditor.call("GET", f"/v1/sessions/{OLD.sid}/stream?offset={len(given)}&bytes=5000", headers=headers)
        equal((200, "application/octet-stream"), (answer.status, answer.headers["content-type"]))
        piece = answer.data
        given += piece
    equal(printed, given)
    # Of a session without an end in its recording, the log is asked for one, and for what is large in it.
    equal(200, vault.auditor.get("/v1/sessions/aeafc339-7bd8-47fb-929c-c12126455ba3/stream?bytes=10").status)


@check
def how_large_a_recording_is_can_be_asked_with_head(vault):
    asks = Caller(vault, "heads", "HEAD/*")
    answer = asks.call("HEAD", f"/v1/sessions/{OLD.sid}/recording")
    equal(307, answer.status)
    equal(str(len(OLD.bytes)), vault.http.request("HEAD", answer.headers["location"]).headers["content-length"])


def circle(vault):
    """The credentials of a role that the deployment named, and that may ask for originals alone."""
    iam = vault.emulator.client("iam")
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    iam.create_role(RoleName="circle", AssumeRolePolicyDocument=document(trust))
    arn = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{vault.api}/live/GET/v1/originals/*"
    iam.put_role_policy(RoleName="circle", PolicyName="call", PolicyDocument=document({"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": arn}))
    return Credentials(*assumed(vault, "circle"))


def as_role(vault, word):
    """S3, as the role of the function with this word in its name meets it."""
    iam, role = vault.emulator.client("iam"), vault.the("AWS::IAM::Role", word)
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root", "Service": "lambda.amazonaws.com"}}
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=document(trust))
    id, secret, token = assumed(vault, role)
    return boto3.client(
        "s3",
        endpoint_url=vault.emulator.endpoint,
        region_name=REGION,
        aws_access_key_id=id,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(s3={"addressing_style": "path"}),
    )


def assumed(vault, role):
    made = vault.emulator.client("sts").assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/{role}", RoleSessionName="check")["Credentials"]
    return made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"]


def document(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
