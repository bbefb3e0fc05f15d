// node first-run.mjs http://127.0.0.1:8080
import { HttpAgent } from "@ag-ui/client";

const agent = new HttpAgent({
  url: `${process.argv[2]}/v1/agui/jetway`,
  headers: { Authorization: "Bearer dev:ann" },
});

// Say something, and see the answer grow.
agent.addMessage({ id: crypto.randomUUID(), role: "user", content: "book the first flight" });
await agent.runAgent({}, {
  onTextMessageContentEvent: ({ event }) => process.stdout.write(event.delta),
  onActivitySnapshotEvent: ({ event }) => console.log(event.content.tasks.map((task) => task.title)),
});

// It asks before it books: show the question and every detail, and send the answer with the next run.
if (agent.pendingInterrupts.length > 0) {
  const resume = agent.pendingInterrupts.map((question) => {
    console.log(question.message, question.metadata.jetway.details);
    return { interruptId: question.id, status: "resolved", payload: { approved: true } };
  });
  await agent.runAgent({ resume });
}
console.log(agent.messages.at(-1).content);
