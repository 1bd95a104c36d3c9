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
const ELSEWHERE = 'You are in the call from another tab or device now.';

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
  private timer = 0;
  private tail = 0;
  private asking = false;
  private asked = '';

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
    this.problem = null;
    this.attempt = 0;
    this.connect();
    if (this.around.speaks()) void this.open();
  }

  leave(): void {
    this.joined = false;
    this.shut();
    this.release();
    this.around.duck(false);
    this.problem = null;
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
    if (this.joined && this.up && mine && this.line?.call && mine.call !== this.line.call) {
      this.leave();
      this.problem = ELSEWHERE;
      return;
    }
    // Not there any more, as after a restart of the server.
    if (this.joined && this.up && !mine) {
      this.connect();
      return;
    }
    if (mine?.muted && !before?.muted) this.set(false);
    if (before?.camera && mine && !mine.camera && mine.muted) this.dropCamera();
    if (before?.microphone && mine && !mine.microphone && !this.around.speaks()) this.release();
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
    if (down && !this.microphone && this.around.speaks()) void this.open();
    if (this.mode === 'open') {
      if (down) this.set(!this.live);
    } else if (down) {
      this.set(true);
    } else {
      this.tail = window.setTimeout(() => this.set(false), TAIL);
    }
  }

  async toggleCamera(): Promise<void> {
    if (this.camera) {
      this.dropCamera();
      this.wish();
      return;
    }
    try {
      this.camera = await openCamera();
      this.problem = null;
      await this.line?.send('camera', this.camera.getVideoTracks()[0] ?? null);
      this.wish();
    } catch (thrown) {
      this.problem = busyDevice(thrown, 'camera');
    }
  }

  figures(): Promise<CallFigures | null> {
    return this.line?.figures() ?? Promise.resolve(null);
  }

  private async open(): Promise<void> {
    try {
      const track = await openMicrophone();
      if (!this.joined) {
        track.stop();
        return;
      }
      this.track = track;
      track.enabled = false;
      track.onended = () => {
        this.release();
        this.problem = 'The microphone is gone. Plug it in, then press to speak.';
      };
      this.microphone = true;
      await this.line?.send('microphone', track);
      this.set(false);
    } catch (thrown) {
      this.problem = `${busyDevice(thrown, 'microphone')} You hear the others meanwhile.`;
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
    this.asked = '';
    void line.send('microphone', this.track);
    void line.send('camera', this.camera?.getVideoTracks()[0] ?? null);
    this.wish();
    this.show();
  }

  private lost(line: CallLine, why: NotJoined | null): void {
    if (line !== this.line) return;
    this.shut();
    if (why) {
      this.leave();
      this.problem = sentence(why);
      return;
    }
    if (!this.joined) return;
    // Time enough to hear that another tab or device has taken over.
    this.timer = window.setTimeout(() => this.comeBack(line), HEAR + pause(this.attempt, Math.random()));
    this.attempt += 1;
  }

  private comeBack(line: CallLine): void {
    if (!this.joined) return;
    if (this.mine && line.call && this.mine.call !== line.call) {
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
      .then(() => (this.problem = null))
      .catch((thrown: { code?: string }) => this.refused(thrown))
      .finally(() => {
        this.asking = false;
        this.wish();
      });
  }

  private refused(thrown: { code?: string }): void {
    // Gone for a moment: it is said again when the connection is back.
    if (thrown.code === 'away' || thrown.code === 'not_in_call' || thrown.code === 'unanswered') return;
    this.problem = sentence(thrown);
    if (thrown.code === 'cameras_full') this.dropCamera();
    else {
      this.dropCamera();
      this.release();
    }
  }

  private dropCamera(): void {
    for (const track of this.camera?.getTracks() ?? []) track.stop();
    this.camera = null;
    void this.line?.send('camera', null);
  }

  /** Gives the microphone back to the browser. */
  private release(): void {
    this.track?.stop();
    this.track = null;
    this.microphone = false;
    this.live = false;
    void this.line?.send('microphone', null);
    this.dropCamera();
    this.wish();
  }

  private shut(): void {
    window.clearTimeout(this.timer);
    this.line?.close();
    this.line = null;
    this.up = false;
    this.asked = '';
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

  private readonly bye = (): void => this.line?.close(true);
}

function remembered(): Mode {
  try {
    return localStorage.getItem(KEPT) === 'open' ? 'open' : 'hold';
  } catch {
    return 'hold';
  }
}
