// What a closed socket means. 4000–4099 stop, 4100–4199 and everything else resume after a pause.

export const CLOSE = {
  signedOut: 4000,
  notMember: 4001,
  malformed: 4002,
  tooLarge: 4003,
  malformedUpdate: 4004,
  documentFull: 4005,
  wrongVersion: 4006,
  readOnly: 4007,
  flooding: 4102,
} as const;

/** Whether the page must not come back by itself. */
export function stops(code: number): boolean {
  return code >= 4000 && code <= 4099;
}

/** What to tell a person about a close that stops. */
export function words(code: number): string {
  switch (code) {
    case CLOSE.signedOut:
      return 'You were signed out. What was confirmed is kept. Sign in again to go on.';
    case CLOSE.notMember:
      return 'You are not a member of this room any more. Ask its host for an invitation.';
    case CLOSE.tooLarge:
      return 'Something sent from this page was too large and was not kept. Reload the page to go on.';
    case CLOSE.malformedUpdate:
      return 'The storyboard could not take the last change from this page. Copy your text, then reload.';
    case CLOSE.documentFull:
      return 'The storyboard is full. What you wrote last is only on this page. Copy it, then make room.';
    case CLOSE.wrongVersion:
      return 'The server speaks a newer version. Reload the page.';
    case CLOSE.readOnly:
      return 'Viewers read the storyboard. Ask the host to make you a co-creator to write.';
    default:
      return 'The server could not read what this page sent. Reload the page to go on.';
  }
}
