import {html, render} from '/lib/lit-html.js';
import {repeat} from '/lib/directives/repeat.js';
import {ago, header, Session, showTheme, signInForm} from '/desk/staff.js';

const app = {state: null, status: 'connecting', stop: null};

let drawing = 0;
function changed() {
  drawing ||= requestAnimationFrame(() => {
    drawing = 0;
    draw();
  });
}

const session = new Session('operator', () => {
  watch();
  changed();
});

function watch() {
  if (!session.token) {
    app.stop?.();
    app.stop = null;
    app.state = null;
  } else if (!app.stop) {
    app.stop = session.follow('/v1/operations/events', {
      event(name, data) {
        app.state = data;
        changed();
      },
      status(word) {
        app.status = word;
        changed();
      },
    });
  }
}

const MIB = 1024 * 1024;
const nodeName = address => address.replace(/^akka:\/\/[^@]*@?/, '');
const sum = (nodes, field) => nodes.reduce((total, node) => total + (node[field] ?? 0), 0);

function health(node) {
  if (!node.reachable) {
    return ['bad', 'unreachable'];
  }
  if (!node.answered) {
    return ['bad', 'silent'];
  }
  return Object.keys(node.notReady).length ? ['bad', 'not ready'] : [node.status === 'up' ? 'good' : 'soft', node.status];
}

const number = (what, value) => html`<div class="number"><dt>${what}</dt><dd>${value ?? '–'}</dd></div>`;

const nodeView = node => {
  const [tone, word] = health(node);
  return html`<li class="card">
    <h3>${nodeName(node.address)} <span class=${tone}>${word}</span></h3>
    ${Object.entries(node.notReady ?? {}).map(([part, why]) => html`<p class="bad">${part}: ${why}</p>`)}
    <dl class="numbers">
      ${number('Live turns', node.turns)}
      ${number('Connections', node.connections)}
      ${number('Shards', node.shards)}
      ${number('Conversations', node.conversations)}
    </dl>
    ${node.answered ? html`
      <label class="heap">Heap: ${Math.round(node.heapUsed / MIB)} of ${Math.round(node.heapMax / MIB)} MiB
        <meter min="0" max=${node.heapMax} .value=${node.heapUsed}></meter></label>
      <p class="soft">Version ${node.version}, up ${ago(node.startedAt)}</p>` : ''}
  </li>`;
};

/** What several nodes find of one server; the worst of it first. */
function servers(nodes) {
  const rank = {unavailable: 0, degraded: 1, ready: 2};
  return nodes
    .flatMap(node => (node.servers ?? []).map(server => ({...server, node: nodeName(node.address)})))
    .sort((one, other) => rank[one.state] - rank[other.state] || one.name.localeCompare(other.name));
}

const serverView = it => html`<tr>
  <th scope="row">${it.name}<span class="soft"> at ${it.node}</span></th>
  <td><span class=${it.state === 'ready' ? 'good' : 'bad'}>${it.state}</span>${it.reason ? html`<p class="soft">${it.reason}</p>` : ''}</td>
  <td><span class=${it.breaker === 'closed' ? 'good' : 'bad'}>${it.breaker.replace('_', ' ')}</span>
    ${it.opened ? html`<span class="soft">opened ${it.opened}×</span>` : ''}</td>
  <td class="count">${it.answered}</td>
  <td class="count">${it.failed + it.timedOut}</td>
  <td class="count">${it.rejected}</td>
  <td>${it.tools.filter(tool => !tool.ready).length
    ? it.tools.filter(tool => !tool.ready).map(tool => html`<p class="bad">${tool.name}: ${tool.obstacle ?? 'not ready'}</p>`)
    : html`<span class="soft">${it.tools.length} ready</span>`}</td>
</tr>`;

const regionView = ([name, it]) => html`<li class="card">
  <h3>${name} <span class=${it.reachable ? 'good' : 'bad'}>${it.reachable ? 'reachable' : 'out of reach'}</span></h3>
  <dl class="numbers">
    ${number('Silent for', `${it.silentMillis} ms`)}
    ${number('News after, half', `${it.lag?.p50Millis ?? '–'} ms`)}
    ${number('News after, 99 %', `${it.lag?.p99Millis ?? '–'} ms`)}
  </dl>
</li>`;

const picture = state => {
  const ill = state.nodes.filter(node => health(node)[0] === 'bad').length;
  const broken = servers(state.nodes).filter(it => it.state !== 'ready').length;
  const others = Object.entries(state.regions.others ?? {});
  return html`
    <p class="summary" role="status">Region <b>${state.region}</b>:
      ${state.nodes.length} ${state.nodes.length === 1 ? 'node' : 'nodes'}${ill ? html`, <span class="bad">${ill} not well</span>` : ', all well'};
      ${broken ? html`<span class="bad">${broken} tool servers not ready</span>` : 'all tool servers ready'}.</p>
    <dl class="numbers totals">
      ${number('Live turns', sum(state.nodes, 'turns'))}
      ${number('Connections', sum(state.nodes, 'connections'))}
      ${number('Shards', sum(state.nodes, 'shards'))}
      ${number('Conversations', sum(state.nodes, 'conversations'))}
    </dl>
    <h2>Nodes</h2>
    <ul class="cards">${repeat(state.nodes, node => node.address, nodeView)}</ul>
    ${others.length ? html`<h2>Other regions</h2>
      <p class="soft">Primary: ${state.regions.primary}</p>
      <ul class="cards">${repeat(others, ([name]) => name, regionView)}</ul>` : ''}
    <h2 id="tools">Tool servers</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="tools"><table>
      <thead><tr><th scope="col">Server</th><th scope="col">State</th><th scope="col">Breaker</th><th scope="col" class="count">Answered</th>
        <th scope="col" class="count">Failed</th><th scope="col" class="count">Rejected</th><th scope="col">Tools</th></tr></thead>
      <tbody>${repeat(servers(state.nodes), it => `${it.node}/${it.name}`, serverView)}</tbody>
    </table></div>`;
};

function draw() {
  showTheme();
  const root = document.querySelector('#app');
  if (!session.token) {
    render(html`${header('operations', session)}${signInForm(session, 'Operations')}`, root);
    return;
  }
  render(html`${header('operations', session, app.status)}
    <main id="main" class="operations">
      <h1 class="hidden">How nodes and regions are</h1>
      ${app.state ? picture(app.state) : html`<p class="soft">Looking …</p>`}
    </main>`, root);
}

watch();
changed();
