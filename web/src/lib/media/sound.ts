// The page's ears: one audio context, off until a person turns it on, and remembered.

const KEPT = 'greenroom.sound';

export class Sound {
  private context: AudioContext | null = null;
  private gain: GainNode | null = null;

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
    return this.context?.state === 'running';
  }

  /** Seconds; the audio clock where it runs, else the page's. */
  now(): number {
    return this.running && this.context ? this.context.currentTime : performance.now() / 1_000;
  }

  /** True where sound is heard now. */
  async set(on: boolean): Promise<boolean> {
    if (!on) {
      await this.context?.suspend();
      return false;
    }
    if (!this.context) {
      this.context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
      this.gain = this.context.createGain();
      this.gain.connect(this.context.destination);
    }
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

  close(): void {
    void this.context?.close();
    this.context = null;
  }
}
