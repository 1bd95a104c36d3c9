import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refused } from '../src/lib/live/control';
import { inbox } from '../src/messages/inbox.svelte';
import { Thread } from '../src/messages/open.svelte';
import { Opening } from '../src/messages/opening';
import type { ConversationEvent, ConversationView } from '../src/lib/wire';

const said = (seq: number): ConversationEvent => ({ seq, at: seq, kind: 'said', message: `m${seq}`, by: 'ana', content: { kind: 'text', text: `line ${seq}` }, reply_to: null });
const view = (conversation: string, last_at: number): ConversationView => ({ conversation, name: null, owner: null, open: false, members: [], standing: 'in', last_seq: 1, last_at, muted_until: 0, unread: 0, last: null });

const heard = vi.hoisted(() => ({ listener: null as null | { hello(hello: object, again: boolean): void }, requests: [] as { do: string }[], answer: (_: { do: string }): Promise<object> => Promise.resolve({ did: 'done' }) }));

vi.mock('../src/lib/app.svelte', () => ({
  app: {
    me: { user: 'me' },
    control: {
      link: { state: 'connecting' },
      listen: (listener: never) => void (heard.listener = listener),
      request: (command: { do: string }) => {
        heard.requests.push(command);
        return heard.answer(command);
      },
    },
  },
}));

const fetched: string[] = [];
let pages: (path: string) => object | Promise<object>;

beforeEach(() => {
  vi.useFakeTimers();
  fetched.length = heard.requests.length = 0;
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('fetch', async (path: string) => {
    fetched.push(path);
    const found = await pages(path);
    return { ok: true, status: 200, json: () => Promise.resolve(found) };
  });
});

afterEach(() => {
  inbox.forget();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function started(): Promise<void> {
  inbox.start();
  heard.listener?.hello({}, false);
  await vi.advanceTimersByTimeAsync(0);
}

describe('a thread', () => {
  it('is read anew also where a part of it is being read', async () => {
    const answers: ((found: object) => void)[] = [];
    pages = () => new Promise((answer) => answers.push(answer));
    const thread = new Thread('c');
    const open = thread.open();
    answers[0]?.({ events: [said(100)], more: true });
    await open;
    const back = thread.back();
    const again = thread.again();
    answers[1]?.({ events: [said(99)], more: false });
    await vi.advanceTimersByTimeAsync(0);
    expect(fetched).toHaveLength(3);
    answers[2]?.({ events: [said(400)], more: true });
    await Promise.all([back, again]);
    expect(thread.entries.map((entry) => entry.seq)).toEqual([400]);
  });
});

describe('the inbox', () => {
  it('is followed again after a refusal of the moment', async () => {
    pages = () => ({ conversations: [view('a', 1)], more: false, offset: 7 });
    let refusals = 2;
    heard.answer = (command) => {
      if (command.do === 'follow_inbox' && refusals-- > 0) return Promise.reject(new Refused('busy', 'Try again.'));
      return Promise.resolve({ did: 'inbox_followed', resumed: 'fresh', offset: 7 });
    };
    await started();
    expect(inbox.problem).toBe('Try again.');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(heard.requests.filter((request) => request.do === 'follow_inbox')).toHaveLength(3);
    expect(inbox.problem).toBeNull();
  });

  it('is not followed again where the line is gone, nor after somebody signed out', async () => {
    pages = () => ({ conversations: [], more: false, offset: 0 });
    heard.answer = () => Promise.reject(new Refused('away', 'Gone.'));
    await started();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard.requests).toHaveLength(1);
    heard.answer = () => Promise.reject(new Refused('busy', 'Try again.'));
    heard.listener?.hello({}, true);
    await vi.advanceTimersByTimeAsync(0);
    inbox.forget();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard.requests).toHaveLength(2);
  });

  it('has older conversations, and keeps them when the line comes back', async () => {
    const all = Array.from({ length: 5 }, (_, index) => view(`c${index}`, 50 - (index > 1 ? 10 : 0)));
    pages = (path) => {
      const asked = new URLSearchParams(path.split('?')[1]);
      const from = asked.has('before') ? all.findIndex((each) => each.conversation === asked.get('conversation')) + 1 : 0;
      return { conversations: all.slice(from, from + 2), more: from + 2 < all.length, offset: 3 };
    };
    heard.answer = () => Promise.resolve({ did: 'inbox_followed', resumed: 'recovered', offset: 3 });
    await started();
    const listed = () => inbox.list?.map((each) => each.conversation);
    expect([listed(), inbox.more]).toEqual([['c0', 'c1'], true]);
    await inbox.older();
    expect([listed(), inbox.more]).toEqual([['c0', 'c1', 'c2', 'c3'], true]);
    expect(fetched.at(-1)).toBe('/api/conversations?before=50&conversation=c1');
    heard.listener?.hello({}, true);
    await vi.advanceTimersByTimeAsync(0);
    expect([listed(), inbox.more]).toEqual([['c0', 'c1', 'c2', 'c3'], true]);
    await inbox.older();
    expect([listed(), inbox.more]).toEqual([['c0', 'c1', 'c2', 'c3', 'c4'], false]);
  });

  it('tells why older ones can’t be read', async () => {
    pages = () => ({ conversations: [view('a', 1)], more: true, offset: 1 });
    heard.answer = () => Promise.resolve({ did: 'inbox_followed', resumed: 'fresh', offset: 1 });
    await started();
    pages = () => Promise.reject(new Error('unreachable'));
    await inbox.older();
    expect(inbox.problem).toContain('does not answer');
    expect(inbox.list).toHaveLength(1);
  });
});

describe('a new conversation', () => {
  it('has one id for the same people and name, however often it is sent', async () => {
    const opening = new Opening();
    const first = opening.id(['ben', 'cid'], 'crew');
    expect(opening.id(['ben', 'cid'], 'crew')).toBe(first);
    expect(opening.id(['ben'], null)).not.toBe(first);
  });
});
