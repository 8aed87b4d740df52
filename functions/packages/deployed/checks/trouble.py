"""What must not be lost or cut when something is away, or is not permitted."""

import json
import uuid

from checks import check
from checks.events import delivered, event
from vault import equal, eventually


@check
def a_siem_in_trouble_gets_everything_when_it_is_well_again(vault):
    one = event()
    with vault.tried_again_soon("TosocQueue"):
        vault.siem.well = False
        try:
            vault.node.post(one)
            eventually(lambda: vault.siem.turned_away >= 2)
        finally:
            vault.siem.well = True
        equal(one, delivered(vault, one)[0])


@check
def the_one_event_that_a_siem_refuses_is_parked_whole_and_its_neighbours_are_delivered(vault):
    sid = str(uuid.uuid4())
    before, refused, behind = event(sid=sid, ei=0), event(sid=sid, ei=1, note="z" * 500_000), event(sid=sid, ei=2)
    vault.siem.disliked = refused["uid"]
    with vault.tried_again_soon("TosocQueue"):
        vault.node.post(before, refused, behind)
        delivered(vault, behind)
        parked = eventually(lambda: vault.parked(refused["uid"]))
    taken = vault.siem.of(sid=sid)
    # One that is taken for certain may be sent again, to see whether the SIEM takes anything at all.
    equal([before, behind], [one for place, one in enumerate(taken) if one not in taken[:place]])
    equal("soc: status 400", parked[0]["Detail"]["S"])
    kept = {"Bucket": vault.outputs["BucketName"], "Key": f"events/{parked[0]['Overflow']['S']}.json"}
    equal(refused, json.loads(vault.emulator.client("s3").get_object(**kept)["Body"].read()))


@check
def a_large_event_that_may_not_be_read_waits_and_is_never_cut(vault):
    large = event(note="y" * 500_000)
    with vault.tried_again_soon("TosocQueue"):
        with vault.without_right("Deliver", "s3:GetObject"):
            vault.node.post(large)
            eventually(lambda: "s3:GetObject is not permitted" in vault.log_of("Deliver"))
            equal([], vault.siem.of(uid=large["uid"]))
        equal(large, delivered(vault, large)[0])


def two(found):
    return found if found and len(found) == 2 else None


@check
def what_a_queue_may_not_be_given_is_set_aside_and_can_be_sent_on(vault):
    one, s3, bucket = event(), vault.emulator.client("s3"), vault.the("AWS::S3::Bucket", "Failures")
    with vault.without_right("ForwardingForward", "sqs:SendMessage"):
        vault.node.post(one)
        # That of the SIEM, and that of the list of sessions.
        aside = eventually(lambda: two(s3.list_objects_v2(Bucket=bucket, Prefix="notices/").get("Contents")))
    [key] = [each["Key"] for each in aside if "Tosoc" in each["Key"]]
    notice = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    place = {"QueueUrl": vault.the("AWS::SQS::Queue", "TosocQueue"), "MessageGroupId": "again", "MessageDeduplicationId": "again"}
    vault.emulator.client("sqs").send_message(**place, MessageBody=notice)
    equal([one], delivered(vault, one))
