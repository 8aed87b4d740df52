"""What is hidden of a recording."""

import json

from checks import check
from checks.recordings import NEW, cast
from vault import equal, eventually

SECRET = "/usr/share"


@check
def what_is_redacted_is_shown_to_nobody_and_the_recording_stays(vault):
    s3, bucket = vault.emulator.client("s3"), vault.outputs["BucketName"]
    assert SECRET in NEW.cast
    # On AWS nobody can redact yet: an operator puts what the vault itself writes on one machine.
    said = {"by": "operator", "reason": "case 7", "at": "2026-11-01T00:00:00Z", "spans": [], "texts": [SECRET]}
    s3.put_object(Bucket=bucket, Key=f"redactions/{NEW.sid}.1.json", Body=json.dumps(said).encode())
    equal(202, vault.auditor.get(f"/v1/sessions/{NEW.sid}/recording.cast").status)
    notice = {"detail-type": "Object Created", "detail": {"object": {"key": f"recordings/{NEW.sid}.tar"}}}
    vault.emulator.client("sqs").send_message(QueueUrl=vault.the("AWS::SQS::Queue", "IndexingQueue"), MessageBody=json.dumps(notice))
    shown = eventually(lambda: cast(vault, NEW))
    assert SECRET not in shown, shown
    equal(NEW.cast.splitlines()[0], shown.splitlines()[0])
    assert len(shown.splitlines()) > 100, shown
    equal(NEW.bytes, s3.get_object(Bucket=bucket, Key=f"recordings/{NEW.sid}.tar")["Body"].read())
