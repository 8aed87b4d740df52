"""Tapevault's template, as `cdk synth` writes it, and how it comes to an emulator."""

import json
import os
import platform
import subprocess
import time
import zipfile
from pathlib import Path

from emulator import ACCOUNT, REGION, ROOT, WORK

SIEM = "https://siem.invalid/in"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
# A deployment names it; a function asks AWS itself for it, which is not there.
SECRET_ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:soc-AbCdEf"
# What java25 starts a function with, but for SnapStart.
JVM = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx768m --enable-native-access=ALL-UNNAMED"
RUNTIME = ("aws-lambda-java-runtime-interface-client", "aws-lambda-java-core", "aws-lambda-java-serialization", "utils-lite")


def synthesised(folder="cdk.out", **chosen):
    """The folder with the assets, and the two templates: of what is kept, and of the functions with one SIEM."""
    out = WORK / folder
    context = json.loads((ROOT / "infra/cdk.json").read_text())["context"]
    context["tapevault:originalsRoles"] = [f"arn:aws:iam::{ACCOUNT}:role/circle"]
    context["tapevault:siems"] = [{"name": "soc", "webhook": SIEM, "secret": SECRET_ARN}]
    context |= {f"tapevault:{name}": value for name, value in chosen.items()}
    told = {"CDK_OUTDIR": str(out), "CDK_CONTEXT_JSON": json.dumps(context)}
    told |= {"CDK_DEFAULT_ACCOUNT": ACCOUNT, "CDK_DEFAULT_REGION": REGION, "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1"}
    done = subprocess.run([ROOT / "infra/app"], env={**os.environ, **told}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit("the templates cannot be synthesised:\n" + done.stderr)
    stage = f"-{chosen['stage']}" if "stage" in chosen else ""
    data, template = (json.loads((out / f"Tapevault{of}{stage}.template.json").read_text()) for of in ("Data", ""))
    return out, known(data), known(template)


# MiniStack refuses a template with a type that it does not know.
UNKNOWN = {"AWS::Budgets::Budget", "AWS::CloudTrail::Trail", "AWS::WAFv2::WebACLAssociation"}
UNKNOWN |= {"AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup"}


def known(template, unknown=UNKNOWN):
    """The template without what MiniStack does not know, to which nothing refers but an alias that CodeDeploy moves."""
    kept = {name: each for name, each in template["Resources"].items() if each["Type"] not in unknown}
    return {**template, "Resources": {name: {key: one for key, one in each.items() if key != "UpdatePolicy"} for name, each in kept.items()}}


def publish(emulator, out, qualifier="hnb659fds", to_run=True):
    """What `cdk bootstrap` and `cdk deploy` do first: a bucket with the assets, and the version of the bootstrap."""
    s3, bucket = emulator.client("s3"), f"cdk-{qualifier}-assets-{ACCOUNT}-{REGION}"
    s3.create_bucket(Bucket=bucket)
    emulator.client("ssm").put_parameter(Name=f"/cdk-bootstrap/{qualifier}/version", Value="30", Type="String", Overwrite=True)
    files = [file for assets in out.glob("Tapevault*.assets.json") for file in json.loads(assets.read_text())["files"].values()]
    for file in files:
        path = out / file["source"]["path"]
        if path.suffix == ".zip":
            for place in file["destinations"].values():
                s3.upload_file(str(path), bucket, place["objectKey"])
                if to_run:
                    s3.upload_file(str(with_bootstrap(path)), bucket, "run-" + place["objectKey"])
    return bucket


def with_bootstrap(package):
    """The same zip, and beside it what starts AWS's own Java runtime client: java25 itself would need Docker."""
    jars = (ROOT / "functions/packages/target/class-path").read_text().strip().split(os.pathsep)
    runtime = [jar for jar in jars if Path(jar).name.startswith(RUNTIME)]
    if len(runtime) != len(RUNTIME):
        raise SystemExit(f"of AWS's runtime only {runtime} are on the class path of functions/packages")
    script = f"""#!/bin/sh
export AWS_EXECUTION_ENV=AWS_Lambda_java25 AWS_LAMBDA_INITIALIZATION_TYPE=on-demand AWS_LAMBDA_LOG_FORMAT=JSON LANG=en_US.UTF-8 TZ=:UTC
export AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/$AWS_LAMBDA_FUNCTION_NAME
# AWS's client puts its library to /tmp, which here is everybody's: two that start at once would load half of it.
exec 9>>"$(dirname "$0")/../starts"; flock 9; sleep 1 & exec 9>&-
exec {os.environ["JAVA_HOME"]}/bin/java {JVM} -Djava.io.tmpdir=$(mktemp -d) \\
  -cp {os.pathsep.join(runtime)} com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
"""
    target = package.with_name("run-" + package.name)
    target.write_bytes(package.read_bytes())
    with zipfile.ZipFile(target, "a") as both:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        both.writestr(entry, script)
    return target


def runnable(template, endpoint, siem):
    """The template with what has to differ so that its functions run here, and nothing else."""
    changed = json.loads(json.dumps(template).replace(SIEM, siem))
    for resource in changed["Resources"].values():
        properties = resource.get("Properties", {})
        match resource["Type"]:
            case "AWS::Lambda::Function":
                properties["Runtime"] = "provided.al2023"
                properties["Architectures"] = ["arm64" if platform.machine() == "aarch64" else "x86_64"]
                properties.pop("SnapStart", None)
                properties["Code"]["S3Key"] = "run-" + properties["Code"]["S3Key"]
                variables = properties["Environment"]["Variables"]
                if "TAPEVAULT_SINK" in variables:
                    variables["TAPEVAULT_SINK"] = variables["TAPEVAULT_SINK"].replace(SECRET_ARN, SECRET)
                for name in variables:
                    if name.endswith("_URI"):
                        variables[name] = {"Fn::Join": ["", [variables[name], f"&endpoint={endpoint}"]]}
            case "AWS::S3::BucketPolicy" | "AWS::SQS::QueuePolicy":
                # They refuse plain http, which is what is spoken here.
                document = properties["PolicyDocument"]
                document["Statement"] = [each for each in document["Statement"] if each["Effect"] != "Deny"]
    # A policy without a statement is none.
    changed["Resources"] = {
        name: resource
        for name, resource in changed["Resources"].items()
        if resource.get("Properties", {}).get("PolicyDocument", {}).get("Statement", True)
    }
    return changed


def deploy(emulator, bucket, name, template, data=None, again=False, **more):
    """The stack's outputs, once it stands, or stands again; over the names that the stack `data` wrote down."""
    names = [each for each, one in template["Parameters"].items() if one.get("Default", "").startswith("/tapevault/")]
    parameters = [{"ParameterKey": each, "ParameterValue": f"/tapevault/{data}/{each}"} for each in names]
    parameters += [{"ParameterKey": each, "ParameterValue": value} for each, value in more.items()]
    emulator.client("s3").put_object(Bucket=bucket, Key=name + ".json", Body=json.dumps(template).encode())
    formation = emulator.client("cloudformation")
    made = {"StackName": name, "TemplateURL": f"{emulator.endpoint}/{bucket}/{name}.json", "Parameters": parameters}
    (formation.update_stack if again else formation.create_stack)(**made, Capabilities=["CAPABILITY_IAM"])
    for _ in range(600):
        stack = formation.describe_stacks(StackName=name)["Stacks"][0]
        if not stack["StackStatus"].endswith("_IN_PROGRESS"):
            break
        time.sleep(0.2)
    if stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        events = formation.describe_stack_events(StackName=name)["StackEvents"]
        why = [f"{each['LogicalResourceId']}: {each.get('ResourceStatusReason')}" for each in events if "FAILED" in each["ResourceStatus"]]
        raise AssertionError(f"{name} is {stack['StackStatus']}: " + "; ".join(why))
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
