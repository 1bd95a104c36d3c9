// One connection to a room's call: a microphone and a camera that can go out, and ten places from which others come. Its sections are fixed when it
// begins, so that nothing is negotiated again when people come and go. It knows nothing of rooms' rules.

/** People who send at the same time; as the server has it. */
export const PLACES = 10;
/** Milliseconds until it must be connected. */
const CONNECT_LIMIT = 8_000;
/** Milliseconds that a connected one may be silent. */
const SILENCE_LIMIT = 6_000;
const CAMERA = { maxBitrate: 300_000, maxFramerate: 15 };

export interface CallFigures {
  /** Packets and energy of sound that came, by place. */
  packets: number[];
  energy: number[];
  /** Pictures that were shown, by place. */
  pictures: number[];
  /** Packets of sound that went out, and those of them that the server asked for again. */
  sent: number;
  repaired: number;
  /** Packets of sound that the server was asked for again, and those that never came. */
  asked: number;
  lost: number;
}

/** The server said no: a code and a sentence. */
export class NotJoined extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'NotJoined';
  }
}

export class CallLine {
  /** As the server names this connection. */
  call: string | null = null;
  private readonly peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  private readonly microphone: RTCRtpTransceiver;
  private readonly camera: RTCRtpTransceiver;
  private readonly sounds: RTCRtpTransceiver[];
  private readonly pictures: RTCRtpTransceiver[];
  private readonly players: HTMLAudioElement[] = [];
  private timers: number[] = [];
  private place: string | null = null;
  private over = false;
  private up = false;

  static get supported(): boolean {
    return typeof RTCPeerConnection === 'function';
  }

  constructor(
    private readonly room: string,
    private readonly events: { up(): void; down(why: NotJoined | null): void },
  ) {
    const { peer } = this;
    this.microphone = peer.addTransceiver('audio', { direction: 'sendonly' });
    this.camera = peer.addTransceiver('video', { direction: 'sendonly', sendEncodings: [CAMERA] });
    const places = (kind: 'audio' | 'video'): RTCRtpTransceiver[] => Array.from({ length: PLACES }, () => peer.addTransceiver(kind, { direction: 'recvonly' }));
    this.sounds = places('audio');
    this.pictures = places('video');
    for (const each of [this.microphone, ...this.sounds]) only(each, 'audio', 'audio/opus');
    for (const each of [this.camera, ...this.pictures]) only(each, 'video', 'video/vp8');
    // The browser's own players: what they play is what its echo cancellation knows.
    for (const { receiver } of this.sounds) {
      const player = new Audio();
      player.srcObject = new MediaStream([receiver.track]);
      this.players.push(player);
    }
    peer.onconnectionstatechange = () => this.follow();
  }

  /** To be called within a press: from then on it may be heard. */
  async start(): Promise<void> {
    for (const player of this.players) void player.play().catch(() => {});
    this.timers.push(window.setTimeout(() => !this.up && this.fail(null), CONNECT_LIMIT));
    try {
      const offer = await this.peer.createOffer();
      await this.describe(offer.sdp ?? '');
      const answer = await fetch(`/api/rooms/${this.room}/voices`, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp' },
        body: this.peer.localDescription?.sdp ?? '',
      });
      this.place = answer.headers.get('location');
      if (this.over) {
        this.goodbye();
        return;
      }
      if (!answer.ok) throw await refusal(answer);
      this.call = this.place?.split('/').at(-1) ?? null;
      await this.peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    } catch (thrown) {
      this.fail(thrown instanceof NotJoined ? thrown : null);
    }
  }

  /** What of a place is shown. */
  picture(place: number): MediaStreamTrack | null {
    return this.pictures[place]?.receiver.track ?? null;
  }

  async send(kind: 'microphone' | 'camera', track: MediaStreamTrack | null): Promise<void> {
    if (!this.over) await this[kind].sender.replaceTrack(track);
  }

  /** Ends it; `leaving` when the page goes away. */
  close(leaving = false): void {
    if (this.over) return;
    this.over = true;
    for (const timer of this.timers) window.clearTimeout(timer);
    for (const player of this.players) player.srcObject = null;
    this.peer.onconnectionstatechange = null;
    this.peer.close();
    this.goodbye(leaving);
  }

  async figures(): Promise<CallFigures> {
    const none = (): number[] => Array.from({ length: PLACES }, () => 0);
    const figures: CallFigures = { packets: none(), energy: none(), pictures: none(), sent: 0, repaired: 0, asked: 0, lost: 0 };
    if (this.over) return figures;
    const mids = (sections: RTCRtpTransceiver[]): (string | null)[] => sections.map((section) => section.mid);
    const [sounds, pictures] = [mids(this.sounds), mids(this.pictures)];
    const report = await this.peer.getStats();
    for (const entry of report.values() as Iterable<Record<string, unknown>>) {
      const mid = entry['mid'] as string;
      if (entry['type'] === 'outbound-rtp' && entry['kind'] === 'audio') {
        figures.sent += count(entry['packetsSent']);
        figures.repaired += count(entry['retransmittedPacketsSent']);
      }
      if (entry['type'] !== 'inbound-rtp') continue;
      const sound = sounds.indexOf(mid);
      if (sound >= 0) {
        figures.packets[sound] = count(entry['packetsReceived']);
        figures.energy[sound] = count(entry['totalAudioEnergy']);
        figures.asked += count(entry['nackCount']);
        figures.lost += count(entry['packetsLost']);
      }
      const picture = pictures.indexOf(mid);
      if (picture >= 0) figures.pictures[picture] = count(entry['framesDecoded']);
    }
    return figures;
  }

  /** Lost sound is asked for again; browsers can, and offer it only where the text says so. */
  private async describe(sdp: string): Promise<void> {
    const asking = sdp.replace(/a=rtpmap:(\d+) opus\/48000\/2\r\n/g, (line, number: string) => `${line}a=rtcp-fb:${number} nack\r\n`);
    try {
      await this.peer.setLocalDescription({ type: 'offer', sdp: asking });
    } catch {
      await this.peer.setLocalDescription({ type: 'offer', sdp });
    }
  }

  private follow(): void {
    const state = this.peer.connectionState;
    if (state === 'connected') {
      if (!this.up) this.events.up();
      this.up = true;
    } else if (state === 'failed' || state === 'closed') {
      this.fail(null);
    } else if (state === 'disconnected') {
      this.timers.push(window.setTimeout(() => this.peer.connectionState !== 'connected' && this.fail(null), SILENCE_LIMIT));
    }
  }

  private fail(why: NotJoined | null): void {
    if (this.over) return;
    this.close();
    this.events.down(why);
  }

  private goodbye(leaving = false): void {
    if (!this.place) return;
    void fetch(this.place, { method: 'DELETE', keepalive: leaving }).catch(() => {});
    this.place = null;
  }
}

function only(section: RTCRtpTransceiver, kind: string, type: string): void {
  const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs.filter((codec) => codec.mimeType.toLowerCase() === type) ?? [];
  if (codecs.length > 0 && 'setCodecPreferences' in section) section.setCodecPreferences(codecs);
}

/** What can pass by itself is no refusal. */
async function refusal(answer: Response): Promise<Error> {
  const body = (await answer.json().catch(() => null)) as { error?: { code?: string; message?: string } } | null;
  const { code, message } = body?.error ?? {};
  const passes = answer.status === 429 || (answer.status >= 500 && code !== 'peer_limit');
  if (!code || !message || passes) return new Error('not now');
  return new NotJoined(code, message);
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
