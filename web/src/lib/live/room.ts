// How durable events change the room that a page shows. Pure; the same meaning as the server's own view.

import type { ChatView, Event, EventKind, FinishedTake, QueuedTake, ReactionView, RoomView, TakeOutcome } from '../wire';
import { added, moved, removed } from './queue';

/** Lines of chat and ended takes that a room shows; as the server keeps them. */
export const CHAT_KEPT = 200;
export const FINISHED_KEPT = 50;
/** Milliseconds that a question to a cameo's owner stays open; as the server keeps it. */
export const QUESTION_LASTS = 24 * 3_600_000;

export interface Room extends RoomView {
  /** Handles of everybody who was seen here, members or not. */
  names: Record<string, string>;
  /** Whose take was started last. */
  lastServed: string | null;
}

export function roomOf(view: RoomView, before?: Room): Room {
  const names: Record<string, string> = { ...before?.names };
  for (const member of [...view.people, ...view.members]) names[member.user] = member.handle;
  return { ...view, names, lastServed: view.running?.asker ?? before?.lastServed ?? null };
}

/** Whether this event is the next, was seen already, or has a hole before it. */
export function placeOf(room: RoomView, event: Event): 'next' | 'known' | 'gap' {
  if (event.seq <= room.seq) return 'known';
  return event.seq === room.seq + 1 ? 'next' : 'gap';
}

/** The room after this event, which must be the next. */
export function applied(room: Room, { seq, at, event }: Event): Room {
  return { ...room, ...changes(room, at, event), seq };
}

function changes(room: Room, at: number, event: EventKind): Partial<Room> {
  switch (event.kind) {
    case 'room_opened':
    case 'room_renamed':
      return { name: event.name };
    case 'member_joined':
      return joined(room, event);
    case 'member_left':
      return { members: room.members.filter((member) => member.user !== event.user) };
    case 'role_changed':
      return { members: room.members.map((member) => (member.user === event.user ? { ...member, role: event.role } : member)) };
    case 'member_removed':
      return { members: room.members.filter((member) => member.user !== event.user) };
    case 'member_muted':
      return { members: room.members.map((member) => (member.user === event.user ? { ...member, muted: event.on } : member)) };
    case 'door_set':
      return { door: event.door };
    case 'knocked':
      return { knocks: [...room.knocks.filter((knock) => knock.user !== event.user), { user: event.user, handle: event.handle }] };
    case 'knock_ended':
      return { knocks: room.knocks.filter((knock) => knock.user !== event.user) };
    case 'said':
      return { chat: bounded([...room.chat, { message: event.message, by: event.by, at, text: event.text, reply_to: event.reply_to, rewritten: false, unsaid: null, reactions: [] }], CHAT_KEPT) };
    case 'rewritten':
      return line(room, event.message, (said) => ({ ...said, text: event.text, rewritten: true }));
    case 'unsaid':
      return line(room, event.message, (said) => ({ ...said, text: '', unsaid: event.by, reactions: [] }));
    case 'reacted':
      return line(room, event.message, (said) => ({ ...said, reactions: reacted(said.reactions, event.by, event.reaction) }));
    case 'take_queued': {
      const { kind: _, ...take } = event;
      if (take.waiting_for.length > 0) return { asking: [...room.asking, { ...take, until: at + QUESTION_LASTS }] };
      return added(room, take, room.lastServed);
    }
    case 'consent_given':
      return given(room, event.take, event.mention);
    case 'take_started':
      return started(room, event.take, event.attempt);
    case 'take_finished':
      return ended(room, event.take, { outcome: 'finished', clip: event.clip, notices: event.notices });
    case 'take_failed':
      return ended(room, event.take, { outcome: 'failed', code: event.code, reason: event.reason });
    case 'take_cancelled':
      return ended(room, event.take, { outcome: 'cancelled', by: event.by });
    case 'stage_opened':
      return { stage: event.stage };
    case 'stage_closed':
      return { stage: room.stage === event.stage ? null : room.stage };
    case 'clip_deleted':
      return { finished: room.finished.map((take) => (take.outcome.outcome === 'finished' && take.outcome.clip === event.clip ? { ...take, outcome: { outcome: 'deleted', by: event.by } } : take)), picked: room.finished.some((take) => take.take === room.picked && take.outcome.outcome === 'finished' && take.outcome.clip === event.clip) ? null : room.picked };
    case 'take_moved':
      return moved(room, event.take, event.behind);
    case 'voted':
      return judged(room, event.take, (take) => ({ ...take, votes: [...take.votes.filter((by) => by !== event.by), ...(event.on ? [event.by] : [])] }));
    case 'take_picked':
      return { picked: event.take };
    case 'remarked': {
      const { remark, by, at_ms, text } = event;
      return judged(room, event.take, (take) => ({ ...take, remarks: [...take.remarks, { remark, by, at, at_ms, text }] }));
    }
    case 'remark_removed':
      return judged(room, event.take, (take) => ({ ...take, remarks: take.remarks.filter(({ remark }) => remark !== event.remark) }));
  }
}

/** Who is in knocks no more, whichever way they came. */
function joined(room: Room, { user, handle, role, muted }: Extract<EventKind, { kind: 'member_joined' }>): Partial<Room> {
  const others = room.members.filter((member) => member.user !== user);
  return { members: [...others, { user, handle, role, muted }], knocks: room.knocks.filter((knock) => knock.user !== user), names: { ...room.names, [user]: handle } };
}

function line(room: Room, message: string, change: (said: ChatView) => ChatView): Partial<Room> {
  return { chat: room.chat.map((said) => (said.message === message ? change(said) : said)) };
}

function reacted(reactions: ReactionView[], by: string, reaction: string | null): ReactionView[] {
  const others = reactions.filter((each) => each.by !== by);
  return reaction === null ? others : [...others, { by, reaction }];
}

function judged(room: Room, take: string, change: (take: FinishedTake) => FinishedTake): Partial<Room> {
  return { finished: room.finished.map((each) => (each.take === take ? change(each) : each)) };
}

/** The last yes lets the take into the queue. */
function given(room: Room, take: string, mention: string): Partial<Room> {
  const held = room.asking.find((each) => each.take === take);
  if (!held) return {};
  const waiting_for = held.waiting_for.filter((each) => each !== mention);
  if (waiting_for.length > 0) return { asking: room.asking.map((each) => (each === held ? { ...held, waiting_for } : each)) };
  const { until: _, ...ticket } = held;
  return { asking: room.asking.filter((each) => each !== held), ...added(room, { ...ticket, waiting_for }, room.lastServed) };
}

function started(room: Room, take: string, attempt: number): Partial<Room> {
  if (room.running?.take === take) return { running: { ...room.running, attempt } };
  const waiting = room.queue.find((queued) => queued.take === take);
  if (!waiting) return {};
  return { running: { ...waiting, attempt }, ...removed(room, take), lastServed: waiting.asker };
}

function ended(room: Room, take: string, outcome: TakeOutcome): Partial<Room> {
  if (room.running?.take === take) {
    const { attempt: _, ...ticket } = room.running;
    return { running: null, finished: bounded([...room.finished, withOutcome(ticket, outcome)], FINISHED_KEPT) };
  }
  const held = room.asking.find((each) => each.take === take);
  if (held) {
    const { until: _, ...ticket } = held;
    return { asking: room.asking.filter((each) => each !== held), finished: bounded([...room.finished, withOutcome(ticket, outcome)], FINISHED_KEPT) };
  }
  const waiting = room.queue.find((queued) => queued.take === take);
  if (!waiting) return {};
  return { ...removed(room, take), finished: bounded([...room.finished, withOutcome(waiting, outcome)], FINISHED_KEPT) };
}

function withOutcome(take: QueuedTake, outcome: TakeOutcome): FinishedTake {
  return { ...take, outcome, votes: [], remarks: [] };
}

function bounded<T>(list: T[], most: number): T[] {
  return list.length > most ? list.slice(list.length - most) : list;
}
