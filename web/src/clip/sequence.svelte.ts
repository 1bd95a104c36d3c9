// Plays pieces one after the other, as the cut would: two players take turns, and the one that waits stands where the next piece begins.

import { videoOf } from '../lib/api';
import { beginOf, lasting, lengthOf, placeOf, type Piece } from './cutting';

/** Seconds before a piece's end at which the next one takes over: about a frame. */
const EARLY = 0.03;

export class Sequence {
  /** Moment of the whole. */
  at = $state(0);
  playing = $state(false);
  /** Which player is seen. */
  seen = $state(0);
  players: HTMLVideoElement[] = $state([]);
  private index = 0;
  private handle = 0;

  constructor(private readonly pieces: () => readonly Piece[]) {}

  toggle(): void {
    if (this.playing) this.pause();
    else void this.play();
  }

  pause(): void {
    this.playing = false;
    cancelAnimationFrame(this.handle);
    for (const player of this.players) player?.pause();
  }

  async play(): Promise<void> {
    const pieces = this.pieces();
    if (pieces.length === 0) return;
    if (this.at >= lasting(pieces) - 0.05) this.at = 0;
    this.seek(this.at);
    this.playing = true;
    await this.front()?.play().catch(() => this.pause());
    if (this.playing) this.handle = requestAnimationFrame(this.step);
  }

  /** Shows a moment of the whole. */
  seek(at: number): void {
    const pieces = this.pieces();
    this.at = Math.max(0, Math.min(at, lasting(pieces)));
    const place = placeOf(pieces, Math.min(this.at, Math.max(0, lasting(pieces) - 0.01)));
    const piece = pieces[place.index];
    const player = this.front();
    if (!piece || !player) return;
    this.index = place.index;
    stand(player, piece.clip, place.at);
    this.prepare();
  }

  close(): void {
    this.pause();
    for (const player of this.players) {
      player?.removeAttribute('src');
      player?.load();
    }
  }

  private front(): HTMLVideoElement | undefined {
    return this.players[this.seen];
  }

  private prepare(): void {
    const next = this.pieces()[this.index + 1];
    const waiting = this.players[1 - this.seen];
    if (next && waiting) stand(waiting, next.clip, next.from);
  }

  private readonly step = (): void => {
    const pieces = this.pieces();
    const [piece, player] = [pieces[this.index], this.front()];
    if (!this.playing || !piece || !player) return;
    this.at = beginOf(pieces, this.index) + Math.min(lengthOf(piece), Math.max(0, player.currentTime - piece.from));
    if (player.currentTime >= piece.to - EARLY || player.ended) {
      const waiting = this.players[1 - this.seen];
      player.pause();
      if (!pieces[this.index + 1] || !waiting) {
        this.pause();
        this.at = lasting(pieces);
        return;
      }
      this.index += 1;
      this.seen = 1 - this.seen;
      void waiting.play().catch(() => this.pause());
      this.prepare();
    }
    this.handle = requestAnimationFrame(this.step);
  };
}

function stand(player: HTMLVideoElement, clip: string, second: number): void {
  const address = videoOf(clip);
  if (!player.src.endsWith(address)) player.src = address;
  if (Math.abs(player.currentTime - second) > 0.02) player.currentTime = second;
}
