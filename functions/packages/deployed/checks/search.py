"""Words in transcripts."""

from urllib.parse import quote as percent_encoded

from checks import check
from checks.recordings import NEW
from vault import equal, eventually

ALL = "from=2000-01-01T00%3A00%3A00Z"


def encoded(text):
    return percent_encoded(text, safe="")


def hits(vault, words):
    """On all pages."""
    found, cursor = [], ""
    while True:
        page = vault.auditor.read(f"/v1/search?{ALL}&limit=2&q={encoded(words)}{cursor}")
        found += page["hits"]
        if "cursor" not in page:
            return found
        cursor = "&cursor=" + encoded(page["cursor"])


@check
def a_word_on_a_screen_is_found_with_its_moment_and_its_session(vault):
    found = eventually(lambda: [each for each in hits(vault, '"usr share"') if each["sid"] == NEW.sid])
    for each in found:
        equal("usr/share", each["line"][each["from"] : each["to"]].lower(), each)
        assert each["at"] >= 0 and each["start"], each
    equal(400, vault.auditor.get("/v1/search?q=---").status)


@check
def sessions_are_listed_by_the_words_in_them(vault):
    sids = lambda words: [each["sid"] for each in vault.auditor.read(f"/v1/sessions?{ALL}&text={encoded(words)}")["sessions"]]
    eventually(lambda: NEW.sid in sids("usr share"))
    assert NEW.sid not in sids("usr share nowhere-at-all")


@check
def who_looked_for_what_stands_in_the_log(vault):
    asked = lambda: [each for each in vault.auditor.read("/v1/events?type=session.search&limit=1000")["events"] if each["q"] == '"usr share"']
    assert all(each["user"].startswith("arn:") for each in eventually(asked))
