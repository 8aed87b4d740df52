"""Deploys the synthesised template, with the zips that are deployed, to an emulator of AWS, and goes the whole way through it.

Each check is a function below whose name is a promise; they run in the order in which they stand, over one deployment.
Prints a line for each, writes target/deployed/checks.json, and ends with 1 where one failed."""

import gzip
import hashlib
import json
import sys
import threading
import time
import traceback
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from standardwebhooks import Webhook

import emulator as emulators
from emulator import ACCOUNT, REGION, ROOT, WORK

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
RECORDING = ROOT / "events-samples/recordings/80d9ca77-93af-443f-b33c-6fc55bd1a147.2018.tar"
SID = RECORDING.name.split(".")[0]
CHECKS = []


def check(promise):
    CHECKS.append(promise)
    return promise


class Siem:
    """A webhook's receiver: every event that came with a signature that Standard Webhooks' own library takes."""

    def __init__(self):
        self.events, self.refused, self.status = [], [], 200
        siem = self

        class Receiver(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                siem.take(dict(self.headers), body)
                self.send_response(siem.status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.url = f"http://127.0.0.1:{self.server.server_port}/in#{SECRET}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, headers, body):
        try:
            events = Webhook(SECRET).verify(body, {name.lower(): value for name, value in headers.items()})
        except Exception as fault:
            self.refused.append(str(fault) or type(fault).__name__)
            return
        if self.status == 200:
            self.events += events

    def of(self, uid):
        return [event for event in self.events if event.get("uid") == uid]


class Vault:
    """The deployed Tapevault, as a client with AWS credentials meets it."""

    def __init__(self, emulator, stack, outputs, siem):
        self.emulator, self.stack, self.outputs, self.siem = emulator, stack, outputs, siem
        self.http = urllib3.PoolManager(retries=False, timeout=60)
        api = outputs["ApiUrl"].removeprefix("https://").split(".")[0]
        self.url = f"{emulator.endpoint}/_aws/execute-api/{api}/live"
        self.credentials = self._user(f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/live/*")

    def _user(self, api):
        """Somebody who may call the API, and nothing else."""
        iam, may = self.emulator.client("iam"), {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": api}
        iam.create_user(UserName="auditor")
        iam.put_user_policy(UserName="auditor", PolicyName="call", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [may]}))
        key = iam.create_access_key(UserName="auditor")["AccessKey"]
        return Credentials(key["AccessKeyId"], key["SecretAccessKey"])

    def call(self, method, path, body=b"", headers=None, credentials=None):
        request = AWSRequest(method, self.url + path, headers=headers or {}, data=body)
        SigV4Auth(credentials or self.credentials, "execute-api", REGION).add_auth(request)
        return self.http.request(method, request.url, body=body, headers=dict(request.headers), redirect=False)

    def post(self, *events):
        answer = self.call("POST", "/v1/events", json.dumps(events).encode(), {"content-type": "application/json"})
        equal(200, answer.status, answer.data)
        return answer.json()

    def function(self, word):
        """The one function whose logical id has this word."""
        resources = self.emulator.client("cloudformation").describe_stack_resources(StackName=self.stack)["StackResources"]
        return [r for r in resources if r["ResourceType"] == "AWS::Lambda::Function" and word in r["LogicalResourceId"]][0]

    def role_of(self, word):
        function = self.emulator.client("lambda").get_function_configuration(FunctionName=self.function(word)["PhysicalResourceId"])
        return function["Role"].rsplit("/", 1)[1]


def equal(expected, found, about=""):
    assert expected == found, f"expected {str(expected)[:300]}, found {str(found)[:300]} {str(about)[:500]}"


def eventually(what, seconds=60):
    """What `what` answers as soon as it is something."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.2)


def event(**members):
    return {"event": "user.login", "uid": str(uuid.uuid4()), "time": "2026-11-20T10:00:00Z", "user": "alice", **members}


@check
def an_unsigned_call_and_one_with_a_wrong_signature_are_refused(vault):
    equal(403, vault.http.request("POST", vault.url + "/v1/events", body=b"{}").status)
    wrong = Credentials(vault.credentials.access_key, "wrong")
    equal(403, vault.call("POST", "/v1/events", b"{}", credentials=wrong).status)


@check
def a_path_that_there_is_not_is_refused(vault):
    equal(403, vault.call("GET", "/v1/nothing").status)


@check
def an_event_comes_to_the_siem_as_it_was_sent_and_signed(vault):
    one = event()
    equal({"accepted": 1, "duplicates": 0, "refused": []}, vault.post(one))
    equal([one], eventually(lambda: vault.siem.of(one["uid"])))
    equal([], vault.siem.refused)


@check
def the_same_event_again_is_a_duplicate_and_is_not_delivered_again(vault):
    one = event()
    vault.post(one)
    equal({"accepted": 0, "duplicates": 1, "refused": []}, vault.post(one))
    after = event()
    vault.post(after)
    eventually(lambda: vault.siem.of(after["uid"]))
    equal(1, len(eventually(lambda: vault.siem.of(one["uid"]))))


@check
def a_gzip_body_arrives_as_it_was_sent(vault):
    two = [event(), event()]
    body = gzip.compress("\n".join(map(json.dumps, two)).encode())
    answer = vault.call("POST", "/v1/events", body, {"content-type": "application/x-ndjson", "content-encoding": "gzip"})
    equal(2, answer.json()["accepted"], answer.data)
    for one in two:
        equal([one], eventually(lambda: vault.siem.of(one["uid"])))


@check
def a_batch_of_many_is_stored_and_delivered_whole(vault):
    many = [event(sid=str(uuid.uuid4()), ei=i) for i in range(120)]
    equal(120, vault.post(*many)["accepted"])
    eventually(lambda: all(vault.siem.of(one["uid"]) for one in many))


@check
def an_event_that_no_item_holds_is_delivered_whole(vault):
    large = event(note="x" * 500_000)
    vault.post(large)
    equal([large], eventually(lambda: vault.siem.of(large["uid"])))


@check
def what_was_sent_is_found_by_a_search(vault):
    one = event(event="chain.search")
    vault.post(one)
    path = "/v1/events?from=2026-01-01T00%3A00%3A00Z&type=chain.search"
    equal([one], eventually(lambda: vault.call("GET", path).json()["events"]))


@check
def what_is_no_event_is_refused_with_its_reason_and_the_rest_is_stored(vault):
    one = event()
    answer = vault.call("POST", "/v1/events", json.dumps([{"no": "type"}, one]).encode(), {"content-type": "application/json"})
    equal((1, ["no-type"]), (answer.json()["accepted"], [each["reason"] for each in answer.json()["refused"]]))
    eventually(lambda: vault.siem.of(one["uid"]))


@check
def a_siem_in_trouble_gets_everything_when_it_is_well_again(vault):
    one = event()
    vault.siem.status = 503
    vault.post(one)
    time.sleep(2)
    vault.siem.status = 200
    equal([one], eventually(lambda: vault.siem.of(one["uid"]), 120)[:1])


@check
def without_the_right_to_read_it_a_large_event_waits_and_is_never_cut(vault):
    iam, role = vault.emulator.client("iam"), vault.role_of("Deliver")
    name = iam.list_role_policies(RoleName=role)["PolicyNames"][0]
    whole = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    reading = [each for each in whole["Statement"] if "s3:GetObject" in json.dumps(each["Action"])]
    assert reading, "Deliver has no statement that lets it read from the bucket"
    without = {**whole, "Statement": [each for each in whole["Statement"] if each not in reading]}
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(without))
    large = event(note="y" * 500_000)
    try:
        vault.post(large)
        time.sleep(5)
        equal([], vault.siem.of(large["uid"]), "a part of it was delivered")
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(whole))
    equal([large], eventually(lambda: vault.siem.of(large["uid"]), 120)[:1])


def ticket(vault):
    recording = RECORDING.read_bytes()
    announced = {"size": len(recording), "sha256": hashlib.sha256(recording).hexdigest()}
    answer = vault.call("POST", f"/v1/recordings/{SID}/uploads", json.dumps(announced).encode())
    equal(200, answer.status, answer.data)
    return answer.json()


def put(vault, ticket, body=None, url=None):
    body = body or RECORDING.read_bytes()
    headers = {name.lower(): value for name, value in ticket["headers"].items()} | {"content-length": str(len(body))}
    return vault.http.request("PUT", url or ticket["url"], body=body, headers=headers)


@check
def a_ticket_takes_its_own_bytes_and_no_others(vault):
    one = ticket(vault)
    other = bytes(reversed(RECORDING.read_bytes()))
    assert put(vault, one, body=other).status >= 400
    assert put(vault, one, body=RECORDING.read_bytes()[:-1]).status >= 400
    equal(403, put(vault, one, url=one["url"].replace(SID, str(uuid.uuid4()))).status)
    equal(403, put(vault, one, url=one["url"][:-1] + ("0" if one["url"][-1] != "0" else "1")).status)
    equal(200, put(vault, one).status)


@check
def a_recording_is_never_replaced(vault):
    assert put(vault, ticket(vault)).status in (200, 412)
    versions = vault.emulator.client("s3").list_object_versions(Bucket=vault.outputs["BucketName"], Prefix=f"recordings/{SID}")
    equal(1, len(versions["Versions"]))


@check
def a_recording_that_arrived_is_an_event_and_comes_to_the_siem(vault):
    uploaded = eventually(lambda: [each for each in vault.siem.events if each["event"] == "session.upload" and each["sid"] == SID])[0]
    equal(hashlib.sha256(RECORDING.read_bytes()).hexdigest(), uploaded["sha256"])


@check
def an_auditor_gets_the_original_bytes(vault):
    moved = vault.call("GET", f"/v1/sessions/{SID}/recording")
    equal(307, moved.status)
    equal(RECORDING.read_bytes(), vault.http.request("GET", moved.headers["location"]).data)


@check
def an_auditor_gets_a_cast(vault):
    moved = eventually(lambda: redirect(vault, f"/v1/sessions/{SID}/recording.cast"))
    cast = vault.http.request("GET", moved.headers["location"], headers={"accept-encoding": "gzip"}).data.decode()
    expected = (ROOT / f"functions/core/src/test/resources/casts/{RECORDING.stem}.cast").read_text()
    equal(expected, cast)


def redirect(vault, path):
    """Empty as long as the recording is still looked through."""
    answer = vault.call("GET", path)
    assert answer.status in (202, 307), f"{answer.status} {answer.data}"
    return answer if answer.status == 307 else None


@check
def what_is_known_of_a_session_names_its_recording(vault):
    known = vault.call("GET", f"/v1/sessions/{SID}").json()
    equal((len(RECORDING.read_bytes()), "whole"), (known["recording"]["size"], known["recording"]["content"]["status"]))


@check
def the_store_is_well(vault):
    equal(200, vault.call("GET", "/healthz").status)


def main():
    began = time.monotonic()
    print("Synthesising the template …", flush=True)
    out, template = emulators.synthesised()
    results = []
    with emulators.Emulator() as emulator:
        bucket = emulators.publish(emulator, out)

        def deployed_unchanged():
            emulators.deploy(emulator, bucket, "Unchanged", template)

        run("the_template_as_it_is_comes_to_create_complete", deployed_unchanged, results)
        siem = Siem()
        outputs = emulators.deploy(emulator, bucket, "Tapevault", emulators.runnable(template, emulator.endpoint, siem.url))
        vault = Vault(emulator, "Tapevault", outputs, siem)
        for promise in CHECKS:
            run(promise.__name__, lambda: promise(vault), results)
    failed = sum(1 for each in results if not each["held"])
    (WORK / "checks.json").write_text(json.dumps(results, indent=2))
    print(f"{len(results) - failed} passed, {failed} failed, in {time.monotonic() - began:.0f} s; MiniStack's log: {emulator.log}")
    return 1 if failed else 0


def run(name, promise, results):
    began, why = time.monotonic(), ""
    try:
        promise()
    except Exception as fault:
        why = f"{type(fault).__name__}: {fault}"
        (WORK / f"{name}.txt").write_text(traceback.format_exc())
    seconds = round(time.monotonic() - began, 1)
    results.append({"promise": name, "held": not why, "seconds": seconds, "why": why})
    print(f"  {'ok    ' if not why else 'FAILED'} {seconds:5.1f} s  {name.replace('_', ' ')}" + (f"\n         {why}" if why else ""), flush=True)


if __name__ == "__main__":
    sys.exit(main())
