// How durable events change the room that a page shows. Pure; the same meaning as the server's own view.

import type { Event, EventKind, FinishedTake, QueuedTake, RoleView, RoomView, TakeOutcome } from '../wire';
import { added, removed } from './queue';

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
      return joined(room, event.user, event.handle, event.role);
    case 'member_left':
      return { members: room.members.filter((member) => member.user !== event.user) };
    case 'role_changed':
      return { members: room.members.map((member) => (member.user === event.user ? { ...member, role: event.role } : member)) };
    case 'said':
      return { chat: bounded([...room.chat, { message: event.message, by: event.by, at, text: event.text }], CHAT_KEPT) };
    case 'take_queued': {
      const { kind: _, ...take } = event;
      if (take.waiting_for.length > 0) return { asking: [...room.asking, { ...take, until: at + QUESTION_LASTS }] };
      return { queue: added(room.queue, take, room.lastServed) };
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
      return { finished: room.finished.map((take) => (take.outcome.outcome === 'finished' && take.outcome.clip === event.clip ? withOutcome(take, { outcome: 'deleted', by: event.by }) : take)) };
  }
}

function joined(room: Room, user: string, handle: string, role: RoleView): Partial<Room> {
  const others = room.members.filter((member) => member.user !== user);
  return { members: [...others, { user, handle, role }], names: { ...room.names, [user]: handle } };
}

/** The last yes lets the take into the queue. */
function given(room: Room, take: string, mention: string): Partial<Room> {
  const held = room.asking.find((each) => each.take === take);
  if (!held) return {};
  const waiting_for = held.waiting_for.filter((each) => each !== mention);
  if (waiting_for.length > 0) return { asking: room.asking.map((each) => (each === held ? { ...held, waiting_for } : each)) };
  const { until: _, ...ticket } = held;
  return { asking: room.asking.filter((each) => each !== held), queue: added(room.queue, { ...ticket, waiting_for }, room.lastServed) };
}

function started(room: Room, take: string, attempt: number): Partial<Room> {
  if (room.running?.take === take) return { running: { ...room.running, attempt } };
  const waiting = room.queue.find((queued) => queued.take === take);
  if (!waiting) return {};
  return { running: { ...waiting, attempt }, queue: removed(room.queue, take), lastServed: waiting.asker };
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
  return { queue: removed(room.queue, take), finished: bounded([...room.finished, withOutcome(waiting, outcome)], FINISHED_KEPT) };
}

function withOutcome(take: QueuedTake, outcome: TakeOutcome): FinishedTake {
  return { ...take, outcome };
}

function bounded<T>(list: T[], most: number): T[] {
  return list.length > most ? list.slice(list.length - most) : list;
}
