// Who is named in the storyboard, and what the server would say if a take were asked for now. It asks a moment after the words change,
// and again now and then, because owners change their minds.

import { api, sentence } from '../lib/api';
import { app } from '../lib/app.svelte';
import { MAX_MENTIONS } from '../lib/storyboard/mentions';
import type { CameoView, PrecheckView } from '../lib/wire';

/** Milliseconds after the last letter. */
const PAUSE = 350;
/** Milliseconds between two looks at what stands. */
const AGAIN = 10_000;

export class Casting {
  /** By mention, without the `@`. */
  said: Record<string, PrecheckView> = $state.raw({});
  mine: CameoView[] = $state.raw([]);
  problem: string | null = $state(null);
  private wanted: string[] = [];
  private timer = 0;
  private readonly unlisten: () => void;

  constructor(private readonly room: string) {
    void this.look();
    // An answer to a question of mine, or a consent taken back, changes what is allowed.
    this.unlisten = app.control.listen({
      event: (message) => message.room === room && ['consent_given', 'take_failed'].includes(message.event.kind) && this.soon(PAUSE),
      revoked: () => this.soon(PAUSE),
    });
  }

  /** The mentions that stand in the storyboard now. */
  name(mentions: string[]): void {
    const next = mentions.slice(0, MAX_MENTIONS).sort();
    if (next.join() === this.wanted.join()) return;
    this.wanted = next;
    this.soon(PAUSE);
  }

  /** My person, if enrolled. */
  get me(): CameoView | null {
    return this.mine.find((cameo) => cameo.kind === 'person' && cameo.state === 'active') ?? null;
  }

  /** Whether I can be cast in this room by those who write here. */
  get inside(): boolean {
    return this.me?.rooms.some((each) => each.room === this.room && each.rule === 'allow') ?? false;
  }

  /** Lets everybody in this room cast me from now on, or no more. */
  async step(inside: boolean): Promise<boolean> {
    const me = this.me;
    if (!me) return false;
    try {
      const now = inside ? await api.setRoom(me.cameo, this.room, 'allow') : await api.clearRoom(me.cameo, this.room);
      this.mine = this.mine.map((each) => (each.cameo === now.cameo ? now : each));
      this.problem = null;
      this.soon(0);
      return true;
    } catch (thrown) {
      this.problem = sentence(thrown);
      return false;
    }
  }

  close(): void {
    window.clearTimeout(this.timer);
    this.unlisten();
  }

  private async look(): Promise<void> {
    this.mine = await api.cameos().then((found) => found.cameos.filter((cameo) => cameo.state === 'active'), () => []);
  }

  private soon(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.check(), milliseconds);
  }

  private async check(): Promise<void> {
    if (this.wanted.length > 0 && !document.hidden) {
      const found = await api.precheck(this.wanted, this.room).catch(() => null);
      if (found) this.said = Object.fromEntries(found.map((each) => [each.mention, each]));
    }
    if (this.wanted.length > 0) this.soon(AGAIN);
  }
}
