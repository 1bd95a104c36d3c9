// A cut as a list of pieces of clips, each of whole seconds, and what can be done with it. It knows no pictures and no page.

import type { Clip } from '../lib/wire';

export const MOST_PIECES = 24;
export const LEAST = 4;
export const LONGEST = 60;

export interface Piece {
  /** Stays while the piece is trimmed and moved. */
  key: number;
  clip: string;
  from: number;
  to: number;
}

export type Edge = 'from' | 'to';

export const lengthOf = (piece: Piece): number => piece.to - piece.from;

export const lasting = (pieces: readonly Piece[]): number => pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);

/** One end of a piece at another second; a piece keeps one second at least, and stays within its clip. */
export function trimmed(piece: Piece, edge: Edge, second: number, seconds: number): Piece {
  const at = Math.round(second);
  if (edge === 'from') return { ...piece, from: Math.max(0, Math.min(at, piece.to - 1)) };
  return { ...piece, to: Math.min(seconds, Math.max(at, piece.from + 1)) };
}

/** The piece at `at` stands at `place`. */
export function moved(pieces: readonly Piece[], at: number, place: number): Piece[] {
  const rest = pieces.filter((_, index) => index !== at);
  const piece = pieces[at];
  if (piece) rest.splice(Math.max(0, Math.min(place, rest.length)), 0, piece);
  return rest;
}

const nextKey = (pieces: readonly Piece[]): number => pieces.reduce((most, piece) => Math.max(most, piece.key), 0) + 1;

/** The piece once more, right behind itself. */
export function again(pieces: readonly Piece[], at: number): Piece[] {
  const piece = pieces[at];
  return piece ? [...pieces.slice(0, at + 1), { ...piece, key: nextKey(pieces) }, ...pieces.slice(at + 1)] : [...pieces];
}

export function added(pieces: readonly Piece[], clip: string, seconds: number): Piece[] {
  return [...pieces, { key: nextKey(pieces), clip, from: 0, to: seconds }];
}

/** Two pieces where there was one, at a second of the whole; null: a piece begins or ends there. */
export function split(pieces: readonly Piece[], second: number): Piece[] | null {
  const { index, at } = placeOf(pieces, Math.round(second));
  const piece = pieces[index];
  if (!piece || at <= piece.from || at >= piece.to) return null;
  return [...pieces.slice(0, index), { ...piece, to: at }, { ...piece, key: nextKey(pieces), from: at }, ...pieces.slice(index + 1)];
}

/** Which piece is shown at a moment of the whole, and which moment of its clip. */
export function placeOf(pieces: readonly Piece[], second: number): { index: number; at: number } {
  let before = 0;
  for (const [index, piece] of pieces.entries()) {
    if (second < before + lengthOf(piece)) return { index, at: piece.from + Math.max(0, second - before) };
    before += lengthOf(piece);
  }
  return { index: pieces.length, at: 0 };
}

/** The moment of the whole at which a piece begins. */
export const beginOf = (pieces: readonly Piece[], index: number): number => lasting(pieces.slice(0, index));

/** Why nothing can be made of it; null: it can. */
export function problemOf(pieces: readonly Piece[], clips: ReadonlyMap<string, Clip>): string | null {
  if (pieces.length === 0) return 'Add a take to begin with.';
  if (pieces.length > MOST_PIECES) return `${MOST_PIECES} pieces are the most.`;
  const first = pieces[0] && clips.get(pieces[0].clip);
  for (const piece of pieces) {
    const clip = clips.get(piece.clip);
    const why = clip ? misfit(clip, first ?? null) : 'It is still being looked up.';
    if (why) return why;
  }
  const seconds = lasting(pieces);
  if (seconds < LEAST) return `It lasts ${seconds} s; ${LEAST} s are the least.`;
  if (seconds > LONGEST) return `It lasts ${seconds} s; a minute is the most.`;
  const whole = first !== undefined && pieces.every((piece, at) => piece.clip === first.clip && piece.from === (pieces[at - 1]?.to ?? 0)) && pieces.at(-1)?.to === first.seconds;
  return whole ? 'This is the take as it is: trim it, turn pieces round, or add one.' : null;
}

/** Why a clip can't be part of a cut that begins with `first`. */
export function misfit(clip: Clip, first: Clip | null): string | null {
  if (clip.seen_as !== 'owner') return `“${clip.title}” belongs to others: only its owners cut it.`;
  if (!clip.can.includes('join')) return `“${clip.title}” was taken back.`;
  if (first && (clip.width !== first.width || clip.height !== first.height || clip.fps !== first.fps)) return `“${clip.title}” is ${clip.width}×${clip.height} at ${clip.fps}: it does not fit the first piece.`;
  return null;
}

/** `3`, `1:04` */
export const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${Math.floor(seconds % 60).toString().padStart(2, '0')}`;
