// A small editor over one shared text: typewriter words, other people's cursors, own undo, and a `/` menu.

import { autocompletion, completionKeymap, type Completion, type CompletionSource } from '@codemirror/autocomplete';
import { standardKeymap } from '@codemirror/commands';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next';
import type { Direction } from './document';
import { CAMERAS, STYLES } from './words';

export { CAMERAS, STYLES } from './words';

export interface Choice {
  field: Direction;
  word: string;
}

export interface Named {
  /** Without the `@`. */
  mention: string;
  /** A word about them: `you`, `here`. */
  detail: string;
}

export interface EditorSetup {
  parent: HTMLElement;
  text: Y.Text;
  awareness: Awareness;
  undo: Y.UndoManager;
  label: string;
  hint: string;
  writable: boolean;
  choose?(choice: Choice): void;
  /** Who can be named with `@`. */
  cast(): Named[];
  focused(): void;
}

const theme = EditorView.theme({
  '&': { background: 'transparent', color: 'var(--text)', fontSize: 'var(--words, 1.0625rem)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--type)', lineHeight: '1.6', overflow: 'visible' },
  '.cm-content': { padding: '2px 0', caretColor: 'var(--standby)' },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--text-3)', fontStyle: 'normal' },
  '.cm-cursor': { borderLeft: '2px solid var(--standby)' },
  '.cm-ySelectionInfo': {
    top: '-1.25em',
    animation: 'name-fades 4s forwards',
    padding: '0 5px',
    borderRadius: '3px 3px 3px 0',
    color: '#1d150d',
    font: '600 0.7rem/1.5 var(--sans)',
  },
  '.cm-ySelectionCaret:hover > .cm-ySelectionInfo': { animation: 'none', opacity: '1' },
  '.cm-ySelectionCaretDot': { display: 'none' },
  '.cm-tooltip': { border: '1px solid var(--line-2)', borderRadius: '8px', background: 'var(--raised)', boxShadow: 'var(--shade)', overflow: 'hidden' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--sans)', fontSize: '1rem', minWidth: '14em', maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '6px 14px', display: 'flex', justifyContent: 'space-between', gap: '2em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { background: 'var(--pressed)', color: 'var(--text)' },
  '.cm-completionDetail': { color: 'var(--text-3)', fontStyle: 'normal' },
});

export class Editor {
  private readonly view: EditorView;
  private readonly access = new Compartment();

  constructor(setup: EditorSetup) {
    this.view = new EditorView({
      parent: setup.parent,
      state: EditorState.create({
        doc: setup.text.toString(),
        extensions: [
          keymap.of([...completionKeymap, ...yUndoManagerKeymap, ...standardKeymap]),
          EditorView.lineWrapping,
          placeholder(setup.hint),
          EditorView.contentAttributes.of({ 'aria-label': setup.label, autocapitalize: 'sentences', spellcheck: 'true' }),
          EditorView.domEventHandlers({ focus: () => setup.focused() }),
          menus(setup),
          theme,
          this.access.of(accessOf(setup.writable)),
          yCollab(setup.text, setup.awareness, { undoManager: setup.undo }),
        ],
      }),
    });
  }

  setWritable(writable: boolean): void {
    this.view.dispatch({ effects: this.access.reconfigure(accessOf(writable)) });
  }

  focus(): void {
    this.view.focus();
    this.view.dispatch({ selection: { anchor: this.view.state.doc.length }, scrollIntoView: true });
  }

  destroy(): void {
    this.view.destroy();
  }
}

function accessOf(writable: boolean): Extension {
  return [EditorState.readOnly.of(!writable), EditorView.editable.of(writable)];
}

/** `/` at the start of a word offers cameras and styles, `@` offers people. */
function menus(setup: EditorSetup): Extension {
  return autocompletion({ override: [...(setup.choose ? [slashMenu(setup.choose)] : []), castMenu(setup.cast)], icons: false });
}

function castMenu(cast: () => Named[]): CompletionSource {
  return (context) => {
    const typed = context.matchBefore(/(?:^|[^\p{L}\p{N}_@])@[\w.]*/u);
    if (!typed) return null;
    const options = cast().map(({ mention, detail }) => ({ label: `@${mention}`, detail, apply: `@${mention} ` }));
    return { from: typed.from + typed.text.indexOf('@'), options, filter: true };
  };
}

/** A choice goes into the slug line, not into the words. */
function slashMenu(choose: (choice: Choice) => void): CompletionSource {
  const offers: Completion[] = [
    ...CAMERAS.map((word) => ({ word, field: 'camera' as const })),
    ...STYLES.map((word) => ({ word, field: 'style' as const })),
  ].map((choice) => ({
    label: `/${choice.word}`,
    displayLabel: choice.word,
    detail: choice.field,
    apply: (view, _completion, from, to) => {
      view.dispatch({ changes: { from, to } });
      choose(choice);
    },
  }));
  return (context) => {
    const typed = context.matchBefore(/(?:^|\s)\/[\p{L} ]*/u);
    if (!typed) return null;
    return { from: typed.from + typed.text.indexOf('/'), options: offers, filter: true };
  };
}
