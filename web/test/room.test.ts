import { describe, expect, it } from 'vitest';
import { Control } from '../src/lib/live/control';
import { Entry } from '../src/lib/live/entry';
import { added, moved, removed, type Order } from '../src/lib/live/queue';
import { applied, CHAT_KEPT, placeOf, roomOf, type Room } from '../src/lib/live/room';
import type { EventKind, RoomView } from '../src/lib/wire';
import { Around, settle } from './around';

const empty: RoomView = { seq: 0, name: '', door: 'closed', knocks: [], members: [], people: [], chat: [], running: null, queue: [], placed: 0, asking: [], stage: null, finished: [], picked: null };
const said = (message: string, text: string, by = 'a'): EventKind => ({ kind: 'said', message, by, text, reply_to: null });

function told(events: EventKind[], from: Room = roomOf(empty)): Room {
  return events.reduce((room, event) => applied(room, { seq: room.seq + 1, at: 5, event }), from);
}

const queued = (take: string, asker = 'ana'): EventKind => ({ kind: 'take_queued', take, asker, makers: [asker], title: take, seconds: 10, cast: [], waiting_for: [], made_of: null });

describe('the room after its events', () => {
  it('has its members and their roles', () => {
    const room = told([
      { kind: 'room_opened', name: 'Attic', by: 'a' },
      { kind: 'member_joined', user: 'a', handle: 'ana', role: 'host', muted: false },
      { kind: 'member_joined', user: 'b', handle: 'ben', role: 'viewer', muted: false },
      { kind: 'role_changed', user: 'b', role: 'co_creator', by: 'a' },
      { kind: 'member_left', user: 'a' },
      { kind: 'room_renamed', name: 'Cellar', by: 'b' },
    ]);
    expect(room).toMatchObject({ seq: 6, name: 'Cellar', members: [{ user: 'b', handle: 'ben', role: 'co_creator' }] });
    expect(room.names['a']).toBe('ana');
  });

  it('knows who said what after they left', () => {
    expect(roomOf({ ...empty, people: [{ user: 'z', handle: 'zoe' }] }).names).toEqual({ z: 'zoe' });
  });

  it('keeps the last lines of chat', () => {
    const lines = Array.from({ length: CHAT_KEPT + 3 }, (_, i): EventKind => said(`${i}`, `line ${i}`));
    const room = told(lines);
    expect(room.chat).toHaveLength(CHAT_KEPT);
    expect(room.chat[0]).toEqual({ message: '3', by: 'a', at: 5, text: 'line 3', reply_to: null, rewritten: false, unsaid: null, reactions: [] });
  });

  it('changes what was said and forgets what was taken back', () => {
    let room = told([said('1', 'helo'), { kind: 'rewritten', message: '1', text: 'hello' }, { kind: 'reacted', message: '1', by: 'b', reaction: '👏' }]);
    expect(room.chat[0]).toMatchObject({ text: 'hello', rewritten: true, reactions: [{ by: 'b', reaction: '👏' }] });
    room = told([{ kind: 'reacted', message: '1', by: 'b', reaction: null }, { kind: 'unsaid', message: '1', by: 'a' }], room);
    expect(room.chat[0]).toMatchObject({ text: '', unsaid: 'a', reactions: [] });
  });

  it('has a door, and people before it', () => {
    let room = told([{ kind: 'door_set', door: 'open', by: 'a' }, { kind: 'knocked', user: 'k', handle: 'kim' }]);
    expect([room.door, room.knocks]).toEqual(['open', [{ user: 'k', handle: 'kim' }]]);
    room = told([{ kind: 'knock_ended', user: 'k', admitted: true, by: 'a' }, { kind: 'member_joined', user: 'k', handle: 'kim', role: 'viewer', muted: false }, { kind: 'member_muted', user: 'k', on: true, by: 'a' }], room);
    expect([room.knocks, room.members]).toEqual([[], [{ user: 'k', handle: 'kim', role: 'viewer', muted: true }]]);
    expect(told([{ kind: 'member_removed', user: 'k', by: 'a' }], room).members).toEqual([]);
  });

  it('has nobody before the door who came in by another way, and mutes who was muted', () => {
    const room = told([{ kind: 'knocked', user: 'k', handle: 'kim' }, { kind: 'member_joined', user: 'k', handle: 'kim', role: 'viewer', muted: true }]);
    expect([room.knocks, room.members]).toEqual([[], [{ user: 'k', handle: 'kim', role: 'viewer', muted: true }]]);
  });

  it('counts votes, keeps remarks and what was picked', () => {
    const made: EventKind[] = [queued('t'), { kind: 'take_started', take: 't', attempt: 1 }, { kind: 'take_finished', take: 't', clip: 'c', notices: [] }];
    let room = told([...made, { kind: 'voted', take: 't', by: 'a', on: true }, { kind: 'voted', take: 't', by: 'a', on: true }, { kind: 'take_picked', take: 't', by: 'a' }]);
    room = told([{ kind: 'remarked', remark: 'r', take: 't', by: 'b', at_ms: 900, text: 'here' }], room);
    expect(room.finished[0]).toMatchObject({ votes: ['a'], remarks: [{ remark: 'r', by: 'b', at_ms: 900, text: 'here' }] });
    expect(room.picked).toBe('t');
    room = told([{ kind: 'remark_removed', remark: 'r', take: 't', by: 'b' }, { kind: 'clip_deleted', clip: 'c', by: 'a' }], room);
    expect([room.finished[0]?.remarks, room.picked]).toEqual([[], null]);
  });

  it('follows a take from the queue to its clip', () => {
    let room = told([queued('t'), { kind: 'take_started', take: 't', attempt: 1 }]);
    expect(room).toMatchObject({ queue: [], running: { take: 't', attempt: 1 } });
    room = told([{ kind: 'take_started', take: 't', attempt: 2 }], room);
    expect(room.running?.attempt).toBe(2);
    room = told([{ kind: 'take_finished', take: 't', clip: 'c', notices: ['no rain'] }], room);
    expect(room.running).toBeNull();
    expect(room.finished).toEqual([{ take: 't', asker: 'ana', makers: ['ana'], title: 't', seconds: 10, cast: [], waiting_for: [], made_of: null, outcome: { outcome: 'finished', clip: 'c', notices: ['no rain'] }, votes: [], remarks: [] }]);
    room = told([{ kind: 'clip_deleted', clip: 'c', by: 'ana' }], room);
    expect(room.finished[0]?.outcome).toEqual({ outcome: 'deleted', by: 'ana' });
  });

  it('holds a take apart until everybody in it said yes', () => {
    const held: EventKind = { kind: 'take_queued', take: 'h', asker: 'ana', makers: ['ana'], title: 'h', seconds: 10, cast: [], waiting_for: ['ben', 'cleo.rex'], made_of: null };
    let room = told([queued('t'), held, { kind: 'consent_given', take: 'h', cameo: 'c', mention: 'cleo.rex' }]);
    expect(room.queue.map((take) => take.take)).toEqual(['t']);
    expect(room.asking).toMatchObject([{ take: 'h', waiting_for: ['ben'] }]);
    room = told([{ kind: 'consent_given', take: 'h', cameo: 'b', mention: 'ben' }], room);
    expect(room.asking).toEqual([]);
    expect(room.queue.map((take) => take.take)).toEqual(['t', 'h']);
  });

  it('ends a held take when somebody said no', () => {
    const held: EventKind = { kind: 'take_queued', take: 'h', asker: 'ana', makers: ['ana'], title: 'h', seconds: 10, cast: [], waiting_for: ['ben'], made_of: null };
    const room = told([held, { kind: 'take_failed', take: 'h', code: 'consent_denied', reason: '@ben said no to this scene.' }]);
    expect(room.asking).toEqual([]);
    expect(room.finished[0]).toMatchObject({ take: 'h', outcome: { outcome: 'failed', code: 'consent_denied' } });
  });

  it('ends takes that wait as well as the one that runs', () => {
    const room = told([queued('t'), queued('u'), { kind: 'take_cancelled', take: 'u', by: 'ana' }, { kind: 'take_failed', take: 't', code: 'engine_failed', reason: 'sorry' }]);
    expect(room.queue).toEqual([]);
    expect(room.finished.map((take) => take.outcome.outcome)).toEqual(['cancelled', 'failed']);
  });

  it('knows an old event, the next and a gap', () => {
    const room = told([{ kind: 'room_opened', name: 'Attic', by: 'a' }]);
    const event = { kind: 'member_left', user: 'a' } as const;
    expect([1, 2, 3].map((seq) => placeOf(room, { seq, at: 0, event }))).toEqual(['known', 'next', 'gap']);
  });
});

describe('the queue', () => {
  const item = (take: string): { take: string; asker: string } => ({ take, asker: take.charAt(0) });
  type Waiting = Order<{ take: string; asker: string }>;
  const names = ({ queue }: Waiting): string => queue.map((each) => each.take).join(' ');
  const filled = (takes: string[], last: string | null = null): Waiting => takes.reduce<Waiting>((order, take) => added(order, item(take), last), { queue: [], placed: 0 });

  it('lets askers take turns and keeps the order of each', () => {
    expect(names(filled(['a1', 'a2', 'a3', 'b1', 'c1', 'b2']))).toBe('a1 b1 c1 a2 b2 a3');
  });

  it('lets a newcomer pass whoever was just served', () => {
    expect(names(filled(['a2', 'b1'], 'a'))).toBe('b1 a2');
  });

  it('keeps turns when one is taken out', () => {
    expect(names(removed(filled(['a1', 'b1', 'a2']), 'a1'))).toBe('a2 b1');
  });

  it('keeps what a host put somewhere where it is', () => {
    const order = moved(filled(['a1', 'a2', 'a3', 'b1', 'c1']), 'a3', 1);
    expect([names(order), order.placed]).toEqual(['a1 a3 b1 c1 a2', 2]);
    expect(names(added(order, item('d1'), null))).toBe('a1 a3 b1 c1 a2 d1');
    const later = moved(order, 'c1', 0);
    expect([names(later), later.placed]).toEqual(['c1 a1 a3 b1 a2', 3]);
    expect(removed(later, 'a1').placed).toBe(2);
  });
});

describe('being in a room', () => {
  function entered(): { around: Around; seen: (Room | string)[]; room(): Room } {
    const around = new Around();
    const control = new Control(around);
    const seen: (Room | string)[] = [];
    control.start();
    new Entry(control, 'r', {
      room: (room) => seen.push(room),
      entered: (resumed) => seen.push(resumed),
      refused: (refused) => seen.push(refused.code),
    });
    around.last.hello();
    return { around, seen, room: () => seen.filter((each) => typeof each !== 'string').at(-1) as Room };
  }

  const line = (seq: number): object => ({ type: 'event', room: 'r', seq, at: 1, event: { kind: 'said', message: `${seq}`, by: 'a', text: 'hi', reply_to: null } });
  const view = (seq: number): object => ({ ok: { did: 'entered', epoch: 7, resumed: 'fresh', view: { ...empty, seq } } });

  async function answer(around: Around, outcome: object): Promise<void> {
    around.last.hear({ type: 'reply', id: around.last.sent.at(-1)?.id, ...outcome });
    await settle();
  }

  it('applies events once and in order, also those that came before the reply', async () => {
    const { around, room } = entered();
    around.last.hear(line(4));
    await answer(around, view(3));
    around.last.hear(line(4));
    around.last.hear(line(5));
    expect(room().seq).toBe(5);
    expect(room().chat).toHaveLength(2);
  });

  it('resumes from its epoch and last number', async () => {
    const { around, seen, room } = entered();
    await answer(around, view(3));
    around.last.hear(line(4));
    around.last.end(4101);
    around.pass(5_000);
    around.last.hello();
    expect(around.last.sent[0]).toMatchObject({ do: 'enter', room: 'r', resume: { epoch: 7, offset: 4 } });
    await answer(around, { ok: { did: 'entered', epoch: 8, resumed: 'recovered', view: null } });
    around.last.hear(line(5));
    expect(room().seq).toBe(5);
    expect(seen.filter((each) => typeof each === 'string')).toEqual(['fresh', 'recovered']);
  });

  it('asks for what is missing instead of passing over it', async () => {
    const { around, room } = entered();
    await answer(around, view(3));
    around.last.hear(line(6));
    expect(room().seq).toBe(3);
    expect(around.last.sent.at(-1)).toMatchObject({ do: 'enter', resume: { epoch: 7, offset: 3 } });
  });

  it('enters again after a pause where a refusal passes', async () => {
    const { around, seen } = entered();
    for (const code of ['busy', 'unavailable', 'timeout', 'too_many_attempts']) {
      await answer(around, { error: { code, message: 'later' } });
      const before = around.last.sent.length;
      around.pass(8_000);
      expect(around.last.sent).toHaveLength(before + 1);
      expect(around.last.sent.at(-1)).toMatchObject({ do: 'enter', room: 'r' });
    }
    await answer(around, view(3));
    expect(seen.filter((each) => typeof each === 'string')).toEqual(['fresh']);
    around.pass(20_000);
    expect(around.last.sent.filter((sent) => sent.do === 'enter')).toHaveLength(5);
  });

  it('tells a refusal', async () => {
    const { around, seen } = entered();
    await answer(around, { error: { code: 'not_member', message: 'no' } });
    expect(seen).toEqual(['not_member']);
  });
});
