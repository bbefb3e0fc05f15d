import {html, render} from '/lib/lit-html.js';
import {repeat} from '/lib/directives/repeat.js';
import {ago, header, Session, showTheme, signInForm} from '/desk/staff.js';
import {apply, empty} from '/desk/conversation.js';

const REFRESH_MS = 5_000;

const app = {
  list: null,
  listError: '',
  joined: null, // {conversation, visit, thread, traveler, state, status, stop}
  shownCase: null,
  name: localStorage.getItem('jetway.desk.name') ?? '',
  notice: '',
  busy: false,
};

let drawing = 0;
function changed() {
  drawing ||= requestAnimationFrame(() => {
    drawing = 0;
    draw();
  });
}

const session = new Session('desk', () => {
  if (!session.token) {
    leaveView();
    app.list = null;
  }
  refresh();
  changed();
});

async function refresh() {
  if (!session.token) {
    return;
  }
  try {
    app.list = await session.ask('/v1/desk');
    app.listError = '';
  } catch (error) {
    app.listError = error.message;
  }
  changed();
}

setInterval(() => document.visibilityState === 'visible' && refresh(), REFRESH_MS);

/** Says what went wrong, and lets nobody do the same twice at once. */
async function act(what) {
  if (app.busy) {
    return;
  }
  app.busy = true;
  app.notice = '';
  changed();
  try {
    await what();
  } catch (error) {
    app.notice = error.message;
  }
  app.busy = false;
  changed();
}

function leaveView() {
  app.joined?.stop();
  app.joined = null;
}

const join = it => act(async () => {
  const visit = it.visit?.own ? it.visit.id : crypto.randomUUID();
  localStorage.setItem('jetway.desk.name', app.name);
  await session.ask('/v1/desk/join', {conversation: it.conversation, visit, ...(app.name ? {name: app.name} : {})});
  leaveView();
  app.shownCase = null;
  const joined = {...it, visit, state: empty(), status: 'connecting', stop: () => {}};
  app.joined = joined;
  const path = `/v1/desk/events?conversation=${encodeURIComponent(it.conversation)}&visit=${visit}`;
  joined.stop = session.follow(path, {
    event(name, data) {
      if (name === 'bye') {
        joined.stop();
        joined.status = 'over';
        joined.why = data.message;
      } else {
        apply(joined.state, data);
      }
      changed();
    },
    status(word, refusal) {
      joined.status = word === 'refused' ? 'over' : word;
      joined.why = refusal?.message ?? '';
      changed();
    },
  });
  refresh();
  requestAnimationFrame(() => document.querySelector('#words')?.focus());
});

const send = event => {
  event.preventDefault();
  const form = event.target;
  const toAgents = event.submitter?.value === 'ask';
  const text = form.words.value.trim();
  if (!text) {
    return;
  }
  const {conversation, visit} = app.joined;
  act(async () => {
    const message = {conversation, visit, id: `d-${crypto.randomUUID()}`, text};
    await session.ask(toAgents ? '/v1/desk/ask' : '/v1/desk/say', {
      ...message,
      ...(toAgents ? {runId: `run-${crypto.randomUUID()}`} : {}),
    });
    form.reset();
  });
};

const handBack = () => act(async () => {
  const {conversation, visit, status} = app.joined;
  if (status !== 'over') {
    await session.ask('/v1/desk/leave', {conversation, visit});
  }
  leaveView();
  await refresh();
});

const showCase = it => {
  leaveView();
  app.shownCase = it;
  app.notice = '';
  changed();
};

const settle = event => {
  event.preventDefault();
  const found = Object.fromEntries(new FormData(event.target));
  act(async () => {
    const answer = await session.ask('/v1/desk/settle', {
      id: app.shownCase.id,
      done: found.done === 'yes',
      note: found.note,
      ...(found.done === 'yes' ? {reference: found.reference} : {}),
    });
    app.shownCase = answer.case;
    await refresh();
  });
};

const lookUp = () => act(async () => {
  const answer = await session.ask('/v1/desk/lookup', {id: app.shownCase.id});
  app.shownCase = answer.case;
  await refresh();
});

// ---- what is shown

const needs = {asked: 'Asked for a person', stuck: 'Agents are stuck'};

const waitingItem = it => html`<li>
  <div>
    <b>${it.need ? needs[it.need.kind] : 'Somebody is there'}</b>
    ${it.need ? html`<p class="words">${it.need.words}</p>` : ''}
    <p class="soft">${it.traveler}${it.tenant ? ` · ${it.tenant}` : ''}
      · ${it.need ? `waits ${ago(it.need.since)}` : ''}
      ${it.visit ? `${it.visit.own ? 'you are' : `${it.visit.name} is`} there since ${ago(it.visit.since)}` : ''}</p>
  </div>
  <button ?disabled=${app.busy || (it.visit && !it.visit.own)} @click=${() => join(it)}
    aria-label=${`${it.visit?.own ? 'Go back to' : 'Join'} the conversation of ${it.traveler}`}>${it.visit?.own ? 'Go back' : 'Join'}</button>
</li>`;

const caseItem = it => html`<li>
  <div>
    <b>Nobody knows what came of it</b>
    <p class="words">${it.title ?? it.tool}</p>
    <p class="soft">${it.traveler} · open for ${ago(it.gaveUpAt)}</p>
  </div>
  <button @click=${() => showCase(it)} aria-label=${`Look at ${it.title ?? it.tool} of ${it.traveler}`}>Look</button>
</li>`;

const lists = () => html`<nav aria-label="What there is to do">
  <label class="who" for="clerk">Your name, as travelers see it
    <input id="clerk" maxlength="64" .value=${app.name} @change=${event => { app.name = event.target.value.trim(); }}>
  </label>
  <h2>Conversations</h2>
  ${app.listError ? html`<p class="bad" role="alert">${app.listError}</p>` : ''}
  ${app.list?.conversations.length
    ? html`<ul>${repeat(app.list.conversations, it => it.conversation, waitingItem)}</ul>`
    : html`<p class="soft">${app.list ? 'Nobody waits.' : 'Looking …'}</p>`}
  <h2>Unknown outcomes</h2>
  ${app.list?.cases.length
    ? html`<ul>${repeat(app.list.cases, it => it.id, caseItem)}</ul>`
    : html`<p class="soft">${app.list ? 'None.' : ''}</p>`}
</nav>`;

const who = it => (it.role === 'user' ? (it.from ? `${it.from}, for the traveler` : 'Traveler') : it.from ?? 'Agents');

const messageView = it => it.role === 'note'
  ? html`<p class="note">${it.content}</p>`
  : html`<div class="message ${it.role} ${it.from ? 'person' : ''}"><small>${who(it)}</small><p>${it.content}</p></div>`;

const planView = plan => html`<details class="plan" open>
  <summary>What the agents do</summary>
  <ul>${plan.tasks.map(task => html`<li><span class="task ${task.status}">${task.status}</span> ${task.title}
    ${task.detail ? html`<span class="soft">${task.detail}</span>` : ''}</li>`)}</ul>
</details>`;

const conversationView = joined => html`<section aria-label="Conversation">
  <div class="top">
    <h2>${joined.traveler} <span class="soft">${joined.thread}</span></h2>
    <button ?disabled=${app.busy} @click=${handBack}>${joined.status === 'over' ? 'Close' : 'Hand back'}</button>
  </div>
  <div class="log" role="log" aria-label="What was said" tabindex="0">
    ${repeat(joined.state.messages, (it, index) => `${it.id}/${index}`, messageView)}
  </div>
  ${joined.state.plan?.tasks?.length ? planView(joined.state.plan) : ''}
  ${joined.state.interrupts.map(it => html`<p class="asks">The traveler is asked: ${it.message}</p>`)}
  ${joined.status === 'over'
    ? html`<p class="bad" role="alert">${joined.why || 'Your visit is over.'}</p>`
    : html`<form class="composer" @submit=${send}>
        <label class="hidden" for="words">Your words</label>
        <textarea id="words" name="words" rows="2" maxlength="20000" placeholder="Say something to the traveler"
          @keydown=${event => event.key === 'Enter' && !event.shiftKey && !event.isComposing
            && (event.preventDefault(), event.target.form.requestSubmit())}></textarea>
        <button class="main" value="say" ?disabled=${app.busy}>Say</button>
        <button value="ask" ?disabled=${app.busy || joined.state.running}>Have the agents do it</button>
      </form>`}
</section>`;

const caseView = it => html`<section aria-label="Unknown outcome">
  <div class="top"><h2>${it.title ?? it.tool}</h2><button @click=${() => showCase(null)}>Close</button></div>
  <dl>
    <dt>Traveler</dt><dd>${it.traveler}</dd>
    <dt>Tool</dt><dd><code>${it.tool}</code></dd>
    <dt>Arguments</dt><dd><pre tabindex="0">${JSON.stringify(it.arguments, null, 2)}</pre></dd>
    <dt>Ask the provider by</dt><dd><code>${it.idempotencyKey}</code></dd>
    <dt>What went wrong</dt><dd>${it.errors.map(error => html`<p>${error}</p>`)}</dd>
  </dl>
  ${it.settled ? html`<p class="good" role="status">${it.settled.inWords}</p>` : html`
    <button ?disabled=${app.busy} @click=${lookUp}>Ask the tool once more</button>
    <form class="settle" @submit=${settle}>
      <fieldset>
        <legend>What did you find out?</legend>
        <label><input type="radio" name="done" value="yes" required> It was done</label>
        <label><input type="radio" name="done" value="no"> It was not done</label>
      </fieldset>
      <label for="reference">The provider's reference</label>
      <input id="reference" name="reference" maxlength="64">
      <label for="note">How you know; the traveler never sees it</label>
      <input id="note" name="note" maxlength="1000" required>
      <button class="main" ?disabled=${app.busy}>Settle it for good</button>
    </form>`}
</section>`;

const nothing = () => html`<section class="nothing"><p>Join a conversation, or look at an unknown outcome.</p>
  <p class="soft">While you are in a conversation, agents leave it to you. Hand it back when you are done; if you go away
  without, they go on after a while.</p></section>`;

function draw() {
  showTheme();
  const root = document.querySelector('#app');
  if (!session.token) {
    render(html`${header('desk', session)}${signInForm(session, 'The desk')}`, root);
    return;
  }
  const log = document.querySelector('.log');
  const atEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  render(html`${header('desk', session, app.joined?.status === 'over' ? undefined : app.joined?.status)}
    <main id="main" class=${app.joined || app.shownCase ? 'desk busy' : 'desk'}>
      <h1 class="hidden">The desk</h1>
      ${lists()}
      <div class="work">
        ${app.notice ? html`<p class="bad" role="alert">${app.notice}</p>` : ''}
        ${app.joined ? conversationView(app.joined) : app.shownCase ? caseView(app.shownCase) : nothing()}
      </div>
    </main>`, root);
  const now = document.querySelector('.log');
  if (now && atEnd) {
    now.scrollTop = now.scrollHeight;
  }
}

refresh();
changed();
