"""Who comes in with a token, in the place of a signature."""

import base64
import json

from checks import check
from checks.events import delivered, event
from vault import equal, eventually

DOOR = "/in/v1/events"


def issued(vault, name, scope="ingest"):
    said = json.dumps({"name": name, "scopes": [scope], "expires_in": "1d", "by": "nobody"}).encode()
    answer = vault.node.call("POST", "/v1/tokens", said)
    equal(201, answer.status, answer.data)
    return answer.json()


def shown(vault, token, *events, path=DOOR, way="Bearer {}"):
    body = "\n".join(map(json.dumps, events or [event()])).encode()
    return vault.node.send("POST", path, body, {"authorization": way.format(token)})


def basic(token):
    return "Basic " + base64.b64encode(f"x:{token}".encode()).decode()


@check
def with_a_token_an_event_is_stored_by_whatever_door(vault):
    one = issued(vault, "fluent-bit")
    assert "user/node" in one["created"]["by"], one
    mine = event()
    answer = shown(vault, one["token"], mine)
    equal((200, 1), (answer.status, answer.json()["accepted"]), answer.data)
    equal([mine], delivered(vault, mine))
    for way in ("Splunk {}", basic(one["token"])):
        equal(200, shown(vault, one["token"], path="/in/services/collector/event", way=way).status)
    firehose = {"x-amz-firehose-access-key": one["token"], "x-amz-firehose-request-id": "r1"}
    body = json.dumps({"requestId": "r1", "timestamp": 1, "records": []}).encode()
    equal(200, vault.node.send("POST", "/in/firehose", body, firehose).status)
    created = eventually(lambda: vault.siem.of(event="tapevault.token.created", token_id=one["id"]))
    equal(("fluent-bit", False), (created[0]["name"], one["token"] in str(created)))


@check
def without_a_token_or_with_a_wrong_one_nobody_gets_through_a_door(vault):
    token = issued(vault, "a")["token"]
    wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
    for bad in (wrong, "x", "tv_" + "0" * 16 + "_" + "0" * 64):
        equal(401, shown(vault, bad).status)
    equal(401, vault.node.send("POST", DOOR, b"{}").status)
    assert vault.node.call("POST", DOOR, b"{}").status in (401, 403), "a signature is no token"
    equal(403, shown(vault, issued(vault, "reader", "read")["token"]).status)
    assert shown(vault, token, path="/v1/events").status in (401, 403), "a token is no signature"


@check
def who_may_read_with_a_token_reads_and_is_told_of_and_reaches_nothing_else(vault):
    reader, shipper = issued(vault, "auditor", "read"), issued(vault, "no-reader")
    bearer = {"authorization": "Bearer " + reader["token"]}
    asked = "/read/v1/events?type=tapevault.token.created&from=2026-01-01T00%3A00%3A00Z"
    answer = vault.node.send("GET", asked, b"", bearer)
    equal(200, answer.status, answer.data)
    assert answer.json()["events"], answer.data
    told = vault.auditor.read("/v1/events?type=audit.search&limit=1000")["events"]
    assert "token:auditor" in [one.get("user") for one in told], told
    for path in ("/read/v1/tokens", "/read/v1/originals/x/recording"):
        equal(404, vault.node.send("GET", path, b"", bearer).status)
    equal(403, vault.node.send("GET", asked, b"", {"authorization": "Bearer " + shipper["token"]}).status)
    equal(401, vault.node.send("GET", asked, b"").status)
    assert vault.node.send("GET", asked[5:], b"", bearer).status in (401, 403), "a token is no signature"


@check
def a_token_that_is_revoked_lets_nobody_in_within_a_minute_and_its_successor_goes_on(vault):
    old, new = issued(vault, "shipper"), issued(vault, "shipper")
    equal([200, 200], [shown(vault, each["token"]).status for each in (old, new)])
    answer = vault.node.call("POST", f"/v1/tokens/{old['id']}/revoke", b'{"by":"nobody"}')
    equal((200, "revoked"), (answer.status, answer.json()["state"]), answer.data)
    eventually(lambda: shown(vault, old["token"]).status == 401)
    equal(200, shown(vault, new["token"]).status)
    all_of_them = {each["id"]: each for each in vault.auditor.read("/v1/tokens")["tokens"]}
    equal(("revoked", "valid"), (all_of_them[old["id"]]["state"], all_of_them[new["id"]]["state"]))
    assert all_of_them[new["id"]]["last_used"], all_of_them
    assert new["token"] not in str(all_of_them), "it is shown once"


@check
def while_tokens_cannot_be_looked_up_nobody_is_let_in_and_the_shipper_comes_again(vault):
    token = issued(vault, "patient")["token"]
    with vault.without_right("AuthorizingAuthorize", "dynamodb:Query"):
        status = shown(vault, token).status
        assert status >= 500, status
    equal(200, eventually(lambda: shown(vault, token).status == 200 and 200))


@check
def no_token_stands_in_a_log_or_in_the_table(vault):
    token = issued(vault, "quiet")["token"]
    equal(200, shown(vault, token).status)
    secret = token.rsplit("_", 1)[1]
    for word in ("AuthorizingAuthorize", "AuthorizingTokens", "IngestAccept"):
        assert secret not in vault.log_of(word), word
    items = vault.emulator.client("dynamodb").scan(TableName=vault.outputs["TableName"])["Items"]
    assert items and secret not in str(items)
