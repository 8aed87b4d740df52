"""That no function may do more than it does."""

from fnmatch import fnmatchcase

from checks import check

# MiniStack itself reads streams and queues, writes logs and keeps failures; it has no rights on keys, and says of an object that it is
# not there to anybody.
NOT_ASKED_FOR = {"ReadStream", "ListStreams", "Consume", "Log", "KeepFailures", "FindFailures"}
# A secret is literal here: a function asks AWS itself for it.
NOT_ASKED_FOR |= {"ReadSecrets"}
NOT_ASKED_FOR |= {"TableKey", "ReadingKey", "WritingKey", "ConfigKey", "TellGoneFromRefused"}


@check
def no_function_has_a_right_that_nothing_used(vault):
    used = [line.split(" ", 2) for line in vault.emulator.rights_used.read_text().splitlines()]
    unused = []
    for role in vault.roles():
        by_it = [(action, resource) for principal, action, resource in used if f"/{role}/" in principal]
        for statement in vault.statements(role):
            for action in listed(statement["Action"]):
                for resource in listed(statement["Resource"]):
                    if not any(action == a and fnmatchcase(r, resource) for a, r in by_it):
                        unused.append((statement["Sid"], role, action, resource))
    unused = [each for each in unused if each[0] not in NOT_ASKED_FOR]
    assert not unused, "\n".join(map(" ".join, unused))


def listed(one):
    return one if isinstance(one, list) else [one]
