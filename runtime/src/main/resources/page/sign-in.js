import {forget, keep, stored} from './storage.js';

const TOKEN = 'jetway.token';

const CURRENCIES = {GB: 'GBP', US: 'USD', CH: 'CHF', JP: 'JPY', CA: 'CAD', AU: 'AUD', SE: 'SEK', NO: 'NOK', DK: 'DKK', PL: 'PLN',
  DE: 'EUR', FR: 'EUR', ES: 'EUR', IT: 'EUR', NL: 'EUR', PT: 'EUR', IE: 'EUR', AT: 'EUR', BE: 'EUR', FI: 'EUR', GR: 'EUR'};

/** How this browser's owner reads times and prices. */
export function profile() {
  const locale = navigator.language;
  const currency = CURRENCIES[new Intl.Locale(locale).maximize().region];
  const {timeZone} = Intl.DateTimeFormat().resolvedOptions();
  return {name: 'jetway-page', locale, timeZone, ...(currency ? {currency} : {})};
}

function guestName() {
  const asked = new URLSearchParams(location.search).get('as');
  const kept = stored(localStorage, 'jetway.guest');
  const name = [asked, kept].find(it => /^[A-Za-z0-9._-]{1,64}(@[A-Za-z0-9._-]{1,64})?$/.test(it ?? ''));
  const guest = name ?? `guest-${Math.random().toString(36).slice(2, 6)}`;
  keep(localStorage, 'jetway.guest', guest);
  return guest;
}

/**
 * Where tokens come from. With development sign-in from the address (`?as=ann`); else the traveler is asked for one,
 * which this window keeps until it is closed. A sign-in of one's own takes the place of `ask`.
 */
export class SignIn {
  #changed;
  #resolve = null;
  dev = true;
  /** Whose conversations this browser lists. */
  name = '';
  /** Whether somebody is asked for a token right now, and why. */
  asking = null;

  constructor(changed) {
    this.#changed = changed;
  }

  begin({authentication = 'dev', issuer} = {}) {
    this.issuer = issuer;
    this.dev = authentication === 'dev';
    this.name = this.dev ? guestName() : stored(localStorage, 'jetway.signed-in') ?? 'traveler';
  }

  /** For the connection: the token to show now, or a promise of one. */
  token(wanted) {
    if (this.dev) {
      return wanted === 'refused' ? undefined : `dev:${this.name}`;
    }
    const kept = stored(sessionStorage, TOKEN);
    if (wanted === 'hello' && kept) {
      return kept;
    }
    if (wanted === 'renewal') {
      return undefined; // a person is asked when the present one has run out, not while they type
    }
    forget(sessionStorage, TOKEN);
    return this.#ask(wanted === 'refused');
  }

  #ask(again) {
    this.asking = {again};
    this.#changed();
    return new Promise(resolve => {
      this.#resolve = resolve;
    });
  }

  /** The traveler has given a token. */
  give(token) {
    keep(sessionStorage, TOKEN, token);
    this.#resolve?.(token);
    this.#resolve = null;
    this.asking = null;
    this.#changed();
  }

  /** The node has taken the token. */
  taken() {
    this.asking = null;
  }
}
