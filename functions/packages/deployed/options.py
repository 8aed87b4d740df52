"""What a deployment may choose: docs/how-to/deploy.md.

The chain deploys all of it at once. Each choice alone is some minutes: `./tapevault test --emulator ministack --one-by-one`, or after a build
`target/venv/bin/python -B deployed/options.py [NAME …]` in functions/packages. Prints a line for each, and ends with 1 where one did not come to CREATE_COMPLETE."""

import json
import subprocess
import sys
from pathlib import Path

from emulator import ACCOUNT, REGION, WORK, Emulator
from lifecycle import destroy
from stack import UNKNOWN, deploy, publish, synthesised
from vault import equal

OTHER = "444455556666"
TOPIC = {"alarmTopic": f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"}
ARCHIVE = [{"name": "lake", "s3": f"s3://my-archive/events?region={REGION}"}]
MTLS = {
    "mtlsDomain": "vault.example.com",
    "mtlsCertificate": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/0a1b2c3d-0000-0000-0000-000000000000",
    "mtlsTruststore": "s3://my-trust/ca.pem",
}
COPY = {"replicateTo": "arn:aws:s3:::copy-of-recordings", "replicateKey": f"arn:aws:kms:eu-central-1:{OTHER}:key/0a1b2c3d-0000-0000-0000-000000000000"}
PRIVATE = {"vpcEndpoints": ["vpce-0123456789abcdef0"]}
ROLES = {"teleportRole": f"arn:aws:iam::{ACCOUNT}:role/teleport", "originalsRoles": [f"arn:aws:iam::{ACCOUNT}:role/circle"]}
OF_THE_ACCOUNT = {"permissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/boundary", "tags": ["team=security"], "longestSession": "7d"}
WEB_ACL = {"webAcl": f"arn:aws:wafv2:{REGION}:{ACCOUNT}:regional/webacl/tapevault/0a1b2c3d-0000-0000-0000-000000000000"}

ALONE = {
    "defaults": {},
    "stage": {"stage": "prod"},
    "ephemeral": {"ephemeral": "true"},
    "short": {"retention": "30d"},
    "key": {"key": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0a1b2c3d-0000-0000-0000-000000000000"},
    "snapstart": {"snapStart": "false"},
    "archive": {"siems": ARCHIVE},
    "names": {"tableName": "teleport.events", "bucketName": "my-recordings"},
    "roles": ROLES,
    "topic": TOPIC,
    "dashboard": {"dashboard": "true"},
    "lock": {"objectLock": "governance:1d"},
    "logrole": {"apiLogRole": "true"},
    "mtls": MTLS,
    "private": PRIVATE,
    "waf": WEB_ACL,
    "trail": {"cloudtrail": "true"},
    "budget": TOPIC | {"budget": "50"},
    "copy": COPY,
    "canary": {"canary": "true"},
    "account": OF_THE_ACCOUNT,
    "qualifier": {"qualifier": "ours"},
}
ON = {name: "true" for name in ("dashboard", "apiLogRole", "cloudtrail", "canary")}
EVERYTHING = ON | TOPIC | MTLS | COPY | ROLES | OF_THE_ACCOUNT | WEB_ACL | {"siems": ARCHIVE, "objectLock": "governance:1d", "budget": "50", "stage": "all"}
# What excludes something of that.
TRIAL = PRIVATE | TOPIC | {"ephemeral": "true", "stage": "trial", "retention": "30d", "snapStart": "false"}
# Of each partition that has no SnapStart.
ELSEWHERE = ["cn-north-1", "us-gov-west-1", "eusc-de-east-1"]


def every_choice_at_once_is_a_template_that_cloudformation_knows_and_comes_to_create_complete(emulator, bucket, data, template):
    tried(emulator, "everything", EVERYTHING)
    tried(emulator, "trial", TRIAL)


def tried(emulator, name, chosen):
    """The types of what the emulator does not know, and so was not in it."""
    out, data, template = synthesised(f"cdk.{name}", **chosen)
    whole = sorted(out.glob("Tapevault*.template.json"))
    equal(2, len(whole))
    lint(whole, [REGION, *ELSEWHERE] if "snapStart" in chosen else [REGION])
    bucket = publish(emulator, out, chosen.get("qualifier", "hnb659fds"), to_run=False)
    stack = f"Chosen-{name}"
    deploy(emulator, bucket, stack + "Data", data)
    deploy(emulator, bucket, stack, template, stack + "Data")
    destroy(emulator, stack)
    destroy(emulator, stack + "Data")
    types = {each["Type"] for template in whole for each in json.loads(template.read_text())["Resources"].values()}
    return sorted(types & UNKNOWN)


def lint(templates, regions):
    """What CloudFormation's own schemas say of them. CDK writes down dependencies that are there already (W3005)."""
    command = [Path(sys.executable).with_name("cfn-lint"), "--format", "parseable", "--ignore-checks", "W3005", "--regions", *regions, "--", *templates]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


PROMISES = [every_choice_at_once_is_a_template_that_cloudformation_knows_and_comes_to_create_complete]


def main(wanted):
    WORK.mkdir(parents=True, exist_ok=True)
    broken = 0
    with Emulator() as emulator:
        for name, chosen in ALONE.items():
            if not wanted or name in wanted:
                try:
                    without = tried(emulator, name, chosen)
                    print(f"  ok      {name}" + (f", without {', '.join(without)}" if without else ""), flush=True)
                except Exception as fault:
                    broken += 1
                    print(f"  FAILED  {name}: {fault}", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
