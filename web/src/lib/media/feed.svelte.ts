// The live picture of a room, whichever way it comes: WebRTC first, the page's socket where that can't connect.

import type { Control } from '../live/control';
import { RtcStream } from './rtc';
import { SocketPlayer } from './socket-player';
import type { Sound } from './sound';

export type Way = 'connecting' | 'webrtc' | 'ws' | 'none';

export interface Stats {
  transport: Way;
  framesDecoded: number;
  audioPackets: number;
  audioEnergy: number;
  width: number;
  height: number;
  unit: number;
}

export class Feed {
  way: Way = $state('connecting');
  stream: MediaStream | null = $state.raw(null);
  /** The take whose picture is on the canvas (socket only). */
  pictured: string | null = $state(null);
  private rtc: RtcStream | null = null;
  private next: RtcStream | null = null;
  private player: SocketPlayer | null = null;
  private canvas: HTMLCanvasElement | null = null;
  private entered = false;
  private readonly unlisten: () => void;
  private readonly poll: number;
  private readonly onlySocket = new URLSearchParams(location.search).get('transport') === 'ws';

  constructor(
    private readonly room: string,
    private readonly control: Control,
    private readonly sound: Sound,
  ) {
    this.unlisten = control.listen({ media: (message) => this.player?.push(message) });
    this.poll = window.setInterval(() => void this.rtc?.look(), 300);
    window.addEventListener('pagehide', this.bye);
  }

  /** The canvas on which the socket's pictures are drawn. */
  attach(canvas: HTMLCanvasElement): void {
    this.canvas = canvas;
    if (this.way === 'ws') this.openPlayer();
  }

  /** The room is entered, for the first time or again: what the server knew of this page's media may be gone. */
  enter(): void {
    this.entered = true;
    if (this.way === 'ws') this.watch('ws');
    if (this.onlySocket || !RtcStream.supported) this.useSocket();
    else this.tryRtc();
  }

  stats(): Stats {
    const none = { framesDecoded: 0, audioPackets: 0, audioEnergy: 0, width: 0, height: 0 };
    if (this.way === 'ws') return { transport: 'ws', unit: 0, ...none, ...this.player?.figures };
    return { transport: this.way, unit: 0, ...none, ...this.rtc?.figures };
  }

  close(): void {
    window.removeEventListener('pagehide', this.bye);
    window.clearInterval(this.poll);
    this.unlisten();
    this.next?.close();
    this.rtc?.close();
    this.player?.close();
  }

  private readonly bye = (): void => {
    this.next?.close(true);
    this.rtc?.close(true);
  };

  private tryRtc(): void {
    this.next?.close();
    const rtc: RtcStream = new RtcStream(this.room, { up: () => this.useRtc(rtc), down: () => this.lost(rtc) });
    this.next = rtc;
    void rtc.start();
  }

  private useRtc(rtc: RtcStream): void {
    this.next = null;
    this.rtc?.close();
    this.rtc = rtc;
    this.stream = rtc.media;
    if (this.way === 'ws') this.watch('none');
    this.player?.close();
    this.player = null;
    this.way = 'webrtc';
  }

  private lost(rtc: RtcStream): void {
    if (rtc === this.next) this.next = null;
    else if (rtc !== this.rtc) return;
    if (rtc !== this.rtc && this.rtc && this.way === 'webrtc') this.rtc.close();
    this.rtc = null;
    this.useSocket();
  }

  private useSocket(): void {
    this.stream = null;
    if (!SocketPlayer.supported) {
      this.way = 'none';
      return;
    }
    const asked = this.way === 'ws';
    this.way = 'ws';
    this.openPlayer();
    if (this.entered && !asked) this.watch('ws');
  }

  private openPlayer(): void {
    if (this.player || !this.canvas) return;
    this.player = new SocketPlayer(this.canvas, this.sound, (take) => {
      if (this.pictured !== take) this.pictured = take;
    });
  }

  /** Nothing of this take is shown any more. Over WebRTC nothing of it waits here. */
  drop(take: string): void {
    this.player?.drop(take);
  }

  private watch(transport: 'ws' | 'none'): void {
    // Away: entering again asks again.
    void this.control.request({ do: 'watch', room: this.room, transport }).catch(() => {});
  }
}
