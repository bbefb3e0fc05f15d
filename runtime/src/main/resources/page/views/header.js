import {html, nothing} from '../lib/lit-html.js';
import {icon} from './icons.js';

const WORDS = {
  online: 'Connected',
  connecting: 'Connecting…',
  offline: 'Offline, reconnecting…',
  'signed-out': 'Not signed in',
  refused: 'Not connected',
  closed: 'Not connected',
};

const plannerName = info => (info.planner === 'embedded' ? 'Embedded planner' : `Planner: ${info.planner}`);

export const header = (app, act) => html`
  <header>
    <button class="icon list" aria-label="Conversations" aria-expanded=${app.drawer} aria-controls="conversations" title="Conversations"
      @click=${() => act.toggleDrawer(!app.drawer)}>${icon.list}</button>
    <div class="brand">${icon.mark}<span class="name">Jetway</span></div>
    <p class="chip state ${app.status.word}" role="status"><i></i><span>${WORDS[app.status.word]}</span></p>
    ${app.info ? html`<p class="chip wide planner" title="Version ${app.info.version}">${plannerName(app.info)}</p>` : nothing}
    ${app.signIn.dev ? html`<p class="chip dev" title="Anybody may be anybody: for development, on this machine only">Development mode</p>` : nothing}
    <span class="grow"></span>
    <p class="who"><b>${app.signIn.dev ? app.signIn.name : nothing}</b></p>
    <button class="icon" @click=${act.toggleTheme} aria-label="Switch between light and dark" title="Light or dark">${icon.theme}</button>
    <button class="new" @click=${act.newConversation} aria-label="New conversation">${icon.plus}<span>New conversation</span></button>
  </header>`;
