// Restate: the virtual object "Session", keyed by conversation. Its messages are the object's state;
// the plan, every tool call and the reply are journaled by restate-server.
import './with-resolvers.mjs';
import * as restate from '@restatedev/restate-sdk';
import { callTool, plan, reply } from './turn.mjs';

const KEPT = 20;

const session = restate.object({
  name: 'Session',
  handlers: {
    turn: async (ctx, { turn, text }) => {
      const messages = (await ctx.get('messages')) || [];
      messages.push({ id: `u${turn}`, role: 'user', content: text });
      ctx.set('messages', messages.slice(-KEPT));
      const tasks = await ctx.run('plan', () => plan(text));
      const results = await restate.RestatePromise.all(tasks.map((task) => ctx.run(task.id,
        () => callTool(task.tool, { session: ctx.key, turn, q: text, delayMs: task.delayMs }))));
      const answer = await ctx.run('reply', () => reply(Object.fromEntries(tasks.map((task, i) => [task.id, results[i]]))));
      messages.push({ id: `a${turn}`, role: 'assistant', content: answer });
      ctx.set('messages', messages.slice(-KEPT));
      return { answer };
    },
    append: async (ctx, { turn, text }) => {
      const messages = [...((await ctx.get('context')) || []), { n: turn, content: text }].slice(-KEPT);
      ctx.set('context', messages);
      return { messages };
    },
    history: restate.handlers.object.shared(async (ctx) => ((await ctx.get('messages')) || []).map(({ id, role }) => ({ id, role }))),
  },
});

restate.serve({ services: [session], port: Number(process.env.PORT || 17490) });
