import {html, nothing, render} from './lib/lit-html.js';
import {repeat} from './lib/directives/repeat.js';
import {unsafeHTML} from './lib/directives/unsafe-html.js';
import {marked} from './lib/marked.js';
import DOMPurify from './lib/purify.js';
import {callsOf, inOrder, lineOf, planIds} from './model.js';

const EXAMPLES = [
  {title: 'Fly and stay', text: 'I need a flight from London to Tokyo on 3 March, two adults, back ten days later, and a hotel near the centre under £150 a night'},
  {title: 'A weekend away', text: 'Find available hotels in Boston for next weekend'},
  {title: 'Is it warm there?', text: "What's the weather like in Lisbon in May, and how do I get there from Berlin?"},
  {title: 'What have I booked?', text: 'Show me my upcoming bookings'},
];

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

// No images, styles or forms: an image address is a way to carry data out.
const CLEAN = {
  ALLOWED_TAGS: ['p', 'br', 'strong', 'em', 'del', 'a', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td',
    'code', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr'],
  ALLOWED_ATTR: ['href', 'align', 'start', 'target', 'rel'],
  FORBID_TAGS: ['img', 'style', 'form'],
};
DOMPurify.addHook('afterSanitizeAttributes', node => {
  if (node.tagName === 'A') {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer nofollow');
  }
});
// Markup that is not Markdown is shown as it was written; an image by its description.
const escape = text => text.replace(/[&<>"]/g, c => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'})[c]);
marked.use({gfm: true, renderer: {html: ({text}) => escape(text), image: ({text}) => escape(text)}});
const rendered = new Map();
function markdown(text) {
  if (!rendered.has(text)) {
    if (rendered.size > 200) {
      rendered.clear();
    }
    rendered.set(text, DOMPurify.sanitize(marked.parse(text), CLEAN));
  }
  return unsafeHTML(rendered.get(text));
}

const icon = {
  mark: html`<svg viewBox="0 0 32 32" class="mark" aria-hidden="true"><rect width="32" height="32" rx="9"/><path d="M6 21.500 26 12"/><path class="arc" d="M6 21.500c4.500 2.600 10.500 3.300 16 1.800"/><circle cx="26" cy="12" r="2.600"/></svg>`,
  plus: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12"/></svg>`,
  theme: html`<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="6.500"/><path class="fill" d="M10 3.500a6.500 6.500 0 0 1 0 13z"/></svg>`,
  send: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10h11M10.500 5.500 15 10l-4.500 4.500"/></svg>`,
  stop: html`<svg viewBox="0 0 20 20" aria-hidden="true"><rect class="fill" x="6" y="6" width="8" height="8" rx="1.500"/></svg>`,
  check: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 10.500 3.500 3.500L15 6.500"/></svg>`,
  cross: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="m6 6 8 8m0-8-8 8"/></svg>`,
  question: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 5v6M10 14.500v.1"/></svg>`,
  dash: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M6 10h8"/></svg>`,
};

export function paint(app, act) {
  const log = document.querySelector('#log');
  const follow = app.sticky || !log || log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  app.sticky = false;
  render(page(app, act), document.querySelector('#app'));
  showQuestion(app);
  const now = document.querySelector('#log');
  if (follow && app.state.items.length) {
    now.scrollTop = now.scrollHeight;
  }
}

const page = (app, act) => html`
  <a class="skip" href="#message">Skip to the message field</a>
  ${header(app, act)}
  <div class="desk">
    <main>
      <div id="log" tabindex="0" role="log" aria-live="polite" aria-label="Conversation">
        ${app.state.items.length ? conversation(app, act) : welcome(app, act)}
      </div>
      ${composer(app, act)}
    </main>
    ${planPanel(app)}
  </div>
  ${question(app, act)}`;

const connectionWords = {online: 'Connected', connecting: 'Connecting…', offline: 'Offline, reconnecting…', refused: 'Not connected'};

const plannerName = info => (info.planner === 'embedded' ? 'Embedded planner' : `Planner: ${info.planner}`);

const header = (app, act) => html`
  <header>
    <div class="brand">${icon.mark}<span class="name">Jetway</span></div>
    <p class="chip state ${app.status}" role="status"><i></i><span>${connectionWords[app.status]}</span></p>
    ${app.info ? html`<p class="chip wide planner" title="Version ${app.info.version}">${plannerName(app.info)}</p>` : nothing}
    <span class="grow"></span>
    <p class="who" title="Development sign-in: anybody may be anybody"><b>${app.guest}</b><small>development sign-in</small></p>
    <button class="icon" @click=${act.toggleTheme} aria-label="Switch between light and dark" title="Light or dark">${icon.theme}</button>
    <button class="new" @click=${act.newConversation} aria-label="New conversation">${icon.plus}<span>New conversation</span></button>
  </header>`;

const welcome = (app, act) => html`
  <section class="welcome">
    <p class="eyebrow">Flights, hotels, weather, bookings</p>
    <h1>Where to next?</h1>
    <p>Say it in your own words. You see the plan being worked, and nothing is booked before you have approved every detail.</p>
    <div class="examples">
      ${EXAMPLES.map(example => html`
        <button @click=${() => act.send(example.text)}><b>${example.title}</b><span>${example.text}</span></button>`)}
    </div>
  </section>`;

const conversation = (app, act) => html`
  ${app.state.earlier ? html`<p class="earlier">Earlier messages are not shown.</p>` : nothing}
  ${repeat(app.state.items, item => item.id, item => (item.kind === 'plan' ? inlinePlan(app.state, item.id) : message(item)))}
  ${app.state.run ? working(app.state) : nothing}
  ${app.later && app.state.interrupts.length ? html`
    <div class="banner" role="status"><span>Waiting for your answer: <b>${app.state.interrupts[0].message}</b></span>
      <button class="primary small" @click=${act.decideNow}>Review</button></div>` : nothing}`;

const message = item => html`
  <article class="message ${item.role} ${item.pending ? 'pending' : ''} ${item.error ? 'refused' : ''}">
    <span class="hidden">${item.role === 'user' ? 'You' : 'Jetway'}:</span>
    ${item.role === 'user'
      ? html`<div class="bubble">${item.text || html`<i>(empty message)</i>`}</div>`
      : html`<div class="prose ${item.open ? 'open' : ''}">${markdown(item.text)}</div>`}
    ${item.error ? html`<p class="note bad">Not sent: ${item.error}</p>` : item.pending ? html`<p class="note">Sending…</p>` : nothing}
  </article>`;

function inlinePlan(state, id) {
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

function working(state) {
  const id = planIds(state).at(-1);
  const active = (state.plans[id]?.tasks ?? []).filter(task => task.status === 'working' || task.status === 'committing');
  return html`<p class="thinking"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${
    active.length ? active.map(task => task.title).join(' · ') : 'Thinking about it'}</p>`;
}

function planPanel(app) {
  const id = planIds(app.state).at(-1);
  const plan = app.state.plans[id];
  return html`
    <aside aria-label="Plan">
      <h2>The plan</h2>
      ${plan ? html`
        ${taskList(app.state, id)}
        ${plan.assumptions?.length ? html`<h3>Assumed</h3><ul class="assumed">${plan.assumptions.map(it => html`<li>${it}</li>`)}</ul>` : nothing}`
      : html`<p class="quiet">When you ask for something, its tasks appear here: who works on what, which tools are called, and how long each took.</p>`}
      ${tools(app.info)}
    </aside>`;
}

const tools = info => (info?.tools.length ? html`
  <footer class="tools"><h3>Tool servers</h3>
    <ul>${info.tools.map(tool => html`<li class=${tool.state === 'ready' ? 'ready' : 'down'}><i></i>${tool.name}<span>${tool.state}</span></li>`)}</ul>
  </footer>` : nothing);

const taskList = (state, id) => html`
  <ol class="tasks">
    ${repeat(inOrder(state.plans[id]?.tasks ?? []), task => task.id, task => html`
      <li class="task ${task.status}">
        <span class="dot" aria-hidden="true">${taskIcon(task.status)}</span>
        <div>
          <b>${task.title}</b>
          <span class="meta">${task.agent ?? task.skill} · <em>${WORDS[task.status] ?? task.status}</em>${task.optional ? ' · optional' : ''}</span>
          ${(task.status === 'working' || task.status === 'committing') && lineOf(state, id, task) ? html`<p class="detail">${lineOf(state, id, task)}</p>` : nothing}
          ${task.detail ? html`<p class="detail">${task.detail}</p>` : nothing}
          ${callsOf(state, id, task).map(toolCall)}
        </div>
      </li>`)}
  </ol>`;

const taskIcon = status => ({
  completed: icon.check, failed: icon.cross, canceled: icon.dash, 'input-required': icon.question, 'approval-required': icon.question,
})[status] ?? nothing;

function toolCall(call) {
  const bad = call.outcome && call.outcome !== 'ok';
  const took = call.millis === undefined ? (call.outcome ?? 'waiting') : call.millis < 1000 ? `${call.millis} ms` : `${(call.millis / 1000).toFixed(1)} s`;
  return html`
    <details class="call ${bad ? 'bad' : ''}">
      <summary><code>${call.tool}</code><span>${bad ? `${call.outcome} · ` : ''}${took}</span></summary>
      <pre>${pretty(call.args)}</pre>
      ${bad ? html`<p>${call.detail}</p>` : nothing}
    </details>`;
}

function pretty(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 1);
  } catch {
    return json;
  }
}

function composer(app, act) {
  const submit = event => {
    event.preventDefault();
    const field = event.target.closest('form').elements.message;
    const text = field.value.trim();
    if (text) {
      field.value = '';
      grow(field);
      act.send(text);
    }
  };
  const key = event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      submit(event);
    }
  };
  return html`
    ${app.status === 'refused' ? html`
      <div class="banner bad" role="alert"><span>${app.bye?.message ?? 'The server refused the connection'}</span>
        ${/^https?:/.test(app.bye?.url ?? '') ? html`<a class="ghost small" href=${app.bye.url}>Go to region ${app.bye.region}</a>` : nothing}
        <button class="ghost small" @click=${act.reconnect}>Try again</button></div>` : nothing}
    ${app.notice ? html`
      <div class="banner bad" role="alert"><span>${app.notice}</span><button class="ghost small" @click=${act.dismissNotice}>Close</button></div>` : nothing}
    <form class="composer" @submit=${submit}>
      <textarea id="message" name="message" rows="1" maxlength="20000" aria-label="Your message" placeholder=${
        app.status === 'online' ? 'Ask for a trip…' : 'Offline: sent when back'}
        @keydown=${key} @input=${event => grow(event.target)}></textarea>
      ${app.state.run
        ? html`<button type="button" class="round stop" @click=${act.cancel} aria-label="Stop this request" title="Stop">${icon.stop}</button>`
        : html`<button class="round" aria-label="Send">${icon.send}</button>`}
    </form>
    <p class="fine">Enter sends, Shift+Enter makes a new line. Prices and schedules are simulated.</p>`;
}

function grow(field) {
  field.rows = Math.min(6, field.value.split('\n').length + Math.floor(field.value.length / 90));
}

const question = (app, act) => html`
  <dialog id="question" aria-labelledby="question-title" @cancel=${event => {
    event.preventDefault();
    act.decideLater();
  }}>
    ${app.state.interrupts.length ? html`
      <p class="eyebrow">${app.state.interrupts.length === 1 ? 'Your approval is needed' : `${app.state.interrupts.length} approvals are needed`}</p>
      ${app.state.interrupts.map((it, i) => ask(app, act, it, i))}
      <div class="row foot">
        <button class="link" @click=${act.decideLater}>Decide later</button>
      </div>` : nothing}
  </dialog>`;

function ask(app, act, it, index) {
  const jetway = it.metadata?.jetway ?? {};
  const details = jetway.details ?? Object.entries(jetway.summary ?? {}).map(([label, value]) => ({label, value}));
  const common = mostly(details.filter(d => d.from).map(source), details.length);
  const expired = it.expiresAt && Date.parse(it.expiresAt) < Date.now();
  const chosen = app.choices[it.id];
  return html`
    <section>
      <h2 id=${index === 0 ? 'question-title' : nothing} tabindex="-1">${it.message}?</h2>
      <dl>${details.map(d => html`<div><dt>${d.label}</dt><dd>${d.value}${d.from && source(d) !== common ? html`<small>${source(d)}</small>` : nothing}</dd></div>`)}</dl>
      ${common ? html`<p class="until">Where nothing else is said: ${common}.</p>` : nothing}
      ${jetway.remarks?.length ? html`<ul class="remarks" aria-label="Not said by you">${jetway.remarks.map(it => html`<li>${it}</li>`)}</ul>` : nothing}
      <p class="until ${expired ? 'bad' : ''}">${expired ? 'This offer has expired.' : it.expiresAt ? `Held until ${until(it.expiresAt)}. ` : ''}
        Exactly this is done when you approve, and nothing else.</p>
      <div class="row">
        <button class="ghost ${chosen === false ? 'chosen' : ''}" ?disabled=${app.answering} @click=${() => act.choose(it.id, false)}>Decline</button>
        <button class="primary ${chosen === true ? 'chosen' : ''}" ?disabled=${app.answering || expired} @click=${() => act.choose(it.id, true)}>${
          app.answering && chosen ? 'Approving…' : 'Approve'}</button>
      </div>
    </section>`;
}

const sources = {traveler: 'you said so', tool: 'from the offer', computed: 'worked out'};

const source = detail => (detail.by ? `from ${detail.by}` : sources[detail.from] ?? detail.from);

// A source that most values share, at least three, is told once.
function mostly(found, all) {
  return found.find(it => {
    const same = found.filter(other => other === it).length;
    return same >= 3 && 2 * same > all;
  });
}

const until = iso => new Intl.DateTimeFormat(undefined, {weekday: 'short', hour: '2-digit', minute: '2-digit'}).format(new Date(iso));

function showQuestion(app) {
  const dialog = document.querySelector('#question');
  const wanted = app.state.interrupts.length > 0 && !app.later;
  if (wanted && !dialog.open) {
    dialog.showModal();
    dialog.querySelector('h2')?.focus();
  } else if (!wanted && dialog.open) {
    dialog.close();
    document.querySelector('#message')?.focus();
  }
}
