// How mentions read in text: `@ana` is a person's cameo, `@ana.rex` a pet or thing of hers. The same rule as the server's.

/** Different mentions in one storyboard, as many as the server takes. */
export const MAX_MENTIONS = 8;

// Without the flag `i`: with it and `u` a long s (U+017F) and the Kelvin sign (U+212A) would count as letters of a handle.
const MENTION = /(?<![\p{Alphabetic}\p{N}_@])@([A-Za-z][A-Za-z0-9_]*)(?:\.([A-Za-z0-9_]+))?/gu;

/** Mentions of a text without the `@`, small, each once, in order. */
export function mentionsIn(text: string): string[] {
  const found = new Set<string>();
  for (const [, handle = '', name = ''] of text.matchAll(MENTION)) {
    if (handle.length < 2 || handle.length > 24) continue;
    found.add((name && name.length <= 24 ? `${handle}.${name}` : handle).toLowerCase());
  }
  return [...found];
}
