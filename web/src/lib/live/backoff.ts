// How long to wait before the next try: doubling, bounded, and never the same for two pages.

const FIRST = 300;
const MOST = 8_000;

/** Milliseconds before try number `attempt` (from 0); `random` is 0…1. */
export function pause(attempt: number, random: number): number {
  const whole = Math.min(MOST, FIRST * 2 ** Math.min(attempt, 10));
  return Math.round(whole * (0.5 + random / 2));
}
