// My conversations, wherever I am in the app: followed from the offset that is known, so that nothing comes twice or is missed.

import { api, Problem, sentence } from '../lib/api';
import { app } from '../lib/app.svelte';
import { pause } from '../lib/live/backoff';
import { Refused, type ConversationNews, type InboxNews } from '../lib/live/control';
import { uuid } from '../lib/uuid';
import type { ContentView, ConversationEvent, ConversationView, Deed, GlimpseKind } from '../lib/wire';
import { Thread } from './open.svelte';

/** Milliseconds that reports of what arrived wait for more. */
const GATHER = 400;
/** Milliseconds after which somebody no longer types. */
const TYPING = 6_000;

class Inbox {
  /** Null: not read yet. The latest first. */
  list: ConversationView[] | null = $state.raw(null);
  /** There are older ones than those that were read. */
  more = $state(false);
  problem: string | null = $state(null);
  /** A message that was looked for: its conversation shows it when it opens. */
  sought: { conversation: string; seq: number } | null = $state.raw(null);
  /** Conversation → who types → until when. */
  typing: Record<string, Record<string, number>> = $state({});
  private offset: number | null = null;
  /** The last one that was read in the server's order. */
  private edge: ConversationView | null = null;
  private busy = false;
  private tries = 0;
  private later = 0;
  private readonly threads = new Map<string, Thread>();
  private started = false;
  private readonly reports = new Map<string, number>();
  private readonly reading = new Set<string>();

  readonly me = $derived(app.me?.user ?? '');
  readonly joined = $derived((this.list ?? []).filter((each) => each.standing === 'in'));
  /** Those that wait for my answer. */
  readonly requests = $derived((this.list ?? []).filter((each) => each.standing === 'asked'));
  /** What the header counts: requests, and messages where it isn't silent. */
  readonly unread = $derived(this.requests.length + this.joined.reduce((sum, each) => sum + (each.muted_until > Date.now() ? 0 : each.unread), 0));

  /** Once somebody is signed in. */
  start(): void {
    if (this.started) return;
    this.started = true;
    app.control.listen({
      hello: (_, again) => void this.follow().then(() => (again ? this.refresh() : undefined)),
      inbox: (message) => this.hear(message),
      conversation: (message) => this.note(message),
    });
    if (app.control.link.state === 'open') void this.follow();
  }

  /** Somebody else may be signed in next. */
  forget(): void {
    this.started = false;
    window.clearTimeout(this.later);
    this.list = this.edge = this.offset = null;
    this.more = false;
    this.tries = 0;
    this.typing = {};
    this.threads.clear();
  }

  seek(conversation: string, seq: number): void {
    this.sought = { conversation, seq };
  }

  thread(conversation: string): Thread {
    let thread = this.threads.get(conversation);
    if (!thread) {
      thread = new Thread(conversation);
      this.threads.set(conversation, thread);
    }
    return thread;
  }

  one(conversation: string): ConversationView | null {
    return this.list?.find((each) => each.conversation === conversation) ?? null;
  }

  name(view: ConversationView, user: string): string {
    return view.members.find((member) => member.user === user)?.handle ?? 'someone who left';
  }

  /** What a conversation is called. */
  title(view: ConversationView): string {
    return view.name ?? view.members.filter((member) => member.user !== this.me).map((member) => member.handle ?? 'someone who left')[0] ?? 'Nobody';
  }

  /** Begins one, or finds the one that we have. */
  async begin(handles: string[], name: string | null, id = uuid()): Promise<string> {
    const did = await app.control.request({ do: 'start_conversation', conversation: id, with: handles, name });
    const conversation = did.did === 'conversation_started' ? did.conversation : '';
    await this.learn(conversation);
    return conversation;
  }

  async do(conversation: string, what: Deed): Promise<void> {
    await app.control.request({ do: 'converse', conversation, what });
  }

  /** Shown at once; sent again by itself until there is an answer. */
  say(conversation: string, content: ContentView, replyTo: string | null = null): Promise<void> {
    const thread = this.thread(conversation);
    const message = uuid();
    thread.unsent = [...thread.unsent, { message, content, replyTo, failed: null }];
    return this.do(conversation, { deed: 'say', message, content, reply_to: replyTo }).then(
      () => thread.confirm(message),
      (thrown: unknown) => {
        thread.fail(message, sentence(thrown));
        throw thrown;
      },
    );
  }

  /** Nobody is told where they block me, or before they came. */
  compose(conversation: string): void {
    void app.control.request({ do: 'composing', conversation }).catch(() => {});
  }

  /** I see it: what came is read. */
  read(conversation: string): void {
    const view = this.one(conversation);
    if (!view || view.standing !== 'in') return;
    const mine = view.members.find((member) => member.user === this.me);
    if (view.unread > 0) this.change(conversation, (known) => ({ ...known, unread: 0 }));
    if (mine && mine.read >= view.last_seq) return;
    this.reading.add(conversation);
    this.report(conversation);
  }

  /** Something arrived here: told a moment later, all at once. */
  private report(conversation: string): void {
    if (this.reports.has(conversation)) return;
    const timer = window.setTimeout(() => {
      this.reports.delete(conversation);
      const view = this.one(conversation);
      if (!view || view.standing !== 'in') return;
      const read = this.reading.delete(conversation) ? view.last_seq : 0;
      void this.do(conversation, { deed: 'reached', delivered: view.last_seq, read }).catch(() => {});
    }, GATHER);
    this.reports.set(conversation, timer);
  }

  private async follow(): Promise<void> {
    window.clearTimeout(this.later);
    try {
      if (this.offset === null) await this.look();
      const did = await app.control.request({ do: 'follow_inbox', offset: this.offset });
      if (did.did !== 'inbox_followed') return;
      if (did.resumed === 'not_recovered') {
        await this.look();
        this.offset = Math.max(this.offset ?? 0, did.offset);
        for (const thread of this.threads.values()) void thread.again();
      }
      this.problem = null;
      this.tries = 0;
    } catch (thrown) {
      // Where the socket went, the next one follows again.
      if (!this.started || (thrown instanceof Refused && thrown.code === 'away')) return;
      this.problem = sentence(thrown);
      if (!momentary(thrown)) return;
      this.later = window.setTimeout(() => void this.follow().then(() => this.refresh()), pause(this.tries, Math.random()));
      this.tries += 1;
    }
  }

  private async look(): Promise<void> {
    const found = await api.conversations();
    this.offset = found.offset;
    this.list = found.conversations;
    this.edge = found.conversations.at(-1) ?? null;
    this.more = found.more;
    for (const view of found.conversations) if (view.unread > 0) this.report(view.conversation);
  }

  /** How far others are has no place in the inbox: what was missed of it is read. */
  private async refresh(): Promise<void> {
    const found = await api.conversations().catch(() => null);
    if (!found) return;
    const last = found.conversations.at(-1);
    // What lies beyond this answer was read before; what came to it since comes by the inbox.
    const beyond = found.more && last ? (this.list ?? []).filter((each) => each.last_at <= last.last_at) : [];
    this.list = together(found.conversations, beyond);
    if (!found.more || !this.edge || (last && this.edge.last_at >= last.last_at)) [this.edge, this.more] = [last ?? null, found.more];
  }

  /** Those before the ones that were read. */
  async older(): Promise<void> {
    if (this.busy || !this.edge) return;
    this.busy = true;
    try {
      const found = await api.conversations(this.edge);
      this.edge = found.conversations.at(-1) ?? this.edge;
      this.more = found.more;
      this.list = together(this.list ?? [], found.conversations);
      this.problem = null;
    } catch (thrown) {
      this.problem = sentence(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** One that I don't know yet, or whose people changed. */
  async learn(conversation: string): Promise<void> {
    const found = await api.conversation(conversation).catch(() => null);
    if (!found) return;
    const rest = (this.list ?? []).filter((each) => each.conversation !== conversation);
    this.list = found.standing === 'left' ? rest : [found, ...rest].sort((a, b) => b.last_at - a.last_at);
  }

  private change(conversation: string, how: (view: ConversationView) => ConversationView): void {
    this.list = (this.list ?? []).map((each) => (each.conversation === conversation ? how(each) : each)).sort((a, b) => b.last_at - a.last_at);
  }

  private hear(message: InboxNews): void {
    if (this.offset !== null && message.offset <= this.offset) return;
    this.offset = message.offset;
    const conversation = message.conversation;
    switch (message.came) {
      case 'event':
        this.happened(conversation, message);
        break;
      case 'hidden':
        this.thread(conversation).hide(message.message);
        void this.learn(conversation);
        break;
      case 'muted':
        this.change(conversation, (view) => ({ ...view, muted_until: message.until }));
        break;
      case 'declined':
        this.list = (this.list ?? []).filter((each) => each.conversation !== conversation);
        break;
    }
  }

  private happened(conversation: string, event: ConversationEvent): void {
    const thread = this.threads.get(conversation);
    thread?.take([event]);
    // What was said while I had not accepted is there to read now.
    if (event.kind === 'member_accepted' && event.user === this.me && thread?.loaded) void thread.again();
    const view = this.one(conversation);
    if (!view || !['said', 'reacted', 'edited'].includes(event.kind)) {
      void this.learn(conversation).then(() => this.arrived(conversation, event));
      return;
    }
    if (event.seq <= view.last_seq) return;
    this.change(conversation, (known) => after(known, event, this.me));
    this.arrived(conversation, event);
  }

  private arrived(conversation: string, event: ConversationEvent): void {
    if (event.kind !== 'said' || event.by === this.me) return;
    const { [event.by]: _, ...others } = this.typing[conversation] ?? {};
    this.typing[conversation] = others;
    this.report(conversation);
  }

  private note({ conversation, state }: ConversationNews): void {
    if (state.kind === 'typing') {
      const until = Date.now() + TYPING;
      this.typing[conversation] = { ...this.typing[conversation], [state.user]: until };
      window.setTimeout(() => {
        const { [state.user]: theirs, ...others } = this.typing[conversation] ?? {};
        if (theirs === until) this.typing[conversation] = others;
      }, TYPING);
      return;
    }
    this.change(conversation, (view) => ({
      ...view,
      unread: state.user === this.me && state.read >= view.last_seq ? 0 : view.unread,
      members: view.members.map((member) => (member.user === state.user ? { ...member, delivered: Math.max(member.delivered, state.delivered), read: Math.max(member.read, state.read) } : member)),
    }));
  }
}

/** It may be otherwise in a moment. */
function momentary(thrown: unknown): boolean {
  if (thrown instanceof Refused) return ['busy', 'unavailable', 'timeout', 'unanswered'].includes(thrown.code);
  return thrown instanceof Problem && (thrown.status === 0 || thrown.status === 429 || thrown.status >= 500);
}

/** The latest first, each once; the first ones count. */
function together(first: ConversationView[], others: ConversationView[]): ConversationView[] {
  const known = new Set(first.map((each) => each.conversation));
  return [...first, ...others.filter((each) => !known.has(each.conversation))].sort((a, b) => b.last_at - a.last_at);
}

/** The list's view of a conversation after one more event. */
function after(view: ConversationView, event: ConversationEvent, me: string): ConversationView {
  const next = { ...view, last_seq: event.seq, last_at: event.at };
  if (event.kind === 'edited' && view.last?.message === event.message) return { ...next, last: { ...view.last, words: event.text } };
  if (event.kind !== 'said') return next;
  const what: GlimpseKind = event.content.kind;
  const last = { message: event.message, by: event.by, at: event.at, words: event.content.kind === 'text' ? event.content.text : null, what };
  const mine = event.by === me;
  const members = view.members.map((member) => (member.user === event.by ? { ...member, delivered: event.seq, read: event.seq } : member));
  return { ...next, last, members, unread: mine ? 0 : Math.min(100, view.unread + 1) };
}

export const inbox = new Inbox();
