import {html} from '../lib/lit-html.js';
import {icon} from './icons.js';

export function composer(app, act, talk) {
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
    <form class="composer" @submit=${submit}>
      <textarea id="message" name="message" rows="1" maxlength="20000" aria-label="Your message" placeholder=${
        app.offline ? 'Offline: sent when back' : 'Ask for a trip…'}
        @keydown=${key} @input=${event => grow(event.target)}></textarea>
      ${talk.state.run
        ? html`<button type="button" class="round stop" @click=${act.cancel} aria-label="Stop this request" title="Stop">${icon.stop}</button>`
        : html`<button class="round" aria-label="Send">${icon.send}</button>`}
    </form>
    <p class="fine">Enter sends, Shift+Enter makes a new line. Prices and schedules are simulated.</p>`;
}

function grow(field) {
  field.rows = Math.min(6, field.value.split('\n').length + Math.floor(field.value.length / 90));
}
