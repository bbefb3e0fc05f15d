// What the scripts of this folder share: agents that note every event as it came over the wire, and a bad line.
import net from "node:net";

// When a line is cut, the clients cancel what they can't read any more, and nobody takes the refusal of that.
process.on("unhandledRejection", (error) => {
  if (error.message !== "terminated") {
    throw error;
  }
});

/** @param version of @ag-ui/client */
export async function agUi(version) {
  return import(version === "1.0.0" ? "@ag-ui/client" : `@ag-ui/client-${version}`);
}

/** Prints what a response's body says, event by event, for whoever checks it; the body itself is untouched. */
export async function notingFetch(url, init, send = fetch) {
  const response = await send(url, init);
  if ((response.headers.get("content-type") ?? "").startsWith("text/event-stream")) {
    void note(response.clone());
  }
  return response;
}

async function note(response) {
  let text = "";
  try {
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      text += part;
      const events = text.split("\n\n");
      text = events.pop();
      for (const event of events) {
        if (event.startsWith("data: ")) {
          console.log(`EVENT ${event.slice(6)}`);
        }
      }
    }
  } catch {
    // the line was cut
  }
}

/** Waits for something to become true, and for no longer than a minute. */
export async function until(what, condition) {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (await condition()) {
      return;
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`Never: ${what}`);
}

export const said = (agent, role = "assistant") =>
  agent.messages.filter((message) => message.role === role && typeof message.content === "string" && message.content);

/** A line to a port that can be told to break; one answer at a time goes over it. */
export async function badLine(port) {
  let left = Infinity;
  const server = net.createServer((near) => {
    const far = net.connect(port, "127.0.0.1");
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    near.on("error", cut).on("close", cut);
    far.on("error", cut).on("close", cut);
    near.pipe(far);
    far.on("data", (data) => {
      near.write(data.subarray(0, Math.min(data.length, left)));
      left -= data.length;
      if (left <= 0) {
        far.destroy();
        near.destroySoon();
      }
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** It breaks when this many more bytes of answers have gone over it. */
    breakAfter: (bytes) => (left = bytes),
    close: () => server.close(),
  };
}
