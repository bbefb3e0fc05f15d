import {html, nothing} from '../lib/lit-html.js';
import {repeat} from '../lib/directives/repeat.js';
import {lastOffer, offersOf, planIds} from '../model.js';
import {markdown} from './markdown.js';
import {replyWithOffers} from './offers.js';
import {inlinePlan} from './plan.js';

const NEAR_THE_TOP = 40;

const EXAMPLES = [
  {title: 'Fly and stay', text: 'I need a flight from London to Tokyo on 3 March, two adults, back ten days later, and a hotel near the centre under £150 a night'},
  {title: 'A weekend away', text: 'Find available hotels in Boston for next weekend'},
  {title: 'Is it warm there?', text: "What's the weather like in Lisbon in May, and how do I get there from Berlin?"},
  {title: 'What have I booked?', text: 'Show me my upcoming bookings'},
];

export const log = (app, act, talk) => html`
  <div id="log" tabindex="0" role="log" aria-live="polite" aria-label="Conversation"
    @scroll=${event => event.target.scrollTop < NEAR_THE_TOP && talk.state.earlier && act.earlier()}>
    ${talk.state.items.length ? conversation(act, talk) : welcome(act)}
  </div>`;

const welcome = act => html`
  <section class="welcome">
    <p class="eyebrow">Flights, hotels, weather, bookings</p>
    <h1>Where to next?</h1>
    <p>Say it in your own words. You see the plan being worked, and nothing is booked before you have approved every detail.</p>
    <div class="examples">
      ${EXAMPLES.map(example => html`
        <button @click=${event => act.send(example.text, event)}><b>${example.title}</b><span>${example.text}</span></button>`)}
    </div>
  </section>`;

function conversation(act, talk) {
  const {state} = talk;
  const choosable = state.run || state.interrupts.length ? -1 : lastOffer(state);
  return html`
    <h1 class="hidden">Conversation</h1>
    ${state.earlier ? html`
      <button class="ghost small earlier" ?disabled=${talk.paging} @click=${act.earlier}>${talk.paging ? 'Fetching…' : 'Earlier messages'}</button>` : nothing}
    ${repeat(state.items, item => item.id, (item, index) => (item.kind === 'plan'
      ? inlinePlan(state, item.id)
      : message(item, offersOf(state, index), index === choosable, act)))}
    ${state.run ? working(state) : nothing}
    ${state.desk ? html`<p class="note">${state.desk.name ? `${state.desk.name} from the desk is with you.` : 'A person was asked for, and comes as soon as one is free.'}</p>` : nothing}
    ${talk.later && state.interrupts.length ? html`
      <div class="banner" role="status"><span>Waiting for your answer: <b>${state.interrupts[0].message}</b></span>
        <button class="primary small" @click=${() => act.postpone(false)}>Review</button></div>` : nothing}`;
}

const message = (item, offers, choosable, act) => html`
  <article class="message ${item.role} ${item.pending ? 'pending' : ''} ${item.error ? 'refused' : ''}" aria-busy=${item.open}>
    <span class="hidden">${item.role === 'user' ? 'You' : item.by ?? 'Jetway'}:</span>
    ${item.role === 'user'
      ? html`<div class="bubble">${item.text || html`<i>(empty message)</i>`}</div>`
      : html`${item.by ? html`<p class="by">${item.by}</p>` : nothing}<div class="prose ${item.open ? 'open' : ''}">${
          offers.length ? replyWithOffers(item.text, offers, choosable, act) : markdown(item.text)}</div>`}
    ${item.error ? html`<p class="note bad">Not sent: ${item.error}</p>` : item.pending ? html`<p class="note">Sending…</p>` : nothing}
  </article>`;

function working(state) {
  const id = planIds(state).at(-1);
  const active = (state.plans[id]?.tasks ?? []).filter(task => task.status === 'working' || task.status === 'committing');
  return html`<p class="thinking"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${
    active.length ? active.map(task => task.title).join(' · ') : 'Thinking about it'}</p>`;
}
