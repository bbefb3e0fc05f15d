// The same plan, tool calls and reply as every other system here has.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const TOOLS_URL = new URL(process.env.MCP_URL || 'http://127.0.0.1:17300/mcp');
let connected;

async function connect() {
  const client = new Client({ name: 'bench', version: '1' }, { capabilities: {} });
  await client.connect(new StreamableHTTPClientTransport(TOOLS_URL));
  return client;
}

export async function callTool(name, args) {
  connected ??= connect().catch((e) => { connected = undefined; throw e; });
  const result = await (await connected).callTool({ name, arguments: args });
  return result.content[0].text;
}

const TASKS = [
  { id: 'flight', tool: 'search_flights', slowMs: 200 },
  { id: 'hotel', tool: 'search_hotels', slowMs: 500 },
  { id: 'weather', tool: 'get_weather', slowMs: 1500 },
];

/** A text that starts with "slow" asks for slow tools (W3). */
export const plan = (text) => TASKS.map(({ id, tool, slowMs }) => ({ id, tool, delayMs: text.startsWith('slow') ? slowMs : 0 }));

export function reply(results) {
  const flight = JSON.parse(results.flight).options[0];
  const hotel = JSON.parse(results.hotel).options[0];
  const weather = JSON.parse(results.weather).days[0];
  return `Fly ${flight.carrier} ${flight.from}-${flight.to} at ${flight.depart} for ${flight.price} ${flight.currency}; `
    + `stay at ${hotel.name} (${hotel.stars}*) for ${hotel.nightly} ${hotel.currency}/night; weather ${weather.high}/${weather.low}C.`;
}
