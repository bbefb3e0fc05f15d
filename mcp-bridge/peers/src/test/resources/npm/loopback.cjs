// Loaded into every program from npm before its own code: whatever it listens on, it listens on loopback only.
const net = require('node:net');

const listen = net.Server.prototype._listen2;

net.Server.prototype._listen2 = function (address, port, addressType, ...rest) {
  return port >= 0
    ? listen.call(this, '127.0.0.1', port, 4, ...rest)
    : listen.call(this, address, port, addressType, ...rest);
};
