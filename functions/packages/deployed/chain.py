"""Deploys the synthesised template, with the zips that are deployed, to an emulator of AWS, and goes the whole way through it.

Prints a line for each promise, writes target/deployed/checks.json, and ends with 1 where one was not kept."""

import json
import shutil
import signal
import sys
import time
import traceback

import adopting
import lifecycle
import options

# In this order: a later one may look at what an earlier one left.
from checks import PROMISES, events, tokens, recordings, sessions, search, sharing, redaction, trouble, operating, doctor, rights  # noqa: F401
from emulator import WORK, Emulator
from stack import deploy, publish, runnable, synthesised
from vault import Siem, Vault


class Report:
    """What was kept, and what was not and why."""

    def __init__(self):
        self.began, self.results = time.monotonic(), []

    def run(self, name, promise):
        began, why = time.monotonic(), ""
        try:
            promise()
        except Exception as fault:
            why = f"{type(fault).__name__}: {fault}"
            (WORK / f"{name}.txt").write_text(traceback.format_exc())
        seconds = round(time.monotonic() - began, 1)
        self.results.append({"promise": name, "kept": not why, "seconds": seconds, "why": why})
        print(f"  {'FAILED' if why else 'ok    '} {seconds:5.1f} s  {name.replace('_', ' ')}" + (f"\n         {why}" if why else ""), flush=True)

    def close(self):
        broken = sum(1 for each in self.results if not each["kept"])
        (WORK / "checks.json").write_text(json.dumps(self.results, indent=2))
        print(f"The deployed form: {len(self.results) - broken} promises kept, {broken} broken, in {time.monotonic() - self.began:.0f} s; see {WORK}")
        return 1 if broken else 0


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    report = Report()
    print("The deployed form: synthesising the templates …", flush=True)
    out, data, template = synthesised()
    with Emulator() as emulator:
        bucket = publish(emulator, out)
        for promise in lifecycle.PROMISES + adopting.PROMISES + options.PROMISES:
            report.run(promise.__name__, lambda: promise(emulator, bucket, data, template))
        siem = Siem()
        deploy(emulator, bucket, "TapevaultData", runnable(data, emulator.endpoint, siem.url))
        running = runnable(template, emulator.endpoint, siem.url)
        outputs = deploy(emulator, bucket, "Tapevault", running, "TapevaultData")
        vault = Vault(emulator, "Tapevault", outputs, siem)
        for promise in PROMISES:
            report.run(promise.__name__, lambda: promise(vault))
        for promise in lifecycle.LAST:
            report.run(promise.__name__, lambda: promise(vault, bucket, running))
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
