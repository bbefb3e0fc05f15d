// A conversation as the page shows it. Plain data and functions: no DOM, no network.

export const empty = thread => ({
  thread,
  cursor: null,
  items: [],
  plans: {},
  calls: {},
  lines: {},
  times: {},
  run: null,
  interrupts: [],
  failure: null,
  earlier: false,
  desk: null,
});

/** One more event. */
export function happen(state, event, cursor) {
  state.cursor = cursor;
  switch (event.type) {
    case 'RUN_STARTED':
      Object.assign(state, {run: event.runId, interrupts: [], failure: null});
      break;
    case 'RUN_FINISHED':
      state.run = null;
      state.interrupts = event.outcome?.type === 'interrupt' ? event.outcome.interrupts : [];
      break;
    case 'RUN_ERROR':
      Object.assign(state, {run: null, interrupts: [], failure: event.message});
      break;
    case 'TEXT_MESSAGE_START':
      begin(state, event);
      break;
    case 'TEXT_MESSAGE_CONTENT':
      message(state, event.messageId).text += event.delta;
      break;
    case 'TEXT_MESSAGE_END':
      message(state, event.messageId).open = false;
      break;
    case 'ACTIVITY_SNAPSHOT':
      if (event.activityType === 'jetway.plan') {
        addPlan(state, event.messageId, event.content);
      }
      break;
    case 'ACTIVITY_DELTA':
      if (state.plans[event.messageId]) {
        event.patch.forEach(op => patch(state.plans[event.messageId], op));
      }
      break;
    case 'REASONING_MESSAGE_CONTENT':
      state.lines[event.subagentRunId] = event.delta;
      break;
    case 'SUBAGENT_STARTED':
      state.times[event.subagentRunId] ??= {from: event.timestamp};
      break;
    case 'SUBAGENT_FINISHED':
    case 'SUBAGENT_ERROR':
      if (state.times[event.subagentRunId]) {
        state.times[event.subagentRunId].to = event.timestamp;
      }
      break;
    case 'TOOL_CALL_START':
      state.calls[event.toolCallId] = {id: event.toolCallId, tool: event.toolCallName, task: event.subagentRunId, args: '', outcome: null};
      break;
    case 'TOOL_CALL_ARGS':
      if (state.calls[event.toolCallId]) {
        state.calls[event.toolCallId].args += event.delta;
      }
      break;
    case 'CUSTOM':
      if (event.name === 'jetway.desk') {
        state.desk = event.value.state === 'left' ? null : {name: event.value.name};
      }
      break;
    case 'TOOL_CALL_RESULT':
      result(state.calls[event.toolCallId], event);
      break;
  }
}

/** All there is, in place of everything known so far. */
export function replace(state, snapshot, cursor) {
  state.cursor = cursor;
  messages(state, snapshot.messages);
  state.run = snapshot.state.running ? snapshot.state.runId : null;
  state.interrupts = snapshot.state.interrupts ?? [];
  state.earlier = snapshot.state.earlier ?? false;
  state.desk = snapshot.state.desk ?? null;
}

/** What was said before everything known. */
export function prepend(state, page) {
  const known = new Set(state.items.map(item => item.id));
  const older = page.messages.filter(m => !known.has(m.id));
  state.items.unshift(...older.map(m => ({kind: 'message', id: m.id, role: m.role, text: m.content, open: false})));
  state.earlier = page.more;
}

function message(state, id) {
  let found = state.items.find(item => item.id === id);
  if (!found) {
    found = {kind: 'message', id, role: 'assistant', text: '', open: true};
    state.items.push(found);
  }
  return found;
}

function begin(state, event) {
  const known = message(state, event.messageId);
  Object.assign(known, {role: event.role ?? 'assistant', by: event.name, text: '', open: true, pending: false, error: undefined});
}

function addPlan(state, id, content) {
  if (!state.plans[id]) {
    state.items.push({kind: 'plan', id});
  }
  state.plans[id] = content;
}

function result(call, event) {
  if (call) {
    const {outcome = 'ok', millis, asOf} = event.metadata?.jetway ?? {};
    Object.assign(call, {outcome, millis, asOf, detail: event.content});
  }
}

/** Messages that were typed here and not yet acknowledged stay at the end. */
function messages(state, list) {
  const mine = state.items.filter(item => item.pending && !list.some(m => m.id === item.id));
  const plans = {};
  state.items = list.map(m => {
    if (m.role === 'activity') {
      plans[m.id] = {...m.content, planner: state.plans[m.id]?.planner};
      return {kind: 'plan', id: m.id};
    }
    return {kind: 'message', id: m.id, role: m.role, by: m.name, text: m.content ?? '', open: false};
  });
  state.items.push(...mine);
  state.plans = plans;
}

function patch(target, {op, path, value}) {
  const keys = path.split('/').slice(1).map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop();
  const parent = keys.reduce((node, key) => node?.[key], target);
  if (Array.isArray(parent) && op === 'add') {
    parent.splice(Number(last), 0, value);
  } else if (parent && (op === 'add' || op === 'replace')) {
    parent[last] = value;
  }
}

/** What was typed here, shown before the server has it. */
export function typed(state, {id, runId, text}) {
  const item = {kind: 'message', id, runId, role: 'user', text, open: false, pending: true};
  state.items.push(item);
  state.failure = null;
  return item;
}

export function settle(state, id, error) {
  const item = state.items.find(it => it.id === id);
  if (item) {
    item.pending = false;
    item.error = error;
  }
}

export const unsent = state => state.items.filter(item => item.pending && item.runId);

export const firstWords = state => state.items.find(item => item.role === 'user')?.text;

export const firstMessage = state => state.items.find(item => item.kind === 'message' && !item.pending)?.id;

export const planIds = state => state.items.filter(item => item.kind === 'plan').map(item => item.id);

const taskKey = (planId, task) => `${planId.replace(/:plan$/, '')}:${task.id}`;

/** Tool calls of one task, in the order in which they were reported. */
export const callsOf = (state, planId, task) => Object.values(state.calls).filter(call => call.task === taskKey(planId, task));

/** What was last said to be done for a task. */
export const lineOf = (state, planId, task) => state.lines[taskKey(planId, task)];

/** How long a task took in milliseconds, if its beginning and its end were seen. */
export function tookOf(state, planId, task) {
  const {from, to} = state.times[taskKey(planId, task)] ?? {};
  return from && to ? to - from : undefined;
}

/** What a reply offers: the options of the plan it ends, by task. */
export function offersOf(state, index) {
  const reply = state.items[index];
  if (reply.role !== 'assistant' || reply.open) {
    return [];
  }
  const plan = state.items.slice(0, index).findLast(item => item.kind === 'plan' || item.role === 'assistant');
  return (state.plans[plan?.id]?.tasks ?? []).map(task => task.options ?? []).filter(options => options.length);
}

/** Where the last offers are: only these are what a number means. */
export function lastOffer(state) {
  for (let i = state.items.length - 1; i > 0; i--) {
    if (offersOf(state, i).length) {
      return i;
    }
  }
  return -1;
}

/** Tasks with those they wait for first. */
export function inOrder(tasks) {
  const depth = new Map();
  const byId = new Map(tasks.map(task => [task.id, task]));
  const of = (task, seen) => {
    if (!depth.has(task.id)) {
      const before = task.dependsOn.filter(id => byId.has(id) && !seen.has(id));
      depth.set(task.id, before.length ? 1 + Math.max(...before.map(id => of(byId.get(id), new Set([...seen, id])))) : 0);
    }
    return depth.get(task.id);
  };
  return [...tasks].sort((a, b) => of(a, new Set([a.id])) - of(b, new Set([b.id])));
}
