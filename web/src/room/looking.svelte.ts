// Where this page looks, told to the others for those who follow; and whom it follows.

import type { PlaceView } from '../lib/wire';

/** Milliseconds between two tellings at most. */
const PACE = 1_000;
/** Milliseconds without a touch after which somebody is away. */
const AWAY = 180_000;
/** Milliseconds that a running clip may be told wrong by. */
const SLACK = 1_500;

export class Looking {
  /** Whom this page follows. */
  following: string | null = $state(null);
  private place: PlaceView = { away: false, shot: null, clip: null, at_ms: 0, playing: false };
  private told: PlaceView | null = null;
  private toldAt = 0;
  private touched = Date.now();
  private readonly timer: number;
  private readonly touch = (): void => {
    this.touched = Date.now();
  };

  constructor(private readonly tell: (place: PlaceView) => void) {
    for (const kind of ['pointerdown', 'keydown'] as const) window.addEventListener(kind, this.touch);
    this.timer = window.setInterval(() => this.look(), PACE);
  }

  at(change: Partial<PlaceView>): void {
    this.place = { ...this.place, ...change };
  }

  /** Tells the place again, to a socket that has not heard it. */
  again(): void {
    this.told = null;
  }

  close(): void {
    for (const kind of ['pointerdown', 'keydown'] as const) window.removeEventListener(kind, this.touch);
    window.clearInterval(this.timer);
  }

  private look(): void {
    const away = document.hidden || Date.now() - this.touched > AWAY;
    const next = { ...this.place, away };
    if (this.told && same(this.told, next, Date.now() - this.toldAt)) return;
    this.told = next;
    this.toldAt = Date.now();
    this.tell({ ...next, at_ms: Math.round(next.at_ms) });
  }
}

/** Whether a follower who heard `told` so long ago would be where `next` is. */
export function same(told: PlaceView, next: PlaceView, since: number): boolean {
  if (told.away !== next.away || told.shot !== next.shot || told.clip !== next.clip || told.playing !== next.playing) return false;
  const expected = told.at_ms + (told.playing ? since : 0);
  return Math.abs(expected - next.at_ms) < SLACK;
}
