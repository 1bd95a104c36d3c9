// Pictures and sound over WebRTC: the page offers, the server answers with all its candidates. One peer for each room.

/** Milliseconds until it must be connected. */
export const CONNECT_LIMIT = 3_000;
/** Milliseconds that a connected peer may be silent. */
const SILENCE_LIMIT = 4_000;

export interface RtcFigures {
  framesDecoded: number;
  audioPackets: number;
  audioEnergy: number;
  width: number;
  height: number;
}

export class RtcStream {
  readonly media = new MediaStream();
  figures: RtcFigures = { framesDecoded: 0, audioPackets: 0, audioEnergy: 0, width: 0, height: 0 };
  private readonly peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  private place: string | null = null;
  private timers: number[] = [];
  private over = false;
  private up = false;

  static get supported(): boolean {
    return typeof RTCPeerConnection === 'function';
  }

  constructor(
    private readonly room: string,
    private readonly events: { up(): void; down(): void },
  ) {}

  async start(): Promise<void> {
    const { peer } = this;
    const video = peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    preferH264(video);
    peer.ontrack = ({ track }) => this.media.addTrack(track);
    peer.onconnectionstatechange = () => this.follow();
    this.timers.push(window.setTimeout(() => !this.up && this.fail(), CONNECT_LIMIT));
    try {
      await peer.setLocalDescription(await peer.createOffer());
      const answer = await fetch(`/api/rooms/${this.room}/rtc`, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp' },
        body: peer.localDescription?.sdp ?? '',
      });
      this.place = answer.headers.get('location');
      if (this.over) {
        this.goodbye();
        return;
      }
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    } catch {
      this.fail();
    }
  }

  /** Ends it; `leaving` when the page goes away. */
  close(leaving = false): void {
    if (this.over) return;
    this.over = true;
    for (const timer of this.timers) window.clearTimeout(timer);
    this.peer.onconnectionstatechange = null;
    this.peer.close();
    this.goodbye(leaving);
  }

  async look(): Promise<void> {
    if (this.over) return;
    const figures: RtcFigures = { framesDecoded: 0, audioPackets: 0, audioEnergy: 0, width: 0, height: 0 };
    const report = await this.peer.getStats();
    for (const entry of report.values() as Iterable<Record<string, unknown>>) {
      if (entry['type'] !== 'inbound-rtp') continue;
      if (entry['kind'] === 'video') {
        figures.framesDecoded = count(entry['framesDecoded']);
        figures.width = count(entry['frameWidth']);
        figures.height = count(entry['frameHeight']);
      } else {
        figures.audioPackets = count(entry['packetsReceived']);
        figures.audioEnergy = count(entry['totalAudioEnergy']);
      }
    }
    this.figures = figures;
  }

  private follow(): void {
    const state = this.peer.connectionState;
    if (state === 'connected') {
      if (!this.up) this.events.up();
      this.up = true;
    } else if (state === 'failed' || state === 'closed') {
      this.fail();
    } else if (state === 'disconnected') {
      this.timers.push(window.setTimeout(() => this.peer.connectionState !== 'connected' && this.fail(), SILENCE_LIMIT));
    }
  }

  private fail(): void {
    if (this.over) return;
    this.close();
    this.events.down();
  }

  private goodbye(leaving = false): void {
    if (!this.place) return;
    void fetch(this.place, { method: 'DELETE', keepalive: leaving }).catch(() => {});
    this.place = null;
  }
}

function preferH264(video: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs;
  if (!codecs || !('setCodecPreferences' in video)) return;
  const first = (codec: { mimeType: string }): boolean => codec.mimeType.toLowerCase() === 'video/h264';
  video.setCodecPreferences([...codecs.filter(first), ...codecs.filter((codec) => !first(codec))]);
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
