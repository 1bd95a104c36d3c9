// When a writer's words steer the stage: a moment after the last of them, and now and then while they go on writing.

/** Milliseconds of silence after which words count. */
export const REST = 350;
/** Milliseconds after which words count although more come. */
export const PACE = 1_500;

export class Steering {
  listens = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since: number | null = null;
  private shot: string | null = null;

  constructor(private readonly steer: (shot: string) => void) {}

  /** This page changed a shot. */
  wrote(shot: string): void {
    if (!this.listens) return;
    if (this.shot !== null && this.shot !== shot) this.now();
    this.shot = shot;
    const now = performance.now();
    this.since ??= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), Math.max(0, Math.min(REST, this.since + PACE - now)));
  }

  close(): void {
    clearTimeout(this.timer);
    this.listens = false;
  }

  private now(): void {
    clearTimeout(this.timer);
    const { shot } = this;
    this.since = null;
    this.shot = null;
    if (shot !== null && this.listens) this.steer(shot);
  }
}
