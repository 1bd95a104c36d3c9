// y-websocket's own server (bin/server.cjs), without persistence as it comes, on a free port.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { WebSocketServer } = require('ws');
const { setupWSConnection } = require('./node_modules/y-websocket/bin/utils.cjs');
const { version } = JSON.parse(readFileSync('node_modules/y-websocket/package.json', 'utf8'));

const sockets = new WebSocketServer({ noServer: true });
sockets.on('connection', setupWSConnection);
const server = createServer((_, response) => response.end('okay'));
server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request)));
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port, version })));
