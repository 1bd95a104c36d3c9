// One conversation's events as far as they were read, and what was written here and has no answer yet.

import { api, sentence } from '../lib/api';
import type { ContentView, ConversationEvent } from '../lib/wire';
import { entriesOf, type Entry } from './thread';

export interface Unsent {
  message: string;
  content: ContentView;
  replyTo: string | null;
  failed: string | null;
}

export class Thread {
  unsent: Unsent[] = $state.raw([]);
  /** There is more before the first that was read. */
  more = $state(true);
  problem: string | null = $state(null);
  private events: ConversationEvent[] = $state.raw([]);
  private hidden: ReadonlySet<string> = $state.raw(new Set());
  private read = $state(false);
  private busy = false;
  /** Something was missed while a part was being read: that part may not fit. */
  private stale = false;


  constructor(readonly conversation: string) {}

  // It outlives the page that opened it first: what is derived there would stand still when that page is left.
  get entries(): Entry[] {
    return entriesOf(this.events, this.hidden);
  }

  get loaded(): boolean {
    return this.read;
  }

  /** The last events, once. */
  async open(): Promise<void> {
    if (!this.read) await this.again();
  }

  /** Everything anew: something was missed. */
  async again(): Promise<void> {
    await this.load(undefined, true);
  }

  /** What came before. */
  async back(): Promise<void> {
    const first = Math.min(...this.events.map((event) => event.seq));
    if (this.more && Number.isFinite(first)) await this.load(first, false);
  }

  private async load(before: number | undefined, anew: boolean): Promise<void> {
    if (this.busy) {
      this.stale ||= anew;
      return;
    }
    this.busy = true;
    this.problem = null;
    try {
      const found = await api.history(this.conversation, before);
      this.more = found.more;
      this.read = true;
      // What came over the socket meanwhile is newer than the answer.
      const last = found.events.at(-1)?.seq ?? 0;
      const kept = anew ? this.events.filter((event) => event.seq > last) : this.events;
      this.events = [...found.events, ...kept];
      for (const event of found.events) this.settle(event);
    } catch (thrown) {
      this.problem = sentence(thrown);
    } finally {
      this.busy = false;
    }
    if (this.stale) {
      this.stale = false;
      await this.load(undefined, true);
    }
  }

  take(events: ConversationEvent[]): void {
    // What nobody has opened yet is read when it is opened; what comes while it is being read may not be in the answer.
    if (this.read || this.busy) this.events = [...this.events, ...events];
    for (const event of events) this.settle(event);
  }

  hide(message: string): void {
    this.hidden = new Set([...this.hidden, message]);
  }

  private settle(event: ConversationEvent): void {
    if (event.kind === 'said') this.confirm(event.message);
  }

  confirm(message: string): void {
    // Without its event it would vanish for a moment: that comes right after the answer.
    if (this.entries.some((entry) => entry.what === 'line' && entry.message === message)) this.unsent = this.unsent.filter((each) => each.message !== message);
  }

  fail(message: string, why: string): void {
    this.unsent = this.unsent.map((each) => (each.message === message ? { ...each, failed: why } : each));
  }

  forget(message: string): void {
    this.unsent = this.unsent.filter((each) => each.message !== message);
  }
}
