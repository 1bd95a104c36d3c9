// When a unit is due: media time laid onto the page's clock, with a small buffer against uneven arrival.
// It knows no decoder and reads no clock; seconds come in as arguments.

/** Seconds between arrival and showing. */
export const BUFFER = 0.12;
/** Later than this the line is laid anew: the stream jumped back or stood still. */
const TOO_LATE = 0.3;
/** Further ahead than this the line is laid anew: the stream jumped forward. */
const TOO_EARLY = 4;

export interface Due {
  /** On the page's clock. */
  at: number;
  /** The line was laid anew: what still waits belongs to an older one. */
  jumped: boolean;
}

export class Timeline {
  /** Page clock at media time zero. */
  private origin: number | null = null;

  constructor(private readonly buffer = BUFFER) {}

  due(media: number, now: number): Due {
    if (this.origin !== null) {
      const at = this.origin + media;
      if (at >= now - TOO_LATE && at <= now + TOO_EARLY) return { at, jumped: false };
    }
    const jumped = this.origin !== null;
    this.origin = now + this.buffer - media;
    return { at: now + this.buffer, jumped };
  }

  /** Whether a unit fits the line as it lies, so that a straggler of one kind doesn't move it for the other. */
  fits(media: number, now: number): boolean {
    if (this.origin === null) return true;
    const at = this.origin + media;
    return at >= now - TOO_LATE && at <= now + TOO_EARLY;
  }

  reset(): void {
    this.origin = null;
  }
}
