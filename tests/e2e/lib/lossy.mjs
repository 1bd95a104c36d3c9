// A bad line between a page and a room's call: of the packets of voices every so many are lost, either way.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const OPUS = 111;
const HERE = '127.0.0.1';

const isVoice = (packet) => packet.length > 12 && packet[0] >= 128 && packet[0] < 192 && (packet[1] & 0x7f) === OPUS;

export class LossyLine {
  lost = 0;
  #voices = 0;
  #server = null;
  /** For each port of the browser a way of its own to the server. */
  #ways = new Map();

  /** Of `every` packets of voices one is lost. */
  static async lay(page, every) {
    const line = new LossyLine();
    line.every = every;
    line.near = createSocket('udp4');
    line.near.on('message', (packet, from) => line.up(packet, from));
    line.near.bind(0, HERE);
    await once(line.near, 'listening');
    await page.route(/\/api\/rooms\/[^/]+\/voices$/, async (route) => {
      const response = await route.fetch();
      const answer = await response.text();
      const found = /a=candidate:\d+ 1 udp \d+ 127\.0\.0\.1 (\d+) /.exec(answer);
      line.#server = found ? Number(found[1]) : null;
      const body = answer.replaceAll(` ${line.#server} typ host`, ` ${line.near.address().port} typ host`);
      const { 'content-length': _, ...headers } = response.headers();
      await route.fulfill({ status: response.status(), headers, body });
    });
    return line;
  }

  up(packet, from) {
    let way = this.#ways.get(from.port);
    if (!way) {
      way = createSocket('udp4');
      way.on('message', (back) => this.#loses(back) || this.near.send(back, from.port, from.address));
      this.#ways.set(from.port, way);
    }
    if (this.#server && !this.#loses(packet)) way.send(packet, this.#server, HERE);
  }

  #loses(packet) {
    if (!isVoice(packet)) return false;
    this.#voices += 1;
    const gone = this.#voices % this.every === 0;
    this.lost += gone ? 1 : 0;
    return gone;
  }

  close() {
    for (const socket of [this.near, ...this.#ways.values()]) socket.close();
  }
}
