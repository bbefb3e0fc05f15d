// Loaded into every program from npm before its own code: it listens on loopback only, and reaches nothing else.
const net = require('node:net');

const listen = net.Server.prototype._listen2;
const connect = net.Socket.prototype.connect;
const local = new Set([undefined, '', 'localhost', '127.0.0.1', '::1', '[::1]']);

net.Server.prototype._listen2 = function (address, port, addressType, ...rest) {
  if (port < 0) {
    return listen.call(this, address, port, addressType, ...rest);
  }
  if (process.env.SAY_PORT) {
    this.once('listening', () => console.error(`loopback port ${this.address().port}`));
  }
  return listen.call(this, '127.0.0.1', port, 4, ...rest);
};

net.Socket.prototype.connect = function (...given) {
  const first = Array.isArray(given[0]) ? given[0][0] : given[0];
  const host = typeof first === 'object' ? first.host : typeof given[1] === 'string' ? given[1] : undefined;
  if (local.has(host)) {
    return connect.apply(this, given);
  }
  const error = Object.assign(new Error(`connect ENETUNREACH ${host}`), { code: 'ENETUNREACH', syscall: 'connect' });
  process.nextTick(() => this.destroy(error));
  return this;
};
