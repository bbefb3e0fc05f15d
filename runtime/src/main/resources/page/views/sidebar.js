import {html, nothing} from '../lib/lit-html.js';
import {repeat} from '../lib/directives/repeat.js';

/** The conversations of this browser; on a narrow screen behind a button. */
export const sidebar = (app, act) => html`
  <nav id="conversations" class=${app.drawer ? 'open' : ''} aria-label="Conversations"
    @keydown=${event => event.key === 'Escape' && app.drawer && close(act)}>
    <h2>Conversations</h2>
    ${entries(app, act)}
  </nav>
  ${app.drawer ? html`<div class="veil" @click=${() => act.toggleDrawer(false)}></div>` : nothing}`;

function entries(app, act) {
  const list = app.talks.list();
  if (!list.length) {
    return html`<p class="quiet">What you talk about is listed here.</p>`;
  }
  const current = app.talks.current.state.thread;
  return html`<ul>${repeat(list, it => it.thread, it => html`
    <li><button aria-current=${it.thread === current ? 'true' : nothing} title=${it.title} @click=${() => act.switchTo(it.thread)}>
      <b>${it.title}</b><span class="meta">${news(it) ?? when(it.at)}</span>
    </button></li>`)}</ul>`;
}

function news({talk}) {
  if (talk?.state.interrupts.length) {
    return html`<em class="asks">waits for your answer</em>`;
  }
  if (talk?.state.run) {
    return html`<em class="works">working…</em>`;
  }
  return talk?.unread ? html`<em class="new">new</em>` : undefined;
}

function when(at) {
  const day = new Date(at);
  const today = day.toDateString() === new Date().toDateString();
  const form = today ? {hour: '2-digit', minute: '2-digit'} : {day: 'numeric', month: 'short'};
  return new Intl.DateTimeFormat(undefined, form).format(day);
}

function close(act) {
  act.toggleDrawer(false);
  document.querySelector('header .list').focus();
}
