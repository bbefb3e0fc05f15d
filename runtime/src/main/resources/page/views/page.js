import {html, nothing, render} from '../lib/lit-html.js';
import {composer} from './composer.js';
import {header} from './header.js';
import {log} from './log.js';
import {planPanel} from './plan.js';
import {question} from './question.js';
import {sidebar} from './sidebar.js';
import {signInDialog} from './sign-in.js';

const NEAR_THE_END = 120;

let shown = {};

/** Draws everything. Keeps the reader's place, the end of the log for whoever is there, and the focus where it belongs. */
export function paint(app, act) {
  const talk = app.talks.current;
  const before = document.querySelector('#log');
  const same = shown.thread === talk.state.thread;
  const follow = talk.sticky || !before || before.scrollHeight - before.scrollTop - before.clientHeight < NEAR_THE_END;
  const fromEnd = before ? before.scrollHeight - before.scrollTop : 0;
  const paged = same && shown.first && shown.first !== talk.state.items[0]?.id;
  talk.sticky = false;
  render(page(app, act, talk), document.querySelector('#app'));
  const now = document.querySelector('#log');
  if (follow && talk.state.items.length) {
    now.scrollTop = now.scrollHeight;
  } else if (paged) {
    now.scrollTop = now.scrollHeight - fromEnd;
  }
  modal('#question', talk.state.interrupts.length > 0 && !talk.later && !app.signIn.asking);
  modal('#sign-in', app.signIn.asking !== null);
  drawer(app.drawer);
  shown = {thread: talk.state.thread, first: talk.state.items[0]?.id, drawer: app.drawer};
}

const page = (app, act, talk) => html`
  <a class="skip" href="#message">Skip to the message field</a>
  ${header(app, act)}
  <div class="desk">
    ${sidebar(app, act)}
    <main>
      ${log(app, act, talk)}
      ${banners(app, act, talk)}
      ${composer(app, act, talk)}
    </main>
    ${planPanel(app, talk)}
  </div>
  ${question(talk, act)}
  ${signInDialog(app.signIn)}`;

const banners = (app, act, talk) => html`
  <div role="status">${app.offline ? html`
    <div class="banner offline"><span>You are offline. What you write is kept, and sent when the connection is back.</span>
      <button class="ghost small" @click=${act.reconnect}>Try now</button></div>` : nothing}</div>
  ${app.status.word === 'refused' || (app.status.word === 'signed-out' && !app.signIn.asking) ? html`
    <div class="banner bad" role="alert"><span>${app.status.bye.message}</span>
      ${/^https?:/.test(app.status.bye.url ?? '') ? html`<a class="ghost small" href=${app.status.bye.url}>Go to region ${app.status.bye.region}</a>` : nothing}
      <button class="ghost small" @click=${act.reconnect}>Try again</button></div>` : nothing}
  ${talk.notice ? html`
    <div class="banner bad" role="alert"><span>${talk.notice}</span><button class="ghost small" @click=${act.dismissNotice}>Close</button></div>` : nothing}`;

/** Opens and closes a dialog; the focus goes to its heading, and back to the message field. */
function modal(id, wanted) {
  const dialog = document.querySelector(id);
  if (wanted && !dialog.open) {
    dialog.showModal();
    dialog.querySelector('[data-first]')?.focus();
  } else if (!wanted && dialog.open) {
    dialog.close();
    document.querySelector('#message')?.focus();
  }
}

function drawer(open) {
  if (open && !shown.drawer) {
    document.querySelector('nav button')?.focus();
  }
}
