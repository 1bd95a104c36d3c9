// What an enrolment asks, second by second: look straight, three turns, six digits. Pure; the recorder plays it.

export type Turn = 'left' | 'right' | 'up' | 'down';

export type Cue = { kind: 'straight' } | { kind: 'turn'; turn: Turn; number: number } | { kind: 'digit'; digit: string; number: number } | { kind: 'done' };

export interface Step {
  /** Milliseconds after the recording began. */
  at: number;
  cue: Cue;
}

const STRAIGHT = 1_600;
const TURN = 1_500;
/** Between two turns the face comes back to the middle. */
const BACK = 800;
const BEFORE_DIGITS = 500;
const DIGIT = 750;
const AFTER = 700;

export interface Script {
  steps: Step[];
  /** Milliseconds of the whole recording. */
  length: number;
}

export function scriptOf(turns: readonly Turn[], digits: string): Script {
  const steps: Step[] = [{ at: 0, cue: { kind: 'straight' } }];
  let at = STRAIGHT;
  turns.forEach((turn, index) => {
    steps.push({ at, cue: { kind: 'turn', turn, number: index + 1 } });
    at += TURN;
    steps.push({ at, cue: { kind: 'straight' } });
    at += BACK;
  });
  at += BEFORE_DIGITS;
  [...digits].forEach((digit, index) => {
    steps.push({ at, cue: { kind: 'digit', digit, number: index + 1 } });
    at += DIGIT;
  });
  const length = at + AFTER;
  steps.push({ at: length, cue: { kind: 'done' } });
  return { steps, length };
}

export function cueAt(script: Script, milliseconds: number): Cue {
  return (script.steps.findLast((step) => step.at <= milliseconds) ?? script.steps[0])?.cue ?? { kind: 'straight' };
}

/** What a person is told to do. */
export function wordsOf(cue: Cue): string {
  switch (cue.kind) {
    case 'straight':
      return 'Look straight at the camera';
    case 'turn':
      return { left: 'Turn your head to your left', right: 'Turn your head to your right', up: 'Look up', down: 'Look down' }[cue.turn];
    case 'digit':
      return `Say ${cue.digit}`;
    case 'done':
      return 'Done';
  }
}
