// What the pages of people who work here share: signing in, asking the node, and following a stream of events.
import {html} from '/lib/lit-html.js';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
const SILENCE_MS = 40_000;

/** What the node said no to. */
export class Refusal extends Error {
  constructor(status, body) {
    super(body?.message ?? `The node answered ${status}`);
    this.status = status;
    this.code = body?.code ?? '';
    this.retryAfterMs = body?.retryAfterMs;
  }
}

/** Who works at this page. The token lives as long as the tab, and goes nowhere but into the Authorization header. */
export class Session {
  #key;
  #changed;

  /** @param role the word for it, such as desk; @param changed () => called when somebody signs in or out */
  constructor(role, changed) {
    this.role = role;
    this.#key = `jetway.${role}.token`;
    this.#changed = changed;
    this.error = '';
    this.development = false;
    fetch('/v1/info')
      .then(answer => answer.json())
      .then(info => {
        this.development = info.authentication === 'dev';
        changed();
      })
      .catch(() => {}); // the form works without
  }

  get token() {
    return sessionStorage.getItem(this.#key);
  }

  signIn(token) {
    sessionStorage.setItem(this.#key, token);
    this.error = '';
    this.#changed();
  }

  signOut(error = '') {
    sessionStorage.removeItem(this.#key);
    this.error = error;
    this.#changed();
  }

  /** Resolves with the JSON answer, rejects with a Refusal. Whoever may not be here is signed out. */
  async ask(path, body) {
    const answer = await fetch(path, {
      method: body ? 'POST' : 'GET',
      headers: {Authorization: `Bearer ${this.token}`, ...(body ? {'Content-Type': 'application/json'} : {})},
      ...(body ? {body: JSON.stringify(body)} : {}),
    });
    return this.#checked(answer).then(it => it.json());
  }

  async #checked(answer) {
    if (answer.ok) {
      return answer;
    }
    const refusal = new Refusal(answer.status, await answer.json().catch(() => null));
    if (answer.status === 401 || refusal.message.includes(`role '${this.role}'`)) {
      this.signOut(refusal.message);
    }
    throw refusal;
  }

  /**
   * Follows a stream until told to stop, comes back after each loss, and goes on from the last event's id.
   * @param on {event(name, data), status(word)}; @return () => stops it
   */
  follow(path, on) {
    const stop = new AbortController();
    this.#follow(path, on, stop.signal);
    return () => stop.abort();
  }

  async #follow(path, on, stopped) {
    let wait = FIRST_RETRY_MS;
    let last = '';
    while (!stopped.aborted) {
      on.status('connecting');
      try {
        const answer = await this.#checked(await fetch(path, {
          headers: {Authorization: `Bearer ${this.token}`, ...(last ? {'Last-Event-ID': last} : {})},
          signal: stopped,
        }));
        on.status('online');
        wait = FIRST_RETRY_MS;
        for await (const event of events(answer.body.getReader())) {
          last = event.id || last;
          on.event(event.name, JSON.parse(event.data));
        }
      } catch (error) {
        if (stopped.aborted) {
          return;
        }
        if (error instanceof Refusal && error.status < 500 && error.status !== 429) {
          on.status('refused', error);
          return;
        }
        wait = error.retryAfterMs ?? wait;
      }
      if (!stopped.aborted) {
        on.status('offline');
        await new Promise(resolve => setTimeout(resolve, wait * (0.5 + Math.random())));
        wait = Math.min(LAST_RETRY_MS, wait * 2);
      }
    }
  }
}

/** Server-sent events of a response; ends when it ends, and when nothing at all comes for long. */
async function* events(reader) {
  const text = new TextDecoder();
  let rest = '';
  try {
    while (true) {
      const {done, value} = await quickly(reader.read());
      if (done) {
        return;
      }
      const blocks = (rest + text.decode(value, {stream: true})).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const event = {id: '', name: 'message', data: ''};
        for (const line of block.split('\n')) {
          const [, field, content] = /^(id|event|data): (.*)$/.exec(line) ?? [];
          if (field) {
            event[field === 'event' ? 'name' : field] = content;
          }
        }
        if (event.data) {
          yield event;
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function quickly(read) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Nothing came for too long')), SILENCE_MS);
  });
  return Promise.race([read, late]).finally(() => clearTimeout(timer));
}

/** The form somebody signs in with. */
export function signInForm(session, what) {
  const submit = event => {
    event.preventDefault();
    const token = new FormData(event.target).get('token').trim();
    if (token) {
      session.signIn(token);
    }
  };
  return html`<main class="sign-in">
    <h1>${what}</h1>
    <form @submit=${submit}>
      <label for="token">Access token</label>
      <input id="token" name="token" type="password" autocomplete="off" required aria-describedby="token-help">
      <p id="token-help">${session.development
        ? html`This node believes everybody (development sign-in): <code>dev:olga+${session.role}</code>`
        : html`From your identity provider, with the role <code>${session.role}</code>. It stays in this tab.`}</p>
      ${session.error ? html`<p class="bad" role="alert">${session.error}</p>` : ''}
      <button class="main">Sign in</button>
    </form>
  </main>`;
}

const THEME = 'jetway.theme';

function theme() {
  try {
    return JSON.parse(localStorage.getItem(THEME));
  } catch {
    return null;
  }
}

export function showTheme() {
  document.documentElement.dataset.theme = theme() ?? '';
}

function toggleTheme() {
  const dark = theme() ? theme() === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  localStorage.setItem(THEME, JSON.stringify(dark ? 'light' : 'dark'));
  showTheme();
}

/** @param status connecting, online, offline or refused */
export function header(title, session, status) {
  const words = {connecting: 'Connecting', online: 'Connected', offline: 'Connection lost', refused: 'Not allowed'};
  return html`<header>
    <a class="skip" href="#main">Skip to the contents</a>
    <span class="name">Jetway <b>${title}</b></span>
    ${status ? html`<span class="chip ${status}" role="status"><i></i>${words[status]}</span>` : ''}
    <span class="grow"></span>
    <button @click=${toggleTheme}>Light or dark</button>
    ${session.token ? html`<button @click=${() => session.signOut()}>Sign out</button>` : ''}
  </header>`;
}

/** How long ago, in a few characters. */
export function ago(time, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  if (seconds < 90) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}
