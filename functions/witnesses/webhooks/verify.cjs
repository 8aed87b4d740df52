// Reads requests, one a line, and says of each what Standard Webhooks' own library says of it.
const { Webhook } = require("standardwebhooks");
for (const line of require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { body, headers, secret } = JSON.parse(line);
  try {
    new Webhook(secret).verify(Buffer.from(body, "utf8"), headers);
    console.log("verified");
  } catch (refusal) {
    console.log(refusal.message);
  }
}
