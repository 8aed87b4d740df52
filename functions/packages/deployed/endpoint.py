"""Brings the templates up at an emulator that somebody else started, as a trial, and takes them down again: `endpoint.py URL`.

Nothing of it is corrected, so that functions are made and not called: what they do is for `chain.py`. Ends with 1 where it did not come to
CREATE_COMPLETE, or the account may be one of AWS."""

import sys

from botocore.exceptions import BotoCoreError, ClientError

from emulator import ACCOUNT, WORK, Emulator
from lifecycle import destroy
from stack import deploy, known, publish, synthesised

DATA, FUNCTIONS = "TapevaultTrialData", "TapevaultTrial"


class Given(Emulator):
    """One that runs, and goes on."""

    def __init__(self, endpoint):
        self.endpoint = endpoint.rstrip("/")


def main(endpoint):
    given = Given(endpoint)
    try:
        account = given.client("sts").get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as fault:
        account = f"none that it tells ({fault})"
    if account != ACCOUNT:
        print(f"  FAILED  not deployed to {endpoint}: its account is {account}, and only the {ACCOUNT} of emulators is deployed to from here")
        print("          for the contracts alone: TAPEVAULT_TEST_ENDPOINT in the place of --emulator")
        return 1
    WORK.mkdir(parents=True, exist_ok=True)
    out, data, template = synthesised("cdk.endpoint", ephemeral="true")
    # MiniStack as it comes refuses a template with a saved question.
    template = known(template, {"AWS::Athena::NamedQuery"})
    bucket = publish(given, out, to_run=False)
    made = []
    try:
        for name, what, over in ((DATA, data, None), (FUNCTIONS, template, DATA)):
            made.insert(0, name)
            deploy(given, bucket, name, what, over)
            print(f"  ok      {name} came up at {endpoint}", flush=True)
    except Exception as fault:
        print(f"  FAILED  {made[0]} at {endpoint}: {fault}", flush=True)
        return 1
    finally:
        for name in made:
            destroy(given, name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
