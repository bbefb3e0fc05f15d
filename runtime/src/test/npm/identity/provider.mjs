// An OpenID provider on loopback: node provider.mjs PORT KEYS-FILE
//
// Anybody can log in under any name. What a name has in it decides what its tokens say: "olga@bank+desk" is of the
// tenant bank and has the role desk. Says where it is in one line of JSON, and so again after each line "rotate" on its
// standard input, when it signs with a new key beside the old ones. Ends when that input does. With the file of another
// run it goes on with that one's keys.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const AUDIENCES = ['https://travel.example/jetway', 'https://travel.example/other'];
const [, , port, keysFile] = process.argv;

function newKey(alg) {
  const { privateKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg, use: 'sig' };
}

function described(name) {
  const [, tenant, roles] = /^[^@+]*(?:@([^+]*))?(?:\+(.*))?$/.exec(name);
  return {
    ...(tenant && { tenant }),
    realm_access: { roles: (roles ?? '').split('+').filter(Boolean).map((role) => `travel-${role}`) },
  };
}

function provider(issuer, keys) {
  const signing = (alg) => keys.find((key) => key.alg === alg);
  const created = new Provider(issuer, {
    clients: [
      {
        client_id: 'page',
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/done'],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
      {
        client_id: 'machine',
        client_secret: 'known-to-the-test-only',
        redirect_uris: [],
        grant_types: ['client_credentials'],
        response_types: [],
      },
    ],
    jwks: { keys },
    cookies: { keys: ['of-a-test'] },
    findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims: (ctx, token) => (token.accountId ? described(token.accountId) : undefined),
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (ctx, audience) => {
          if (!AUDIENCES.includes(audience)) {
            throw new Error('nobody knows this resource');
          }
          const alg = ctx.oidc.client.clientId === 'machine' ? 'ES256' : 'RS256';
          return {
            scope: 'travel',
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 600,
            jwt: { sign: { alg, kid: signing(alg).kid } },
          };
        },
      },
    },
  });
  return created.callback();
}

const keys = existsSync(keysFile)
  ? JSON.parse(readFileSync(keysFile, 'utf8'))
  : [newKey('RS256'), newKey('ES256')];
let answer = (request, response) => response.writeHead(503).end();
const server = createServer((request, response) => answer(request, response));

function serve() {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  writeFileSync(keysFile, JSON.stringify(keys));
  answer = provider(issuer, keys);
  console.log(JSON.stringify({ issuer, kids: keys.map((key) => key.kid) }));
}

server.listen(Number(port), '127.0.0.1', serve);
const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  if (line === 'rotate') {
    keys.unshift(newKey('RS256'));
    serve();
  }
});
input.on('close', () => process.exit(0));
