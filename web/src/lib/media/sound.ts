// The page's ears: one audio context, off until a person turns it on, and remembered. What the stage plays goes through it, and gives way to voices.

const KEPT = 'greenroom.sound';
/** While somebody speaks: 12 dB less. */
const DUCKED = 0.25;
/** Seconds: how fast it gives way, how long a pause it waits out, and how slowly it comes back. */
const FALL = 0.06;
const HOLD = 0.5;
const RISE = 0.25;

export class Sound {
  private context: AudioContext | null = null;
  /** On or off, and behind it what gives way. */
  private gate: GainNode | null = null;
  private gain: GainNode | null = null;
  private on = false;
  private ducked = false;
  private hold = 0;
  private live: MediaStreamAudioSourceNode | null = null;
  private streamed: MediaStream | null = null;
  private readonly players = new WeakSet<HTMLMediaElement>();
  /** A player's own sound goes through here for good: the context may not stand still under it. */
  private carries = false;

  /** What the person chose last; a browser may still ask for a gesture. */
  static remembered(): boolean {
    try {
      return localStorage.getItem(KEPT) === 'on';
    } catch {
      return false;
    }
  }

  static remember(on: boolean): void {
    try {
      localStorage.setItem(KEPT, on ? 'on' : 'off');
    } catch {
      // A private window may refuse; then it is asked again next time.
    }
  }

  get running(): boolean {
    return this.on && this.context?.state === 'running';
  }

  /** Seconds; the audio clock where it runs, else the page's. */
  now(): number {
    return this.running && this.context ? this.context.currentTime : performance.now() / 1_000;
  }

  /** True where sound is heard now. */
  async set(on: boolean): Promise<boolean> {
    this.on = on;
    if (!on) {
      this.gate?.gain.setValueAtTime(0, 0);
      if (!this.carries) await this.context?.suspend();
      return false;
    }
    if (!this.context) {
      this.context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
      this.gate = this.context.createGain();
      this.gate.connect(this.context.destination);
      this.gain = this.context.createGain();
      this.gain.gain.value = this.ducked ? DUCKED : 1;
      this.gain.connect(this.gate);
    }
    this.gate?.gain.setValueAtTime(1, 0);
    // Without a gesture this may stay pending for ever.
    await Promise.race([this.context.resume().catch(() => {}), new Promise((done) => setTimeout(done, 300))]);
    return this.running;
  }

  /** Plays planar samples at `at` on the audio clock. Late ones are left out. */
  play(data: AudioData, at: number): AudioBufferSourceNode | null {
    const { context, gain } = this;
    if (!context || !gain || !this.running || at < context.currentTime) return null;
    const buffer = context.createBuffer(data.numberOfChannels, data.numberOfFrames, data.sampleRate);
    for (let channel = 0; channel < data.numberOfChannels; channel++) {
      const samples = new Float32Array(data.numberOfFrames);
      data.copyTo(samples, { planeIndex: channel, format: 'f32-planar' });
      buffer.copyToChannel(samples, channel);
    }
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(gain);
    source.start(at);
    return source;
  }

  /** Somebody speaks: the stage gives way at once, and comes back when there has been silence for a while. */
  duck(on: boolean): void {
    window.clearTimeout(this.hold);
    if (on) this.turn(true);
    else if (this.ducked) this.hold = window.setTimeout(() => this.turn(false), HOLD * 1_000);
  }

  /** How loud the stage is beside voices: 1, or less while somebody speaks. */
  get level(): number {
    return this.gain?.gain.value ?? 1;
  }

  /** Plays the sound of a live picture here, so that it can give way. True: its own element has to be silent. */
  carryLive(stream: MediaStream | null): boolean {
    const { context, gain } = this;
    if (this.streamed !== stream) this.live?.disconnect();
    if (!context || !gain || !this.running || !stream || stream.getAudioTracks().length === 0) {
      if (this.streamed !== stream) this.streamed = null;
      return false;
    }
    if (this.streamed !== stream) {
      this.live = context.createMediaStreamSource(stream);
      this.live.connect(gain);
      this.streamed = stream;
    }
    return true;
  }

  /** The live picture's own element plays its sound again. */
  dropLive(): void {
    this.live?.disconnect();
    this.live = null;
    this.streamed = null;
  }

  /** The same for a clip's player; that lasts as long as the player. */
  carryPlayer(player: HTMLMediaElement): void {
    const { context, gain } = this;
    if (!context || !gain || !this.running || this.players.has(player)) return;
    context.createMediaElementSource(player).connect(gain);
    this.players.add(player);
    this.carries = true;
  }

  private turn(ducked: boolean): void {
    if (this.ducked === ducked) return;
    this.ducked = ducked;
    const { context, gain } = this;
    if (context && gain) gain.gain.setTargetAtTime(ducked ? DUCKED : 1, context.currentTime, ducked ? FALL : RISE);
  }

  close(): void {
    window.clearTimeout(this.hold);
    void this.context?.close();
    this.context = null;
  }
}
