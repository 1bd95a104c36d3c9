// A clip's lineage in rows: what it was made of, the oldest first; the clip; what was made of it.

import type { HowView, LineageClip, LineageView } from '../lib/wire';

export const HOW: Record<HowView, string> = { remix: 'remixed', edit: 'changed', extension: 'made longer', stitch: 'joined', cut: 'cut' };

export interface Frame {
  clip: LineageClip;
  /** How it came to be of what is before it; null: of nothing that is known. */
  how: HowView | null;
}

export interface Rows {
  /** How the clip itself came to be. */
  own: HowView | null;
  before: Frame[];
  after: Frame[];
}

export function rowsOf({ clips, links }: LineageView, own: string): Rows {
  const known = new Map(clips.map((clip) => [clip.clip, clip]));
  const how = (clip: string): HowView | null => links.find((link) => link.clip === clip)?.how ?? null;
  const walk = (next: (clip: string) => string[]): Frame[] => {
    const found: Frame[] = [];
    const seen = new Set([own]);
    let level = [own];
    while (level.length > 0) {
      level = level.flatMap(next).filter((clip) => !seen.has(clip) && seen.add(clip));
      for (const clip of level) {
        const told = known.get(clip);
        if (told) found.push({ clip: told, how: how(clip) });
      }
    }
    return found;
  };
  const parents = (clip: string): string[] => links.filter((link) => link.clip === clip).sort((a, b) => a.place - b.place).map((link) => link.parent);
  const children = (clip: string): string[] => links.filter((link) => link.parent === clip).map((link) => link.clip);
  return { own: how(own), before: walk(parents).reverse(), after: walk(children) };
}

export function nameOf(clip: LineageClip): string {
  if (clip.state === 'deleted') return 'a deleted clip';
  if (clip.state === 'unseen') return 'a clip that you can’t see';
  return clip.title ?? 'untitled';
}
