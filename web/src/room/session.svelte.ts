// One visit to a room: its durable state, who is here, the running take's progress, and what to tell the person.

import { app } from '../lib/app.svelte';
import { Control, Refused, type Link } from '../lib/live/control';
import { Entry } from '../lib/live/entry';
import { CLOSE, stops, words } from '../lib/live/close';
import type { Room } from '../lib/live/room';
import { Feed } from '../lib/media/feed.svelte';
import { Sound } from '../lib/media/sound';
import { sentence } from '../lib/api';
import { colourAt, colourOf } from '../lib/people';
import { uuid } from '../lib/uuid';
import type { DoorView, Event, FinishedTake, LiveView, PersonPlace, Progress, RoleView, Resumed, TakeOptions } from '../lib/wire';
import { Looking } from './looking.svelte';
import { Voices } from './voices.svelte';

/** A line of chat that has no reply yet. */
export interface Unsent {
  message: string;
  text: string;
  replyTo: string | null;
  failed: string | null;
}

export type Notice = { kind: 'link' | 'back' | 'problem'; text: string };

/** Milliseconds that good news stays. */
const NEWS = 4_000;
/** Milliseconds between two signs of typing. */
const TYPING_PACE = 2_500;

export class RoomSession {
  room: Room | null = $state.raw(null);
  present: string[] = $state.raw([]);
  typing: string[] = $state.raw([]);
  /** Where everybody here looks. */
  places: PersonPlace[] = $state.raw([]);
  progress: Progress | null = $state.raw(null);
  progressAt = $state(0);
  unsent: Unsent[] = $state([]);
  link: Link = $state.raw({ state: 'connecting' });
  notice: Notice | null = $state.raw(null);
  /** Why the room can't be entered. */
  closed: string | null = $state(null);
  /** It can't, because this person is no member: there may be a door. */
  outside = $state(false);
  /** For screen readers. */
  announced = $state('');
  soundOn = $state(false);
  /** The browser lets the page make sound of its own. */
  soundRuns = $state(false);
  asking = $state(false);
  /** The clip that a person put on the stage; none: what is newest. */
  chosen: string | null = $state(null);
  /** The take whose pictures go out now: also for a while after it is finished, until it was played to its end. */
  staged: string | null = $state(null);
  /** The stage that runs on, and what people do with it. */
  live: LiveView | null = $state.raw(null);
  opening = $state(false);
  /** The take of which nothing may be shown any more, because somebody in it took their consent back. */
  revoked: string | null = $state(null);

  /** Milliseconds from the beginning of the clip on the stage. */
  playhead = $state(0);
  /** What moves the clip on the stage, while there is one. */
  player: { seek(ms: number): void; hold(): void } | null = null;

  /** Somebody added a picture or footage, or removed one; or that may have been missed. */
  onUploads: (() => void) | null = null;
  /** The room is entered, for the first time or again. */
  onEntered: (() => void) | null = null;

  readonly feed: Feed;
  readonly sound = new Sound();
  readonly looking: Looking;
  readonly voices: Voices;
  private readonly control: Control;
  private readonly entry: Entry;
  private readonly unlisten: () => void;
  private lost = false;
  private typedAt = -Infinity;
  private newsTimer = 0;

  readonly me = $derived(app.me?.user ?? '');
  readonly role: RoleView = $derived(this.room?.members.find((member) => member.user === this.me)?.role ?? 'viewer');
  readonly writes = $derived(this.role !== 'viewer');

  constructor(readonly id: string) {
    this.control = app.control;
    this.feed = new Feed(id, this.control, this.sound);
    this.looking = new Looking((place) => void this.control.request({ do: 'look', room: id, place }).catch(() => {}));
    this.voices = new Voices(this.control, { room: id, me: () => this.me, speaks: () => this.writes, duck: (on) => this.sound.duck(on) });
    this.link = this.control.link;
    this.unlisten = this.control.listen({
      link: (link) => this.follow(link),
      state: (state) => {
        if (state.room !== id) return;
        if (state.kind === 'present') this.present = state.users;
        else if (state.kind === 'typing') this.typing = state.users.filter((user) => user !== this.me);
        else if (state.kind === 'places') this.places = state.places;
        else if (state.kind === 'stage') this.staged = state.take;
        else if (state.kind === 'live') this.live = state.live;
        else if (state.kind === 'voices') this.voices.tell(state.voices);
        else if (state.kind === 'uploads') this.onUploads?.();
        else this.showProgress(state);
      },
      revoked: (message) => {
        if (message.room !== id) return;
        this.revoked = message.take;
        this.feed.drop(message.take);
        if (this.staged === message.take && !this.live) this.staged = null;
        this.announced = 'Somebody took their consent back. The stage is empty.';
      },
    });
    this.entry = new Entry(this.control, id, {
      room: (room, event) => this.show(room, event),
      entered: (resumed) => this.enter(resumed),
      refused: (refused) => {
        this.closed = sentence(refused);
        this.outside = refused.code === 'not_member';
      },
    });
    if (this.link.state === 'stopped') this.follow(this.link);
    if (Sound.remembered()) void this.setSound(true);
  }

  /** Somebody opened the door. */
  enterAgain(): void {
    this.entry.again();
  }

  name(user: string): string {
    return this.room?.names[user] ?? 'someone who left';
  }

  colour(user: string): string {
    const index = this.room?.members.findIndex((member) => member.user === user) ?? -1;
    return index < 0 ? colourOf(user) : colourAt(index);
  }

  leave(): void {
    this.entry.leave();
    this.unlisten();
    this.feed.close();
    this.voices.close();
    this.looking.close();
    this.sound.close();
    window.clearTimeout(this.newsTimer);
  }

  async setSound(on: boolean): Promise<void> {
    Sound.remember(on);
    this.soundOn = on;
    // Where a browser waits for a gesture, the picture stays and the button says so.
    if (this.feed.way === 'ws' || !on) this.soundOn = this.soundRuns = await this.sound.set(on);
    else void this.sound.set(on).then((runs) => (this.soundRuns = runs));
  }

  say(text: string, replyTo: string | null = null): void {
    const line: Unsent = { message: uuid(), text, replyTo, failed: null };
    this.unsent.push(line);
    this.control.request({ do: 'say', room: this.id, message: line.message, text, reply_to: replyTo }).then(
      () => this.forgetUnsent(line.message),
      (refused: Refused) => {
        const kept = this.unsent.find((each) => each.message === line.message);
        if (kept) kept.failed = sentence(refused);
      },
    );
  }

  forgetUnsent(message: string): void {
    this.unsent = this.unsent.filter((each) => each.message !== message);
  }

  typed(): void {
    const now = performance.now();
    if (now - this.typedAt < TYPING_PACE) return;
    this.typedAt = now;
    void this.control.request({ do: 'typing', room: this.id }).catch(() => {});
  }

  async take(stateVector: string, options: TakeOptions): Promise<void> {
    this.asking = true;
    this.dismiss();
    try {
      await this.control.request({ do: 'request_take', room: this.id, state_vector: stateVector, options });
      this.chosen = null;
    } catch (thrown) {
      this.tell({ kind: 'problem', text: sentence(thrown) });
    } finally {
      this.asking = false;
    }
  }

  /** A scene that runs on, of this shot. */
  async openStage(shot: string, stateVector: string): Promise<void> {
    this.opening = true;
    this.dismiss();
    try {
      await this.control.request({ do: 'open_stage', room: this.id, shot, state_vector: stateVector });
      this.chosen = null;
      this.revoked = null;
    } catch (thrown) {
      this.tell({ kind: 'problem', text: sentence(thrown) });
    } finally {
      this.opening = false;
    }
  }

  steer(shot: string, stateVector: string): void {
    this.control.request({ do: 'steer', room: this.id, shot, state_vector: stateVector }).catch((thrown: unknown) => {
      // The stage may have closed while somebody wrote.
      if (this.live) this.tell({ kind: 'problem', text: sentence(thrown) });
    });
  }

  /** Too many at once are left out by the server; nobody need hear of it. */
  push(x: number, y: number, dx: number, dy: number): void {
    void this.control.request({ do: 'push', room: this.id, x, y, dx, dy }).catch(() => {});
  }

  async record(on: boolean): Promise<void> {
    await this.control.request({ do: 'record', room: this.id, on });
  }

  closeStage(): void {
    this.command({ do: 'close_stage', room: this.id });
  }

  cancel(take: string): void {
    this.command({ do: 'cancel_take', room: this.id, take });
  }

  setRole(user: string, role: RoleView): void {
    this.command({ do: 'set_role', room: this.id, user, role });
  }

  rewrite(message: string, text: string): void {
    this.command({ do: 'rewrite', room: this.id, message, text });
  }

  unsay(message: string): void {
    this.command({ do: 'unsay', room: this.id, message });
  }

  react(message: string, reaction: string | null): void {
    this.command({ do: 'react', room: this.id, message, reaction });
  }

  seek(ms: number): void {
    this.player?.seek(ms);
  }

  /** Stops the clip on the stage where it is. */
  hold(): void {
    this.player?.hold();
  }

  setDoor(door: DoorView): void {
    this.command({ do: 'set_door', room: this.id, door });
  }

  answerKnock(user: string, role: RoleView | null): void {
    this.command({ do: 'answer_knock', room: this.id, user, role });
  }

  remove(user: string): void {
    this.command({ do: 'remove', room: this.id, user });
  }

  mute(user: string, on: boolean): void {
    this.command({ do: 'mute', room: this.id, user, on });
  }

  handOver(user: string): void {
    this.command({ do: 'hand_over', room: this.id, user });
  }

  moveTake(take: string, behind: number): void {
    this.command({ do: 'move_take', room: this.id, take, behind });
  }

  vote(take: string, on: boolean): void {
    this.command({ do: 'vote', room: this.id, take, on });
  }

  pick(take: string | null): void {
    this.command({ do: 'pick', room: this.id, take });
  }

  /** True: it is written down. */
  async remark(take: string, at_ms: number, text: string): Promise<boolean> {
    const remark = uuid();
    try {
      await this.control.request({ do: 'remark', room: this.id, take, remark, at_ms, text });
      return true;
    } catch (thrown) {
      this.tell({ kind: 'problem', text: sentence(thrown) });
      return false;
    }
  }

  removeRemark(take: string, remark: string): void {
    this.command({ do: 'remove_remark', room: this.id, take, remark });
  }

  rename(name: string): void {
    this.command({ do: 'rename', room: this.id, name });
  }

  /** Stop being a member. */
  async quit(): Promise<boolean> {
    try {
      await this.control.request({ do: 'leave', room: this.id });
      return true;
    } catch (thrown) {
      // Who is no member any more is shown out; that may come before the answer.
      if (this.control.link.state === 'stopped' && this.control.link.code === CLOSE.notMember) return true;
      this.tell({ kind: 'problem', text: sentence(thrown) });
      return false;
    }
  }

  tell(notice: Notice, passes = false): void {
    window.clearTimeout(this.newsTimer);
    this.notice = notice;
    if (passes) this.newsTimer = window.setTimeout(() => this.dismiss(), NEWS);
  }

  dismiss(): void {
    this.notice = null;
  }

  private command(command: Parameters<Control['request']>[0]): void {
    this.control.request(command).catch((thrown: unknown) => this.tell({ kind: 'problem', text: sentence(thrown) }));
  }

  private follow(link: Link): void {
    this.link = link;
    if (link.state === 'waiting' && this.room) {
      this.lost = true;
      this.tell({ kind: 'link', text: 'Reconnecting… What you write here is kept.' });
    }
    if (link.state === 'stopped' && stops(link.code)) this.closed = words(link.code);
  }

  private enter(resumed: Resumed): void {
    if (this.lost) this.tell({ kind: 'back', text: resumed === 'recovered' ? 'Back. Nothing was missed.' : 'Back. The room was read again.' }, true);
    if (this.lost) this.onUploads?.();
    this.lost = false;
    this.closed = null;
    this.outside = false;
    this.feed.enter();
    this.voices.entered();
    this.looking.again();
    this.onEntered?.();
  }

  private show(room: Room, event: Event | null): void {
    this.room = room;
    this.voices.follow();
    if (!room.running) this.progress = null;
    if (!event) return;
    const kind = event.event;
    if ((kind.kind === 'member_removed' || kind.kind === 'member_left') && kind.user === this.me) {
      this.closed = kind.kind === 'member_removed' ? 'A host took you out of this room. What you made stays yours.' : 'You left this room.';
      this.outside = kind.kind === 'member_removed';
      this.voices.leave();
    }
    if (kind.kind === 'said') this.forgetUnsent(kind.message);
    if (kind.kind === 'stage_opened') this.chosen = null;
    if (kind.kind === 'stage_closed' && !kind.by && kind.reason) this.tell({ kind: 'problem', text: `The stage closed: ${kind.reason}` });
    if (kind.kind === 'take_started' && !room.stage) {
      this.chosen = null;
      this.progress = null;
    }
    const words = this.announcement(room, event);
    if (words) this.announced = words;
  }

  private announcement(room: Room, { event }: Event): string | null {
    const titleOf = (take: string): string => room.finished.findLast((each: FinishedTake) => each.take === take)?.title ?? 'A take';
    switch (event.kind) {
      case 'member_joined':
        return `${event.handle} joined.`;
      case 'member_left':
        return `${this.name(event.user)} left.`;
      case 'take_queued':
        return `${this.name(event.asker)} asked for a take.`;
      case 'take_started':
        return event.attempt > 1 ? 'The take started again.' : 'The take started.';
      case 'take_finished':
        return `The take is ready: ${titleOf(event.take)}`;
      case 'take_failed':
        return `The take failed. ${event.reason}`;
      case 'stage_opened':
        return `${this.name(event.by)} opened the stage.`;
      case 'stage_closed':
        return event.by ? `${this.name(event.by)} closed the stage.` : `The stage closed: ${event.reason}`;
      case 'consent_given':
        return `@${event.mention} said yes.`;
      case 'member_removed':
        return `${this.name(event.user)} was taken out of the room.`;
      case 'knocked':
        return `${event.handle} knocks.`;
      case 'take_picked':
        return event.take === null ? 'No take is picked any more.' : `${this.name(event.by)} picked ${titleOf(event.take)}`;
      case 'take_cancelled':
        return `${this.name(event.by)} cancelled a take.`;
      default:
        return null;
    }
  }

  private showProgress(progress: Progress): void {
    if (this.room?.running && this.room.running.take !== progress.take) return;
    const before = this.progress;
    this.progress = progress;
    this.progressAt = performance.now();
    if (before && before.take === progress.take && progress.pass > before.pass) this.announced = progress.pass === 1 ? 'A rough cut is on the stage.' : 'The full picture is being made.';
  }
}

/** For addresses where the browser keeps `randomUUID` back. */
