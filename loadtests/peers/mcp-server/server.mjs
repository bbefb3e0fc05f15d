// The tool server every measured system calls: MCP over streamable HTTP, JSON answers of about 1 KB,
// at once or after `delayMs`. It counts executions per session:turn:tool, so that lost and repeated
// steps are seen from outside:
//   GET /stats?prefix=P   keys, calls, byTool, rerunDone (had finished before the mark and was called
//                         again), rerunInflight (was under way at the mark and was called again)
//   GET /mark             the moment of a kill          GET /reset   forget everything
import http from 'node:http';
import { randomUUID } from 'node:crypto';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema, isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';

const PORT = Number(process.env.MCP_PORT || 17300);
const KEPT_STREAMS = 2_000;
const ROUNDING_MS = 200; // answers this close to the mark may not have reached the caller any more

let counts = new Map();
let finishedAt = new Map();
let mark = 0;

const filler = (n) => 'x'.repeat(n);
const range = (n, item) => Array.from({ length: n }, (_, i) => item(i));
const tools = {
  search_flights: ({ session, turn }) => ({
    tool: 'search_flights', session, turn,
    options: range(5, (i) => ({ id: `F${i}`, carrier: ['LH', 'AF', 'KL', 'BA', 'IB'][i], from: 'FRA', to: 'LIS', depart: `2026-12-0${i + 1}T08:15:00Z`, price: 129 + 11 * i, currency: 'EUR', note: filler(60) })),
  }),
  search_hotels: ({ session, turn }) => ({
    tool: 'search_hotels', session, turn,
    options: range(5, (i) => ({ id: `H${i}`, name: `Hotel Number ${i}`, city: 'Lisbon', stars: 3 + (i % 3), nightly: 89 + 17 * i, currency: 'EUR', refundable: i % 2 === 0, note: filler(60) })),
  }),
  get_weather: ({ session, turn }) => ({
    tool: 'get_weather', session, turn, city: 'Lisbon',
    days: range(7, (i) => ({ date: `2026-12-0${i + 1}`, high: 17 + (i % 3), low: 9 + (i % 2), rain: 0.1 * i, wind: 12 + i, text: filler(30) })),
  }),
};
const inputSchema = {
  type: 'object',
  properties: { session: { type: 'string' }, turn: { type: 'integer' }, q: { type: 'string' }, delayMs: { type: 'integer' } },
  required: ['session', 'turn'],
};

function newServer() {
  const server = new Server({ name: 'bench-tools', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: Object.keys(tools).map((name) => ({ name, description: name, inputSchema, annotations: { readOnlyHint: true } })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const args = params.arguments || {};
    const tool = tools[params.name];
    if (!tool) return { isError: true, content: [{ type: 'text', text: `There is no tool ${params.name}` }] };
    const key = `${args.session}:${args.turn}:${params.name}`;
    counts.set(key, (counts.get(key) || 0) + 1);
    if (args.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, args.delayMs));
    if (!finishedAt.has(key)) finishedAt.set(key, Date.now());
    return { content: [{ type: 'text', text: JSON.stringify(tool(args)) }] };
  });
  return server;
}

function stats(prefix) {
  const result = { keys: 0, calls: 0, byTool: {}, rerunDone: 0, rerunInflight: 0 };
  for (const [key, n] of counts) {
    if (!key.startsWith(prefix)) continue;
    result.keys++;
    result.calls += n;
    const tool = (result.byTool[key.slice(key.lastIndexOf(':') + 1)] ??= { keys: 0, calls: 0 });
    tool.keys++;
    tool.calls += n;
    const done = mark && finishedAt.get(key) < mark - ROUNDING_MS;
    result[done ? 'rerunDone' : 'rerunInflight'] += n - 1;
  }
  return result;
}

const transports = new Map();

async function mcp(request, response) {
  const sessionId = request.headers['mcp-session-id'];
  let body;
  if (request.method === 'POST') {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    body = JSON.parse(Buffer.concat(chunks).toString());
  }
  let transport = transports.get(sessionId);
  if (!transport) {
    if (request.method !== 'POST' || !isInitializeRequest(body)) {
      response.statusCode = sessionId ? 404 : 400;
      response.end('{"jsonrpc":"2.0","error":{"code":-32000,"message":"no session"},"id":null}');
      return;
    }
    transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      enableJsonResponse: true,
      onsessioninitialized: (id) => transports.set(id, transport),
    });
    transport.onclose = () => transports.delete(transport.sessionId);
    await newServer().connect(transport);
  }
  await transport.handleRequest(request, response, body);
  dropFinishedStreams(transport._webStandardTransport);
}

// SDK 1.x keeps every finished JSON-mode stream (typescript-sdk issue 2559), about 7 KB a call.
function dropFinishedStreams(transport) {
  const streams = transport?._streamMapping;
  if (!streams || streams.size < 2 * KEPT_STREAMS) return;
  let surplus = streams.size - KEPT_STREAMS;
  for (const id of streams.keys()) {
    if (surplus-- <= 0) break;
    if (id !== transport._standaloneSseStreamId) streams.delete(id);
  }
}

const server = http.createServer(async (request, response) => {
  try {
    const url = new URL(request.url, 'http://localhost');
    switch (url.pathname) {
      case '/health': return response.end('ok');
      case '/reset': counts = new Map(); finishedAt = new Map(); mark = 0; return response.end('ok');
      case '/mark': mark = Date.now(); return response.end('ok');
      case '/stats':
        response.setHeader('content-type', 'application/json');
        return response.end(JSON.stringify(stats(url.searchParams.get('prefix') || '')));
      case '/mcp': return await mcp(request, response);
      default: response.statusCode = 404; return response.end();
    }
  } catch (e) {
    if (!response.headersSent) { response.statusCode = 500; response.end(String(e)); }
    return undefined;
  }
});
server.keepAliveTimeout = 120_000;
server.listen(PORT, '127.0.0.1', () => console.log(`tools on ${PORT}`));
