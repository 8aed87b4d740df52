"""What a deployment that failed, or a stack that was destroyed, leaves behind."""

import json
import time

from botocore.exceptions import ClientError

from stack import deploy
from vault import equal


def a_second_deployment_does_not_meet_what_a_failed_first_one_left(emulator, bucket, template):
    broken = json.loads(json.dumps(template))
    kept = [name for name, each in template["Resources"].items() if each.get("DeletionPolicy") == "Retain"]
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
    deploy(emulator, bucket, "Twice", template)
    destroy(emulator, "Twice")


def what_is_left_of_a_destroyed_stack_still_refuses_plain_http(emulator, bucket, template):
    outputs = deploy(emulator, bucket, "Gone", template)
    destroy(emulator, "Gone")
    policy = json.loads(emulator.client("s3").get_bucket_policy(Bucket=outputs["BucketName"])["Policy"])
    conditions = [statement.get("Condition", {}).get("Bool", {}) for statement in policy["Statement"]]
    equal(["false"], [each["aws:SecureTransport"] for each in conditions if "aws:SecureTransport" in each])
    equal("ACTIVE", emulator.client("dynamodb").describe_table(TableName=outputs["TableName"])["Table"]["TableStatus"])


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


PROMISES = [a_second_deployment_does_not_meet_what_a_failed_first_one_left, what_is_left_of_a_destroyed_stack_still_refuses_plain_http]
