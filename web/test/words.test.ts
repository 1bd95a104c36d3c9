import { describe, expect, it } from 'vitest';
import { sentence } from '../src/lib/api';
import { listed } from '../src/lib/people';
import { routeOf } from '../src/lib/route';
import { ago, bornAt, left, passName } from '../src/lib/words';

describe('addresses', () => {
  it('name one page each', () => {
    expect(routeOf('/')).toEqual({ page: 'lobby' });
    expect(routeOf('/sign-in/')).toEqual({ page: 'sign-in' });
    expect(routeOf('/i/a%20b')).toEqual({ page: 'invite', code: 'a b' });
    const id = '01890000-0001-7000-8000-000000000001';
    expect(routeOf(`/r/${id}`)).toEqual({ page: 'room', room: id });
    expect(routeOf(`/c/${id}`)).toEqual({ page: 'clip', clip: id });
  });

  it('that name nothing are told', () => {
    for (const path of ['/r', '/r/1', '/c/..', '/r/1/2', '/x', '/i/', '/sign-in/now']) expect(routeOf(path).page).toBe('nowhere');
    expect(routeOf('/i/%E0%A4%A').page).toBe('invite');
  });
});

describe('words', () => {
  it('tell times as people do', () => {
    expect(ago(1_000, 30_000)).toBe('just now');
    expect(ago(0, 5 * 60_000)).toBe('5 min ago');
    expect(ago(0, 26 * 3_600_000)).toBe('yesterday');
    expect([left(null), left(200), left(61_000)]).toEqual(['a moment', '1 s left', '1 min 1 s left']);
  });

  it('read the moment out of an id', () => {
    expect(bornAt('01890000-0001-7000-8000-000000000001')).toBe(0x018900000001);
  });

  it('name passes and people', () => {
    expect([0, 1, 2].map((pass) => passName(pass, 3))).toEqual(['First pictures', 'Rough cut', 'Full picture']);
    expect([[], ['Ana'], ['Ana', 'Ben', 'Caro']].map(listed)).toEqual(['', 'Ana', 'Ana, Ben and Caro']);
  });

  it('make a sentence of an error', () => {
    expect(sentence(new Error('the queue is full: wait until a take is done'))).toBe('The queue is full: wait until a take is done.');
    expect(sentence('odd')).toMatch(/Reload/);
  });
});
