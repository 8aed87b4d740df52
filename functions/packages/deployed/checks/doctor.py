"""`tapevault doctor`, and the policies for those who call."""

import json
import os
import subprocess

from checks import check
from emulator import REGION, ROOT, WORK
from vault import Caller, equal

STEPS = ("post", "search", "upload", "play", "verify", "clock")


def doctor(vault, name, *policies):
    """What it finds on the whole way, as somebody who has these policies of the stack's outputs, and one route."""
    caller = Caller(vault, name, "GET/healthz")
    for policy in policies:
        vault.emulator.client("iam").attach_user_policy(UserName=name, PolicyArn=vault.outputs[policy])
    credentials = {"AWS_ACCESS_KEY_ID": caller.credentials.access_key, "AWS_SECRET_ACCESS_KEY": caller.credentials.secret_key}
    command = [f"{os.environ['JAVA_HOME']}/bin/java", "-jar", ROOT / "cli/target/tapevault.jar", "doctor"]
    command += ["--vault", vault.url, "--auth", "aws", "--region", REGION, "--end-to-end", "--output", "json"]
    told = {"PATH": os.environ["PATH"], "HOME": str(WORK), "LANG": "C.UTF-8"} | credentials
    done = subprocess.run(command, env=told, capture_output=True, text=True)
    assert done.returncode in (0, 4), (done.returncode, done.stderr)
    return {each["about"]: each for each in json.loads(done.stdout)["findings"]}


@check
def the_doctor_goes_the_whole_way_with_the_policies_of_a_node_and_an_auditor(vault):
    found = doctor(vault, "doctor", "IngestPolicyArn", "AuditPolicyArn")
    equal([True] * len(STEPS), [found[step]["well"] for step in STEPS], found)


@check
def the_doctor_names_the_right_that_who_asks_does_not_have(vault):
    found = doctor(vault, "halfdoctor", "AuditPolicyArn")
    equal([False, False], [found[step]["well"] for step in ("post", "upload")], found)
    assert "execute-api:Invoke" in found["post"]["what"] and "IngestPolicyArn" in found["post"]["todo"], found["post"]
