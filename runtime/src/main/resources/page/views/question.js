import {html, nothing} from '../lib/lit-html.js';

/** What the traveler is asked before anything is booked: every detail, where it is from, every remark. */
export const question = (talk, act) => html`
  <dialog id="question" aria-labelledby="question-title" @cancel=${event => {
    event.preventDefault();
    act.postpone(true);
  }}>
    ${talk.state.interrupts.length ? html`
      <p class="eyebrow">${talk.state.interrupts.length === 1 ? 'Your approval is needed' : `${talk.state.interrupts.length} approvals are needed`}</p>
      ${talk.state.interrupts.map((it, i) => ask(talk, act, it, i))}
      <div class="row foot">
        <button class="link" @click=${() => act.postpone(true)}>Decide later</button>
      </div>` : nothing}
  </dialog>`;

function ask(talk, act, it, index) {
  const jetway = it.metadata?.jetway ?? {};
  const details = jetway.details ?? Object.entries(jetway.summary ?? {}).map(([label, value]) => ({label, value}));
  const common = mostly(details.filter(d => d.from).map(source), details.length);
  const expired = it.expiresAt && Date.parse(it.expiresAt) < Date.now();
  const chosen = talk.choices[it.id];
  return html`
    <section>
      <h2 id=${index === 0 ? 'question-title' : nothing} tabindex="-1" data-first>${it.message}?</h2>
      <dl>${details.map(d => html`<div><dt>${d.label}</dt><dd>${d.value}${d.from && source(d) !== common ? html`<small>${source(d)}</small>` : nothing}</dd></div>`)}</dl>
      ${common ? html`<p class="until">Where nothing else is said: ${common}.</p>` : nothing}
      ${jetway.remarks?.length ? html`<ul class="remarks" aria-label="Not said by you">${jetway.remarks.map(it => html`<li>${it}</li>`)}</ul>` : nothing}
      <p class="until ${expired ? 'bad' : ''}">${expired ? 'This offer has expired.' : it.expiresAt ? `Held until ${until(it.expiresAt)}. ` : ''}
        Exactly this is done when you approve, and nothing else.</p>
      <div class="row">
        <button class="ghost ${chosen === false ? 'chosen' : ''}" ?disabled=${talk.answering} @click=${() => act.choose(it.id, false)}>Decline</button>
        <button class="primary ${chosen === true ? 'chosen' : ''}" ?disabled=${talk.answering || expired} @click=${() => act.choose(it.id, true)}>${
          talk.answering && chosen ? 'Approving…' : 'Approve'}</button>
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
