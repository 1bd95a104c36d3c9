import { describe, expect, it } from 'vitest';
import { cueAt, scriptOf, wordsOf } from '../src/lib/enrol/script';
import { mentionsIn } from '../src/lib/storyboard/mentions';

describe('mentions', () => {
  it('read as the server reads them', () => {
    expect(mentionsIn('@ana and @Ben_2 dance')).toEqual(['ana', 'ben_2']);
    expect(mentionsIn('(@ana), @ana.rex: runs to @ben.')).toEqual(['ana', 'ana.rex', 'ben']);
    expect(mentionsIn('ana@example.com @@ana @ @1a @a é@ana')).toEqual([]);
    expect(mentionsIn(`@ana @ana @${'a'.repeat(25)}`)).toEqual(['ana']);
  });

  it('know no letters but those of handles', () => {
    expect(mentionsIn('@ro\u017Fa and @mi\u212Ae.re\u017F')).toEqual(['ro', 'mi']);
    expect(mentionsIn('@\u212Aim and \u017F@ana and \u0903@ben')).toEqual([]);
  });
});

describe('what an enrolment asks', () => {
  const script = scriptOf(['left', 'up', 'right'], '314259');

  it('takes between 8 and 15 seconds', () => {
    expect(script.length).toBeGreaterThan(8_000);
    expect(script.length).toBeLessThan(15_000);
  });

  it('asks every turn and every digit once, in order, and straight in between', () => {
    const asked = script.steps.map(({ cue }) => (cue.kind === 'turn' ? cue.turn : cue.kind === 'digit' ? cue.digit : cue.kind));
    expect(asked).toEqual(['straight', 'left', 'straight', 'up', 'straight', 'right', 'straight', '3', '1', '4', '2', '5', '9', 'done']);
    expect(script.steps.map((step) => step.at)).toEqual([...script.steps.map((step) => step.at)].sort((a, b) => a - b));
  });

  it('shows one thing at a time, in words', () => {
    expect(wordsOf(cueAt(script, 0))).toBe('Look straight at the camera');
    expect(cueAt(script, script.length + 1_000)).toEqual({ kind: 'done' });
    for (const { cue } of script.steps) expect(wordsOf(cue).length).toBeGreaterThan(3);
  });
});
