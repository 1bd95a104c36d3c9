// What people changed of what was understood of a shot: a plain list in its map, as the server reads it.

import type * as Y from 'yjs';
import type { CorrectionWords } from '../wire';
import type { Shot } from './document';

/** The server refuses a shot with more. */
export const MOST_CORRECTIONS = 32;

/** What has another shape than the server reads is as if it were not there. */
export function correctionsOf(shot: Shot): CorrectionWords[] {
  const kept: unknown = (shot as unknown as Y.Map<unknown>).get('corrections');
  if (!Array.isArray(kept)) return [];
  return kept.filter(isCorrection).map(({ what, to }) => ({ what, to }));
}

function isCorrection(value: unknown): value is CorrectionWords {
  const { what, to } = (value ?? {}) as Partial<CorrectionWords>;
  return typeof what === 'string' && typeof to === 'string';
}

/** Shows `to` where `what` was understood; null: what was understood again. */
export function correct(shot: Shot, what: string, to: string | null, origin: unknown): void {
  const others = correctionsOf(shot).filter((correction) => correction.what !== what);
  const next = to === null ? others : [...others, { what, to }].slice(-MOST_CORRECTIONS);
  const map = shot as unknown as Y.Map<unknown>;
  shot.doc?.transact(() => {
    if (next.length > 0) map.set('corrections', next);
    else map.delete('corrections');
  }, origin);
}
