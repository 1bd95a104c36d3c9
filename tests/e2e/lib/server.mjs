// The real server as a process of its own: started on a free port with an empty data folder, killed, started again on the
// same port and data, and ended. It knows nothing of browsers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

function binary() {
  const target = resolve(ROOT, process.env.CARGO_TARGET_DIR ?? 'target');
  const path = process.env.GREENROOM_BIN ?? join(target, 'release/greenroom');
  if (!existsSync(path)) throw new Error(`there is no server at ${path}: build it (cargo build --release) or name it in GREENROOM_BIN`);
  return path;
}

export class Server {
  /** `http://127.0.0.1:PORT` */
  url = '';
  /** For the first account; only a server without accounts has one. */
  ownerLink = null;
  #data;
  #child = null;
  #said = '';

  static async start() {
    const server = new Server();
    server.#data = await mkdtemp(join(tmpdir(), 'greenroom-e2e-'));
    await server.#run('127.0.0.1:0');
    return server;
  }

  /** As a power cut would end it. */
  async kill() {
    await this.#end('SIGKILL');
  }

  /** Again, where it was. */
  async restart() {
    await this.#run(new URL(this.url).host);
  }

  async stop() {
    await this.#end('SIGTERM');
    await rm(this.#data, { recursive: true, force: true });
  }

  async #run(listen) {
    const child = spawn(binary(), ['--listen', listen, '--data', this.#data, '--log', 'warn'], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let out = '';
    const keep = (bytes) => (this.#said = (this.#said + bytes).slice(-8_000));
    child.stderr.on('data', keep);
    await new Promise((ready, fail) => {
      child.once('error', fail);
      child.once('exit', (code, signal) => fail(new Error(`the server ended (${code ?? signal}):\n${this.#said}`)));
      child.stdout.on('data', (bytes) => {
        keep(bytes);
        out += bytes;
        const address = /Greenroom is at (\S+)/.exec(out)?.[1];
        // The owner's link is the next line; a server that has accounts prints none.
        const link = /(\S+\/i\/\S+)/.exec(out)?.[1] ?? null;
        if (!address || (!link && !this.url)) return;
        this.ownerLink = link;
        this.url = address.replace(/\/$/, '');
        ready();
      });
    });
    child.removeAllListeners('exit');
  }

  async #end(signal) {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
