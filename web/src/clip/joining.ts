// Which clips can be joined, and why others can't.

import type { Clip } from '../lib/wire';

export const MOST = 8;
export const LONGEST = 60;

/** Null: it fits behind those that are chosen. */
export function misfit(chosen: Clip[], next: Clip): string | null {
  const [first] = chosen;
  if (!next.can.includes('join')) return 'withheld';
  if (first && (next.width !== first.width || next.height !== first.height)) return `${next.width}×${next.height}`;
  if (first && next.fps !== first.fps) return `${next.fps} pictures a second`;
  if (chosen.length >= MOST) return `${MOST} are the most`;
  if (lasting(chosen) + next.seconds > LONGEST) return 'over a minute in all';
  return null;
}

export function lasting(clips: Clip[]): number {
  return clips.reduce((sum, clip) => sum + clip.seconds, 0);
}
