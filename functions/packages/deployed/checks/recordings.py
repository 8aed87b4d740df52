"""From a ticket to a cast."""

import hashlib
import json
import uuid

from checks import check
from emulator import ROOT
from vault import equal, eventually

FOLDER = ROOT / "events-samples/recordings"
CASTS = ROOT / "functions/core/src/test/resources/casts"


class Recording:
    """A sample, and what becomes of it."""

    def __init__(self, name):
        self.sid, self.bytes = name.split(".")[0], (FOLDER / f"{name}.tar").read_bytes()
        self.sha256, self.cast = hashlib.sha256(self.bytes).hexdigest(), (CASTS / f"{name}.cast").read_text()

    def ticket(self, vault):
        announced = json.dumps({"size": len(self.bytes), "sha256": self.sha256}).encode()
        answer = vault.node.call("POST", f"/v1/recordings/{self.sid}/uploads", announced)
        equal(200, answer.status, answer.data)
        return answer.json()

    def upload(self, vault):
        equal(200, put(vault, self.ticket(vault), self.bytes).status)


def put(vault, ticket, body, url=None):
    """With the headers that the ticket names; only the length is that of the body, whatever was announced."""
    headers = {name.lower(): value for name, value in ticket["headers"].items()} | {"content-length": str(len(body))}
    return vault.http.request("PUT", url or ticket["url"], body=body, headers=headers)


OLD = Recording("80d9ca77-93af-443f-b33c-6fc55bd1a147.2018")
LOST = Recording("74ecd922-6363-487a-9f72-497a6764a016.protostream-parts-padded")
ODD = Recording("aa317b93-18d8-4c7a-9626-e79cd425b15f.2018-two-servers")
NEW = Recording("400075d2-57d8-470d-97de-1fb015ae0284.protostream")


@check
def a_ticket_takes_its_own_bytes_and_no_others_and_nowhere_else(vault):
    ticket = OLD.ticket(vault)
    equal(400, put(vault, ticket, bytes(reversed(OLD.bytes))).status)
    equal(403, put(vault, ticket, OLD.bytes[:-1]).status)
    equal(403, put(vault, ticket, OLD.bytes, ticket["url"].replace(OLD.sid, str(uuid.uuid4()))).status)
    last = ticket["url"][-1]
    equal(403, put(vault, ticket, OLD.bytes, ticket["url"][:-1] + ("1" if last == "0" else "0")).status)
    equal(200, put(vault, ticket, OLD.bytes).status)


@check
def a_recording_is_never_replaced(vault):
    equal(412, put(vault, OLD.ticket(vault), OLD.bytes).status)
    kept = vault.emulator.client("s3").list_object_versions(Bucket=vault.outputs["BucketName"], Prefix=f"recordings/{OLD.sid}")
    equal(1, len(kept["Versions"]))


@check
def a_recording_that_arrived_is_an_event_and_comes_to_the_siem(vault):
    uploaded = eventually(lambda: vault.siem.of(event="session.upload", sid=OLD.sid))
    equal([OLD.sha256], [each["sha256"] for each in uploaded])


@check
def an_auditor_gets_the_original_bytes(vault):
    equal(OLD.bytes, vault.auditor.follow(f"/v1/sessions/{OLD.sid}/recording"))


@check
def an_auditor_gets_the_cast_of_2018_and_of_today(vault):
    NEW.upload(vault)
    for recording in (OLD, NEW):
        equal(recording.cast, eventually(lambda: cast(vault, recording)))


def cast(vault, recording):
    """None as long as nobody can say."""
    path = f"/v1/sessions/{recording.sid}/recording.cast"
    return None if vault.auditor.get(path).status in (202, 404, 503) else vault.auditor.follow(path).decode()


@check
def what_is_known_of_a_session_names_its_recording(vault):
    known = vault.auditor.read(f"/v1/sessions/{OLD.sid}")["recording"]
    equal((len(OLD.bytes), "whole"), (known["size"], known["content"]["status"]))


@check
def a_store_that_answers_a_range_with_everything_makes_no_recording_damaged(vault):
    with vault.tried_again_soon("IndexingQueue"):
        with vault.emulator.ranges_ignored():
            ODD.upload(vault)
            eventually(lambda: "S3 answered the range" in vault.log_of("Index"))
            equal(202, vault.auditor.get(f"/v1/sessions/{ODD.sid}/recording.cast").status)
        equal(ODD.cast, eventually(lambda: cast(vault, ODD)))
        eventually(lambda: vault.siem.of(event="session.upload", sid=ODD.sid))


@check
def a_recording_whose_notice_was_lost_is_found_by_the_sweep(vault):
    rules, arrivals = vault.emulator.client("events"), vault.the("AWS::Events::Rule", "Arrivals").rsplit("/", 1)[-1]
    rules.disable_rule(Name=arrivals)
    try:
        LOST.upload(vault)
        equal([], vault.siem.of(event="session.upload", sid=LOST.sid))
        queue = vault.the("AWS::SQS::Queue", "IndexingQueue")
        vault.emulator.client("sqs").send_message(QueueUrl=queue, MessageBody='{"detail-type":"Scheduled Event"}')
        eventually(lambda: vault.siem.of(event="session.upload", sid=LOST.sid))
    finally:
        rules.enable_rule(Name=arrivals)
    equal(LOST.cast, eventually(lambda: cast(vault, LOST)))
