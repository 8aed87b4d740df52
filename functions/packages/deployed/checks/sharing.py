"""Links to a recording: who makes one, who follows it, and what is left of it in logs."""

import json
import uuid

from checks import check
from checks.recordings import OLD, announce, put
from vault import Caller, equal, eventually

SHARES = f"/v1/sessions/{OLD.sid}/shares"
SAID = json.dumps({"reason": "case 8", "by": "nobody", "expires_in": "1h"}).encode()
# Without it API Gateway, as MiniStack has it, gives base64.
BROWSER = {"accept": "text/html,*/*"}


class Link:
    """The one that was made, for the checks below."""


@check
def a_link_shows_the_recording_to_who_has_no_account(vault):
    Link.sharer = Caller(vault, "shares", "POST/v1/sessions/*")
    made = Link.sharer.call("POST", SHARES, SAID)
    equal(200, made.status, made.data)
    Link.id, Link.word = made.json()["id"], made.json()["url"].rsplit("/", 1)[1]
    page = follow(vault, Link.word)
    equal((200, "no-store"), (page.status, page.headers["cache-control"]))
    assert b"AsciinemaPlayer" in page.data, page.data[:500]
    pieces = follow(vault, Link.word, "?segment=index").json()["segments"]
    for piece in pieces:
        got = follow(vault, Link.word, piece["url"])
        equal((200, "no-store"), (got.status, got.headers["cache-control"]))
        assert "snapshot" in got.json(), got.data[:500]
    Link.piece = pieces[0]["url"]


@check
def another_word_leads_to_the_same_page_as_one_that_was_taken_back(vault):
    revoked = Link.sharer.call("POST", f"{SHARES}/{Link.id}/revoke", SAID)
    equal((200, "revoked"), (revoked.status, revoked.json()["state"]))
    taken_back, other = follow(vault, Link.word), follow(vault, "x" * 43)
    equal((404, 404), (taken_back.status, other.status))
    equal(404, follow(vault, Link.word, Link.piece).status)
    equal(taken_back.data, other.data)


@check
def making_opening_and_revoking_are_events_and_the_word_is_in_none_and_in_no_log(vault):
    for what, who in (("created", "user"), ("opened", "shared_by"), ("revoked", "user")):
        event = eventually(lambda: vault.siem.of(event=f"session.share.{what}", share=Link.id))[0]
        equal(OLD.sid, event["session_id"])
        assert "user/shares" in event[who], event
        assert Link.word not in json.dumps(event), event
    for function in ("SharingMake", "SharingOpen"):
        assert Link.word not in vault.log_of(function)
    equal(["revoked"], [each["state"] for each in vault.auditor.read(SHARES)["shares"]])


@check
def what_cannot_be_shown_cannot_be_shared(vault):
    sid, nothing = str(uuid.uuid4()), b"this is no recording" * 100
    equal(200, put(vault, announce(vault, sid, nothing).json(), nothing).status)
    eventually(lambda: vault.siem.of(event="session.upload", sid=sid))
    refused = eventually(lambda: not_yet(Link.sharer.call("POST", f"/v1/sessions/{sid}/shares", SAID)))
    equal(422, refused.status, refused.data)
    equal(404, Link.sharer.call("POST", f"/v1/sessions/{uuid.uuid4()}/shares", SAID).status)


def not_yet(answer):
    """None as long as it is being indexed, and a link to it is still made."""
    return None if answer.status == 200 else answer


def follow(vault, word, piece=""):
    return vault.http.request("GET", f"{vault.url}/share/{word}{piece}", headers=BROWSER, redirect=False)
