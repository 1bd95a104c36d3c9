// The shape of the shared storyboard, exactly as the server reads it, and the changes a page makes to it.

import * as Y from 'yjs';
import type { UploadRole } from '../wire';

export const MAX_SHOTS = 12;
export const SHOT_SECONDS = { least: 1, most: 25 } as const;
export const TAKE_SECONDS = { least: 4, most: 25 } as const;

/** A picture or footage that a shot uses, and what for. */
export type Reference = { upload: string; role: UploadRole };

export type Shot = Y.Map<string | number | boolean | Y.Text | Reference>;

/** A word in the slug line. */
export type Direction = 'style' | 'camera';

export interface ShotWords {
  prompt: string;
  dialogue?: string;
  seconds: number;
  style?: string;
  camera?: string;
  /** Where and when; it wins over the prompt. */
  setting?: string;
}

/** Offered in an empty room: one press, and there is something to take. */
export const SAMPLE: ShotWords[] = [
  { prompt: 'A sunny park. Ana throws a red ball and her dog chases it.', seconds: 5, style: 'cartoon', camera: 'pan right' },
  {
    prompt: 'A street at night in the rain. Ben runs past a parked car and waves.',
    dialogue: 'Ben: Did you see that throw?\nBen (fr): Incroyable !',
    seconds: 5,
    style: 'cartoon',
    camera: 'zoom in',
  },
];

export function shotsOf(doc: Y.Doc): Y.Array<Shot> {
  return doc.getArray<Shot>('shots');
}

export function newShot({ prompt, dialogue = '', seconds, style = '', camera = '', setting = '' }: ShotWords): Shot {
  const shot: Shot = new Y.Map();
  shot.set('id', randomName());
  shot.set('prompt', new Y.Text(prompt));
  shot.set('dialogue', new Y.Text(dialogue));
  shot.set('seconds', seconds);
  shot.set('style', style);
  shot.set('camera', camera);
  shot.set('setting', new Y.Text(setting));
  return shot;
}

/** The shots in their order: each bears its place; where another client left it out, its index stands for it. */
export function ordered(doc: Y.Doc): Shot[] {
  return shotsOf(doc)
    .toArray()
    .filter((shot): shot is Shot => shot instanceof Y.Map)
    .map((shot, index) => ({ shot, index, place: placeOf(shot) ?? index }))
    .sort((one, other) => one.place - other.place || one.index - other.index)
    .map(({ shot }) => shot);
}

function placeOf(shot: Shot): number | undefined {
  const place = shot.get('place');
  return typeof place === 'number' && Number.isFinite(place) ? place : undefined;
}

/** Puts shots behind all others. */
export function addShots(doc: Y.Doc, words: ShotWords[], origin: unknown): void {
  doc.transact(() => {
    const shots = shotsOf(doc);
    const next = shots.toArray().reduce((most, shot, index) => Math.max(most, (placeOf(shot) ?? index) + 1), 0);
    const made = words.map(newShot);
    made.forEach((shot, index) => shot.set('place', next + index));
    shots.push(made);
  }, origin);
}

export function removeShot(doc: Y.Doc, at: number, origin: unknown): void {
  const shot = ordered(doc)[at];
  if (shot) doc.transact(() => shotsOf(doc).delete(shotsOf(doc).toArray().indexOf(shot)), origin);
}

/** Two neighbours change places. Their text stays as it is, and so does whose it is. */
export function moveShot(doc: Y.Doc, at: number, by: -1 | 1, origin: unknown): void {
  const shots = ordered(doc);
  const [one, other] = [shots[at], shots[at + by]];
  if (!one || !other) return;
  [shots[at], shots[at + by]] = [other, one];
  doc.transact(() => {
    shots.forEach((shot, place) => {
      if (placeOf(shot) !== place) shot.set('place', place);
    });
  }, origin);
}

export function setSeconds(shot: Shot, seconds: number, origin: unknown): void {
  const within = Math.min(SHOT_SECONDS.most, Math.max(SHOT_SECONDS.least, Math.round(seconds)));
  shot.doc?.transact(() => shot.set('seconds', within), origin);
}

export function setWord(shot: Shot, field: Direction, word: string, origin: unknown): void {
  shot.doc?.transact(() => shot.set(field, word.slice(0, 80)), origin);
}

/** Goes on from the shot before it, without a cut. */
export function setContinues(shot: Shot, continues: boolean, origin: unknown): void {
  shot.doc?.transact(() => {
    if (continues) shot.set('continues', true);
    else shot.delete('continues');
  }, origin);
}

export function continuesOf(shot: Shot): boolean {
  return shot.get('continues') === true;
}

/** The clip that it was copied from. */
export function copiedFrom(shot: Shot): string | null {
  const clip = shot.get('copied_from');
  return typeof clip === 'string' && /^[0-9a-f-]{36}$/.test(clip) ? clip : null;
}

/** It is text like any other then: what is taken of it does not name the clip any more. */
export function forgetClip(shot: Shot, origin: unknown): void {
  shot.doc?.transact(() => shot.delete('copied_from'), origin);
}

/** Where and when. A text, like the prompt: whoever writes it is an author of what is shown. */
export function setSetting(shot: Shot, words: string, origin: unknown): void {
  shot.doc?.transact(() => {
    const text = editable(shot, 'setting');
    if (text.toString() === words) return;
    text.delete(0, text.length);
    text.insert(0, words.slice(0, 80));
  }, origin);
}

const ROLES: UploadRole[] = ['palette', 'setting', 'subject', 'backdrop', 'insert', 'restyle'];

/** As the server reads it: what has another form is none. */
export function referenceOf(shot: Shot): Reference | null {
  const found: unknown = shot.get('reference');
  const { upload, role } = (found && typeof found === 'object' ? found : {}) as Partial<Reference>;
  return typeof upload === 'string' && role !== undefined && ROLES.includes(role) ? { upload, role } : null;
}

export function setReference(shot: Shot, reference: Reference | null, origin: unknown): void {
  shot.doc?.transact(() => (reference ? shot.set('reference', reference) : shot.delete('reference')), origin);
}

/** The text of a field; where another client left it out, empty. */
export function textOf(shot: Shot, field: 'prompt' | 'dialogue' | 'setting'): string {
  const text = shot.get(field);
  return text instanceof Y.Text ? text.toString() : '';
}

/** The field to write in; made where another client left it out. Not while a page is being drawn: it may change the document. */
export function editable(shot: Shot, field: 'prompt' | 'dialogue' | 'setting'): Y.Text {
  const text = shot.get(field);
  if (text instanceof Y.Text) return text;
  const made = new Y.Text();
  shot.set(field, made);
  return made;
}

export function wordOf(shot: Shot, field: 'id' | Direction): string {
  const word = shot.get(field);
  return typeof word === 'string' ? word : '';
}

export function secondsOf(shot: Shot): number {
  const seconds = shot.get('seconds');
  return typeof seconds === 'number' ? seconds : 5;
}

/** Whether a shot shows something by itself: words, or an upload that is more than its colours. */
function saysSomething(shot: Shot): boolean {
  const reference = referenceOf(shot);
  return textOf(shot, 'prompt').trim() !== '' || textOf(shot, 'dialogue').trim() !== '' || (reference !== null && reference.role !== 'palette');
}

/** Seconds of the shots that say something, or go on after such a one: what a take would last. */
export function totalSeconds(doc: Y.Doc): number {
  let any = false;
  let sum = 0;
  for (const shot of ordered(doc)) {
    if (saysSomething(shot) || (any && continuesOf(shot))) {
      any = true;
      sum += secondsOf(shot);
    }
  }
  return sum;
}

/** Everything as plain text, for a clipboard. */
export function asText(doc: Y.Doc): string {
  return shotsOf(doc)
    .toArray()
    .map((shot, index) => {
      const slug = [`SHOT ${index + 1}`, `${secondsOf(shot)} s`, textOf(shot, 'setting'), wordOf(shot, 'style'), wordOf(shot, 'camera')].filter(Boolean).join(' · ');
      return [slug, textOf(shot, 'prompt'), textOf(shot, 'dialogue')].filter(Boolean).join('\n');
    })
    .join('\n\n');
}

export function stateVector(doc: Y.Doc): string {
  return btoa(String.fromCharCode(...Y.encodeStateVector(doc)));
}

function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => (byte % 36).toString(36)).join('');
}
