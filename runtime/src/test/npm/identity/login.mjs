// Logs somebody in as a browser would, with an authorization code and PKCE, and prints their access token:
// node login.mjs ISSUER NAME AUDIENCE. With the name "machine" it is that client's own, for its credentials.
import { createHash, randomBytes } from 'node:crypto';

const [, , issuer, name, audience] = process.argv;
const DONE = 'http://127.0.0.1/done';
const about = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
const cookies = new Map();

async function visit(address, form) {
  const response = await fetch(address, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    body: form && new URLSearchParams(form),
    headers: { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') },
  });
  for (const cookie of response.headers.getSetCookie()) {
    const [key, ...value] = cookie.split(';')[0].split('=');
    cookies.set(key, value.join('='));
  }
  const next = response.headers.get('location');
  if (!next) {
    throw new Error(`${address} answered ${response.status} ${await response.text()}`);
  }
  return new URL(next, issuer);
}

/** Goes where it is sent, and answers the two forms on the way: who are you, and may this page speak for you. */
async function code(challenge) {
  let next = new URL(about.authorization_endpoint);
  next.search = new URLSearchParams({
    client_id: 'page',
    response_type: 'code',
    redirect_uri: DONE,
    scope: 'openid travel',
    resource: audience,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const forms = [{ prompt: 'login', login: name, password: 'any' }, { prompt: 'consent' }];
  for (let step = 0; step < 10; step += 1) {
    next = await visit(next, next.pathname.startsWith('/interaction/') ? forms.shift() : undefined);
    if (next.href.startsWith(DONE)) {
      return next.searchParams.get('code');
    }
  }
  throw new Error('sent around in circles');
}

async function token(form, headers) {
  const response = await fetch(about.token_endpoint, { method: 'POST', body: new URLSearchParams(form), headers });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(JSON.stringify(answer));
  }
  return answer.access_token;
}

const machine = { authorization: `Basic ${Buffer.from('machine:known-to-the-test-only').toString('base64')}` };
const verifier = randomBytes(32).toString('base64url');
console.log(
  name === 'machine'
    ? await token({ grant_type: 'client_credentials', scope: 'travel', resource: audience }, machine)
    : await token({
        grant_type: 'authorization_code',
        client_id: 'page',
        code: await code(createHash('sha256').update(verifier).digest('base64url')),
        code_verifier: verifier,
        redirect_uri: DONE,
        resource: audience,
      }),
);
