// What a conversation's events make: lines as they read now, and what happened between them. Pure: events in, entries out.

import type { ContentView, ConversationEvent } from '../lib/wire';

export interface Line {
  what: 'line';
  seq: number;
  at: number;
  message: string;
  by: string;
  content: ContentView;
  replyTo: string | null;
  edited: boolean;
  /** Sign and who gave it, in the order in which they came. */
  reactions: { emoji: string; by: string[] }[];
}

export interface Happening {
  what: 'happening';
  seq: number;
  at: number;
  event: ConversationEvent;
}

export type Entry = Line | Happening;

/** Events in any order and with doubles; `hidden`: messages that I deleted for myself. */
export function entriesOf(events: Iterable<ConversationEvent>, hidden: ReadonlySet<string>): Entry[] {
  const once = new Map([...events].map((event) => [event.seq, event]));
  const inOrder = [...once.values()].sort((a, b) => a.seq - b.seq);
  const lines = new Map<string, Line>();
  const signs = new Map<string, Map<string, string>>();
  const entries: Entry[] = [];
  for (const event of inOrder) {
    switch (event.kind) {
      case 'said': {
        if (hidden.has(event.message)) break;
        const line: Line = { what: 'line', seq: event.seq, at: event.at, message: event.message, by: event.by, content: event.content, replyTo: event.reply_to, edited: false, reactions: [] };
        lines.set(event.message, line);
        entries.push(line);
        break;
      }
      case 'edited': {
        const line = lines.get(event.message);
        if (line && line.content.kind === 'text') Object.assign(line, { content: { kind: 'text', text: event.text }, edited: true });
        break;
      }
      case 'deleted': {
        const line = lines.get(event.message);
        if (line) Object.assign(line, { content: { kind: 'gone' }, edited: false });
        signs.delete(event.message);
        break;
      }
      case 'reacted': {
        const given = signs.get(event.message) ?? new Map<string, string>();
        given.delete(event.by);
        if (event.emoji !== null) given.set(event.by, event.emoji);
        signs.set(event.message, given);
        break;
      }
      default:
        entries.push({ what: 'happening', seq: event.seq, at: event.at, event });
    }
  }
  for (const [message, given] of signs) {
    const line = lines.get(message);
    if (line && line.content.kind !== 'gone') line.reactions = gathered(given);
  }
  return entries;
}

function gathered(given: Map<string, string>): Line['reactions'] {
  const all: Line['reactions'] = [];
  for (const [by, emoji] of given) {
    const same = all.find((each) => each.emoji === emoji);
    if (same) same.by.push(by);
    else all.push({ emoji, by: [by] });
  }
  return all;
}

/** What stands in a list for a message. */
export function inShort(content: ContentView): string {
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'clip':
      return 'A clip';
    case 'room':
      return 'An invitation to a room';
    case 'gone':
      return 'Taken back';
  }
}
