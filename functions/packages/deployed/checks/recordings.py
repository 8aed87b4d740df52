"""From a ticket to a cast."""

import base64
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
        answer = announce(vault, self.sid, self.bytes)
        equal(200, answer.status, answer.data)
        return answer.json()

    def upload(self, vault):
        equal(200, put(vault, self.ticket(vault), self.bytes).status)


def announce(vault, sid, recording, path="", **more):
    said = {"size": len(recording), "sha256": hashlib.sha256(recording).hexdigest(), "node": "web-1"} | more
    return vault.node.call("POST", f"/v1/recordings/{sid}/uploads{path}", json.dumps(said).encode())


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
    OLD.used = ticket


@check
def a_recording_is_never_replaced(vault):
    equal(412, put(vault, OLD.used, OLD.bytes).status)
    kept = vault.emulator.client("s3").list_object_versions(Bucket=vault.outputs["BucketName"], Prefix=f"recordings/{OLD.sid}")
    equal(1, len(kept["Versions"]))


@check
def a_recording_that_arrived_is_an_event_and_comes_to_the_siem(vault):
    uploaded = eventually(lambda: vault.siem.of(event="session.upload", sid=OLD.sid))
    equal([(OLD.sha256, "web-1", "tarball-2018")], [(each["sha256"], each["node"], each["format"]) for each in uploaded])


@check
def a_node_that_announces_again_learns_that_its_recording_has_arrived(vault):
    stored = {"size": len(OLD.bytes), "sha256": OLD.sha256}
    equal({"stored": stored}, eventually(lambda: arrived(vault, OLD.sid, OLD.bytes)))


@check
def another_recording_of_the_session_has_a_place_beside_it_and_is_an_event(vault):
    other = announce(vault, OLD.sid, NEW.bytes)
    equal((200, True), (other.status, f"/{OLD.sid}.other-{NEW.sha256[:16]}.tar" in other.json()["url"]))
    conflict = eventually(lambda: vault.siem.of(event="recording.conflict", sid=OLD.sid))
    equal([(NEW.sha256, OLD.sha256)], [(each["announced"]["sha256"], each["stored"]["sha256"]) for each in conflict])


def arrived(vault, sid, recording):
    """None as long as it is being read through."""
    answer = announce(vault, sid, recording)
    return None if answer.status == 503 else answer.json()


@check
def a_large_recording_goes_in_parts_and_is_gone_on_with(vault):
    part = bytes(range(256)) * (1 << 16)
    sid, whole, crc = str(uuid.uuid4()), part * 4, crc64nvme(part)
    upload = announce(vault, sid, whole).json()["upload"]
    equal((len(part), []), (upload["part_size"], upload["parts"]))
    path = f"/{upload['id']}"
    wanted = [{"number": number, "size": len(part), "crc64nvme": crc} for number in (1, 2, 3, 4)]
    tickets = announce(vault, sid, whole, f"{path}/parts", parts=wanted).json()["parts"]
    equal(400, put(vault, tickets[0], bytes(reversed(part))).status)
    for number in (3, 1):
        equal(200, put(vault, tickets[number - 1], part).status)
    there = announce(vault, sid, whole, upload=upload["id"]).json()["upload"]
    equal((upload["id"], [1, 3]), (there["id"], [each["number"] for each in there["parts"]]))
    crc_of_all = crc64nvme(whole)
    complete = lambda: announce(vault, sid, whole, f"{path}/complete", crc64nvme=crc_of_all)
    too_early = complete()
    equal((422, "these parts are missing: 2, 4"), (too_early.status, too_early.json()["detail"]))
    for number in (2, 4):
        equal(200, put(vault, tickets[number - 1], part).status)
    stored = {"stored": {"size": len(whole), "sha256": hashlib.sha256(whole).hexdigest()}}
    equal(stored, complete().json())
    equal(stored, eventually(lambda: arrived(vault, sid, whole)))
    equal(1, len(eventually(lambda: vault.siem.of(event="session.upload", sid=sid))))


def crc64nvme(data):
    table, crc = [], 2**64 - 1
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x9A6C9329AC4BC9B5 if value & 1 else 0)
        table.append(value)
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return base64.b64encode((crc ^ 2**64 - 1).to_bytes(8, "big")).decode()


@check
def an_auditor_gets_the_original_bytes(vault):
    equal(OLD.bytes, vault.auditor.follow(f"/v1/sessions/{OLD.sid}/recording"))


@check
def an_auditor_gets_the_cast_of_2018_and_of_today(vault):
    NEW.upload(vault)
    for recording in (OLD, NEW):
        equal(recording.cast, eventually(lambda: cast(vault, recording)))


@check
def who_was_given_a_recording_stands_in_the_log(vault):
    def given():
        events = vault.auditor.read("/v1/events?type=session.recording.access&limit=1000")["events"]
        return {(each["session_id"], each["what"]) for each in events if each["user"].startswith("arn:")}

    eventually(lambda: {(OLD.sid, "recording"), (OLD.sid, "cast"), (NEW.sid, "cast")} <= given())


def cast(vault, recording):
    """None as long as nobody can say."""
    path = f"/v1/sessions/{recording.sid}/recording.cast"
    return None if vault.auditor.get(path).status in (202, 404, 503) else vault.auditor.follow(path).decode()


@check
def an_auditor_sees_a_recording_in_all_its_forms(vault):
    of = f"/v1/sessions/{OLD.sid}/recording"
    lines = eventually(lambda: vault.auditor.get(f"{of}.json").status == 200 and vault.auditor.read(f"{of}.json"))["lines"]
    assert lines
    text = vault.auditor.get(f"{of}.txt").data.decode()
    equal([line["text"] for line in lines], text.splitlines())
    for path in (f"{of}.svg", f"{of}.svg?at=1"):
        assert vault.auditor.get(path).data.decode().startswith("<svg "), path
    assert "</html>" in vault.auditor.get(f"{of}.html").data.decode()
    index = vault.auditor.read(f"{of}.segments")
    piece = vault.auditor.read(f"/v1/sessions/{OLD.sid}/{index['segments'][0]['url']}")
    equal(index["term"], {name: piece["snapshot"][name] for name in ("cols", "rows")})
    header, *events = vault.auditor.get(f"{of}.cast?from=0&version=3").data.decode().splitlines()
    equal(3, json.loads(header)["version"])
    assert events


@check
def what_was_derived_and_is_gone_is_made_again_when_it_is_asked_for(vault):
    path, s3 = f"/v1/sessions/{OLD.sid}/recording.segments", vault.emulator.client("s3")
    bucket = vault.outputs["BucketName"]
    before = vault.auditor.read(path)
    for version in s3.list_object_versions(Bucket=bucket, Prefix="derived/").get("Versions", []):
        if OLD.sid in version["Key"] and version["Key"].endswith(".segments"):
            s3.delete_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])
    equal(202, vault.auditor.get(path).status)
    eventually(lambda: vault.auditor.get(path).status == 200)
    equal(before, vault.auditor.read(path))


@check
def what_is_known_of_a_session_names_its_recording(vault):
    known = vault.auditor.read(f"/v1/sessions/{OLD.sid}")["recording"]
    equal((len(OLD.bytes), "whole"), (known["size"], known["content"]["status"]))


@check
def a_session_that_nobody_ended_gets_a_marked_end(vault):
    sid = "aeafc339-7bd8-47fb-929c-c12126455ba3"
    recording = (ROOT / f"events-samples/odd-recordings/{sid}.ends-at-part-border.tar").read_bytes()
    large = {"event": "session.command", "sid": sid, "ei": 7, "uid": str(uuid.uuid4()), "argv": "x" * 500_000}
    equal(200, vault.node.call("POST", "/v1/events", json.dumps(large).encode()).status)
    equal(200, put(vault, announce(vault, sid, recording).json(), recording).status)
    ends = eventually(lambda: vault.siem.of(event="session.end", sid=sid))
    equal([True], [each["synthetic"] for each in ends])


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
