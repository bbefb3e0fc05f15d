// One conversation as somebody at the desk sees it: what its AG-UI events come to.

export const empty = () => ({messages: [], plan: null, interrupts: [], running: false, desk: null});

export function apply(state, event) {
  switch (event.type) {
    case 'MESSAGES_SNAPSHOT':
      state.messages = event.messages.filter(it => it.role !== 'activity').map(message);
      state.plan = event.messages.filter(it => it.role === 'activity').at(-1)?.content ?? null;
      break;
    case 'STATE_SNAPSHOT':
      state.interrupts = event.snapshot.interrupts ?? [];
      state.running = event.snapshot.running;
      break;
    case 'RUN_STARTED':
      state.running = true;
      state.interrupts = [];
      break;
    case 'RUN_FINISHED':
      state.running = false;
      state.interrupts = event.outcome?.interrupts ?? [];
      break;
    case 'RUN_ERROR':
      state.running = false;
      break;
    case 'TEXT_MESSAGE_START':
      state.messages.push(message({id: event.messageId, role: event.role, content: '', metadata: event.metadata}));
      break;
    case 'TEXT_MESSAGE_CONTENT': {
      const open = state.messages.findLast(it => it.id === event.messageId);
      if (open) {
        open.content += event.delta;
      }
      break;
    }
    case 'ACTIVITY_SNAPSHOT':
      state.plan = event.content;
      break;
    case 'ACTIVITY_DELTA':
      event.patch.forEach(step => patch(state.plan, step));
      break;
    case 'CUSTOM':
      if (event.name === 'jetway.desk') {
        state.messages.push({id: `${event.timestamp}-${event.value.state}`, role: 'note', content: note(event.value)});
      }
      break;
    default:
  }
}

const message = it => ({id: it.id, role: it.role, content: it.content ?? '', from: it.metadata?.jetway?.from?.name});

const note = desk => ({
  requested: 'The traveler asked for a person.',
  joined: `${desk.name} joined.`,
  left: desk.expired ? `${desk.name} went away.` : `${desk.name} handed back to the agents.`,
})[desk.state] ?? '';

/** Plans change by adding a task, or a field of one, and by replacing a status. */
function patch(plan, {op, path, value}) {
  const [, list, index, field] = path.split('/');
  if (!plan || list !== 'tasks') {
    return;
  }
  if (field) {
    plan.tasks[index][field] = value;
  } else if (op === 'add') {
    plan.tasks.splice(Number(index), 0, value);
  }
}
