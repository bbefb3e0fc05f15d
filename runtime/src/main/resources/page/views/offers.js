import {html, nothing} from '../lib/lit-html.js';
import {blocks, markdown} from './markdown.js';

/**
 * A reply in which the numbered lists of offers are cards. The offers are what the agents found, as data; a list of a
 * reply is one of them when it has as many points, in the order of the plan. What has no list comes at the end.
 */
export function replyWithOffers(text, offers, choosable, act) {
  const left = [...offers];
  const parts = [];
  let prose = '';
  for (const block of blocks(text)) {
    const found = block.numbered ? left.findIndex(it => it.length === block.numbered) : -1;
    if (found < 0) {
      prose += block.raw;
    } else {
      parts.push(markdown(prose), cards(left.splice(found, 1)[0], choosable, act));
      prose = '';
    }
  }
  return [...parts, markdown(prose), ...left.map(it => cards(it, choosable, act))];
}

const cards = (offers, choosable, act) => html`
  <ol class="offers" aria-label=${offers[0].kind === 'hotel' ? 'Hotels' : offers[0].kind === 'flight' ? 'Flights' : 'Offers'}>
    ${offers.map(offer => html`
      <li class="offer">
        <span class="n" aria-hidden="true">${offer.n}</span>
        <div class="what">${shape(offer)}</div>
        <div class="price"><b>${money(offer.pricePerNight ?? offer.price)}</b>${offer.pricePerNight ? html`<span>a night</span>` : nothing}
          ${choosable ? html`<button class="primary small" aria-label="Book ${offer.kind} ${offer.n}: ${offer.title}"
            @click=${event => act.send(`Book ${offer.kind} number ${offer.n}`, event)}>Book</button>` : nothing}</div>
      </li>`)}
  </ol>`;

function shape(offer) {
  if (offer.outbound) {
    return html`${journey(offer.outbound)}${offer.inbound ? journey(offer.inbound) : nothing}${badges([
      offer.refundable && 'refundable',
      offer.seatsLeft <= 4 && (offer.seatsLeft === 1 ? 'last seat' : `${offer.seatsLeft} seats left`)])}`;
  }
  return html`<b>${offer.title}</b>${offer.stars ? html` <span class="stars" role="img" aria-label="${offer.stars} stars">${'★'.repeat(Math.min(5, offer.stars))}</span>` : nothing}
    <p class="meta">${[offer.district, offer.distanceToCentreKm !== undefined && `${offer.distanceToCentreKm} km from the centre`,
      offer.pricePerNight && offer.price && `${money(offer.price)} in all`].filter(Boolean).join(' · ')}</p>
    ${badges([offer.rating && `rated ${offer.rating}`, offer.breakfast && 'breakfast included',
      offer.freeCancellationUntil && `free cancellation until ${day(offer.freeCancellationUntil)}`,
      offer.roomsLeft <= 3 && (offer.roomsLeft === 1 ? 'last room' : `${offer.roomsLeft} rooms left`)])}`;
}

const journey = it => html`
  <p class="journey"><b>${clock(it.departure)}</b> ${it.from} <span aria-hidden="true">→</span><span class="hidden">to</span> <b>${clock(it.arrival)}</b> ${it.to}</p>
  <p class="meta">${[day(it.departure), it.flights, hours(it.durationMinutes), stops(it)].filter(Boolean).join(' · ')}</p>`;

const badges = words => {
  const told = words.filter(Boolean);
  return told.length ? html`<p class="badges">${told.map(word => html`<span>${word}</span>`)}</p>` : nothing;
};

function money(price) {
  try {
    const whole = Number.isInteger(price.amount);
    return new Intl.NumberFormat(undefined, {style: 'currency', currency: price.currency, minimumFractionDigits: whole ? 0 : 2}).format(price.amount);
  } catch {
    return '';
  }
}

// Times are local where they happen: what is written counts, whatever the offset.
const local = iso => new Date(`${String(iso).slice(0, 16).padEnd(16, 'T00:00')}Z`);
const formatted = (iso, form) => {
  const time = local(iso);
  return Number.isNaN(time.getTime()) ? '' : new Intl.DateTimeFormat(undefined, {timeZone: 'UTC', ...form}).format(time);
};
const clock = iso => formatted(iso, {hour: '2-digit', minute: '2-digit'});
const day = iso => formatted(iso, {weekday: 'short', day: 'numeric', month: 'short'});
const hours = minutes => (minutes ? `${Math.floor(minutes / 60)} h ${minutes % 60 ? `${minutes % 60} min` : ''}`.trim() : '');
const stops = it => (it.stops === 0 ? 'direct' : it.stops ? `${it.stops} ${it.stops === 1 ? 'stop' : 'stops'}${it.via ? ` (${it.via})` : ''}` : '');
