// A bad line between a page and a room's call: of the packets of voices every so many are lost, either way.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const OPUS = 111;

const isVoice = (packet) => packet.length > 12 && packet[0] >= 128 && packet[0] < 192 && (packet[1] & 0x7f) === OPUS;

export class LossyLine {
  lost = 0;

  /** Of `every` packets one is lost. */
  static async lay(page, every) {
    const line = new LossyLine();
    line.every = every;
    line.near = createSocket('udp4');
    line.far = createSocket('udp4');
    for (const socket of [line.near, line.far]) {
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
    }
    let client = null;
    let server = null;
    line.near.on('message', (packet, from) => {
      client = from.port;
      if (server && !line.loses(packet)) line.far.send(packet, server, '127.0.0.1');
    });
    line.far.on('message', (packet) => {
      if (client && !line.loses(packet)) line.near.send(packet, client, '127.0.0.1');
    });
    await page.route('**/voices', async (route) => {
      const response = await route.fetch();
      const answer = await response.text();
      const found = /a=candidate:1 1 udp \d+ 127\.0\.0\.1 (\d+) /.exec(answer);
      server = found ? Number(found[1]) : null;
      await route.fulfill({ response, body: answer.replaceAll(` ${server} typ host`, ` ${line.near.address().port} typ host`) });
    });
    return line;
  }

  #voices = 0;

  loses(packet) {
    if (!isVoice(packet)) return false;
    this.#voices += 1;
    const gone = this.#voices % this.every === 0;
    this.lost += gone ? 1 : 0;
    return gone;
  }

  close() {
    this.near.close();
    this.far.close();
  }
}
