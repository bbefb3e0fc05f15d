import {html} from '../lib/lit-html.js';

export const icon = {
  mark: html`<svg viewBox="0 0 32 32" class="mark" aria-hidden="true"><rect width="32" height="32" rx="9"/><path d="M6 21.500 26 12"/><path class="arc" d="M6 21.500c4.500 2.600 10.500 3.300 16 1.800"/><circle cx="26" cy="12" r="2.600"/></svg>`,
  plus: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12"/></svg>`,
  theme: html`<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="6.500"/><path class="fill" d="M10 3.500a6.500 6.500 0 0 1 0 13z"/></svg>`,
  send: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10h11M10.500 5.500 15 10l-4.500 4.500"/></svg>`,
  stop: html`<svg viewBox="0 0 20 20" aria-hidden="true"><rect class="fill" x="6" y="6" width="8" height="8" rx="1.500"/></svg>`,
  check: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="m5 10.500 3.500 3.500L15 6.500"/></svg>`,
  cross: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="m6 6 8 8m0-8-8 8"/></svg>`,
  question: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 5v6M10 14.500v.1"/></svg>`,
  list: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 6h12M4 10h12M4 14h7"/></svg>`,
  dash: html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M6 10h8"/></svg>`,
};
