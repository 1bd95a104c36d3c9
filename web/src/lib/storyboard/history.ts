// Versions of the storyboard on this page: what differs between two of them in words, and how the document becomes one of them again.

import * as Y from 'yjs';
import type { StretchView, VersionShotView } from '../wire';
import { ordered, shotsOf, textOf, wordOf, type Shot } from './document';

/** As many shots as the server reads: a version that has so many may not tell of all. */
export const READ_SHOTS = 64;
/** Cells of a comparison beyond which two texts are simply two texts. */
const MOST_CELLS = 1_000_000;

export interface Marked {
  how: 'same' | 'added' | 'removed';
  text: string;
  /** Whose words; of what was removed, who had written it. */
  by: string | null;
}

export type Field = 'prompt' | 'dialogue' | 'setting';
const FIELDS: Field[] = ['prompt', 'dialogue', 'setting'];

export interface ShotDifference {
  id: string;
  how: 'same' | 'changed' | 'added' | 'removed';
  texts: Record<Field, Marked[]>;
  /** `5 s → 8 s` */
  settings: string[];
}

interface Token {
  text: string;
  by: string | null;
}

export const plain = (text: readonly StretchView[]): string => text.map((stretch) => stretch.text).join('');

/** Words and the spaces between them, each with who wrote its first letter. */
function tokens(text: readonly StretchView[]): Token[] {
  const found: Token[] = [];
  let [stretch, until] = [0, text[0]?.text.length ?? 0];
  for (const match of plain(text).matchAll(/\s+|[^\s]+/g)) {
    while (match.index >= until && stretch + 1 < text.length) until += text[++stretch]?.text.length ?? 0;
    found.push({ text: match[0], by: text[stretch]?.by ?? null });
  }
  return found;
}

/** The longest row of words that both have, in order; the rest was removed or added. */
export function differences(before: readonly StretchView[], after: readonly StretchView[]): Marked[] {
  const [old, now] = [tokens(before), tokens(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start]?.text === now[start]?.text) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end)?.text === now.at(-1 - end)?.text) end++;
  const marked: Marked[] = now.slice(0, start).map((token) => ({ how: 'same', ...token }));
  marked.push(...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)));
  marked.push(...now.slice(now.length - end).map((token): Marked => ({ how: 'same', ...token })));
  return joined(marked);
}

function middle(old: Token[], now: Token[]): Marked[] {
  const removed = (token: Token): Marked => ({ how: 'removed', ...token });
  const added = (token: Token): Marked => ({ how: 'added', ...token });
  if (old.length * now.length > MOST_CELLS || old.length === 0 || now.length === 0) return [...old.map(removed), ...now.map(added)];
  const width = now.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let at = old.length - 1; at >= 0; at--) {
    for (let to = now.length - 1; to >= 0; to--) {
      const same = old[at]?.text === now[to]?.text;
      longest[at * width + to] = same ? (longest[(at + 1) * width + to + 1] ?? 0) + 1 : Math.max(longest[(at + 1) * width + to] ?? 0, longest[at * width + to + 1] ?? 0);
    }
  }
  const marked: Marked[] = [];
  let [at, to] = [0, 0];
  while (at < old.length || to < now.length) {
    const [one, other] = [old[at], now[to]];
    if (one && other && one.text === other.text) {
      marked.push({ how: 'same', ...other });
      at++;
      to++;
    } else if (one && (!other || (longest[(at + 1) * width + to] ?? 0) >= (longest[at * width + to + 1] ?? 0))) {
      marked.push(removed(one));
      at++;
    } else if (other) {
      marked.push(added(other));
      to++;
    }
  }
  return marked;
}

function joined(marked: Marked[]): Marked[] {
  const found: Marked[] = [];
  for (const each of marked) {
    const last = found.at(-1);
    if (last && last.how === each.how && last.by === each.by) last.text += each.text;
    else found.push({ ...each });
  }
  return found;
}

/** Shots that are the same one bear the same id; where two bear one, the first is the first. */
function partner<T>(id: string, of: readonly T[], idOf: (one: T) => string, taken: Set<T>): T | undefined {
  const found = of.find((one) => idOf(one) === id && !taken.has(one));
  if (found) taken.add(found);
  return found;
}

export function compared(before: readonly VersionShotView[], after: readonly VersionShotView[]): ShotDifference[] {
  const taken = new Set<VersionShotView>();
  const found: ShotDifference[] = after.map((shot, place) => {
    const old = partner(shot.id, before, (one) => one.id, taken);
    const texts = Object.fromEntries(FIELDS.map((field) => [field, differences(old?.[field] ?? [], shot[field])])) as Record<Field, Marked[]>;
    const settings = old ? changes(old, shot, before.indexOf(old), place) : [];
    const changed = settings.length > 0 || FIELDS.some((field) => texts[field].some((each) => each.how !== 'same'));
    return { id: shot.id, how: !old ? 'added' : changed ? 'changed' : 'same', texts, settings };
  });
  for (const shot of before.filter((one) => !taken.has(one))) {
    const texts = Object.fromEntries(FIELDS.map((field) => [field, differences(shot[field], [])])) as Record<Field, Marked[]>;
    found.push({ id: shot.id, how: 'removed', texts, settings: [] });
  }
  return found;
}

function changes(old: VersionShotView, now: VersionShotView, from: number, to: number): string[] {
  const word = (text: string): string => text || 'none';
  const pairs: [string, string, string][] = [
    ['', `${old.seconds} s`, `${now.seconds} s`],
    ['style: ', word(old.style), word(now.style)],
    ['camera: ', word(old.camera), word(now.camera)],
    ['', old.continues ? 'goes on' : 'a cut', now.continues ? 'goes on' : 'a cut'],
    ['uses: ', old.reference ? old.reference.role : 'nothing', now.reference ? now.reference.role : 'nothing'],
    ['place: ', `${from + 1}`, `${to + 1}`],
  ];
  return pairs.filter(([, before, after]) => before !== after).map(([name, before, after]) => `${name}${before} → ${after}`);
}

/** Makes the document say what a version said, as one edit of whoever restores: words that stand there already stay whose they are. Where more shots
 * stood than a version tells of, those that it does not know stay, behind the others. */
export function restore(doc: Y.Doc, version: readonly VersionShotView[], origin: unknown): void {
  doc.transact(() => {
    const here = ordered(doc);
    const taken = new Set<Shot>();
    const kept = version.map((shot) => partner(shot.id, here, (one) => wordOf(one, 'id'), taken));
    const all = shotsOf(doc);
    const others = here.filter((one) => !taken.has(one));
    if (version.length < READ_SHOTS) for (const gone of others) all.delete(all.toArray().indexOf(gone));
    else others.forEach((stays, at) => stays.set('place', version.length + at));
    version.forEach((shot, place) => {
      const known = kept[place];
      if (known) write(known, shot, place);
      else {
        const made: Shot = new Y.Map();
        made.set('id', shot.id);
        all.push([made]);
        write(made, shot, place);
      }
    });
  }, origin);
}

function write(map: Shot, shot: VersionShotView, place: number): void {
  const set = (key: string, value: string | number | boolean | object | null): void => {
    const same = JSON.stringify(map.get(key) ?? null) === JSON.stringify(value);
    if (same) return;
    if (value === null) map.delete(key);
    else map.set(key, value as never);
  };
  set('place', place);
  set('seconds', shot.seconds);
  set('style', shot.style);
  set('camera', shot.camera);
  set('continues', shot.continues || null);
  set('reference', shot.reference && { upload: shot.reference.upload, role: shot.reference.role });
  set('copied_from', shot.copied_from);
  set('corrections', shot.corrections.length > 0 ? shot.corrections.map(({ what, to }) => ({ what, to })) : null);
  for (const field of FIELDS) rewrite(map, field, shot[field]);
}

function rewrite(map: Shot, field: Field, wanted: readonly StretchView[]): void {
  const known = map.get(field);
  if (!(known instanceof Y.Text)) {
    map.set(field, new Y.Text(plain(wanted)));
    return;
  }
  withoutThings(known);
  const now = [{ by: null, text: textOf(map, field) }];
  let at = 0;
  for (const each of differences(now, wanted)) {
    if (each.how === 'removed') known.delete(at, each.text.length);
    else {
      if (each.how === 'added') known.insert(at, each.text);
      at += each.text.length;
    }
  }
}

/** What is in a text and no letter is shown by no page and kept in no version, but it has a place, and would shift all that stand behind it. */
function withoutThings(text: Y.Text): void {
  const places: number[] = [];
  let at = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    if (!(item.content instanceof Y.ContentString)) for (let place = 0; place < item.length; place++) places.unshift(at + place);
    at += item.length;
  }
  for (const place of places) text.delete(place, 1);
}
