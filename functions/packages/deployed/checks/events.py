"""From a signed POST to the webhook, and to a search."""

import csv
import io
import json
import uuid
from urllib.parse import quote

from botocore.credentials import Credentials

from checks import check
from vault import equal, eventually


def event(**members):
    return {"event": "user.login", "uid": str(uuid.uuid4()), "time": "2026-11-20T10:00:00Z", "user": "alice", **members}


def delivered(vault, one):
    """All that the SIEM got under the event's uid, once there is something."""
    return eventually(lambda: vault.siem.of(uid=one["uid"]))


@check
def an_unsigned_call_and_one_with_a_wrong_signature_are_refused(vault):
    equal(403, vault.node.send("POST", "/v1/events", b"{}").status)
    wrong = Credentials(vault.node.credentials.access_key, "wrong")
    equal(403, vault.node.call("POST", "/v1/events", b"{}", signed_with=wrong).status)


@check
def who_may_post_may_not_read_and_a_path_that_there_is_not_is_refused(vault):
    equal(403, vault.node.get("/v1/events").status)
    equal(403, vault.auditor.call("POST", "/v1/events", b"{}").status)
    equal(403, vault.auditor.get("/v1/nothing").status)


@check
def the_vault_says_that_it_is_well(vault):
    answer = vault.auditor.get("/healthz")
    equal(200, answer.status, answer.data)


@check
def an_event_comes_to_the_siem_as_it_was_sent(vault):
    one = event()
    equal({"accepted": 1, "duplicates": 0, "refused": []}, vault.node.post(one))
    equal([one], delivered(vault, one))


@check
def the_same_event_again_is_a_duplicate_and_is_not_delivered_again(vault):
    one, after = event(), event()
    vault.node.post(one)
    equal({"accepted": 0, "duplicates": 1, "refused": []}, vault.node.post(one))
    vault.node.post(after)
    delivered(vault, after)
    equal([one], delivered(vault, one))


@check
def a_gzip_body_arrives_as_it_was_sent(vault):
    two = [event(), event()]
    equal(2, vault.node.post(*two, packed=True)["accepted"])
    for one in two:
        equal([one], delivered(vault, one))


@check
def the_events_of_a_session_come_in_their_order(vault):
    sid = str(uuid.uuid4())
    many = [event(sid=sid, ei=index) for index in range(120)]
    equal(120, vault.node.post(*many)["accepted"])
    eventually(lambda: len(vault.siem.of(sid=sid)) >= 120)
    equal(many, vault.siem.of(sid=sid))
    equal(many, vault.auditor.read(f"/v1/sessions/{sid}/events")["events"])


@check
def an_event_that_no_item_holds_is_delivered_and_found_whole(vault):
    large = event(event="chain.large", note="x" * 500_000)
    vault.node.post(large)
    equal([large], delivered(vault, large))
    equal([large], search(vault, "chain.large"))


@check
def an_event_larger_than_a_page_is_delivered_whole_and_fetched_by_reference(vault):
    large = event(event="chain.page", note="w" * 5_000_000)
    vault.node.post(large, packed=True)
    equal([large], delivered(vault, large))
    told = search(vault, "chain.page")[0]["too_large"]
    equal((large["uid"], "chain.page"), (told["uid"], told["event"]))
    equal(large, json.loads(vault.auditor.follow(told["href"])))


@check
def what_was_sent_is_found_by_a_search(vault):
    one = event(event="chain.search")
    vault.node.post(one, event())
    equal([one], search(vault, "chain.search"))
    said = quote('hasPrefix(event, "chain.sea") && !exists(sid)', safe="")
    equal([one], search(vault, f"chain.%2A&user=alice&where={said}"))


@check
def who_searches_is_told_of_and_what_is_found_goes_on_by_cursors_or_is_taken_along(vault):
    many = [event(event="chain.export", user="=1+1", n=n) for n in range(3)]
    uids = sorted(one["uid"] for one in many)
    vault.node.post(*many)
    asked = "from=2026-01-01T00%3A00%3A00Z&type=chain.export"
    eventually(lambda: len(vault.auditor.read("/v1/events?" + asked)["events"]) == 3)
    found = vault.auditor.read(f"/v1/events?{asked}&limit=2")
    cursor = "&cursor=" + found["cursor"]
    equal(400, vault.auditor.get(f"/v1/events?{asked}.not{cursor}").status)
    found = found["events"] + vault.auditor.read(f"/v1/events?{asked}{cursor}")["events"]
    equal(uids, sorted(one["uid"] for one in found))
    lines = vault.auditor.get("/v1/events.ndjson?" + asked).data.decode().splitlines()
    equal(uids, sorted(json.loads(line)["uid"] for line in lines))
    rows = list(csv.DictReader(io.StringIO(vault.auditor.get("/v1/events.csv?" + asked).data.decode())))
    equal([(uid, "'=1+1") for uid in uids], sorted((row["uid"], row["user"]) for row in rows))
    told = vault.auditor.read("/v1/events?type=audit.search&limit=1000")["events"]
    equal({"search", "export"}, {one["what"] for one in told if "type=chain.export" in one["query"]} - {"session"})


@check
def an_export_that_is_larger_than_an_answer_is_made_in_the_bucket(vault):
    many = [event(event="chain.whole", n=n, note="w" * 900_000) for n in range(6)]
    for one in many:
        vault.node.post(one, packed=True)
    asked = "?from=2026-01-01T00%3A00%3A00Z&type=chain.whole"
    counted = "/v1/events/histogram" + asked + "&to=2026-12-01T00%3A00%3A00Z&step=1d"
    eventually(lambda: sum(step["events"] for step in vault.auditor.read(counted)["steps"]) == 6)
    answer = vault.auditor.get("/v1/events.ndjson" + asked)
    equal(202, answer.status, answer.data)
    there = "/v1/events.ndjson" + answer.headers["location"]
    eventually(lambda: vault.auditor.get(there).status == 307)
    lines = vault.auditor.follow(there).decode().splitlines()
    equal(sorted(one["uid"] for one in many), sorted(json.loads(line)["uid"] for line in lines))


@check
def an_event_is_found_by_its_uid(vault):
    outside, inside = event(), event(sid=str(uuid.uuid4()), time="2026-02-03T04:05:06Z")
    vault.node.post(outside, inside)
    equal(outside, vault.auditor.read("/v1/events/" + outside["uid"]))
    hint = "?from=2026-02-03T04%3A05%3A06Z&to=2026-02-03T04%3A05%3A07Z"
    equal(inside, eventually(lambda: (one := vault.auditor.get(f"/v1/events/{inside['uid']}{hint}")).status == 200 and json.loads(one.data)))
    equal(404, vault.auditor.get(f"/v1/events/{uuid.uuid4()}{hint}").status)


@check
def events_are_counted_in_steps_of_time(vault):
    at = "2026-02-03T04:05:0"
    vault.node.post(*[event(event="chain.counted", time=f"{at}{n}Z", n=n) for n in (1, 2, 9)])
    asked = "/v1/events/histogram?from=2026-02-03T00%3A00%3A00Z&to=2026-02-04T00%3A00%3A00Z&step=1h&type=chain.counted"
    step = {"time": "2026-02-03T04:00:00Z", "events": 3, "types": {"chain.counted": 3}}
    eventually(lambda: vault.auditor.read(asked)["steps"] == [step])
    equal([step], vault.auditor.read(asked + "&user=alice")["steps"])


def search(vault, kind):
    return eventually(lambda: vault.auditor.read("/v1/events?from=2026-01-01T00%3A00%3A00Z&type=" + kind)["events"])


@check
def what_is_no_event_is_refused_with_its_reason_and_the_rest_is_delivered(vault):
    one = event()
    answer = vault.node.post({"no": "type"}, one)
    equal((1, ["no-type"]), (answer["accepted"], [each["reason"] for each in answer["refused"]]))
    delivered(vault, one)


@check
def everything_that_came_to_the_siem_was_signed_rightly(vault):
    equal([], vault.siem.forged)
