// The people whom a line of talk names.

export interface Piece {
  text: string;
  /** Without the `@`. */
  mention: string | null;
}

const NAMED = /@([a-z][a-z0-9_]{1,23})/gi;

/** A line cut where it names somebody. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(NAMED)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index), mention: null });
    found.push({ text: match[0], mention: (match[1] ?? '').toLowerCase() });
    from = match.index + match[0].length;
  }
  if (from < text.length || found.length === 0) found.push({ text: text.slice(from), mention: null });
  return found;
}
