import {html, nothing} from '../lib/lit-html.js';
import {repeat} from '../lib/directives/repeat.js';
import {callsOf, inOrder, lineOf, planIds, tookOf} from '../model.js';
import {icon} from './icons.js';

const WORDS = {
  submitted: 'waiting',
  working: 'working',
  'approval-required': 'needs your approval',
  committing: 'booking',
  completed: 'done',
  'input-required': 'needs more from you',
  failed: 'not available',
  canceled: 'stopped',
};

const ICONS = {
  completed: icon.check, failed: icon.cross, canceled: icon.dash, 'input-required': icon.question, 'approval-required': icon.question,
};

/** The latest plan, beside the conversation. */
export function planPanel(app, talk) {
  const id = planIds(talk.state).at(-1);
  const plan = talk.state.plans[id];
  return html`
    <aside aria-label="Plan">
      <h2>The plan</h2>
      ${plan ? html`
        ${taskList(talk.state, id)}
        ${plan.assumptions?.length ? html`<h3>Assumed</h3><ul class="assumed">${plan.assumptions.map(it => html`<li>${it}</li>`)}</ul>` : nothing}`
      : html`<p class="quiet">When you ask for something, its tasks appear here: who works on what, which tools are called, and how long each took.</p>`}
      ${tools(app.info)}
    </aside>`;
}

/** A plan between the messages, folded up. */
export function inlinePlan(state, id) {
  const tasks = state.plans[id]?.tasks ?? [];
  const done = tasks.filter(task => task.status === 'completed' || task.status === 'input-required').length;
  const degraded = tasks.filter(task => task.status === 'failed').length;
  return html`
    <details class="inline-plan">
      <summary><span class="bar" aria-hidden="true">${tasks.map(task => html`<i class=${task.status}></i>`)}</span>
        ${done} of ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'} done${degraded ? `, ${degraded} not available` : ''}</summary>
      ${taskList(state, id)}
    </details>`;
}

const tools = info => (info?.tools.length ? html`
  <footer class="tools"><h3>Tool servers</h3>
    <ul>${info.tools.map(tool => html`<li class=${tool.state === 'ready' ? 'ready' : 'down'}><i></i>${tool.name}<span>${tool.state}</span></li>`)}</ul>
  </footer>` : nothing);

const taskList = (state, id) => html`
  <ol class="tasks">
    ${repeat(inOrder(state.plans[id]?.tasks ?? []), task => task.id, task => html`
      <li class="task ${task.status}">
        <span class="dot" aria-hidden="true">${ICONS[task.status] ?? nothing}</span>
        <div>
          <b>${task.title}</b>
          <span class="meta">${task.agent ?? task.skill} · <em>${WORDS[task.status] ?? task.status}</em>${took(tookOf(state, id, task), ' in ')}${task.optional ? ' · optional' : ''}</span>
          ${isBusy(task) && lineOf(state, id, task) ? html`<p class="detail">${lineOf(state, id, task)}</p>` : nothing}
          ${task.detail ? html`<p class="detail">${task.detail}</p>` : nothing}
          ${callsOf(state, id, task).map(toolCall)}
        </div>
      </li>`)}
  </ol>`;

const isBusy = task => task.status === 'working' || task.status === 'committing';

const took = (millis, before = '') =>
  millis === undefined ? '' : `${before}${millis < 1000 ? `${millis} ms` : `${(millis / 1000).toFixed(1)} s`}`;

function toolCall(call) {
  const bad = call.outcome && call.outcome !== 'ok';
  return html`
    <details class="call ${bad ? 'bad' : call.asOf ? 'old' : ''}">
      <summary><code>${call.tool}</code><span>${bad ? `${call.outcome} · ` : ''}${took(call.millis) || (call.outcome ?? 'waiting')}</span></summary>
      ${call.asOf ? html`<p>Could not be reached: this is what it said ${moment(call.asOf)}.</p>` : nothing}
      <pre>${pretty(call.args)}</pre>
      ${bad ? html`<p>${call.detail}</p>` : nothing}
    </details>`;
}

const moment = at => new Intl.DateTimeFormat(undefined, {weekday: 'short', hour: '2-digit', minute: '2-digit'}).format(at);

function pretty(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 1);
  } catch {
    return json;
  }
}
