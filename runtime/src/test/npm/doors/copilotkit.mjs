// node --import ./doors/browser.mjs copilotkit.mjs <address> <the text of an answer>
import assert from "node:assert/strict";
import { CopilotKitCore } from "@copilotkit/core";
import { notingFetch, said, until } from "./client.mjs";

const [address, answer] = process.argv.slice(2);
const fetched = [];
const fetchItself = globalThis.fetch;
globalThis.fetch = (url, init) => {
  fetched.push(new URL(url).pathname);
  return notingFetch(url, init, fetchItself);
};

async function connected(runtimeTransport) {
  const errors = [];
  const core = new CopilotKitCore({
    runtimeUrl: `${address}/v1/copilotkit`,
    headers: { Authorization: "Bearer dev:bob" },
    ...(runtimeTransport ? { runtimeTransport } : {}),
  });
  core.subscribe({ onError: ({ error, code }) => void errors.push(`${code}: ${error.message}`) });
  await until("connected", () => core.runtimeConnectionStatus === "connected");
  return { core, errors };
}

function agentOf(core, threadId) {
  const agent = core.getAgent("jetway");
  agent.threadId = threadId;
  const interrupts = [];
  agent.subscribe({
    onRunFinishedEvent: ({ outcome, interrupts: asked }) => void interrupts.splice(0, 99, ...(outcome === "interrupt" ? asked : [])),
  });
  return { agent, interrupts };
}

const say = (agent, content) => agent.addMessage({ id: crypto.randomUUID(), role: "user", content });
const users = (agent) => said(agent, "user").map((message) => message.content);

const scenarios = {
  async aRunIsShownAndTheHistoryIsThereLater() {
    const first = await connected();
    assert.deepEqual(Object.keys(first.core.agents).sort(), ["default", "jetway"]);
    const { agent } = agentOf(first.core, "c-1");
    await first.core.connectAgent({ agent });
    assert.deepEqual(agent.messages, []);
    say(agent, "Tokyo in March");
    await first.core.runAgent({ agent });
    assert.equal(said(agent).at(-1).content, answer);
    assert.deepEqual(users(agent), ["Tokyo in March"]);
    assert.deepEqual(first.errors, []);

    const later = await connected();
    const { agent: back } = agentOf(later.core, "c-1");
    await later.core.connectAgent({ agent: back });
    assert.deepEqual(users(back), ["Tokyo in March"]);
    assert.deepEqual(said(back).map((message) => message.content), [answer]);
    assert.ok(back.messages.some((message) => message.role === "activity"));
    say(back, "And in April?");
    await later.core.runAgent({ agent: back });
    assert.deepEqual(users(back), ["Tokyo in March", "And in April?"]);
    assert.deepEqual(later.errors, []);
  },

  async aRunThatIsUnderWayIsFollowedByWhoComesLater() {
    const first = await connected();
    const { agent } = agentOf(first.core, "c-2");
    say(agent, "Tokyo in March");
    const running = first.core.runAgent({ agent });
    await until("under way", () => agent.messages.some((message) => message.role === "activity"));
    const later = await connected();
    const { agent: back } = agentOf(later.core, "c-2");
    await later.core.connectAgent({ agent: back });
    await running;
    assert.deepEqual(said(back).map((message) => message.content), [answer]);
    assert.deepEqual([...first.errors, ...later.errors], []);
  },

  async aQuestionOutlivesThePageAndIsAnswered() {
    const first = await connected();
    const { agent, interrupts } = agentOf(first.core, "c-3");
    say(agent, "book the first flight");
    await first.core.runAgent({ agent });
    assert.equal(interrupts.length, 1);
    assert.equal(interrupts[0].reason, "tool_call");

    const later = await connected();
    const { agent: back, interrupts: asked } = agentOf(later.core, "c-3");
    await later.core.connectAgent({ agent: back });
    assert.deepEqual(asked.map(({ id }) => id), interrupts.map(({ id }) => id));
    const resume = asked.map(({ id }) => ({ interruptId: id, status: "resolved", payload: { approved: true } }));
    await later.core.runAgent({ agent: back, resume });
    assert.match(said(back).at(-1).content, /JW7Q2M/);
    assert.equal(asked.length, 0);
    assert.deepEqual([...first.errors, ...later.errors], []);
  },

  async aRunIsStopped() {
    const { core, errors } = await connected();
    const { agent } = agentOf(core, "c-4");
    say(agent, "Tokyo in March");
    const running = core.runAgent({ agent });
    await until("under way", () => agent.messages.some((message) => message.role === "activity"));
    core.stopAgent({ agent });
    await running;
    assert.match(said(agent).at(-1).content, /Stopped/);
    say(agent, "Tokyo in March after all");
    await core.runAgent({ agent });
    assert.equal(said(agent).at(-1).content, answer);
    assert.deepEqual(errors, []);
  },

  async aFailureIsTold() {
    const { core, errors } = await connected();
    const { agent } = agentOf(core, "c-5");
    say(agent, "nothing at all");
    await core.runAgent({ agent });
    assert.match(said(agent).at(-1).content, /could not do that/);
    assert.equal(errors.length, 1);
  },

  async oneAddressIsEnough() {
    const { core, errors } = await connected("single");
    const { agent } = agentOf(core, "c-6");
    await core.connectAgent({ agent });
    say(agent, "Tokyo in March");
    const running = core.runAgent({ agent });
    await until("under way", () => agent.messages.some((message) => message.role === "activity"));
    core.stopAgent({ agent });
    await running;
    assert.match(said(agent).at(-1).content, /Stopped/);
    assert.deepEqual(errors, []);
  },
};

console.error = () => {}; // clients say there what they then report
for (const [name, scenario] of Object.entries(scenarios)) {
  await scenario();
  console.log(`PASSED ${name}`);
}
assert.deepEqual(fetched.filter((path) => !path.startsWith("/v1/copilotkit")), []);
console.log(`PATHS ${[...new Set(fetched.map((path) => path.replace(/c-\d/, "{thread}")))].sort().join(" ")}`);
process.exit(0);
