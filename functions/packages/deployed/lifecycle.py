"""What a deployment that failed, or a stack that was destroyed, leaves behind."""

import json
import time
import uuid

from botocore.exceptions import ClientError

from checks.events import event
from emulator import ROOT
from stack import deploy, known
from vault import Vault, equal, eventually


def the_templates_come_to_create_complete_as_they_are(emulator, bucket, data, template):
    deploy(emulator, bucket, "UnchangedData", data)
    deploy(emulator, bucket, "Unchanged", template, "UnchangedData")
    destroy(emulator, "Unchanged")


def the_published_templates_come_to_create_complete_without_cdk(emulator, bucket, data, template):
    published = [json.loads((ROOT / f"infra/dist/{name}.template.json").read_text()) for name in ("TapevaultData", "Tapevault")]
    for name in ("ingest", "forward", "playback", "authorize"):
        emulator.client("s3").upload_file(str(ROOT / f"functions/{name}/target/{name}.zip"), bucket, f"0.1.0/{name}.zip")
    deploy(emulator, bucket, "PublishedData", published[0])
    deploy(emulator, bucket, "Published", known(published[1]), "PublishedData", PackagesBucket=bucket, PackagesPrefix="0.1.0/")
    destroy(emulator, "Published")


def a_second_deployment_does_not_meet_what_a_failed_first_one_left(emulator, bucket, data, template):
    broken = json.loads(json.dumps(data))
    kept = [name for name, each in data["Resources"].items() if each.get("DeletionPolicy") == "Retain"]
    broken["Resources"]["Broken"] = {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": -1}, "DependsOn": kept}
    tables = set(emulator.client("dynamodb").list_tables()["TableNames"])
    try:
        deploy(emulator, bucket, "Twice", broken)
    except AssertionError as failed:
        equal(True, "ROLLBACK_COMPLETE" in str(failed), failed)
    else:
        raise AssertionError("the first deployment did not fail")
    equal(1, len(set(emulator.client("dynamodb").list_tables()["TableNames"]) - tables))
    destroy(emulator, "Twice")
    deploy(emulator, bucket, "Twice", data)
    half = json.loads(json.dumps(template))
    last = [name for name, each in template["Resources"].items() if each["Type"] == "AWS::Logs::LogGroup"]
    half["Resources"]["Broken"] = {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": -1}, "DependsOn": last}
    try:
        deploy(emulator, bucket, "TwiceToo", half, "Twice")
    except AssertionError as failed:
        equal(True, "ROLLBACK_COMPLETE" in str(failed), failed)
    else:
        raise AssertionError("the first deployment of the functions did not fail")
    destroy(emulator, "TwiceToo")
    deploy(emulator, bucket, "TwiceToo", template, "Twice")
    destroy(emulator, "TwiceToo")
    destroy(emulator, "Twice")


def what_is_left_of_a_destroyed_stack_still_refuses_plain_http(emulator, bucket, data, template):
    outputs = deploy(emulator, bucket, "Gone", data)
    destroy(emulator, "Gone")
    policy = json.loads(emulator.client("s3").get_bucket_policy(Bucket=outputs["BucketName"])["Policy"])
    conditions = [statement.get("Condition", {}).get("Bool", {}) for statement in policy["Statement"]]
    equal(["false"], [each["aws:SecureTransport"] for each in conditions if "aws:SecureTransport" in each])
    equal("ACTIVE", emulator.client("dynamodb").describe_table(TableName=outputs["TableName"])["Table"]["TableStatus"])


def the_functions_can_be_deleted_and_made_again_and_nothing_is_lost(vault, bucket, running):
    before = event(sid=str(uuid.uuid4()))
    vault.node.post(before)
    destroy(vault.emulator, vault.stack)
    outputs = deploy(vault.emulator, bucket, vault.stack, running, "TapevaultData")
    again = Vault(vault.emulator, vault.stack, outputs, vault.siem, named="again")
    after = event(sid=str(uuid.uuid4()))
    again.node.post(after)
    for each in (before, after):
        found = again.auditor.read(f"/v1/sessions/{each['sid']}/events")["events"]
        equal([each["uid"]], [one["uid"] for one in found])
        eventually(lambda: vault.siem.of(uid=each["uid"]))


def destroy(emulator, name):
    formation = emulator.client("cloudformation")
    formation.delete_stack(StackName=name)
    for _ in range(300):
        try:
            formation.describe_stacks(StackName=name)
        except ClientError:
            return
        time.sleep(0.2)
    raise AssertionError(f"{name} is still there")


PROMISES = [
    the_templates_come_to_create_complete_as_they_are,
    the_published_templates_come_to_create_complete_without_cdk,
    a_second_deployment_does_not_meet_what_a_failed_first_one_left,
    what_is_left_of_a_destroyed_stack_still_refuses_plain_http,
]
# Of the stack that stood all the time.
LAST = [the_functions_can_be_deleted_and_made_again_and_nothing_is_lost]
