// How the load client speaks to a system with a plain HTTP API.
import { Pool } from 'undici';

const JSON_TYPE = { 'content-type': 'application/json' };

export const post = (path, body, headers) => ({ method: 'POST', path, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
export const get = (path) => ({ method: 'GET', path });

/** The hand-written baseline's routes. */
export const plainRoutes = {
  turn: (session, turn, text) => post('/chat', { session, turn, text }),
  append: (session, turn, text) => post('/ctx', { session, turn, text }),
  history: (session) => get(`/history?session=${session}`),
};

export const restateRoutes = {
  turn: (session, turn, text) => post(`/Session/${session}/turn`, { turn, text }, { 'idempotency-key': `${session}-${turn}` }),
  append: (session, turn, text) => post(`/Session/${session}/append`, { turn, text }),
  history: (session) => get(`/Session/${session}/history`),
};

/** A system that answers a turn with the response to its request. */
export const httpClient = (base, routes) => async (connections) => {
  const pool = new Pool(base, {
    connections: Math.min(connections, 512), pipelining: 1,
    headersTimeout: 120_000, bodyTimeout: 120_000, keepAliveTimeout: 60_000,
  });
  const call = async (request, ms = 60_000) => {
    const { statusCode, body } = await pool.request({ ...request, signal: AbortSignal.timeout(ms) });
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`HTTP ${statusCode} ${text.slice(0, 200)}`);
    return text;
  };
  return {
    turn: (session, turn, text, ms) => call(routes.turn(session, turn, text), ms),
    append: (session, turn, text, ms) => call(routes.append(session, turn, text), ms),
    history: async (session, ms) => JSON.parse(await call(routes.history(session), ms)).map((message) => message.id),
    leave: () => {},
    close: () => pool.destroy().catch(() => {}),
  };
};
