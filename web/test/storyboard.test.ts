import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addShots, asText, moveShot, ordered, referenceOf, removeShot, SAMPLE, setReference, setSeconds, stateVector, textOf, totalSeconds, wordOf } from '../src/lib/storyboard/document';

function written(...prompts: string[]): Y.Doc {
  const doc = new Y.Doc();
  addShots(doc, prompts.map((prompt) => ({ prompt, seconds: 5 })), null);
  return doc;
}

const prompts = (doc: Y.Doc): string[] => ordered(doc).map((shot) => textOf(shot, 'prompt'));

describe('the storyboard', () => {
  it('has the shape that the server reads', () => {
    const doc = written();
    addShots(doc, SAMPLE, null);
    const [first] = doc.getArray('shots').toJSON() as Record<string, unknown>[];
    expect(Object.keys(first ?? {}).sort()).toEqual(['camera', 'dialogue', 'id', 'place', 'prompt', 'seconds', 'setting', 'style']);
    expect(first?.['seconds']).toBe(5);
    const shot = ordered(doc)[0]!;
    expect(shot.get('prompt')).toBeInstanceOf(Y.Text);
    expect(shot.get('dialogue')).toBeInstanceOf(Y.Text);
    expect(wordOf(shot, 'id')).toMatch(/^[a-z0-9]{9}$/);
  });

  it('moves shots both ways and keeps their names', () => {
    const doc = written('a', 'bb', 'c');
    const names = new Map(ordered(doc).map((shot) => [textOf(shot, 'prompt'), wordOf(shot, 'id')]));
    moveShot(doc, 0, 1, null);
    expect(prompts(doc)).toEqual(['bb', 'a', 'c']);
    moveShot(doc, 2, -1, null);
    expect(prompts(doc)).toEqual(['bb', 'c', 'a']);
    moveShot(doc, 0, -1, null);
    expect(prompts(doc)).toEqual(['bb', 'c', 'a']);
    for (const shot of ordered(doc)) expect(wordOf(shot, 'id')).toBe(names.get(textOf(shot, 'prompt')));
  });

  it('counts only the seconds of shots that say something, within limits', () => {
    const doc = written('a', ' ', 'c');
    setSeconds(ordered(doc)[0]!, 99, null);
    expect(totalSeconds(doc)).toBe(30);
    removeShot(doc, 0, null);
    expect(totalSeconds(doc)).toBe(5);
  });

  it('counts what goes on without words, and an upload that shows something', () => {
    const doc = written('', 'a', '', '');
    const [alone, , on, after] = ordered(doc);
    on!.set('continues', true);
    after!.set('continues', true);
    expect(totalSeconds(doc)).toBe(15);
    setReference(alone!, { upload: 'u', role: 'palette' }, null);
    expect(totalSeconds(doc)).toBe(15);
    setReference(alone!, { upload: 'u', role: 'restyle' }, null);
    expect(totalSeconds(doc)).toBe(20);
  });

  it('refers to a picture as the server reads it, and takes what others write for what it is', () => {
    const shot = ordered(written('a'))[0]!;
    setReference(shot, { upload: 'u', role: 'palette' }, null);
    expect(shot.toJSON()).toMatchObject({ reference: { upload: 'u', role: 'palette' } });
    expect(referenceOf(shot)).toEqual({ upload: 'u', role: 'palette' });
    for (const other of ['u', 7, { upload: 'u' }, { upload: 7, role: 'palette' }, { upload: 'u', role: 'hat' }]) {
      shot.set('reference', other as never);
      expect(referenceOf(shot)).toBeNull();
    }
    setReference(shot, null, null);
    expect(shot.has('reference')).toBe(false);
  });

  it('tells what it has as a state vector and as text', () => {
    const doc = written('a dog runs');
    expect(Y.decodeStateVector(Uint8Array.from(atob(stateVector(doc)), (c) => c.charCodeAt(0))).get(doc.clientID)).toBeGreaterThan(0);
    expect(asText(doc)).toBe('SHOT 1 · 5 s\na dog runs');
  });
});
