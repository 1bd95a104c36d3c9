import { describe, expect, it } from 'vitest';
import { wrote } from '../src/room/wrote';

describe('what somebody changed', () => {
  it('is what came at the end', () => {
    expect(wrote('A dog runs in the park', 'A dog runs in the park at night, it rains')).toEqual({ before: 'A dog runs in the park', fresh: ' at night, it rains', after: '' });
  });

  it('is whole words in the middle, and long words around it are short', () => {
    const { before, fresh, after } = wrote('A girl and her dog run through a park in the morning. It rains.', 'A girl and her dog run through a park in the evening. It rains.');
    expect(fresh).toBe('evening.');
    expect(before.length).toBeLessThanOrEqual(27);
    expect(before.startsWith('…')).toBe(true);
    expect(after).toBe(' It rains.');
  });

  it('is nothing where only the style is another, or where nobody knows what stood there', () => {
    for (const earlier of [null, 'A dog runs.']) expect(wrote(earlier, 'A dog runs.')).toEqual({ before: 'A dog runs.', fresh: '', after: '' });
  });

  it('is told of words that were taken away, and of repeated ones', () => {
    expect(wrote('A cat and a dog', 'A dog')).toEqual({ before: 'A ', fresh: '', after: 'dog' });
    expect(wrote('ha ha', 'ha ha ha').fresh.trim()).toBe('ha');
  });
});
