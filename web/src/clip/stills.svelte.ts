// A small picture of each second of some clips, taken from their files in this page and kept only while somebody cuts them.

import { videoOf } from '../lib/api';

const HEIGHT = 84;
/** Milliseconds that one picture may take; what does not come is left out. */
const PATIENCE = 8_000;

export class Stills {
  /** By clip, by second. */
  pictures: Record<string, string[]> = $state({});
  private asked = new Set<string>();
  private queue: Promise<void> = Promise.resolve();
  private closed = false;

  want(clip: string, seconds: number): void {
    if (this.asked.has(clip)) return;
    this.asked.add(clip);
    this.pictures[clip] = [];
    this.queue = this.queue.then(() => this.read(clip, seconds)).catch(() => {});
  }

  close(): void {
    this.closed = true;
    this.pictures = {};
  }

  private async read(clip: string, seconds: number): Promise<void> {
    if (this.closed) return;
    const video = document.createElement('video');
    video.muted = true;
    video.preload = 'auto';
    video.playsInline = true;
    video.src = videoOf(clip);
    await happens(video, 'loadeddata');
    const canvas = document.createElement('canvas');
    canvas.height = HEIGHT;
    canvas.width = Math.max(1, Math.round((HEIGHT * video.videoWidth) / Math.max(1, video.videoHeight)));
    const context = canvas.getContext('2d');
    for (let second = 0; second < seconds && !this.closed && context; second++) {
      const seeked = happens(video, 'seeked');
      video.currentTime = second + 0.5;
      await seeked;
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const known = this.pictures[clip];
      if (known) known[second] = canvas.toDataURL('image/jpeg', 0.7);
    }
    video.removeAttribute('src');
    video.load();
  }
}

function happens(video: HTMLVideoElement, what: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(what)), PATIENCE);
    const done = (then: () => void) => () => {
      clearTimeout(timer);
      then();
    };
    video.addEventListener(what, done(resolve), { once: true });
    video.addEventListener('error', done(() => reject(new Error('error'))), { once: true });
  });
}
