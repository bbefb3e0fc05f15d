// node --import ./doors/browser.mjs booking.mjs <address> <token>: a booking with HttpAgent over a bad line, read by CopilotKit.
import assert from "node:assert/strict";
import { HttpAgent } from "@ag-ui/client";
import { CopilotKitCore } from "@copilotkit/core";
import { badLine, notingFetch, said, until } from "./client.mjs";

const [address, token] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}` };
const line = await badLine(new URL(address).port);
const agent = new HttpAgent({ url: `${line.url}/v1/agui/jetway`, headers, threadId: "trip", fetch: notingFetch });
let cuts = 0;
console.error = () => {}; // clients say there what they then throw

async function run(content, more = {}) {
  const runId = crypto.randomUUID();
  const errors = [];
  if (content) {
    agent.addMessage({ id: crypto.randomUUID(), role: "user", content });
  }
  for (let attempt = 0; ; attempt++) {
    line.breakAfter(attempt < 2 ? 500 + Math.floor(Math.random() * 3_000) : Infinity);
    try {
      await agent.runAgent({ runId, ...more }, { onRunErrorEvent: ({ event }) => void errors.push(event) });
      break;
    } catch {
      cuts++;
    }
  }
  assert.deepEqual(errors, []);
  return said(agent).at(-1)?.content;
}

assert.match(await run("hotels in Boston for three nights from 3 March, two adults"), /2\. \*\*/);
await run("book the second one");
assert.equal(agent.pendingInterrupts.length, 1);
const resume = agent.pendingInterrupts.map(({ id }) => ({ interruptId: id, status: "resolved", payload: { approved: true } }));
const [reference] = (await run(undefined, { resume })).match(/JW[A-Z0-9]{6}/);

const core = new CopilotKitCore({ runtimeUrl: `${address}/v1/copilotkit`, headers });
await until("connected", () => core.runtimeConnectionStatus === "connected");
const copilot = core.getAgent("default");
copilot.threadId = "trip";
await core.connectAgent({ agent: copilot });
assert.deepEqual(
  copilot.messages.filter(({ role }) => role === "user").map(({ content }) => content),
  ["hotels in Boston for three nights from 3 March, two adults", "book the second one"],
);
assert.match(said(copilot).at(-1).content, new RegExp(reference));
console.log(`CUTS ${cuts}`);
console.log(`BOOKED ${reference}`);
process.exit(0);
