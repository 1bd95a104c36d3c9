import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { lasting, misfit } from '../src/clip/joining';
import { nameOf, rowsOf } from '../src/clip/lineage';
import { addShots, continuesOf, copiedFrom, forgetClip, ordered, setContinues } from '../src/lib/storyboard/document';
import type { Clip, LineageView } from '../src/lib/wire';

const clip = (more: Partial<Clip> = {}): Clip => ({ clip: 'a', width: 720, height: 1280, fps: 24, seconds: 10, can: ['play', 'join'], ...more }) as Clip;

describe('joining', () => {
  it('offers what fits and says why the rest does not', () => {
    const chosen = [clip()];
    expect(misfit(chosen, clip())).toBeNull();
    expect(misfit(chosen, clip({ width: 1280, height: 720 }))).toBe('1280×720');
    expect(misfit(chosen, clip({ fps: 30 }))).toBe('30 pictures a second');
    expect(misfit(chosen, clip({ can: ['delete'] }))).toBe('withheld');
    expect(misfit([clip({ seconds: 55 })], clip())).toBe('over a minute in all');
    expect(misfit(Array.from({ length: 8 }, () => clip({ seconds: 1 })), clip({ seconds: 1 }))).toBe('8 are the most');
    expect(lasting([clip(), clip()])).toBe(20);
  });
});

describe('lineage', () => {
  const told = (id: string, state: 'seen' | 'unseen' | 'deleted' = 'seen') => ({ clip: id, state, title: state === 'seen' ? id : null, seconds: 5, plays: true });
  const view: LineageView = {
    clips: [told('root'), told('gone', 'deleted'), told('me'), told('other', 'unseen'), told('both')],
    links: [
      { clip: 'me', parent: 'gone', how: 'extension', place: 0 },
      { clip: 'gone', parent: 'root', how: 'edit', place: 0 },
      { clip: 'both', parent: 'me', how: 'stitch', place: 0 },
      { clip: 'both', parent: 'me', how: 'stitch', place: 1 },
      { clip: 'other', parent: 'me', how: 'remix', place: 0 },
    ],
    more: false,
  };

  it('stands in rows, the oldest first, each clip once', () => {
    const rows = rowsOf(view, 'me');
    expect(rows.before.map(({ clip: { clip: id }, how }) => [id, how])).toEqual([
      ['root', null],
      ['gone', 'edit'],
    ]);
    expect(rows.after.map(({ clip: { clip: id }, how }) => [id, how])).toEqual([
      ['both', 'stitch'],
      ['other', 'remix'],
    ]);
  });

  it('names what can not be seen', () => {
    expect(view.clips.map(nameOf)).toEqual(['root', 'a deleted clip', 'me', 'a clip that you can’t see', 'both']);
  });
});

describe('a shot', () => {
  it('goes on, and forgets where it is from', () => {
    const doc = new Y.Doc();
    addShots(doc, [{ prompt: 'a', seconds: 5 }], null);
    const shot = ordered(doc)[0]!;
    setContinues(shot, true, null);
    expect([continuesOf(shot), shot.get('continues')]).toEqual([true, true]);
    setContinues(shot, false, null);
    expect(shot.has('continues')).toBe(false);
    shot.set('copied_from', '01890000-0000-7000-8000-000000000001');
    expect(copiedFrom(shot)).toBe('01890000-0000-7000-8000-000000000001');
    shot.set('copied_from', '/etc');
    expect(copiedFrom(shot)).toBeNull();
    forgetClip(shot, null);
    expect(shot.has('copied_from')).toBe(false);
  });
});
