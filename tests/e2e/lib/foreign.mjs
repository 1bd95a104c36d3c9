// Yjs clients that are not ours, unmodified: y-websocket's provider, and pycrdt's in Python. They are installed where they are missing, beside the other
// packages of these tests, and know nothing of Greenroom but the address of a document with a token.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const FOLDER = resolve(import.meta.dirname, '../node_modules/.foreign');
const NPM = ['y-websocket@3.1.0', 'yjs@13.6.33', 'ws@8.23.0'];
const PIP = ['pycrdt-websocket==0.16.5', 'pycrdt==0.14.13', 'httpx-ws==0.9.0'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz ';
// A socket may send a hundred messages a second.
const PACE = 13;

async function installed(name, packages, command, where) {
  const folder = join(FOLDER, name);
  const done = join(folder, 'installed');
  if (existsSync(done) && (await readFile(done, 'utf8')) === packages.join(' ')) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private": true}');
  const [program, ...rest] = command(folder);
  try {
    await promisify(execFile)(program, [...rest, ...packages], { cwd: folder, timeout: 120_000 });
  } catch (error) {
    const last = String(error.stderr || error.message).trim().split('\n').at(-1);
    throw new Error(`${packages[0]} could not be installed from ${where}, so this story can't be told: ${last}`);
  }
  await writeFile(done, packages.join(' '));
  return folder;
}

export const npm = () =>
  installed('npm', NPM, (folder) => ['npm', 'install', '--silent', '--no-audit', '--no-fund', '--prefix', folder], 'the npm registry');

export const python = () =>
  installed(
    'python',
    PIP,
    (folder) => ['python3', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', folder],
    'the Python package index',
  );

/** Numbers that look drawn by chance and are the same for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class NodeClient {
  /** Times that its connection dropped, and codes with which the server closed it. */
  dropped = 0;
  refused = [];

  static async open(url, room, token) {
    const load = createRequire(join(await npm(), 'package.json'));
    const client = new NodeClient();
    client.yjs = load('yjs');
    const { WebsocketProvider } = load('y-websocket');
    client.doc = new client.yjs.Doc();
    client.provider = new WebsocketProvider(`${url.replace('http', 'ws')}/yjs`, room, client.doc, {
      params: { token },
      WebSocketPolyfill: load('ws'),
      disableBc: true,
    });
    client.provider.on('connection-close', (event) => event?.code >= 4_000 && client.refused.push(event.code));
    await client.synced();
    return client;
  }

  async synced() {
    if (this.provider.synced) return;
    await new Promise((done) => this.provider.on('sync', (is) => is && done()));
  }

  prompts() {
    return this.doc.getArray('shots').map((shot) => shot.get('prompt').toString());
  }

  /** So many, a few in each message; the connection drops now and then, and the next ones are made without it. */
  async edit(count, between, chance) {
    const texts = this.doc.getArray('shots').map((shot) => shot.get('prompt'));
    let untilDrop = between;
    while (count > 0) {
      const several = Math.min(count, 1 + Math.floor(chance() * 5));
      this.doc.transact(() => {
        for (let each = 0; each < several; each++) edit(texts[Math.floor(chance() * texts.length)], chance);
      });
      count -= several;
      untilDrop -= several;
      if (untilDrop <= 0) {
        this.provider.ws?.terminate();
        this.dropped += 1;
        untilDrop = between;
      }
      await sleep(PACE);
    }
    await this.synced();
  }

  /** Some without a connection, and more as soon as there is one, before anything has come over it. */
  async writeWhileComingBack(words) {
    const text = this.doc.getArray('shots').get(0).get('prompt');
    this.provider.disconnect();
    text.insert(0, words);
    this.provider.once('status', () => {
      this.provider.once('status', ({ status }) => status === 'connected' && text.insert(0, words));
    });
    this.provider.connect();
    await this.synced();
    // Whatever the server says of it comes before its answer to this.
    const answered = new Promise((done) => this.provider.ws.once('pong', done));
    this.provider.ws.ping();
    await Promise.race([answered, new Promise((done) => this.provider.once('connection-close', done))]);
  }

  close() {
    this.provider.destroy();
    this.doc.destroy();
  }
}

function edit(text, chance) {
  const at = Math.floor(chance() * (text.length + 1));
  if (chance() < (text.length > 600 ? 0.7 : 0.4) && at < text.length) {
    text.delete(at, Math.min(text.length - at, 1 + Math.floor(chance() * 4)));
    return;
  }
  const letters = Array.from({ length: 1 + Math.floor(chance() * 4) }, () => LETTERS[Math.floor(chance() * LETTERS.length)]);
  text.insert(at, letters.join(''));
}

export class PythonClient {
  #child;
  #lines;
  #said = '';

  /** It begins to edit at once. */
  static async open(url, room, token, { seed, count, between }) {
    const folder = await python();
    const client = new PythonClient();
    const address = `${url}/yjs/${room}?token=${encodeURIComponent(token)}`;
    const script = join(import.meta.dirname, 'foreign.py');
    client.#child = spawn('python3', [script, address, String(seed), String(count), String(between)], {
      env: { ...process.env, PYTHONPATH: folder },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    client.#child.stderr.on('data', (bytes) => (client.#said = (client.#said + bytes).slice(-4_000)));
    client.#lines = createInterface({ input: client.#child.stdout })[Symbol.asyncIterator]();
    return client;
  }

  async #line() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the Python client ended:\n${this.#said}`);
    return JSON.parse(value);
  }

  /** How often its connection dropped. */
  async edited() {
    return (await this.#line()).dropped;
  }

  async prompts() {
    this.#child.stdin.write('?\n');
    return (await this.#line()).prompts;
  }

  async close() {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  }
}
