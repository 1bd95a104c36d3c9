// This page in the room's call: joined or not, what it sends, who else is in it, and what to tell the person. It comes back by itself after a broken
// connection; it never opens a microphone that its person did not open.

import { sentence } from '../lib/api';
import type { Control } from '../lib/live/control';
import { pause } from '../lib/live/backoff';
import { CallLine, type CallFigures, type NotJoined } from '../lib/media/call';
import { busyDevice, openCamera, openMicrophone } from '../lib/media/devices';
import type { VoiceView } from '../lib/wire';

export type Mode = 'hold' | 'open';

const KEPT = 'greenroom.microphone';
/** What may be heard of a press that was let go: words end a little later than fingers. */
const TAIL = 180;
/** Milliseconds in which the room's word about a connection arrives. */
const HEAR = 400;
/** Milliseconds until a request that came too early is said again. */
const AGAIN = 1_500;
const ELSEWHERE = 'You are in the call from another tab or device now.';
/** Times that the server answered and its voices did not come through. */
const VAIN = 3;
const WALLED = 'Voices can’t come through here: this network lets no UDP pass. Try another network.';

interface Around {
  readonly room: string;
  me(): string;
  /** May write, and so speak. */
  speaks(): boolean;
  /** Somebody else speaks: what the stage plays gives way. */
  duck(on: boolean): void;
}

export class Voices {
  /** Everybody in the call. */
  people: VoiceView[] = $state.raw([]);
  joined = $state(false);
  /** Connected: what others say is heard. */
  up = $state(false);
  /** The browser has given the microphone. */
  microphone = $state(false);
  mode: Mode = $state(remembered());
  /** Held down, or switched on: what the microphone hears goes out. */
  live = $state(false);
  camera: MediaStream | null = $state.raw(null);
  problem: string | null = $state(null);
  /** Pictures of others: place and track. */
  pictures: { user: string; stream: MediaStream }[] = $state.raw([]);

  private line: CallLine | null = null;
  private track: MediaStreamTrack | null = null;
  private attempt = 0;
  private vain = 0;
  private timer = 0;
  private tail = 0;
  private asking = false;
  private asked = '';
  private retry = 0;
  /** What the room took on last. */
  private agreed: { microphone: boolean; camera: boolean } | null = null;
  /** The last connection, as the room named it. */
  private last: string | null = null;
  /** Which request to the browser still counts: whoever leaves or switches off does not want an earlier one any more. */
  private opening = { microphone: 0, camera: 0 };
  private pending = { microphone: false, camera: false };
  /** Held; or pressed while the microphone was not open yet. */
  private wanted = false;

  constructor(
    private readonly control: Control,
    private readonly around: Around,
  ) {
    window.addEventListener('pagehide', this.bye);
  }

  /** Me, as the room has it. */
  readonly mine = $derived.by(() => this.people.find((each) => each.user === this.around.me()) ?? null);
  readonly muted = $derived(this.mine?.muted ?? false);
  /** What my microphone hears is let out by the room. */
  readonly heard = $derived(this.up && this.microphone && !this.muted && (this.mine?.microphone ?? false));

  of(user: string): VoiceView | null {
    return this.people.find((each) => each.user === user) ?? null;
  }

  /** Within a press. */
  join(): void {
    if (this.joined) return;
    if (!CallLine.supported) {
      this.problem = 'This browser can not speak with others. Open the room in a newer one.';
      return;
    }
    this.joined = true;
    this.wanted = false;
    this.problem = null;
    this.attempt = 0;
    this.last = null;
    this.connect();
    if (this.around.speaks()) void this.open();
  }

  leave(): void {
    this.joined = false;
    this.shut();
    this.release();
    this.last = null;
    this.problem = null;
  }

  /** Their role lets them only listen, perhaps. */
  follow(): void {
    if (!this.around.speaks() && (this.microphone || this.camera || this.pending.microphone || this.pending.camera)) this.release();
  }

  close(): void {
    window.removeEventListener('pagehide', this.bye);
    this.leave();
  }

  /** The room has told who is in the call. */
  tell(people: VoiceView[]): void {
    const before = this.mine;
    this.people = people;
    const { mine } = this;
    this.around.duck(this.joined && people.some((each) => each.speaking && each.user !== this.around.me()));
    // While it connects, the room may know the new connection earlier than this page.
    const own = this.up ? this.line?.call : this.line ? null : this.last;
    if (this.joined && mine && own && mine.call !== own) {
      this.leave();
      this.problem = ELSEWHERE;
      return;
    }
    // Not there any more, as after a restart of the server.
    if (this.joined && this.up && !mine) {
      this.connect();
      return;
    }
    if (mine?.muted && !before?.muted) {
      this.dropCamera();
      this.set(false);
    }
    // Switched off by the room and not by this page: only a press switches it on again.
    const { agreed } = this;
    if (mine && agreed && !this.asking) {
      if (agreed.microphone && !mine.microphone) this.release();
      else if (agreed.camera && !mine.camera) this.dropCamera();
    }
    this.show();
  }

  /** The page's socket is back: the room may not know what was said before. */
  entered(): void {
    this.asked = '';
    this.wish();
  }

  setMode(mode: Mode): void {
    this.mode = mode;
    try {
      localStorage.setItem(KEPT, mode);
    } catch {
      // A private window may refuse; then it is chosen again next time.
    }
    this.set(false);
  }

  /** Push-to-talk: held or let go. In the open mode a press switches. */
  press(down: boolean): void {
    window.clearTimeout(this.tail);
    if (!this.joined) return;
    if (down) this.problem = null;
    if (down && !this.microphone && this.around.speaks()) void this.open();
    if (this.mode === 'open') {
      if (down && this.microphone) this.set(!this.live);
      else if (down) this.wanted = true;
    } else if (down) {
      this.wanted = true;
      this.set(true);
    } else {
      this.wanted = false;
      this.tail = window.setTimeout(() => this.set(false), TAIL);
    }
  }

  async toggleCamera(): Promise<void> {
    if (this.pending.camera || !this.joined) return;
    this.problem = null;
    if (this.camera) {
      this.dropCamera();
      return;
    }
    this.pending.camera = true;
    const opening = ++this.opening.camera;
    const stale = (): boolean => opening !== this.opening.camera;
    try {
      const stream = await openCamera();
      if (stale() || !this.joined || this.muted || !this.around.speaks()) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      this.camera = stream;
      await this.line?.send('camera', stream.getVideoTracks()[0] ?? null);
      this.wish();
    } catch (thrown) {
      if (!stale()) this.problem = busyDevice(thrown, 'camera');
    } finally {
      if (!stale()) this.pending.camera = false;
    }
  }

  figures(): Promise<CallFigures | null> {
    return this.line?.figures() ?? Promise.resolve(null);
  }

  private async open(): Promise<void> {
    if (this.pending.microphone) return;
    this.pending.microphone = true;
    const opening = ++this.opening.microphone;
    const stale = (): boolean => opening !== this.opening.microphone;
    try {
      const track = await openMicrophone();
      if (stale() || !this.joined || !this.around.speaks()) {
        track.stop();
        return;
      }
      this.track = track;
      track.enabled = false;
      track.onended = () => {
        if (this.track !== track) return;
        this.release();
        this.problem = 'The microphone is gone. Plug it in, then press to speak.';
      };
      this.microphone = true;
      await this.line?.send('microphone', track);
      this.set(this.wanted);
    } catch (thrown) {
      if (!stale()) this.problem = `${busyDevice(thrown, 'microphone')} You hear the others meanwhile.`;
    } finally {
      if (!stale()) this.pending.microphone = false;
    }
  }

  private set(live: boolean): void {
    this.live = live && this.microphone && !this.muted;
    if (this.track) this.track.enabled = this.live;
    this.wish();
  }

  private connect(): void {
    window.clearTimeout(this.timer);
    this.shut();
    const line: CallLine = new CallLine(this.around.room, { up: () => this.connected(line), down: (why) => this.lost(line, why) });
    this.line = line;
    void line.start();
  }

  private connected(line: CallLine): void {
    if (line !== this.line) return;
    this.up = true;
    this.attempt = 0;
    this.vain = 0;
    this.asked = '';
    void line.send('microphone', this.track);
    void line.send('camera', this.camera?.getVideoTracks()[0] ?? null);
    // A key that is held still.
    if (this.mode === 'hold' && this.wanted) this.set(true);
    this.wish();
    this.show();
  }

  private lost(line: CallLine, why: NotJoined | null): void {
    if (line !== this.line) return;
    if (!this.up && line.call) this.vain += 1;
    this.shut();
    if (why || this.vain >= VAIN) {
      this.vain = 0;
      this.leave();
      this.problem = why ? sentence(why) : WALLED;
      return;
    }
    if (!this.joined) return;
    // Time enough to hear that another tab or device has taken over.
    this.timer = window.setTimeout(() => this.comeBack(), HEAR + pause(this.attempt, Math.random()));
    this.attempt += 1;
  }

  private comeBack(): void {
    if (!this.joined) return;
    if (this.mine && this.last && this.mine.call !== this.last) {
      this.leave();
      this.problem = ELSEWHERE;
      return;
    }
    this.connect();
  }

  /** Tells the room what this page sends, the latest only, one request at a time. */
  private wish(): void {
    const { line } = this;
    if (!this.up || !line?.call || this.asking) return;
    const microphone = this.microphone;
    const wanted = { call: line.call, microphone, camera: this.camera !== null, silent: microphone && this.mode === 'open' && !this.live };
    const text = JSON.stringify(wanted);
    if (text === this.asked) return;
    this.asking = true;
    this.asked = text;
    this.control
      .request({ do: 'voice', room: this.around.room, ...wanted })
      .then(() => (this.agreed = { microphone, camera: wanted.camera }))
      .catch((thrown: { code?: string }) => this.refused(thrown))
      .finally(() => {
        this.asking = false;
        this.wish();
      });
  }

  private refused(thrown: { code?: string }): void {
    // Gone for a moment: it is said again when the connection is back.
    if (thrown.code === 'away' || thrown.code === 'not_in_call' || thrown.code === 'unanswered') return;
    if (thrown.code === 'busy' || thrown.code === 'unavailable' || thrown.code === 'too_many_attempts') {
      window.clearTimeout(this.retry);
      this.retry = window.setTimeout(() => this.entered(), AGAIN);
      return;
    }
    this.problem = sentence(thrown);
    if (thrown.code === 'cameras_full') this.dropCamera();
    else {
      this.dropCamera();
      this.release();
    }
  }

  private dropCamera(): void {
    this.opening.camera += 1;
    this.pending.camera = false;
    for (const track of this.camera?.getTracks() ?? []) track.stop();
    this.camera = null;
    void this.line?.send('camera', null);
    this.wish();
  }

  /** Gives the microphone back to the browser. */
  private release(): void {
    this.opening.microphone += 1;
    this.pending.microphone = false;
    this.track?.stop();
    this.track = null;
    this.microphone = false;
    this.live = false;
    void this.line?.send('microphone', null);
    this.dropCamera();
  }

  private shut(): void {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.retry);
    this.last = this.line?.call ?? this.last;
    this.line?.close();
    this.line = null;
    this.up = false;
    this.asked = '';
    this.agreed = null;
    // Nothing is heard until it is back.
    if (this.mode === 'hold') {
      this.live = false;
      if (this.track) this.track.enabled = false;
    }
    this.around.duck(false);
    this.show();
  }

  private show(): void {
    const { line } = this;
    const shown = this.people.filter((each) => each.camera && each.slot !== null && each.user !== this.around.me());
    const kept = new Map(this.pictures.map((each) => [each.user, each]));
    this.pictures = !line || !this.up ? [] : shown.flatMap(({ user, slot }) => {
      const track = line.picture(slot ?? -1);
      const known = kept.get(user);
      if (!track) return [];
      return [known?.stream.getTracks()[0] === track ? known : { user, stream: new MediaStream([track]) }];
    });
  }

  private readonly bye = (): void => {
    this.line?.close(true);
    this.leave();
  };
}

function remembered(): Mode {
  try {
    return localStorage.getItem(KEPT) === 'open' ? 'open' : 'hold';
  } catch {
    return 'hold';
  }
}
