// Hocuspocus as it comes: no extension, so nothing is stored. Only its address is ours.
import { readFileSync } from 'node:fs';
import { Server } from '@hocuspocus/server';

const { version } = JSON.parse(readFileSync('node_modules/@hocuspocus/server/package.json', 'utf8'));
const server = new Server({ quiet: true });
server.httpServer.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.httpServer.address().port, version })));
