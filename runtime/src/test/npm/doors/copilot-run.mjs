// In a page.
import { CopilotKitCore } from "@copilotkit/core";

const core = new CopilotKitCore({
  runtimeUrl: `${location.origin}/v1/copilotkit`,
  headers: { Authorization: "Bearer dev:ann" },
});
await new Promise((connected) => {
  core.subscribe({ onRuntimeConnectionStatusChanged: ({ status }) => status === "connected" && connected() });
});

const agent = core.getAgent("jetway");
agent.threadId = "my-trip";
await core.connectAgent({ agent }); // what was said before

agent.addMessage({ id: crypto.randomUUID(), role: "user", content: "Tokyo in March" });
await core.runAgent({ agent });
console.log(agent.messages.filter((message) => message.role === "assistant").at(-1).content);
