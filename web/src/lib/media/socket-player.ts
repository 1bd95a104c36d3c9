// Pictures and sound from the page's socket: WebCodecs onto a canvas and into the audio clock.
// Units wait encoded until they are nearly due, so that few decoded pictures are held.

import { parseUnit, type Unit } from './frame';
import { codecOf } from './h264';
import type { Sound } from './sound';
import { Timeline } from './timing';

/** Seconds before it is due that a unit is decoded. */
const LEAD = 0.2;
/** Units that wait; more means that the page can't keep up. */
const MAX_WAITING = 600;
const MAX_SHOWN = 30;

export interface Figures {
  framesDecoded: number;
  audioPackets: number;
  audioEnergy: number;
  width: number;
  height: number;
  take: string | null;
  unit: number;
}

interface Waiting {
  unit: Unit;
  due: number;
}

interface Picture {
  frame: VideoFrame;
  due: number;
  take: string;
}

export class SocketPlayer {
  readonly figures: Figures = { framesDecoded: 0, audioPackets: 0, audioEnergy: 0, width: 0, height: 0, take: null, unit: 0 };
  private readonly line = new Timeline();
  private video: VideoDecoder | null = null;
  private audio: AudioDecoder | null = null;
  private codec = '';
  private needsKey = true;
  private last: { take: string; pass: number; index: number } | null = null;
  private waiting: Waiting[] = [];
  /** Of pictures that are being decoded. */
  private dues: { due: number; take: string }[] = [];
  /** The take of which nothing is shown any more. */
  private gone: string | null = null;
  private soundDues = new Map<number, number>();
  private playing = new Set<AudioBufferSourceNode>();
  private pictures: Picture[] = [];
  private wasRunning = false;
  private lastVideo = -Infinity;
  private timer: number;
  private painter = 0;

  static get supported(): boolean {
    return typeof VideoDecoder === 'function' && typeof AudioDecoder === 'function';
  }

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly sound: Sound,
    private readonly onPicture: (take: string) => void,
  ) {
    this.timer = window.setInterval(() => this.feed(), 15);
    const paint = (): void => {
      this.paint();
      this.painter = requestAnimationFrame(paint);
    };
    this.painter = requestAnimationFrame(paint);
  }

  push(message: ArrayBuffer): void {
    const unit = parseUnit(message);
    if (!unit) return;
    if (unit.take !== this.figures.take) this.begin(unit.take, unit.pts / 1e6);
    this.followClock();
    if (unit.kind === 'audio') this.hear(unit);
    else this.see(unit);
  }

  close(): void {
    window.clearInterval(this.timer);
    cancelAnimationFrame(this.painter);
    this.silence();
    for (const { frame } of this.pictures.splice(0)) frame.close();
    if (this.video?.state !== 'closed') this.video?.close();
    if (this.audio?.state !== 'closed') this.audio?.close();
  }

  /** Somebody in this take took their consent back: what of it waits here is shown no more. */
  drop(take: string): void {
    this.gone = take;
    this.waiting = this.waiting.filter(({ unit }) => unit.take !== take);
    for (const picture of this.pictures) if (picture.take === take) picture.frame.close();
    this.pictures = this.pictures.filter((picture) => picture.take !== take);
    if (this.last?.take === take) this.needsKey = true;
    this.silence();
  }

  private begin(take: string, media: number): void {
    this.figures.take = take;
    // A stage changes its take while its clock goes on: what is due stays due.
    if (this.line.fits(media, this.sound.now()) && this.lastVideo > -Infinity && media > 1) return;
    this.needsKey = true;
    this.last = null;
    this.line.reset();
    this.waiting = [];
    this.silence();
  }

  /** When the audio clock starts or stops, the line is laid on the other clock. */
  private followClock(): void {
    if (this.sound.running === this.wasRunning) return;
    this.wasRunning = this.sound.running;
    this.line.reset();
    this.hasten();
    this.silence();
  }

  private see(unit: Unit): void {
    const now = this.sound.now();
    // Stills come as they are made: each is shown at once.
    const { at, jumped } = unit.pass === 0 ? { at: now, jumped: false } : this.line.due(unit.pts / 1e6, now);
    if (jumped) {
      this.hasten();
      this.silence();
    }
    this.lastVideo = now;
    this.waiting.push({ unit, due: at });
    if (this.waiting.length > MAX_WAITING) {
      this.waiting = [];
      this.needsKey = true;
    }
    this.feed();
  }

  private hear(unit: Unit): void {
    const now = this.sound.now();
    const media = unit.pts / 1e6;
    // Sound far from the pictures that are shown does not move them.
    const straggles = !this.line.fits(media, now) && now - this.lastVideo < 1;
    const due = straggles ? -Infinity : this.line.due(media, now).at;
    const decoder = (this.audio ??= this.openAudio());
    if (decoder.state !== 'configured') return;
    this.soundDues.set(unit.pts, due);
    decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: unit.pts, data: unit.payload }));
  }

  /** What waits belongs to an older line: decode it now, show only its last. */
  private hasten(): void {
    for (const waiting of this.waiting) waiting.due = -Infinity;
    for (const picture of this.pictures) picture.due = -Infinity;
  }

  private silence(): void {
    for (const source of this.playing) source.stop();
    this.playing.clear();
    this.soundDues.clear();
  }

  private feed(): void {
    const limit = this.sound.now() + LEAD;
    while (this.waiting[0] && this.waiting[0].due <= limit) {
      const { unit, due } = this.waiting.shift() as Waiting;
      this.decode(unit, due);
    }
  }

  private decode(unit: Unit, due: number): void {
    const follows = this.last !== null && this.last.take === unit.take && this.last.pass === unit.pass && unit.index === this.last.index + 1;
    if (!unit.keyframe && (this.needsKey || !follows)) {
      this.needsKey = true;
      return;
    }
    if (unit.keyframe) {
      const codec = codecOf(unit.payload) ?? this.codec;
      if (!codec) return;
      if (!this.video || this.video.state === 'closed') this.video = this.openVideo();
      if (codec !== this.codec || this.video.state !== 'configured') {
        this.video.configure({ codec, optimizeForLatency: true });
        this.codec = codec;
      }
      this.needsKey = false;
    }
    this.last = { take: unit.take, pass: unit.pass, index: unit.index };
    this.figures.unit = unit.index;
    this.dues.push({ due, take: unit.take });
    this.video?.decode(new EncodedVideoChunk({ type: unit.keyframe ? 'key' : 'delta', timestamp: unit.pts, data: unit.payload }));
  }

  private openVideo(): VideoDecoder {
    this.codec = '';
    this.dues = [];
    return new VideoDecoder({
      output: (frame) => {
        const { due, take } = this.dues.shift() ?? { due: -Infinity, take: '' };
        if (take === this.gone) {
          frame.close();
          return;
        }
        this.figures.framesDecoded += 1;
        this.figures.width = frame.displayWidth;
        this.figures.height = frame.displayHeight;
        this.pictures.push({ frame, due, take });
        while (this.pictures.length > MAX_SHOWN) this.pictures.shift()?.frame.close();
      },
      error: () => {
        this.needsKey = true;
        this.codec = '';
      },
    });
  }

  private openAudio(): AudioDecoder {
    const decoder = new AudioDecoder({
      output: (data) => {
        const due = this.soundDues.get(data.timestamp) ?? -Infinity;
        this.soundDues.delete(data.timestamp);
        this.figures.audioPackets += 1;
        this.figures.audioEnergy += energy(data);
        const source = this.sound.play(data, due);
        data.close();
        if (!source) return;
        this.playing.add(source);
        source.onended = () => this.playing.delete(source);
      },
      error: () => {
        this.audio = null;
      },
    });
    decoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 });
    return decoder;
  }

  private paint(): void {
    const now = this.sound.now();
    let picture: Picture | null = null;
    while (this.pictures[0] && this.pictures[0].due <= now) {
      picture?.frame.close();
      picture = this.pictures.shift() as Picture;
    }
    if (!picture) return;
    const shown = picture.frame;
    const { canvas } = this;
    if (canvas.width !== shown.displayWidth) canvas.width = shown.displayWidth;
    if (canvas.height !== shown.displayHeight) canvas.height = shown.displayHeight;
    canvas.getContext('2d', { alpha: false })?.drawImage(shown, 0, 0, canvas.width, canvas.height);
    shown.close();
    if (picture.take) this.onPicture(picture.take);
  }
}

/** Sum of squares times seconds, of the first channel: as WebRTC counts it. */
function energy(data: AudioData): number {
  const samples = new Float32Array(data.numberOfFrames);
  data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum / data.sampleRate;
}
