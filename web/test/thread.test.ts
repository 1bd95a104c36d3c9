import { describe, expect, it } from 'vitest';
import { entriesOf, inShort, type Line } from '../src/messages/thread';
import type { ConversationEvent } from '../src/lib/wire';

const said = (seq: number, message: string, text: string, by = 'ana'): ConversationEvent => ({ seq, at: seq * 1_000, kind: 'said', message, by, content: { kind: 'text', text }, reply_to: null });
const lines = (events: ConversationEvent[], hidden: string[] = []) => entriesOf(events, new Set(hidden)).filter((entry): entry is Line => entry.what === 'line');

describe('a conversation as it reads now', () => {
  it('is in order and has nothing twice, however the events came', () => {
    const events = [said(3, 'c', 'three'), said(1, 'a', 'one'), said(2, 'b', 'two'), said(1, 'a', 'one')];
    expect(lines(events).map((line) => inShort(line.content))).toEqual(['one', 'two', 'three']);
  });

  it('has words as they were changed, and none of what was taken back', () => {
    const events: ConversationEvent[] = [
      said(1, 'a', 'one'),
      said(2, 'b', 'two'),
      { seq: 3, at: 3, kind: 'edited', message: 'a', text: 'uno' },
      { seq: 4, at: 4, kind: 'reacted', message: 'b', by: 'ben', emoji: '👏' },
      { seq: 5, at: 5, kind: 'deleted', message: 'b' },
    ];
    const [first, second] = lines(events);
    expect([first?.content, first?.edited]).toEqual([{ kind: 'text', text: 'uno' }, true]);
    expect([second?.content, second?.reactions]).toEqual([{ kind: 'gone' }, []]);
    expect(lines(events, ['a']).map((line) => line.message)).toEqual(['b']);
  });

  it('counts one sign of each person, the last one', () => {
    const sign = (seq: number, by: string, emoji: string | null): ConversationEvent => ({ seq, at: seq, kind: 'reacted', message: 'a', by, emoji });
    const [line] = lines([said(1, 'a', 'one'), sign(2, 'ben', '👏'), sign(3, 'cid', '👏'), sign(4, 'ben', '🎬'), sign(5, 'cid', '👏')]);
    expect(line?.reactions).toEqual([{ emoji: '🎬', by: ['ben'] }, { emoji: '👏', by: ['cid'] }]);
    expect(lines([said(1, 'a', 'one'), sign(2, 'ben', '👏'), sign(3, 'ben', null)])[0]?.reactions).toEqual([]);
  });
});
