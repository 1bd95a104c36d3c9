import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addShots, moveShot, ordered, removeShot, setSeconds, shotsOf, textOf, wordOf } from '../src/lib/storyboard/document';
import { compared, differences, READ_SHOTS, restore } from '../src/lib/storyboard/history';
import type { VersionShotView } from '../src/lib/wire';

const said = (text: string, by = 'ana'): { by: string; text: string }[] => (text ? [{ by, text }] : []);

/** As the server tells what stands in a document. */
function version(doc: Y.Doc): VersionShotView[] {
  return ordered(doc).map((shot) => ({
    id: wordOf(shot, 'id'),
    prompt: said(textOf(shot, 'prompt')),
    dialogue: said(textOf(shot, 'dialogue')),
    setting: said(textOf(shot, 'setting')),
    seconds: Number(shot.get('seconds')),
    style: wordOf(shot, 'style'),
    camera: wordOf(shot, 'camera'),
    continues: shot.get('continues') === true,
    reference: null,
    copied_from: null,
    corrections: [],
  }));
}

function written(...prompts: string[]): Y.Doc {
  const doc = new Y.Doc();
  addShots(doc, prompts.map((prompt) => ({ prompt, seconds: 5 })), null);
  return doc;
}

describe('what differs', () => {
  it('is told in words, with whose they are', () => {
    const after = [{ by: 'ana', text: 'a big ' }, { by: 'ben', text: 'cat ' }, { by: 'ana', text: 'runs' }];
    expect(differences(said('a dog runs'), after)).toEqual([
      { how: 'same', text: 'a ', by: 'ana' },
      { how: 'removed', text: 'dog', by: 'ana' },
      { how: 'added', text: 'big ', by: 'ana' },
      { how: 'added', text: 'cat', by: 'ben' },
      { how: 'same', text: ' ', by: 'ben' },
      { how: 'same', text: 'runs', by: 'ana' },
    ]);
    expect(differences([], said('new')).map((each) => each.how)).toEqual(['added']);
    // Too much to be compared: all of it is another text.
    expect(differences(said('x '.repeat(3_000)), said('y '.repeat(3_000))).map((each) => each.how)).toEqual(['removed', 'added', 'same']);
  });

  it('tells shots that came, went, moved and changed', () => {
    const doc = written('one', 'two', 'three');
    const before = version(doc);
    removeShot(doc, 1, null);
    moveShot(doc, 0, 1, null);
    addShots(doc, [{ prompt: 'four', seconds: 3 }], null);
    setSeconds(ordered(doc)[0]!, 9, null);
    const found = compared(before, version(doc));
    expect(found.map((shot) => shot.how)).toEqual(['changed', 'changed', 'added', 'removed']);
    expect(found[0]?.settings).toEqual(['5 s → 9 s', 'place: 3 → 1']);
  });
});

describe('restoring', () => {
  it('makes everything as it was, keeps the words that stand, and is one step to undo', () => {
    const doc = written('a dog runs in the park', 'two');
    const [before, kept] = [version(doc), ordered(doc)[0]!];
    const origin = { page: true };
    (kept.get('prompt') as Y.Text).insert(6, 'happy ');
    removeShot(doc, 1, null);
    addShots(doc, [{ prompt: 'new', seconds: 3 }], null);
    const now = version(doc);
    const undo = new Y.UndoManager(shotsOf(doc), { trackedOrigins: new Set([origin]) });
    const seen = Y.encodeStateVector(doc);
    restore(doc, before, origin);
    expect(version(doc)).toEqual(before);
    expect(ordered(doc)[0]).toBe(kept);
    // What stands there already is not written once more.
    const brought = new TextDecoder().decode(Y.encodeStateAsUpdate(doc, seen));
    expect([brought.includes('two'), brought.includes('park'), brought.includes('dog')]).toEqual([true, false, false]);
    undo.undo();
    expect(version(doc)).toEqual(now);
  });

  it('converges with what somebody else writes meanwhile', () => {
    const [ana, ben] = [written('a dog runs'), new Y.Doc()];
    const before = version(ana);
    (ordered(ana)[0]!.get('prompt') as Y.Text).insert(10, ' away');
    Y.applyUpdate(ben, Y.encodeStateAsUpdate(ana));
    restore(ana, before, null);
    (ordered(ben)[0]!.get('prompt') as Y.Text).insert(0, 'Look: ');
    Y.applyUpdate(ana, Y.encodeStateAsUpdate(ben));
    Y.applyUpdate(ben, Y.encodeStateAsUpdate(ana));
    expect(textOf(ordered(ana)[0]!, 'prompt')).toBe('Look: a dog runs');
    expect(version(ben)).toEqual(version(ana));
  });

  it('leaves alone what a version can not tell of', () => {
    const doc = new Y.Doc();
    for (let at = 0; at < READ_SHOTS + 6; at++) {
      const shot = new Y.Map();
      shot.set('id', `s${at}`);
      shot.set('prompt', new Y.Text(`shot ${at}`));
      shotsOf(doc).push([shot as never]);
    }
    const before = version(doc).slice(0, READ_SHOTS);
    (ordered(doc)[2]!.get('prompt') as Y.Text).insert(0, 'another ');
    shotsOf(doc).delete(5);
    restore(doc, before, null);
    const prompts = ordered(doc).map((shot) => textOf(shot, 'prompt'));
    expect(prompts).toEqual(Array.from({ length: READ_SHOTS + 6 }, (_, at) => `shot ${at}`));
  });

  it('puts words where they stood, whatever else is in the text', () => {
    const doc = written('a dog runs');
    const before = version(doc);
    const prompt = ordered(doc)[0]!.get('prompt') as Y.Text;
    prompt.insertEmbed(0, { picture: 'cat' });
    prompt.insertEmbed(3, 'four' as never);
    prompt.insert(prompt.length, ' away');
    restore(doc, before, null);
    expect([prompt.toString(), prompt.length]).toEqual(['a dog runs', 10]);
  });
});
