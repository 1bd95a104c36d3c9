// socket.io with connection state recovery: rooms in which what one says is told to all, numbered.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const { version } = JSON.parse(readFileSync('node_modules/socket.io/package.json', 'utf8'));
const server = createServer();
const io = new Server(server, { connectionStateRecovery: { maxDisconnectionDuration: 120_000 }, transports: ['websocket'] });
const said = new Map();
io.on('connection', (socket) => {
  const { room } = socket.handshake.query;
  if (!socket.recovered) {
    socket.join(room);
    socket.emit('at', said.get(room) ?? 0);
  }
  socket.on('say', (text) => {
    const number = (said.get(room) ?? 0) + 1;
    said.set(room, number);
    io.to(room).emit('said', number, text);
  });
});
// As many come back at once as were cut.
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(JSON.stringify({ port: server.address().port, version })));
