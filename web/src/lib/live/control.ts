// The page's one socket to the server: requests with one reply each, events, state and media.
// It comes back by itself and sends again, under the same id, what has no reply yet. It knows nothing of rooms.

import type { Accepted, Command, ErrorBody, Hello, Message } from '../wire';
import { pause } from './backoff';
import { CLOSE, stops } from './close';

export const VERSION = 1;
/** Milliseconds without a reply on a living socket after which it is taken for dead. */
const REPLY_LIMIT = 12_000;
/** Milliseconds after which a request is given up, over all reconnects. */
const REQUEST_LIMIT = 60_000;
/** Milliseconds until a socket must be open and greeted. */
const OPEN_LIMIT = 8_000;
/** Requests that wait for a reply. */
const MAX_PENDING = 64;

export interface Wire {
  binaryType: BinaryType;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export interface Surroundings {
  open(): Wire;
  now(): number;
  after(milliseconds: number, then: () => void): number;
  forget(timer: number): void;
  /** 0…1 */
  random(): number;
  newId(): string;
}

/** How the socket stands. */
export type Link =
  | { state: 'connecting' }
  | { state: 'open' }
  | { state: 'waiting'; attempt: number }
  | { state: 'stopped'; code: number };

export type EventMessage = Extract<Message, { type: 'event' }>;
export type StateMessage = Extract<Message, { type: 'state' }>;

export type QuestionMessage = Extract<Message, { type: 'question' }>;
export type KnockMessage = Extract<Message, { type: 'knock_answered' }>;
export type InboxNews = Extract<Message, { type: 'inbox' }>;
export type ConversationNews = Extract<Message, { type: 'conversation' }>;
export type RevokedMessage = Extract<Message, { type: 'cameo_revoked' }>;

export interface Listener {
  /** A new socket is greeted; `again` when it is not the first. */
  hello?(hello: Hello, again: boolean): void;
  link?(link: Link): void;
  event?(event: EventMessage): void;
  state?(state: StateMessage): void;
  media?(message: ArrayBuffer): void;
  /** Somebody wants me in a take. */
  question?(question: QuestionMessage): void;
  /** It was answered, here or elsewhere, or the take is over. */
  questionGone?(question: string): void;
  /** I was let into a room at which I knocked, or not. */
  knockAnswered?(message: KnockMessage): void;
  /** Something came to me in a conversation. */
  inbox?(message: InboxNews): void;
  /** How far somebody is in a conversation, or that they write. */
  conversation?(message: ConversationNews): void;
  /** Nothing of this take may be shown any more. */
  revoked?(message: RevokedMessage): void;
}

/** A request that was refused, or that nobody answered. */
export class Refused extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
    this.name = 'Refused';
  }

  static from(body: ErrorBody): Refused {
    return new Refused(body.code, body.message);
  }
}

interface Pending {
  text: string;
  /** Sent again after a reconnect; others fail with the socket. */
  lasting: boolean;
  resolve(accepted: Accepted): void;
  reject(refused: Refused): void;
  sentAt: number;
  since: number;
}

const UNANSWERED = new Refused('unanswered', 'The server did not answer. Look whether it happened, then try again.');
const AWAY = new Refused('away', 'The connection is gone for a moment. Try again when it is back.');

export class Control {
  private socket: Wire | null = null;
  private greeted = false;
  private everGreeted = false;
  private attempt = 0;
  private closed = false;
  private heard = 0;
  private beat = 20_000;
  private timer: number | null = null;
  private readonly pending = new Map<string, Pending>();
  private readonly listeners = new Set<Listener>();
  private current: Link = { state: 'connecting' };

  constructor(private readonly around: Surroundings) {}

  get link(): Link {
    return this.current;
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Opens the socket and keeps it open. */
  start(): void {
    this.closed = false;
    if (!this.socket) this.connect();
  }

  /** Closes it for good. */
  stop(): void {
    this.closed = true;
    this.clearTimer();
    this.drop();
    this.failAll(AWAY, () => true);
  }

  /** Comes back now instead of after the pause. */
  hurry(): void {
    if (!this.closed && this.current.state === 'waiting') this.connect();
  }

  request(command: Command): Promise<Accepted> {
    const lasting = !['ping', 'typing', 'look', 'enter', 'exit', 'watch', 'push', 'steer', 'follow_inbox', 'composing'].includes(command.do);
    if (this.current.state === 'stopped' || (!lasting && !this.greeted)) return Promise.reject(AWAY);
    if (this.pending.size >= MAX_PENDING) return Promise.reject(new Refused('busy', 'Too much is waiting for the server. Try again in a moment.'));
    const id = this.around.newId();
    const now = this.around.now();
    return new Promise((resolve, reject) => {
      const pending: Pending = { text: JSON.stringify({ id, ...command }), lasting, resolve, reject, sentAt: now, since: now };
      this.pending.set(id, pending);
      if (this.greeted) this.socket?.send(pending.text);
    });
  }

  /** Calls after a pause that grows with each try, unless it is called off. */
  later(attempt: number, then: () => void): () => void {
    const timer = this.around.after(pause(attempt, this.around.random()), then);
    return () => this.around.forget(timer);
  }

  private connect(): void {
    this.clearTimer();
    this.drop();
    this.tell({ state: 'connecting' });
    let socket: Wire;
    try {
      socket = this.around.open();
    } catch {
      this.wait(0);
      return;
    }
    this.socket = socket;
    this.heard = this.around.now();
    socket.binaryType = 'arraybuffer';
    socket.onmessage = (event) => this.hear(event.data);
    socket.onclose = (event) => this.gone(socket, event.code);
    this.timer = this.around.after(OPEN_LIMIT, () => this.gone(socket, 1006));
  }

  private hear(data: unknown): void {
    this.heard = this.around.now();
    if (data instanceof ArrayBuffer) {
      for (const listener of this.listeners) listener.media?.(data);
      return;
    }
    if (typeof data !== 'string') return;
    const message = JSON.parse(data) as Message;
    switch (message.type) {
      case 'hello':
        this.greet(message);
        break;
      case 'reply': {
        const pending = this.pending.get(message.id);
        this.pending.delete(message.id);
        if (!pending) break;
        if ('ok' in message) pending.resolve(message.ok);
        else pending.reject(Refused.from(message.error));
        break;
      }
      case 'event':
        for (const listener of this.listeners) listener.event?.(message);
        break;
      case 'state':
        for (const listener of this.listeners) listener.state?.(message);
        break;
      case 'question':
        for (const listener of this.listeners) listener.question?.(message);
        break;
      case 'question_gone':
        for (const listener of this.listeners) listener.questionGone?.(message.question);
        break;
      case 'knock_answered':
        for (const listener of this.listeners) listener.knockAnswered?.(message);
        break;
      case 'inbox':
        for (const listener of this.listeners) listener.inbox?.(message);
        break;
      case 'conversation':
        for (const listener of this.listeners) listener.conversation?.(message);
        break;
      case 'cameo_revoked':
        for (const listener of this.listeners) listener.revoked?.(message);
        break;
    }
  }

  private greet(hello: Hello): void {
    if (hello.version !== VERSION) {
      this.halt(CLOSE.wrongVersion);
      return;
    }
    const again = this.everGreeted;
    this.greeted = true;
    this.everGreeted = true;
    this.attempt = 0;
    this.beat = Math.max(1, hello.heartbeat) * 1_000;
    this.tell({ state: 'open' });
    // Rooms are entered first; what waited from before follows.
    for (const listener of this.listeners) listener.hello?.(hello, again);
    const now = this.around.now();
    for (const pending of this.pending.values()) {
      if (!pending.lasting) continue;
      pending.sentAt = now;
      this.socket?.send(pending.text);
    }
    this.watch();
  }

  /** Looks now and then whether the socket still lives. */
  private watch(): void {
    this.clearTimer();
    this.timer = this.around.after(Math.min(this.beat, 2_000), () => {
      const socket = this.socket;
      if (!socket || !this.greeted) return;
      const now = this.around.now();
      this.expire(now);
      const late = [...this.pending.values()].some((pending) => now - pending.sentAt > REPLY_LIMIT);
      if (late || now - this.heard > this.beat + REPLY_LIMIT) {
        this.gone(socket, 1006);
        return;
      }
      const pinging = [...this.pending.values()].some((pending) => !pending.lasting);
      if (now - this.heard >= this.beat && !pinging) void this.request({ do: 'ping' }).catch(() => {});
      this.watch();
    });
  }

  private expire(now: number): void {
    this.failAll(UNANSWERED, (pending) => now - pending.since > REQUEST_LIMIT);
  }

  private gone(socket: Wire, code: number): void {
    if (socket !== this.socket) return;
    this.drop();
    this.failAll(AWAY, (pending) => !pending.lasting);
    if (this.closed) return;
    if (stops(code)) this.halt(code);
    else this.wait(code);
  }

  private halt(code: number): void {
    this.clearTimer();
    this.drop();
    this.tell({ state: 'stopped', code });
    this.failAll(AWAY, () => true);
  }

  private wait(code: number): void {
    this.expire(this.around.now());
    const extra = code === CLOSE.flooding ? 3 : 0;
    const milliseconds = pause(this.attempt + extra, this.around.random());
    this.attempt += 1;
    this.tell({ state: 'waiting', attempt: this.attempt });
    this.clearTimer();
    this.timer = this.around.after(milliseconds, () => this.connect());
  }

  private failAll(why: Refused, which: (pending: Pending) => boolean): void {
    for (const [id, pending] of [...this.pending]) {
      if (!which(pending)) continue;
      this.pending.delete(id);
      pending.reject(why);
    }
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    this.greeted = false;
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  private tell(link: Link): void {
    this.current = link;
    for (const listener of this.listeners) listener.link?.(link);
  }

  private clearTimer(): void {
    if (this.timer !== null) this.around.forget(this.timer);
    this.timer = null;
  }
}

/** Random enough for an id that only this socket's server sees. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36).padStart(2, '0')).join('');
}

/** The real socket, clock and chance. */
export function browserSurroundings(url: string): Surroundings {
  return {
    open: () => new WebSocket(url),
    now: () => performance.now(),
    after: (milliseconds, then) => window.setTimeout(then, milliseconds),
    forget: (timer) => window.clearTimeout(timer),
    random: Math.random,
    newId: randomId,
  };
}
