// Being in one room over a socket that comes and goes: enters, resumes where it was, and asks again where events are missing.

import type { Accepted, Event, Resume, Resumed, RoomView } from '../wire';
import type { Control, EventMessage } from './control';
import { Refused } from './control';
import { applied, placeOf, roomOf, type Room } from './room';

export interface EntryListener {
  /** The room as it is now. `event` when one event led here. */
  room(room: Room, event: Event | null): void;
  /** It is entered: for the first time, with all that was missed, or read again. */
  entered(resumed: Resumed): void;
  refused(refused: Refused): void;
}

/** Events that may come before the reply to `enter`. */
const MAX_EARLY = 1_000;
/** Refusals that pass by themselves: everybody comes back at once, or the room is just being opened. */
const PASSING = ['busy', 'unavailable', 'timeout', 'unanswered', 'too_many_attempts'];

export class Entry {
  private room: Room | null = null;
  private epoch: number | null = null;
  private entering = false;
  private early: Event[] = [];
  private tries = 0;
  private callOff = (): void => {};
  private readonly unlisten: () => void;

  constructor(
    private readonly control: Control,
    private readonly id: string,
    private readonly listener: EntryListener,
  ) {
    this.unlisten = control.listen({
      hello: () => this.enter(),
      link: (link) => {
        if (link.state !== 'open') this.entering = false;
      },
      event: (message) => this.hear(message),
    });
    if (control.link.state === 'open') this.enter();
  }

  /** Where to go on from; null before the first visit. */
  get place(): Resume | null {
    return this.room && this.epoch !== null ? { epoch: this.epoch, offset: this.room.seq } : null;
  }

  leave(): void {
    this.unlisten();
    this.callOff();
    if (this.control.link.state === 'open') void this.control.request({ do: 'exit', room: this.id }).catch(() => {});
  }

  /** Enters once more, where it was refused. */
  again(): void {
    if (!this.entering && this.control.link.state === 'open') this.enter();
  }

  private enter(): void {
    this.callOff();
    this.entering = true;
    this.early = [];
    this.control.request({ do: 'enter', room: this.id, resume: this.place }).then(
      (accepted) => this.answer(accepted),
      (refused: Refused) => {
        this.entering = false;
        // Away: the next greeting enters again.
        if (refused.code === 'away') return;
        if (PASSING.includes(refused.code)) this.callOff = this.control.later((this.tries += 1), () => this.again());
        else this.listener.refused(refused);
      },
    );
  }

  private answer(accepted: Accepted): void {
    if (accepted.did !== 'entered') return;
    this.entering = false;
    this.tries = 0;
    this.epoch = accepted.epoch;
    if (accepted.view) this.show(accepted.view);
    this.listener.entered(accepted.resumed);
    const early = this.early;
    this.early = [];
    for (const event of early) this.take(event);
  }

  private show(view: RoomView): void {
    this.room = roomOf(view, this.room ?? undefined);
    this.listener.room(this.room, null);
  }

  private hear(message: EventMessage): void {
    if (message.room !== this.id) return;
    const event: Event = { seq: message.seq, at: message.at, event: message.event };
    if (!this.entering) {
      this.take(event);
    } else if (this.early.length < MAX_EARLY) {
      this.early.push(event);
    }
  }

  private take(event: Event): void {
    if (!this.room || this.entering) return;
    const place = placeOf(this.room, event);
    if (place === 'gap') {
      this.enter();
      return;
    }
    if (place === 'known') return;
    this.room = applied(this.room, event);
    this.listener.room(this.room, event);
  }
}
