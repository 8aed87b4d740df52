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
    equal([before, behind], vault.siem.of(sid=sid))
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


@check
def what_the_queue_does_not_take_is_forwarded_when_it_does(vault):
    one = event()
    with vault.without_right("ForwardingForward", "sqs:SendMessage"):
        vault.node.post(one)
        eventually(lambda: "sqs:SendMessage" in vault.log_of("ForwardingForward"))
    equal([one], delivered(vault, one))
