"""A table and a bucket that somebody else made, with what they had before."""

import json

from checks.events import event
from checks.recordings import Recording, cast
from emulator import ACCOUNT, REGION
from lifecycle import destroy
from stack import deploy, runnable, synthesised
from vault import Siem, Vault, equal, eventually

THEIRS, TABLE = "teleport-recordings", "teleport.events"
RECORDING = Recording("80d9ca77-93af-443f-b33c-6fc55bd1a147.2018")


def what_is_adopted_is_used_and_never_changed(emulator, bucket, data, template):
    stream = teleports(emulator)
    before = state(emulator)
    _, data, template = synthesised("cdk.adopted", adoptTable=stream, adoptBucket=THEIRS, adoptPath="records")
    siem = Siem()
    deploy(emulator, bucket, "AdoptedData", runnable(data, emulator.endpoint, siem.url))
    running = runnable(template, emulator.endpoint, siem.url)
    outputs = deploy(emulator, bucket, "Adopted", running, "AdoptedData")
    equal(before, state(emulator), "after the deployment")
    vault = Vault(emulator, "Adopted", outputs, siem, named="adopted")
    it_works(vault)
    running["Description"] += ", again"
    for function in running["Resources"].values():
        if function["Type"] == "AWS::Lambda::Function":
            function["Properties"]["Description"] = "again"
    deploy(emulator, bucket, "Adopted", running, "AdoptedData", again=True)
    equal(before, state(emulator), "after an update")
    destroy(emulator, "Adopted")
    destroy(emulator, "AdoptedData")
    equal(before, state(emulator), "after all is gone")


def it_works(vault):
    """Events come into the table and to the SIEM. The bucket gives no notice of uploads, which the sweep finds."""
    one = event()
    vault.node.post(one)
    eventually(lambda: vault.siem.of(uid=one["uid"]))
    RECORDING.upload(vault)
    keys = [each["Key"] for each in vault.emulator.client("s3").list_objects_v2(Bucket=THEIRS)["Contents"]]
    equal([f"records/{RECORDING.sid}.tar"], keys)
    queue = vault.the("AWS::SQS::Queue", "IndexingQueue")
    vault.emulator.client("sqs").send_message(QueueUrl=queue, MessageBody='{"detail-type":"Scheduled Event"}')
    eventually(lambda: vault.siem.of(event="session.upload", sid=RECORDING.sid))
    equal(RECORDING.cast, eventually(lambda: cast(vault, RECORDING)))


def teleports(emulator):
    """As a Teleport cluster and its owner leave them; the ARN of the stream."""
    s3, dynamodb = emulator.client("s3"), emulator.client("dynamodb")
    queue = emulator.client("sqs").create_queue(QueueName="theirs")["QueueUrl"]
    s3.create_bucket(Bucket=THEIRS)
    tell = {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*"}
    said = json.dumps({"Version": "2012-10-17", "Statement": [tell]})
    emulator.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": said})
    s3.put_bucket_versioning(Bucket=THEIRS, VersioningConfiguration={"Status": "Enabled"})
    notice = {"Id": "theirs", "QueueArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:theirs", "Events": ["s3:ObjectRemoved:*"]}
    s3.put_bucket_notification_configuration(Bucket=THEIRS, NotificationConfiguration={"QueueConfigurations": [notice]})
    allowed = {"Sid": "Theirs", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/theirs"}, "Action": "s3:GetObject"}
    policy = {"Version": "2012-10-17", "Statement": [allowed | {"Resource": f"arn:aws:s3:::{THEIRS}/records/*"}]}
    s3.put_bucket_policy(Bucket=THEIRS, Policy=json.dumps(policy))
    rule = {"ID": "theirs", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 3}}
    s3.put_bucket_lifecycle_configuration(Bucket=THEIRS, LifecycleConfiguration={"Rules": [rule]})
    by_default = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    s3.put_bucket_encryption(Bucket=THEIRS, ServerSideEncryptionConfiguration=by_default)
    kinds = {"SessionID": "S", "EventIndex": "N", "CreatedAtDate": "S", "CreatedAt": "N"}
    key = lambda one, two: [{"AttributeName": one, "KeyType": "HASH"}, {"AttributeName": two, "KeyType": "RANGE"}]
    made = dynamodb.create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, kind in kinds.items()],
        KeySchema=key("SessionID", "EventIndex"),
        GlobalSecondaryIndexes=[
            {"IndexName": "timesearchV2", "KeySchema": key("CreatedAtDate", "CreatedAt"), "Projection": {"ProjectionType": "ALL"}}
        ],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    dynamodb.update_time_to_live(TableName=TABLE, TimeToLiveSpecification={"Enabled": True, "AttributeName": "Expires"})
    return made["TableDescription"]["LatestStreamArn"]


def state(emulator):
    """Everything that its owner set, as AWS answers it."""
    s3, dynamodb = emulator.client("s3"), emulator.client("dynamodb")
    asked = ["notification_configuration", "policy", "versioning", "lifecycle_configuration", "encryption"]
    said = {each: getattr(s3, "get_bucket_" + each)(Bucket=THEIRS) for each in asked}
    said["table"] = dynamodb.describe_table(TableName=TABLE)
    said["ttl"] = dynamodb.describe_time_to_live(TableName=TABLE)
    for each in said.values():
        del each["ResponseMetadata"]
    # What is in it, and not how it is.
    for counted in [said["table"]["Table"], *said["table"]["Table"]["GlobalSecondaryIndexes"]]:
        counted.pop("ItemCount", None), counted.pop("TableSizeBytes", None), counted.pop("IndexSizeBytes", None)
    return json.loads(json.dumps(said, default=str))


PROMISES = [what_is_adopted_is_used_and_never_changed]
