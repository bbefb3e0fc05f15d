import {Connection} from './connection.js';
import * as model from './model.js';
import {paint} from './views.js';

const stored = (store, key) => {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
};
const keep = (store, key, value) => {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    store.removeItem(key);
  }
};
const newId = prefix => `${prefix}-${crypto.randomUUID()}`;

function guestName() {
  const asked = new URLSearchParams(location.search).get('as');
  const name = /^[A-Za-z0-9._-]{1,64}$/.test(asked ?? '') ? asked : stored(localStorage, 'jetway.guest');
  const guest = name ?? `guest-${Math.random().toString(36).slice(2, 6)}`;
  keep(localStorage, 'jetway.guest', guest);
  return guest;
}

const guest = guestName();
const threadKey = `jetway.thread.${guest}`;
const stateKey = `jetway.conversation.${guest}`;

function restored() {
  const thread = stored(localStorage, threadKey) ?? newId('t');
  const before = stored(sessionStorage, stateKey);
  keep(localStorage, threadKey, thread);
  return before?.thread === thread ? before : model.empty(thread);
}

const app = {
  guest,
  state: restored(),
  status: 'connecting',
  bye: null,
  info: null,
  theme: stored(localStorage, 'jetway.theme'),
  choices: {},
  answering: false,
  later: false,
  notice: '',
};

let drawing = 0;
let saving = 0;
function changed() {
  drawing ||= requestAnimationFrame(() => {
    drawing = 0;
    document.documentElement.dataset.theme = app.theme ?? '';
    paint(app, actions);
  });
  clearTimeout(saving);
  saving = setTimeout(() => !app.state.resetTo && keep(sessionStorage, stateKey, app.state), 250);
}

const currencies = {GB: 'GBP', US: 'USD', CH: 'CHF', JP: 'JPY', CA: 'CAD', AU: 'AUD', SE: 'SEK', NO: 'NOK', DK: 'DKK', PL: 'PLN',
  DE: 'EUR', FR: 'EUR', ES: 'EUR', IT: 'EUR', NL: 'EUR', PT: 'EUR', IE: 'EUR', AT: 'EUR', BE: 'EUR', FI: 'EUR', GR: 'EUR'};
const locale = navigator.language;
const region = new Intl.Locale(locale).maximize().region;

const connection = new Connection({
  hello: () => ({
    type: 'hello',
    token: `dev:${app.guest}`,
    client: {
      name: 'jetway-page',
      locale,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(currencies[region] ? {currency: currencies[region]} : {}),
    },
  }),
  cursor: () => app.state,
  on: {
    status(word, bye) {
      app.status = word;
      app.bye = bye;
      if (word === 'online') {
        refreshInfo();
      }
      changed();
    },
    frame(frame) {
      const open = app.state.interrupts.map(it => it.id).join();
      if (model.apply(app.state, frame) === 'gap') {
        connection.subscribe();
      }
      if (app.state.interrupts.map(it => it.id).join() !== open) {
        Object.assign(app, {choices: {}, answering: false, later: false});
      }
      changed();
    },
  },
});

async function refreshInfo() {
  try {
    app.info = await (await fetch('/v1/info')).json();
    changed();
  } catch {
    // the page works without; the next connection asks again
  }
}

const runInput = fields => ({threadId: app.state.thread, runId: newId('run'), protocolVersion: '1.0', messages: [], tools: [], context: [], ...fields});

const actions = {
  async send(text) {
    const state = app.state;
    const id = newId('m');
    model.typed(state, id, text);
    app.sticky = true;
    changed();
    try {
      await connection.command({type: 'run', input: runInput({messages: [{id, role: 'user', content: text}]})});
      model.settle(state, id);
    } catch (error) {
      model.settle(state, id, error.message);
    }
    changed();
  },

  /** Sends the answers once every open question has one. */
  async choose(id, approved) {
    app.choices = {...app.choices, [id]: approved};
    const open = app.state.interrupts;
    changed();
    if (app.answering || !open.every(it => it.id in app.choices)) {
      return;
    }
    app.answering = true;
    app.notice = '';
    const resume = open.map(it => ({interruptId: it.id, status: 'resolved', payload: {approved: app.choices[it.id]}}));
    try {
      await connection.command({type: 'run', input: runInput({resume})});
    } catch (error) {
      app.notice = error.message;
      app.choices = {};
    }
    app.answering = false;
    changed();
  },

  decideLater() {
    app.later = true;
    changed();
  },

  decideNow() {
    app.later = false;
    changed();
  },

  async cancel() {
    try {
      await connection.command({type: 'cancel', thread: app.state.thread});
    } catch (error) {
      app.notice = error.message;
    }
    changed();
  },

  newConversation() {
    const before = app.state.thread;
    app.state = model.empty(newId('t'));
    Object.assign(app, {choices: {}, answering: false, later: false, notice: ''});
    keep(localStorage, threadKey, app.state.thread);
    connection.switchThread(before);
    changed();
    document.querySelector('#message')?.focus();
  },

  toggleTheme() {
    const dark = app.theme ? app.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    app.theme = dark ? 'light' : 'dark';
    keep(localStorage, 'jetway.theme', app.theme);
    changed();
  },

  dismissNotice() {
    app.notice = '';
    changed();
  },

  reconnect() {
    connection.open();
  },
};

refreshInfo();
connection.open();
changed();
