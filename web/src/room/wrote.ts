// What somebody changed in the words of a shot: what stands before it in short, and what is new.

export interface Wrote {
  /** What stood there, as far as there is room for it. */
  before: string;
  fresh: string;
  after: string;
}

/** Characters around what is new, at most. */
const AROUND = 26;

/** `earlier`: the words before; none, where nobody knows them. */
export function wrote(earlier: string | null, now: string): Wrote {
  if (earlier === null || earlier === now) return { before: tail(now, 2 * AROUND), fresh: '', after: '' };
  let start = 0;
  while (start < Math.min(earlier.length, now.length) && earlier[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(earlier.length, now.length) - start && earlier.at(-1 - end) === now.at(-1 - end)) end += 1;
  while (start > 0 && (within(now, start) || within(earlier, start))) start -= 1;
  while (end > 0 && (within(now, now.length - end) || within(earlier, earlier.length - end))) end -= 1;
  return { before: tail(now.slice(0, start), AROUND), fresh: now.slice(start, now.length - end), after: head(now.slice(now.length - end), AROUND) };
}

/** Words are not torn. */
function within(text: string, at: number): boolean {
  return /\S/.test(text[at - 1] ?? ' ') && /\S/.test(text[at] ?? ' ');
}

function tail(text: string, room: number): string {
  if (text.length <= room) return text;
  const cut = text.slice(-room);
  return `…${cut.slice(cut.search(/\s/) + 1)}`;
}

function head(text: string, room: number): string {
  if (text.length <= room) return text;
  const cut = text.slice(0, room);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1))}…`;
}
