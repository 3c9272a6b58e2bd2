// Asks npm's standardwebhooks, which we didn't write, whether our signatures hold.
//   stdin:  one JSON object a line: {"do":"verify"|"sign","secret":"whsec_…","id","timestamp","signature"?,"body":<base64 of the raw body>}
//   stdout: one JSON object a line: {"ok":true,"signature"?} or {"ok":false,"why"}
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const { Webhook } = createRequire(import.meta.url)("standardwebhooks");

function judge(request) {
  const hook = new Webhook(request.secret);
  const body = Buffer.from(request.body, "base64").toString("utf8");
  if (request.do === "sign") {
    return { ok: true, signature: hook.sign(request.id, new Date(Number(request.timestamp) * 1000), body) };
  }
  hook.verify(body, {
    "webhook-id": request.id,
    "webhook-timestamp": request.timestamp,
    "webhook-signature": request.signature,
  });
  return { ok: true };
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "") continue;
  let verdict;
  try {
    verdict = judge(JSON.parse(line));
  } catch (error) {
    verdict = { ok: false, why: String(error.message ?? error) };
  }
  console.log(JSON.stringify(verdict));
}
