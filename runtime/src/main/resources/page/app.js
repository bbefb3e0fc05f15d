import {Connection} from './jetway-client.js';
import {Shelf} from './shelf.js';
import {SignIn, profile} from './sign-in.js';
import {keep, stored} from './storage.js';
import {Talks} from './talks.js';
import {paint} from './views/page.js';

const signIn = new SignIn(changed);
const app = {
  signIn,
  status: {word: 'connecting'},
  info: null,
  theme: stored(localStorage, 'jetway.theme'),
  drawer: false,
  offline: false,
};

const PATIENCE_MS = 800;

let drawing = 0;
let saving = 0;
function changed() {
  drawing ||= requestAnimationFrame(() => {
    drawing = 0;
    document.documentElement.dataset.theme = app.theme ?? '';
    if (app.talks) {
      paint(app, actions);
    }
  });
  saving ||= setTimeout(() => {
    saving = 0;
    app.talks?.keep();
  }, 250);
}

async function refreshInfo() {
  try {
    app.info = await (await fetch('/v1/info')).json();
    changed();
  } catch {
    // the page works without; the next connection asks again
  }
}

/** Nobody is told of a line that is back at once. */
function lineIs(down) {
  if (!down) {
    clearTimeout(app.downTimer);
    Object.assign(app, {downTimer: 0, offline: false});
  } else if (!app.downTimer) {
    app.downTimer = setTimeout(() => {
      app.offline = true;
      changed();
    }, PATIENCE_MS);
  }
}

const actions = {
  /** Whoever pressed a key on something that goes now, goes on writing. */
  send(text, event) {
    app.talks.current.send(text);
    if (event?.detail === 0) {
      document.querySelector('#message').focus();
    }
  },
  choose: (id, approved) => app.talks.current.choose(id, approved),
  postpone: later => app.talks.current.postpone(later),
  cancel: () => app.talks.current.cancel(),
  earlier: () => app.talks.current.earlier(),
  dismissNotice: () => app.talks.current.notify(''),

  newConversation() {
    app.drawer = false;
    app.talks.begin();
    changed();
    document.querySelector('#message')?.focus();
  },

  switchTo(thread) {
    app.drawer = false;
    app.talks.show(thread);
    changed();
    document.querySelector('#message')?.focus();
  },

  toggleDrawer(open) {
    app.drawer = open;
    changed();
  },

  toggleTheme() {
    const dark = app.theme ? app.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    app.theme = dark ? 'light' : 'dark';
    keep(localStorage, 'jetway.theme', app.theme);
    changed();
  },

  reconnect() {
    connection.open();
  },
};

let connection;

/** Who somebody is decides which conversations are theirs: everything begins once the node has said how to sign in. */
async function start() {
  await refreshInfo();
  signIn.begin(app.info ?? undefined);
  connection = new Connection({
    url: location.origin,
    token: wanted => signIn.token(wanted),
    profile: profile(),
    onStatus(status) {
      app.status = status;
      if (status.word === 'online') {
        signIn.taken();
        refreshInfo();
      }
      lineIs(status.word === 'offline' || (app.downTimer && status.word === 'connecting'));
      changed();
    },
  });
  app.talks = new Talks(connection, new Shelf(signIn.name, changed), changed);
  addEventListener('online', () => connection.retryNow());
  addEventListener('offline', () => connection.check());
  addEventListener('pagehide', () => app.talks.keep());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && connection.retryNow());
  connection.open();
  changed();
}

start();
