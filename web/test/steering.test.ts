import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PACE, REST, Steering } from '../src/lib/storyboard/steering';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function steering(): { steering: Steering; steered: string[] } {
  const steered: string[] = [];
  const steering = new Steering((shot) => steered.push(shot));
  steering.listens = true;
  return { steering, steered };
}

test('words count a moment after the last of them', () => {
  const { steering: own, steered } = steering();
  own.wrote('a');
  vi.advanceTimersByTime(REST - 1);
  own.wrote('a');
  vi.advanceTimersByTime(REST - 1);
  expect(steered).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(steered).toEqual(['a']);
});

test('who goes on writing steers now and then', () => {
  const { steering: own, steered } = steering();
  for (let gone = 0; gone < 3 * PACE; gone += 100) {
    own.wrote('a');
    vi.advanceTimersByTime(100);
  }
  expect(steered.length).toBeGreaterThanOrEqual(2);
});

test('another shot does not wait for the one before, and a closed stage hears nothing', () => {
  const { steering: own, steered } = steering();
  own.wrote('a');
  own.wrote('b');
  expect(steered).toEqual(['a']);
  own.listens = false;
  vi.advanceTimersByTime(PACE);
  expect(steered).toEqual(['a']);
});
