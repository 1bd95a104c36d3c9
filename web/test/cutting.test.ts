import { expect, test } from 'vitest';
import { added, again, lasting, moved, placeOf, problemOf, split, trimmed, type Piece } from '../src/clip/cutting';
import type { Clip } from '../src/lib/wire';

const piece = (key: number, clip: string, from: number, to: number): Piece => ({ key, clip, from, to });
const clip = (id: string, change: Partial<Clip> = {}): Clip => ({ clip: id, title: id, seconds: 8, width: 360, height: 640, fps: 24, seen_as: 'owner', can: ['play', 'join'], ...change }) as Clip;

test('an end stays within the clip and a second away from the other', () => {
  const one = piece(1, 'a', 2, 5);
  expect(trimmed(one, 'from', 7.2, 8).from).toBe(4);
  expect(trimmed(one, 'from', -3, 8).from).toBe(0);
  expect(trimmed(one, 'to', 12, 8).to).toBe(8);
  expect(trimmed(one, 'to', 0, 8).to).toBe(3);
  expect(trimmed(one, 'to', 6.6, 8).to).toBe(7);
});

test('pieces move, come again, and are cut in two', () => {
  const pieces = [piece(1, 'a', 0, 4), piece(2, 'b', 1, 3), piece(3, 'a', 4, 6)];
  expect(moved(pieces, 2, 0).map((each) => each.key)).toEqual([3, 1, 2]);
  expect(moved(pieces, 0, 9).map((each) => each.key)).toEqual([2, 3, 1]);
  expect(again(pieces, 1).map((each) => [each.key, each.clip])).toEqual([[1, 'a'], [2, 'b'], [4, 'b'], [3, 'a']]);
  expect(split(pieces, 5)?.map((each) => [each.from, each.to])).toEqual([[0, 4], [1, 2], [2, 3], [4, 6]]);
  expect(split(pieces, 4)).toBeNull();
  expect(placeOf(pieces, 5.5)).toEqual({ index: 1, at: 2.5 });
  expect(placeOf(pieces, 8).index).toBe(3);
  expect(lasting(added(pieces, 'b', 8))).toBe(16);
});

test('what can not be made says why', () => {
  const clips = new Map([clip('a'), clip('b'), clip('wide', { width: 640, height: 360 }), clip('theirs', { seen_as: 'member', can: ['play'] })].map((each) => [each.clip, each]));
  const why = (...pieces: Piece[]) => problemOf(pieces, clips);
  expect(why(piece(1, 'a', 0, 8))).toMatch(/as it is/);
  expect(why(piece(1, 'a', 0, 3), piece(2, 'a', 3, 8))).toMatch(/as it is/);
  expect(why(piece(1, 'a', 0, 3))).toMatch(/4 s are the least/);
  expect(why(...Array.from({ length: 8 }, (_, key) => piece(key, 'a', 0, 8)))).toMatch(/a minute is the most/);
  expect(why(piece(1, 'a', 0, 4), piece(2, 'wide', 0, 4))).toMatch(/does not fit/);
  expect(why(piece(1, 'a', 0, 4), piece(2, 'theirs', 0, 4))).toMatch(/belongs to others/);
  expect(why(piece(1, 'a', 2, 8), piece(2, 'b', 0, 4))).toBeNull();
});
