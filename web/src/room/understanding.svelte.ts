// What the engine would show of the storyboard, asked of the server a moment after the words change.

import { api } from '../lib/api';
import type { ShotView } from '../lib/storyboard/board.svelte';
import { correctionsOf } from '../lib/storyboard/corrections';
import { textOf } from '../lib/storyboard/document';
import type { ChoiceSet, ShotWords, UnderstoodShot, UnderstoodView } from '../lib/wire';

/** Milliseconds after the last letter. */
const PAUSE = 600;

export class Understanding {
  notices: string[] = $state.raw([]);
  /** What the things that were understood can be changed to. */
  choices: ChoiceSet[] = $state.raw([]);
  private parts: Record<string, UnderstoodShot[]> = $state.raw({});
  private asked = '';
  private timer = 0;

  /** The shots may have changed. */
  look(shots: ShotView[]): void {
    const words = shots.map(wordsOf);
    const text = JSON.stringify(words);
    if (text === this.asked) return;
    this.asked = text;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(shots.map(({ key }) => key), words, text), PAUSE);
  }

  of(key: string): UnderstoodShot[] {
    return this.parts[key] ?? [];
  }

  close(): void {
    window.clearTimeout(this.timer);
  }

  /** The next look asks again. */
  private failed(nothing: UnderstoodView): UnderstoodView {
    this.asked = '';
    return nothing;
  }

  private async ask(keys: string[], words: ShotWords[], text: string): Promise<void> {
    const nothing: UnderstoodView = { shots: [], notices: [], choices: [] };
    const written = words.some(({ prompt, dialogue }) => (prompt + dialogue).trim() !== '');
    // Beside the words, not in their way: what can't be asked is not shown.
    const view = written ? await api.understand(words).catch(() => this.failed(nothing)) : nothing;
    if (this.asked !== '' && text !== this.asked) return;
    const parts: Record<string, UnderstoodShot[]> = {};
    for (const part of view.shots) {
      const key = keys[part.shot];
      const silent = !words[part.shot]?.prompt.trim() && !words[part.shot]?.dialogue.trim();
      if (key && !silent) (parts[key] ??= []).push(part);
    }
    this.parts = parts;
    this.notices = view.notices;
    if (view.choices.length > 0) this.choices = view.choices;
  }
}

function wordsOf(shot: ShotView): ShotWords {
  const { map, seconds, style, camera, setting } = shot;
  return { prompt: textOf(map, 'prompt'), dialogue: textOf(map, 'dialogue'), seconds, style, camera, setting, continues: (map.get('continues') as unknown) === true, corrections: correctionsOf(map) };
}
