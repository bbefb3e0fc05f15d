import {html, nothing} from '../lib/lit-html.js';

/** Asks for an access token; nothing is sent anywhere but to the node, as the first frame of the connection. */
export const signInDialog = signIn => html`
  <dialog id="sign-in" aria-labelledby="sign-in-title" @cancel=${event => event.preventDefault()}>
    ${signIn.asking ? html`
      <p class="eyebrow">Sign in</p>
      <h2 id="sign-in-title" tabindex="-1" data-first>${signIn.asking.again ? 'Please sign in again' : 'Who are you?'}</h2>
      <p>This node takes access tokens of ${signIn.issuer ?? html`an identity provider`}. Get one there, and paste it here; this window keeps it until it is closed.</p>
      <form @submit=${event => submit(event, signIn)}>
        <label for="token">Access token</label>
        <input id="token" name="token" type="password" autocomplete="off" spellcheck="false" required>
        <div class="row"><button class="primary">Sign in</button></div>
      </form>` : nothing}
  </dialog>`;

function submit(event, signIn) {
  event.preventDefault();
  const token = event.target.elements.token.value.trim();
  if (token) {
    signIn.give(token);
  }
}
