// The shared storyboard on this page: the document, its socket, who else writes, and one undo for everything I do.

import * as Y from 'yjs';
import { WebsocketProvider } from 'y-websocket';
import { CLOSE, stops, words } from '../live/close';
import { colourOf } from '../people';
import { continuesOf, copiedFrom, editable, ordered, referenceOf, secondsOf, shotsOf, textOf, totalSeconds, wordOf, type Reference, type Shot } from './document';
import { mentionsIn } from './mentions';

export interface ShotView {
  /** The shared map itself. */
  map: Shot;
  key: string;
  seconds: number;
  style: string;
  camera: string;
  setting: string;
  reference: Reference | null;
  continues: boolean;
  /** The clip that it was copied from. */
  from: string | null;
  /** Without the `@`, each once. */
  mentions: string[];
}

export interface Writer {
  id: string;
  name: string;
  color: string;
  shot: string | null;
}

export class Board {
  readonly doc = new Y.Doc();
  readonly provider: WebsocketProvider;
  readonly undo: Y.UndoManager;
  /** Marks this page's own structural changes, for undo. */
  readonly origin = { page: true };
  shots: ShotView[] = $state.raw([]);
  total = $state(0);
  /** Everybody whom the storyboard names, without the `@`. */
  mentions: string[] = $state.raw([]);
  writers: Writer[] = $state.raw([]);
  /** The shot in which this page writes, by its id. */
  where: string | null = $state(null);
  /** The document was read at least once. */
  read = $state(false);
  synced = $state(false);
  /** Why the socket stopped; what was written last may be on this page only. */
  stopped: { code: number; words: string } | null = $state.raw(null);
  /** There is something of mine to take back. */
  undoable = $state(false);
  private keys = new WeakMap<Shot, string>();
  private count = 0;

  constructor(
    room: string,
    private readonly me: { id: string; name: string },
  ) {
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/yjs`;
    this.provider = new WebsocketProvider(address, room, this.doc, {
      disableBc: true,
      maxBackoffTime: 8_000,
      shouldReconnect: (event) => !stops(event.code),
    });
    this.undo = new Y.UndoManager(shotsOf(this.doc), { trackedOrigins: new Set([this.origin]), captureTimeout: 600 });
    const count = (): void => void (this.undoable = this.undo.canUndo());
    this.undo.on('stack-item-added', count);
    this.undo.on('stack-item-popped', count);
    this.undo.on('stack-cleared', count);
    this.introduce(colourOf(me.id));
    this.provider.awareness.on('change', this.lookAround);
    this.provider.on('sync', (synced: boolean) => {
      this.synced = synced;
      if (synced) this.read = true;
    });
    this.provider.on('closed', ({ code }: { code: number }) => {
      this.stopped = { code, words: words(code) };
    });
    shotsOf(this.doc).observeDeep(this.look);
    this.look();
  }

  get full(): boolean {
    return this.stopped?.code === CLOSE.documentFull;
  }

  /** Told of each change of a shot that was made on this page, by the shot's id. */
  onOwn(tell: (shot: string) => void): void {
    shotsOf(this.doc).observeDeep((events, transaction) => {
      if (!transaction.local) return;
      const ids = new Set<string>();
      for (const event of events) {
        const at = event.path[0];
        const map = typeof at === 'number' ? shotsOf(this.doc).get(at) : null;
        const id = map ? wordOf(map, 'id') : null;
        if (id) ids.add(id);
      }
      ids.forEach(tell);
    });
  }

  /** Tells the others who writes here, and in which colour. */
  introduce(color: string): void {
    const { id, name } = this.me;
    this.provider.awareness.setLocalStateField('user', { name, id, color, colorLight: `${color}40` });
  }

  at(shot: string | null): void {
    this.where = shot;
    this.provider.awareness.setLocalStateField('shot', shot);
  }

  /** Writes somebody into the last shot's prompt, or a new one's words come first. */
  cast(mention: string): void {
    const shot = this.shots.at(-1);
    if (!shot) return;
    const text = editable(shot.map, 'prompt');
    const before = text.toString();
    this.doc.transact(() => text.insert(before.length, `${before === '' || /\s$/.test(before) ? '' : ' '}@${mention} `), this.origin);
  }

  /** Goes on where the reason to stop is gone: its person is in the room, or may write again. What was written meanwhile is sent then. */
  again(writes: boolean): void {
    const code = this.stopped?.code;
    if (code !== CLOSE.notMember && !(writes && code === CLOSE.readOnly)) return;
    this.stopped = null;
    this.provider.connect();
  }

  close(): void {
    this.provider.awareness.off('change', this.lookAround);
    shotsOf(this.doc).unobserveDeep(this.look);
    this.provider.destroy();
    this.undo.destroy();
    this.doc.destroy();
  }

  private readonly look = (): void => {
    this.shots = ordered(this.doc).map((map) => ({
      map,
      key: this.keyOf(map),
      seconds: secondsOf(map),
      style: wordOf(map, 'style'),
      camera: wordOf(map, 'camera'),
      setting: textOf(map, 'setting'),
      reference: referenceOf(map),
      continues: continuesOf(map),
      from: copiedFrom(map),
      mentions: mentionsIn(`${textOf(map, 'prompt')}\n${textOf(map, 'dialogue')}`),
    }));
    this.mentions = [...new Set(this.shots.flatMap((shot) => shot.mentions))];
    this.total = totalSeconds(this.doc);
  };

  /** Stable while the map lives, also where two clients chose one id. */
  private keyOf(map: Shot): string {
    const known = this.keys.get(map);
    if (known) return known;
    const key = `shot${++this.count}`;
    this.keys.set(map, key);
    return key;
  }

  private readonly lookAround = (): void => {
    const found: Writer[] = [];
    for (const [client, state] of this.provider.awareness.getStates()) {
      const user = (state as { user?: { id?: unknown; name?: unknown; color?: unknown } }).user;
      if (client === this.doc.clientID || typeof user?.name !== 'string') continue;
      const shot: unknown = (state as { shot?: unknown }).shot;
      found.push({ id: typeof user.id === 'string' ? user.id : `${client}`, name: user.name, color: typeof user.color === 'string' ? user.color : '#cccccc', shot: typeof shot === 'string' ? shot : null });
    }
    this.writers = found;
  };
}
