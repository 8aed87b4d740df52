"""Takes every right of every function away, one after the other, and looks whether the function says which one it lacks.

It takes some minutes, and is no part of the chain: `./tapevault test --emulator ministack --one-by-one`, or after a build
`target/venv/bin/python -B deployed/rights_taken.py [FUNCTION …]` in functions/packages. Prints a line for each right, writes target/deployed/rights-taken.json, and ends with 1
where one was refused without a word, or is not used by what is done here."""

import base64
import json
import sys
import time
import uuid

from checks.events import event
from checks.operating import age
from checks.recordings import NEW, OLD, announce, put
from checks.rights import NOT_ASKED_FOR, listed
from checks.tokens import DOOR
from emulator import ROOT, WORK, Emulator
from stack import deploy, publish, runnable, synthesised
from vault import Caller, Siem, Vault, eventually

# Settings are read again after 30 seconds, and a document that cannot be read leaves those in force: said in the log, by SettingsTest.
NOT_ASKED_FOR = NOT_ASKED_FOR | {"ReadConfig", "SendDocuments", "FindDocuments"}
SAID = json.dumps({"reason": "case 7", "by": "nobody"}).encode()
# Which sessions are held is remembered for ten seconds: a second look asks again.
PATIENCE = 11


class Pokes:
    """What makes each function use all of its rights; whatever comes of it."""

    def __init__(self, vault):
        self.vault, self.any = vault, Caller(vault, "any", "*")
        for one in (OLD, NEW):
            one.upload(vault)
            eventually(lambda: vault.siem.of(event="session.upload", sid=one.sid))
        self.big = bytes(range(256)) * (1 << 18)
        # Nothing in it says how its session ended: the log is asked.
        self.cut = (ROOT / "events-samples/odd-recordings/aeafc339-7bd8-47fb-929c-c12126455ba3.ends-at-part-border.tar").read_bytes()
        self.open = self.without_end()
        eventually(lambda: vault.siem.of(event="session.upload", sid=self.open))
        self.upload = announce(vault, "big", self.big).json()["upload"]["id"]
        shared = self.any.call("POST", f"/v1/sessions/{OLD.sid}/shares", b'{"reason":"case 8","by":"nobody","expires_in":"1h"}').json()
        self.word = shared["url"].rsplit("/", 1)[1]
        self.large = event(event="chain.large", sid=str(uuid.uuid4()), ei=1, note="x" * 500_000)
        vault.node.post(self.large)
        for _ in range(6):
            vault.node.post(event(event="chain.whole", note="w" * 900_000), packed=True)
        self.post({"no": "event"})

    def post(self, *events):
        self.any.call("POST", "/v1/events", "\n".join(map(json.dumps, events)).encode(), {"content-type": "application/x-ndjson"})

    def get(self, *paths):
        for path in paths:
            self.any.get(path)

    def without_end(self):
        sid = str(uuid.uuid4())
        self.post(event(event="session.command", sid=sid, ei=7, argv="x" * 500_000))
        put(self.vault, announce(self.vault, sid, self.cut).json(), self.cut)
        return sid

    def run(self, word, payload=b"{}"):
        try:
            self.vault.run(word, payload)
        except AssertionError:
            pass

    def IngestAccept(self):
        self.post(event()), self.post(*[event() for _ in range(30)]), self.post(event(note="x" * 500_000)), self.post({"no": "event"})
        announce(self.vault, str(uuid.uuid4()), b"some"), announce(self.vault, OLD.sid, OLD.bytes)
        announce(self.vault, "big", self.big, upload=self.upload)
        self.any.call("POST", "/v1/sinks/soc/replays?from=2026-10-01T09%3A00%3A00Z&to=2026-10-01T11%3A00%3A00Z")
        today = self.any.read("/v1/parked")
        for parked in today["parked"][:1]:
            self.any.call("POST", f"/v1/parked/{today['day']}/{parked['id']}/retry")

    def PlaybackAnswer(self):
        self.get("/v1/events?type=chain.large&from=2026-01-01T00%3A00%3A00Z", f"/v1/sessions/{self.large['sid']}/events", "/v1/sessions?from=2000-01-01T00%3A00%3A00Z")
        forms = ("recording.cast", "recording.txt", "recording.json", "recording.svg", "recording.segments", "recording.segments/0")
        self.get(f"/v1/sessions/{OLD.sid}", *[f"/v1/sessions/{OLD.sid}/{form}" for form in forms])
        place = base64.urlsafe_b64encode(f"1:{self.large['sid']}".encode()).decode().rstrip("=")
        self.get(f"/v1/events/{place}", "/v1/sessions?from=2000-01-01T00%3A00%3A00Z&text=usr")
        self.get("/v1/search?from=2000-01-01T00%3A00%3A00Z&q=usr", "/v1/nodes", "/v1/sinks/soc", "/v1/parked", "/v1/holds")
        # One that nothing was derived of yet.
        s3, sid = self.vault.emulator.client("s3"), str(uuid.uuid4())
        s3.put_object(Bucket=self.vault.outputs["BucketName"], Key=f"recordings/{sid}.tar", Body=OLD.bytes)
        self.get(f"/v1/sessions/{sid}/recording.cast")

    def OriginalsOriginal(self):
        self.get(f"/v1/sessions/{OLD.sid}/recording", f"/v1/sessions/{OLD.sid}/stream?bytes=10", f"/v1/sessions/{self.open}/stream?bytes=10")

    def OriginalsRedact(self):
        said = json.dumps({"reason": "case 7", "by": "nobody", "texts": ["/usr/" + uuid.uuid4().hex]}).encode()
        self.any.call("POST", f"/v1/sessions/{NEW.sid}/redactions", said), self.get(f"/v1/sessions/{NEW.sid}/redactions")

    def SharingMake(self):
        self.any.call("POST", f"/v1/sessions/{OLD.sid}/shares", b'{"reason":"case 8","by":"nobody","expires_in":"1h"}')
        self.get(f"/v1/sessions/{OLD.sid}/shares")

    def SharingOpen(self):
        for piece in ("", "?segment=index", "?segment=0"):
            self.vault.http.request("GET", f"{self.vault.url}/share/{self.word}{piece}", headers={"accept": "text/html,*/*"})

    def AuthorizingAuthorize(self):
        # Of one that was seen, nothing is looked up for a while.
        made = self.any.call("POST", "/v1/tokens", b'{"name":"a","scopes":["ingest"],"expires_in":"1d","by":"nobody"}')
        self.any.send("POST", DOOR, json.dumps(event()).encode(), {"authorization": f"Bearer {made.json()['token']}"})

    def AuthorizingTokens(self):
        made = self.any.call("POST", "/v1/tokens", b'{"name":"m","scopes":["ingest"],"expires_in":"1d","by":"nobody"}')
        self.get("/v1/tokens")
        self.any.call("POST", f"/v1/tokens/{made.json().get('id', 'x')}/revoke", b'{"by":"nobody"}')

    def HoldingHold(self):
        self.any.call("POST", f"/v1/sessions/{OLD.sid}/hold", SAID), self.any.call("POST", f"/v1/sessions/{OLD.sid}/hold/release", SAID)

    def HoldingRetain(self):
        # It stays in force, for a function that has begun looks again after half a minute only.
        settings = {"Name": self.vault.outputs["ConfigParameter"], "Value": "storage: {retention: {recordings: 1s}}"}
        self.vault.emulator.client("ssm").put_parameter(**settings, Type="String", Overwrite=True)
        sid = str(uuid.uuid4())
        self.post(event(event="session.start", sid=sid, ei=1))
        put(self.vault, announce(self.vault, sid, OLD.bytes).json(), OLD.bytes)
        # Its transcript is there by then.
        self.looked_through(sid)
        path = f"/v1/sessions/{sid}/hold"
        self.any.call("POST", path, SAID), self.expires(sid), self.run("HoldingRetain"), self.any.call("POST", path + "/release", SAID)
        age(self.vault, "holds#")
        self.run("HoldingRetain")

    def soon(self, what):
        """Waits, but not for ever: it may be this that lacks a right."""
        try:
            eventually(what, 6)
        except AssertionError:
            pass

    def looked_through(self, sid):
        self.soon(lambda: self.vault.siem.of(event="session.upload", sid=sid))

    def expires(self, sid):
        """An event of a session that is held, as if it had been written before anybody knew that."""
        table = {"TableName": self.vault.outputs["TableName"], "Key": {"SessionID": {"S": sid}, "EventIndex": {"N": "1"}}}
        later = {":later": {"N": str(int(time.time()) + 86_400)}}
        self.vault.emulator.client("dynamodb").update_item(**table, UpdateExpression="SET Expires = :later", ExpressionAttributeValues=later)

    def IndexingIndex(self):
        self.without_end()
        # Each of another second is another export; one that is larger than a part is made by turns.
        second = f"2026-01-01T00%3A{uuid.uuid4().int % 60:02}%3A{uuid.uuid4().int % 60:02}Z"
        self.get(f"/v1/events.ndjson?from={second}&type=chain.whole")
        # What was shown of it before is removed.
        shown = str(uuid.uuid4())
        put(self.vault, announce(self.vault, shown, OLD.bytes).json(), OLD.bytes)
        self.looked_through(shown)
        self.any.call("POST", f"/v1/sessions/{shown}/redactions", json.dumps({"reason": "case 7", "by": "nobody", "texts": ["root"]}).encode())
        queue = self.vault.the("AWS::SQS::Queue", "IndexingQueue")
        self.vault.emulator.client("sqs").send_message(QueueUrl=queue, MessageBody='{"detail-type":"Scheduled Event"}')

    def WatchingWatch(self):
        sid = str(uuid.uuid4())
        self.post({"event": "tapevault.node.heartbeat", "uid": str(uuid.uuid4()), "node": sid})
        ended = {"event": "session.end", "time": "2026-11-20T11:00:00Z"}
        self.post(event(event="session.start", sid=sid), event(event="session.command", sid=sid, ei=1, argv="x" * 500_000), event(**ended, sid=sid, ei=2))
        # Of this one the recording is there.
        self.post(event(**ended, sid=OLD.sid, ei=uuid.uuid4().int % 1_000_000 + 100))
        age(self.vault, "register#nodes"), age(self.vault, "register#ended_sessions")
        self.run("WatchingWatch")

    def ForwardingForward(self):
        self.post(event())

    def ListingList(self):
        sid = str(uuid.uuid4())
        self.post(event(event="session.command", sid=sid, ei=1, argv="x" * 500_000))
        # It stands in another place of the list once its start is known.
        self.soon(lambda: f'"{sid}"' in self.any.get("/v1/sessions?from=2026-11-20T00%3A00%3A00Z&to=2026-11-21T00%3A00%3A00Z").data.decode())
        self.post(event(event="session.start", sid=sid, time="2026-10-19T10:00:00Z"))
        self.run("ListingList", b'{"from":"2026-07-20T00:00:00Z","to":"2026-07-21T00:00:00Z"}')

    def ForwardingReconcile(self):
        # How far it has come is long ago.
        age(self.vault, "register#replays")
        self.any.call("POST", "/v1/sinks/soc/replays?from=2026-11-20T09%3A00%3A00Z&to=2026-11-20T11%3A00%3A00Z")
        self.run("ForwardingReconcile")

    def ForwardingTosocDeliver(self):
        disliked = event(note="z" * 500_000)
        self.vault.siem.disliked = disliked["uid"]
        self.post(event(), event(note="y" * 500_000), disliked)
        # Whether others find it down, and when a message is to come again.
        siem, before = self.vault.siem, self.vault.siem.turned_away
        siem.well, siem.trouble = False, 401
        try:
            self.post(event())
            self.soon(lambda: siem.turned_away > before)
        finally:
            siem.well, siem.trouble = True, 503


def rights(vault, role):
    """Each action that is not in a statement that MiniStack cannot see."""
    found = {}
    for statement in vault.statements(role):
        if statement["Effect"] == "Allow":
            for action in listed(statement["Action"]):
                found.setdefault(action, []).append(statement["Sid"])
    return sorted(action for action, sids in found.items() if not set(sids) <= NOT_ASKED_FOR)


def without(vault, role, action, then):
    """Calls `then` while the role has every right but this one."""
    iam = vault.emulator.client("iam")
    name = iam.list_role_policies(RoleName=role)["PolicyNames"][0]
    whole = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    left = []
    for each in whole["Statement"]:
        actions = [one for one in listed(each["Action"]) if one != action or each["Effect"] == "Deny"]
        left += [{**each, "Action": actions}] if actions else []
    put_policy = lambda statements: iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps({**whole, "Statement": statements}))
    put_policy(left)
    try:
        return then()
    finally:
        put_policy(whole["Statement"])


def what_became_of_it(vault, word, role, action, poke):
    """`named` in the function's log; `silent` where it was refused and not said; `unused` where these samples do not come to it."""
    said = f"{action} is not permitted"
    before, refused = vault.log_of(word).count(said), len(refusals(vault, role, action))
    for _ in range(2):
        poke()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if vault.log_of(word).count(said) > before:
                return "named"
            time.sleep(0.3)
    return "silent" if len(refusals(vault, role, action)) > refused else "unused"


def refusals(vault, role, action):
    log = vault.emulator.rights_refused
    return [line for line in log.read_text().splitlines() if f"/{role}/" in line and f" {action} " in line] if log.exists() else []


def main(wanted):
    WORK.mkdir(parents=True, exist_ok=True)
    out, data, template = synthesised()
    results, began = [], time.monotonic()
    with Emulator() as emulator:
        bucket, siem = publish(emulator, out), Siem()
        deploy(emulator, bucket, "TapevaultData", runnable(data, emulator.endpoint, siem.url))
        outputs = deploy(emulator, bucket, "Tapevault", runnable(template, emulator.endpoint, siem.url), "TapevaultData")
        vault = Vault(emulator, "Tapevault", outputs, siem)
        pokes = Pokes(vault)
        for word in [name for name in vars(Pokes) if name[0].isupper() and (not wanted or name in wanted)]:
            role, poke = vault.the("AWS::IAM::Role", word), getattr(pokes, word)
            poke()
            for action in rights(vault, role):
                try:
                    result = without(vault, role, action, lambda: what_became_of_it(vault, word, role, action, poke))
                except Exception as fault:
                    result = f"failed: {type(fault).__name__}: {fault}"[:200]
                results.append({"function": word, "action": action, "result": result})
                print(f"  {result:7} {word} {action}", flush=True)
    (WORK / "rights-taken.json").write_text(json.dumps(results, indent=2))
    counts = {each: sum(1 for one in results if one["result"] == each) for each in ("named", "unused", "silent")}
    print(f"Of {len(results)} rights, taken away one by one in {time.monotonic() - began:.0f} s: {counts}; see {WORK}")
    return 0 if counts["named"] == len(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
