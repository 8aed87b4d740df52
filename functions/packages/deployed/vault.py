"""The deployed Tapevault, as nodes, auditors and a SIEM meet it."""

import gzip
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from standardwebhooks import Webhook

from emulator import ACCOUNT, REGION
from stack import SECRET


class Siem:
    """A webhook's receiver. It takes what Standard Webhooks' own library says is signed rightly, while it is well."""

    def __init__(self):
        self.events, self.forged, self.turned_away = [], [], 0
        self.well, self.disliked = True, None
        # What it says while it is not well.
        self.trouble = 503
        siem = self

        class Receiver(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.send_response(siem.take(dict(self.headers), self.rfile.read(int(self.headers["content-length"]))))
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.url = f"http://127.0.0.1:{self.server.server_port}/in"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, headers, body):
        try:
            events = Webhook(SECRET).verify(body, {name.lower(): value for name, value in headers.items()})
        except Exception as fault:
            self.forged.append(f"{type(fault).__name__} {fault}")
            return 401
        if self.disliked in [event.get("uid") for event in events]:
            return 400
        if not self.well:
            self.turned_away += 1
            return self.trouble
        self.events += events
        return 200

    def of(self, **members):
        return [event for event in self.events if members.items() <= event.items()]


class Caller:
    """An IAM user with one right on the API, who signs with SigV4."""

    def __init__(self, vault, name, may):
        iam = vault.emulator.client("iam")
        iam.create_user(UserName=name)
        arn = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{vault.api}/live/{may}"
        right = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": arn}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [right]})
        iam.put_user_policy(UserName=name, PolicyName="call", PolicyDocument=policy)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        self.url, self.http = vault.url, vault.http
        self.credentials = Credentials(key["AccessKeyId"], key["SecretAccessKey"])

    def call(self, method, path, body=b"", headers=None, signed_with=None):
        request = AWSRequest(method, self.url + path, headers=headers or {}, data=body)
        SigV4Auth(signed_with or self.credentials, "execute-api", REGION).add_auth(request)
        return self.send(method, path, body, dict(request.headers))

    def send(self, method, path, body=b"", headers=None):
        return self.http.request(method, self.url + path, body=body, headers=headers, redirect=False)

    def post(self, *events, packed=False):
        body, headers = "\n".join(map(json.dumps, events)).encode(), {"content-type": "application/x-ndjson"}
        if packed:
            body, headers["content-encoding"] = gzip.compress(body), "gzip"
        answer = self.call("POST", "/v1/events", body, headers)
        equal(200, answer.status, answer.data)
        return answer.json()

    def get(self, path):
        return self.call("GET", path)

    def follow(self, path):
        """The bytes to which a redirect leads, without a signature."""
        answer = self.get(path)
        equal(307, answer.status, answer.data)
        return self.http.request("GET", answer.headers["location"], headers={"accept-encoding": "gzip"}).data

    def read(self, path):
        answer = self.get(path)
        equal(200, answer.status, answer.data)
        return answer.json()


class Vault:
    """A stack that stands: who calls it, and what an operator may look at and change."""

    def __init__(self, emulator, stack, outputs, siem, named=""):
        self.emulator, self.stack, self.outputs, self.siem = emulator, stack, outputs, siem
        self.http = urllib3.PoolManager(retries=False, timeout=60)
        self.api = outputs["ApiUrl"].removeprefix("https://").split(".")[0]
        self.url = f"{emulator.endpoint}/_aws/execute-api/{self.api}/live"
        self.node = Caller(self, "node" + named, "POST/*")
        self.auditor = Caller(self, "auditor" + named, "GET/*")

    def the(self, kind, word):
        """The physical id of the one resource of a kind that has this word in its logical id."""
        formation = self.emulator.client("cloudformation")
        resources = [each for name in (self.stack, self.stack + "Data") for each in formation.describe_stack_resources(StackName=name)["StackResources"]]
        found = [each["PhysicalResourceId"] for each in resources if each["ResourceType"] == kind and word in each["LogicalResourceId"]]
        equal(1, len(found), f"{kind} with {word} in its name")
        return found[0]

    def parked(self, uid):
        """The items of what was refused with this uid."""
        names = {":parked": {"S": "parked#"}, ":uid": {"S": uid}}
        return self.emulator.client("dynamodb").scan(
            TableName=self.outputs["TableName"],
            FilterExpression="begins_with(SessionID, :parked) AND Uid = :uid",
            ExpressionAttributeValues=names,
        )["Items"]

    def roles(self):
        """The names of the functions' roles."""
        functions = self.emulator.client("lambda").list_functions()["Functions"]
        return [each["Role"].rsplit("/", 1)[1] for each in functions if each["FunctionName"].startswith(self.stack + "-")]

    def statements(self, role):
        iam = self.emulator.client("iam")
        names = iam.list_role_policies(RoleName=role)["PolicyNames"]
        return [each for name in names for each in iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]["Statement"]]

    def log_of(self, word):
        """What the function with this word in its name has said."""
        group = self.the("AWS::Logs::LogGroup", word)
        events = self.emulator.client("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
        return "\n".join(event["message"] for page in events for event in page["events"])

    def run(self, word, payload=b"{}"):
        """Calls the function with this word in its name, as its rule does; or an operator, who is answered."""
        alias = {"FunctionName": self.the("AWS::Lambda::Function", word), "Qualifier": "live"}
        answer = self.emulator.client("lambda").invoke(**alias, Payload=payload)
        said = answer["Payload"].read()
        assert "FunctionError" not in answer, said
        return said

    @contextmanager
    def settings(self, document):
        """This document is in force, for functions that have not begun yet."""
        ssm, name = self.emulator.client("ssm"), self.outputs["ConfigParameter"]
        ssm.put_parameter(Name=name, Value=document, Type="String", Overwrite=True)
        try:
            yield
        finally:
            ssm.delete_parameter(Name=name)

    @contextmanager
    def tried_again_soon(self, word):
        """The queue brings again after seconds what was not done, and not after minutes."""
        sqs, url = self.emulator.client("sqs"), self.the("AWS::SQS::Queue", word)
        name = "VisibilityTimeout"
        before = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={name: "3"})
        try:
            yield
        finally:
            sqs.set_queue_attributes(QueueUrl=url, Attributes={name: before})

    @contextmanager
    def without_right(self, word, action):
        """The role of the function with this word in its name, without the statements that have this action."""
        iam, role = self.emulator.client("iam"), self.the("AWS::IAM::Role", word)
        name = iam.list_role_policies(RoleName=role)["PolicyNames"][0]
        whole = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        left = [each for each in whole["Statement"] if action not in each["Action"]]
        assert len(left) < len(whole["Statement"]), f"{role} has no {action}"
        put = {"RoleName": role, "PolicyName": name}
        iam.put_role_policy(**put, PolicyDocument=json.dumps({**whole, "Statement": left}))
        try:
            yield
        finally:
            iam.put_role_policy(**put, PolicyDocument=json.dumps(whole))


def equal(expected, found, about=""):
    assert expected == found, f"expected {str(expected)[:300]}, found {str(found)[:300]} {str(about)[:500]}"


def eventually(what, seconds=60):
    """What `what` answers as soon as it is something."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.2)
    return found
