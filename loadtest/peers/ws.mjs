// A naive media server over ws: each unit goes to everybody at its time, whether they read or not.
// Argument: a file with a JSON array of [microseconds since the beginning, kind, keyframe, bytes], which is repeated.
import { readFileSync } from 'node:fs';
import { WebSocketServer } from 'ws';

const { version } = JSON.parse(readFileSync('node_modules/ws/package.json', 'utf8'));
const units = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const HEADER = 40;
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false }, () =>
  console.log(JSON.stringify({ port: sockets.address().port, version })),
);
let began = null;
let next = 0;
const numbers = [0, 0];

function unit([, kind, key, bytes], at) {
  const message = Buffer.alloc(Math.max(bytes, HEADER));
  message.set([1, kind, key ? 1 : 0, 2]);
  message.fill(7, 4, 20);
  message.writeUInt32BE(next, 20);
  message.writeUInt32BE(numbers[kind]++, 24);
  message.writeBigUInt64BE(BigInt(at), 28);
  return message;
}

function show() {
  const now = (performance.now() - began) * 1_000;
  const length = units.at(-1)[0] + 41_667;
  for (;;) {
    const known = units[next % units.length];
    const at = Math.floor(next / units.length) * length + known[0];
    if (at > now) {
      setTimeout(show, (at - now) / 1_000);
      return;
    }
    const message = unit(known, at);
    for (const socket of sockets.clients) socket.send(message);
    next += 1;
  }
}

sockets.on('connection', (socket) => {
  socket.on('error', () => {});
  if (began !== null) return;
  began = performance.now();
  show();
});
