// A clock, a socket and chance that tests move by hand.

import type { Surroundings, Wire } from '../src/lib/live/control';
import type { Command } from '../src/lib/wire';

export class FakeSocket implements Wire {
  binaryType: BinaryType = 'blob';
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  sent: ({ id: string } & Command)[] = [];
  closed = false;

  send(data: string): void {
    this.sent.push(JSON.parse(data) as { id: string } & Command);
  }

  close(): void {
    this.closed = true;
  }

  hear(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  }

  hello(heartbeat = 20): void {
    this.hear({ type: 'hello', version: 1, user: 'u', handle: 'ana', now: 0, heartbeat });
  }

  end(code: number): void {
    this.onclose?.({ code } as CloseEvent);
  }
}

export class Around implements Surroundings {
  sockets: FakeSocket[] = [];
  private time = 0;
  private timers = new Map<number, { at: number; then: () => void }>();
  private count = 0;

  open(): FakeSocket {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }

  now(): number {
    return this.time;
  }

  after(milliseconds: number, then: () => void): number {
    this.timers.set(++this.count, { at: this.time + milliseconds, then });
    return this.count;
  }

  forget(timer: number): void {
    this.timers.delete(timer);
  }

  random(): number {
    return 0.5;
  }

  newId(): string {
    return `id${++this.count}`;
  }

  pass(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = [...this.timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!next) break;
      this.timers.delete(next[0]);
      this.time = next[1].at;
      next[1].then();
    }
    this.time = end;
  }
}

/** Lets settled promises be heard. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
