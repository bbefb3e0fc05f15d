// A conversation as the page shows it. Plain data and functions: no DOM, no network.

export const empty = thread => ({
  thread,
  epoch: null,
  seq: 0,
  items: [],
  plans: {},
  calls: {},
  lines: {},
  run: null,
  interrupts: [],
  failure: null,
});

/** Applies a server frame; returns 'gap' when events are missing and the thread has to be subscribed again. */
export function apply(state, frame) {
  if (frame.thread !== state.thread) {
    return 'other';
  }
  switch (frame.type) {
    case 'subscribed':
      if (state.epoch === null && frame.seq === 0) {
        state.epoch = frame.epoch;
      }
      return 'ok';
    case 'reset':
      state.resetTo = {epoch: frame.epoch, seq: frame.seq};
      return 'ok';
    case 'event':
      return event(state, frame);
    default:
      return 'ok';
  }
}

function event(state, frame) {
  if (state.resetTo) {
    return snapshot(state, frame);
  }
  if (frame.seq <= state.seq) {
    return 'seen';
  }
  if ((frame.firstSeq ?? frame.seq) > state.seq + 1) {
    return 'gap';
  }
  state.seq = frame.seq;
  agui(state, frame.event);
  return 'ok';
}

/** The cursor moves only when both snapshots are in, so that a cut in between loses nothing. */
function snapshot(state, frame) {
  agui(state, frame.event);
  if (frame.event.type === 'STATE_SNAPSHOT') {
    state.epoch = state.resetTo.epoch;
    state.seq = state.resetTo.seq;
    delete state.resetTo;
  }
  return 'ok';
}

function agui(state, event) {
  switch (event.type) {
    case 'RUN_STARTED':
      state.run = event.runId;
      state.interrupts = [];
      state.failure = null;
      break;
    case 'RUN_FINISHED':
      state.run = null;
      state.interrupts = event.outcome?.type === 'interrupt' ? event.outcome.interrupts : [];
      break;
    case 'RUN_ERROR':
      state.run = null;
      state.interrupts = [];
      state.failure = event.message;
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
    case 'TOOL_CALL_START':
      state.calls[event.toolCallId] = {
        id: event.toolCallId,
        tool: event.toolCallName,
        task: event.subagentRunId,
        args: '',
        outcome: null,
      };
      break;
    case 'TOOL_CALL_ARGS':
      if (state.calls[event.toolCallId]) {
        state.calls[event.toolCallId].args += event.delta;
      }
      break;
    case 'TOOL_CALL_RESULT':
      if (state.calls[event.toolCallId]) {
        Object.assign(state.calls[event.toolCallId], {
          outcome: event.metadata?.jetway?.outcome ?? 'ok',
          millis: event.metadata?.jetway?.millis,
          detail: event.content,
        });
      }
      break;
    case 'MESSAGES_SNAPSHOT':
      messages(state, event.messages);
      break;
    case 'STATE_SNAPSHOT':
      state.run = event.snapshot.running ? event.snapshot.runId : null;
      state.interrupts = event.snapshot.interrupts ?? [];
      state.earlier = event.snapshot.earlier;
      break;
  }
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
  Object.assign(known, {role: event.role ?? 'assistant', text: '', open: true, pending: false, error: undefined});
}

function addPlan(state, id, content) {
  if (!state.plans[id]) {
    state.items.push({kind: 'plan', id});
  }
  state.plans[id] = content;
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
    return {kind: 'message', id: m.id, role: m.role, text: m.content ?? '', open: false};
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
export function typed(state, id, text) {
  state.items.push({kind: 'message', id, role: 'user', text, open: false, pending: true});
  state.failure = null;
}

export function settle(state, id, error) {
  const item = state.items.find(it => it.id === id);
  if (item) {
    item.pending = false;
    item.error = error;
  }
}

export const planIds = state => state.items.filter(item => item.kind === 'plan').map(item => item.id);

export const turnOf = planId => planId.replace(/:plan$/, '');

/** Tool calls of one task, in the order in which they were reported. */
export const callsOf = (state, planId, task) =>
  Object.values(state.calls).filter(call => call.task === `${turnOf(planId)}:${task.id}`);

/** What was last said to be done for a task. */
export const lineOf = (state, planId, task) => state.lines[`${turnOf(planId)}:${task.id}`];

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
