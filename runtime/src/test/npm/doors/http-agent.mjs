// node http-agent.mjs <address> <version of @ag-ui/client> <the text of an answer>
import assert from "node:assert/strict";
import { agUi, badLine, notingFetch, said } from "./client.mjs";

const [address, version, answer] = process.argv.slice(2);
const { HttpAgent } = await agUi(version);
const headers = { Authorization: "Bearer dev:ann" };
let threads = 0;

function agent(base = address, threadId = `t-${version.replaceAll(".", "-")}-${++threads}`) {
  return new HttpAgent({ url: `${base}/v1/agui/jetway`, headers, threadId, fetch: notingFetch });
}

async function say(agent, content, more = {}) {
  const id = crypto.randomUUID();
  agent.addMessage({ id, role: "user", content });
  const errors = [];
  await agent.runAgent(more, { onRunErrorEvent: ({ event }) => void errors.push(event) });
  return errors;
}

const approve = (agent, approved) =>
  agent.pendingInterrupts.map(({ id }) => ({ interruptId: id, status: "resolved", payload: { approved } }));

const scenarios = {
  async aReplyIsStreamedAndThePlanIsShown() {
    const ann = agent();
    let deltas = 0;
    ann.subscribe({ onTextMessageContentEvent: () => void deltas++ });
    assert.deepEqual(await say(ann, "Tokyo in March"), []);
    assert.equal(said(ann).at(-1).content, answer);
    assert.deepEqual(said(ann, "user").map((message) => message.content), ["Tokyo in March"]);
    assert.ok(deltas > 3, `${deltas} deltas`);
    const plan = ann.messages.find((message) => message.role === "activity");
    assert.deepEqual(plan.content.tasks.map((task) => task.status), ["completed", "completed", "failed"]);
    assert.equal(ann.isRunning, false);
  },

  async aSecondMessageIsARunOfItsOwn() {
    const ann = agent();
    await say(ann, "Tokyo in March");
    assert.deepEqual(await say(ann, "And in April?"), []);
    assert.deepEqual(said(ann, "user").map((message) => message.content), ["Tokyo in March", "And in April?"]);
    assert.equal(said(ann).filter((message) => message.content === answer).length, 2);
  },

  async aQuestionIsAnsweredWithYes() {
    const ann = agent();
    assert.deepEqual(await say(ann, "book the first flight"), []);
    assert.equal(ann.pendingInterrupts.length, 1);
    assert.ok(ann.pendingInterrupts[0].metadata.jetway.details.length > 3);
    const results = [];
    await ann.runAgent({ resume: approve(ann, true) }, {
      onToolCallStartEvent: ({ event }) => assert.fail(`opened again: ${event.toolCallId}`),
      onToolCallResultEvent: ({ event }) => void results.push(event.toolCallId),
    });
    assert.equal(results.length, 1);
    assert.match(said(ann).at(-1).content, /JW7Q2M/);
    assert.equal(ann.pendingInterrupts.length, 0);
    assert.deepEqual(await say(ann, "Tokyo in March"), []);
  },

  async aQuestionIsAnsweredWithNo() {
    const ann = agent();
    await say(ann, "book the first flight");
    await ann.runAgent({ resume: ann.pendingInterrupts.map(({ id }) => ({ interruptId: id, status: "cancelled" })) });
    assert.match(said(ann).at(-1).content, /nothing was booked/);
  },

  async aFailureIsAFailure() {
    const ann = agent();
    const errors = await say(ann, "nothing at all");
    assert.equal(errors.length, 1);
    assert.equal(errors[0].code, "turn_failed");
    assert.match(said(ann).at(-1).content, /could not do that/);
    assert.deepEqual(await say(ann, "Tokyo in March"), []);
    assert.equal(said(ann).at(-1).content, answer);
  },

  async whoHasNothingGetsTheHistoryWithTheRun() {
    const ann = agent();
    const runId = crypto.randomUUID();
    await say(ann, "book the first flight", { runId });
    const other = agent(address, ann.threadId);
    await other.runAgent({ runId });
    assert.deepEqual(said(other, "user"), said(ann, "user"));
    assert.equal(other.pendingInterrupts.length, 1);
    await other.runAgent({ resume: approve(other, true) });
    assert.match(said(other).at(-1).content, /JW7Q2M/);
  },

  async aStoppedRunEndsWell() {
    const ann = agent();
    const running = say(ann, "Tokyo in March");
    const stop = () =>
      fetch(`${address}/v1/copilotkit/agent/jetway/stop/${ann.threadId}`, { method: "POST", headers }).then((it) => it.json());
    while (!(await stop()).stopped);
    assert.deepEqual(await running, []);
    assert.match(said(ann).at(-1).content, /Stopped/);
  },

  async aBadLineIsNotNoticed() {
    const line = await badLine(new URL(address).port);
    let reattached = 0;
    for (let round = 0; round < 25; round++) {
      const ann = agent(line.url);
      const runId = crypto.randomUUID();
      ann.addMessage({ id: crypto.randomUUID(), role: "user", content: "Tokyo in March" });
      for (let attempt = 0; ; attempt++) {
        line.breakAfter(attempt < 3 ? 200 + Math.floor(Math.random() * 6_000) : Infinity);
        try {
          await ann.runAgent({ runId });
          break;
        } catch {
          reattached++;
        }
      }
      assert.deepEqual(said(ann).map((message) => message.content), [answer], `round ${round}`);
      assert.deepEqual(said(ann, "user").map((message) => message.content), ["Tokyo in March"]);
      const plan = ann.messages.filter((message) => message.role === "activity");
      assert.deepEqual(plan.map(({ content }) => content.tasks.map((task) => task.status)), [
        ["completed", "completed", "failed"],
      ]);
    }
    line.close();
    assert.ok(reattached >= 10, `only ${reattached} cuts`);
    console.log(`CUTS ${reattached}`);
  },
};

console.error = () => {}; // clients say there what they then throw
for (const [name, scenario] of Object.entries(scenarios)) {
  await scenario();
  console.log(`PASSED ${name}`);
}
process.exit(0);
