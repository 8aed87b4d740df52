"""The list of sessions."""

import json
import uuid
from urllib.parse import quote

from checks import check
from checks.events import event
from checks.recordings import OLD
from vault import equal, eventually


def listed(vault, **question):
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in question.items())
    return [(each["sid"], each["state"]) for each in vault.auditor.read("/v1/sessions?" + query)["sessions"]]


@check
def a_session_is_listed_when_it_began_in_whatever_order_its_events_come(vault):
    sid, user = str(uuid.uuid4()), "listed-" + uuid.uuid4().hex[:8]
    vault.node.post(event(event="session.end", sid=sid, ei=9, time="2026-10-20T11:00:00Z", user=user))
    eventually(lambda: listed(vault, user=user) == [(sid, "missing")])
    vault.node.post(
        event(event="session.command", sid=sid, ei=1, time="2026-08-20T10:00:01Z", argv="x" * 500_000),
        event(event="session.start", sid=sid, ei=0, time="2026-08-20T10:00:00Z", user=user),
    )
    eventually(lambda: listed(vault, user=user, to="2026-09-01T00:00:00Z") == [(sid, "missing")])
    equal([], listed(vault, user=user, **{"from": "2026-09-01T00:00:00Z"}))
    equal([(sid, "missing")], listed(vault, user=user, active_at="2026-08-20T10:30:00Z"))


@check
def a_session_whose_recording_arrived_is_listed_as_recorded(vault):
    eventually(lambda: (OLD.sid, "recorded") in listed(vault, state="recorded", **{"from": "2000-01-01T00:00:00Z"}))


@check
def what_was_stored_before_there_was_a_list_is_listed_when_an_operator_asks(vault):
    sid, user = str(uuid.uuid4()), "unlisted-" + uuid.uuid4().hex[:8]
    vault.node.post(event(event="session.start", sid=sid, ei=0, time="2026-07-20T10:00:00Z", user=user))
    asked = {"user": user, "from": "2026-07-01T00:00:00Z"}
    eventually(lambda: listed(vault, **asked))
    dynamodb, table = vault.emulator.client("dynamodb"), vault.outputs["TableName"]
    for item in dynamodb.scan(TableName=table)["Items"]:
        if item["SessionID"]["S"].startswith("sessions#") and sid in json.dumps(item):
            dynamodb.delete_item(TableName=table, Key={name: item[name] for name in ("SessionID", "EventIndex")})
    equal([], listed(vault, **asked))
    said = json.loads(vault.run("ListingList", b'{"from":"2026-07-20T00:00:00Z","to":"2026-07-21T00:00:00Z"}'))
    equal({"done": True, "listed_until": "2026-07-21T00:00:00Z"}, said)
    eventually(lambda: [one for one, _ in listed(vault, **asked)] == [sid])
