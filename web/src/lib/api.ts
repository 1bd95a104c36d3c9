// The HTTP API as functions. Every failure is a `Problem` with a stable code and a sentence for people.

import type { Clip, InviteInfo, InviteLink, Joined, Me, RoleView, RoomSummary, SignIn, SignUp } from './wire';

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'Problem';
  }
}

/** What the file says about its origin. */
export interface Origin {
  state: 'valid' | 'untrusted' | 'tampered' | 'none';
  why?: string;
  sentence: string;
  title: string | null;
  makers: string[];
  created: string | null;
  engine: string | null;
  source_type: string | null;
  generator: string | null;
  signer: string | null;
  codes: string[];
}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch {
    throw new Problem(0, 'unreachable', 'The server does not answer. Nothing was changed. Try again in a moment.');
  }
  if (answer.status === 204) return undefined as T;
  const read: unknown = await answer.json().catch(() => null);
  if (answer.ok && read !== null) return read as T;
  const error = (read as { error?: { code?: string; message?: string } } | null)?.error;
  throw new Problem(answer.status, error?.code ?? 'unknown', error?.message ?? 'The server could not do that. Nothing was changed. Try again in a moment.');
}

const at = encodeURIComponent;

export const api = {
  signUp: (body: SignUp) => call<Me>('POST', '/api/sign-up', body),
  signIn: (body: SignIn) => call<Me>('POST', '/api/sign-in', body),
  signOut: () => call<void>('POST', '/api/sign-out'),
  me: () => call<Me>('GET', '/api/me'),
  invite: () => call<InviteLink>('POST', '/api/me/invites'),
  inviteInfo: (code: string) => call<InviteInfo>('GET', `/api/invites/${at(code)}`),
  accept: (code: string) => call<Joined>('POST', `/api/invites/${at(code)}`),
  rooms: () => call<RoomSummary[]>('GET', '/api/rooms'),
  newRoom: (name: string) => call<RoomSummary>('POST', '/api/rooms', { name }),
  roomInvite: (room: string, role: RoleView) => call<InviteLink>('POST', `/api/rooms/${at(room)}/invites`, { role }),
  /** Fifty at a time, newest first; `after` the last one seen. */
  clips: (after?: string) => call<Clip[]>('GET', after ? `/api/clips?after=${at(after)}` : '/api/clips'),
  clip: (clip: string) => call<Clip>('GET', `/api/clips/${at(clip)}`),
  deleteClip: (clip: string) => call<void>('DELETE', `/api/clips/${at(clip)}`),
  origin: (clip: string) => call<Origin>('GET', `/api/clips/${at(clip)}/origin`),
};

export const videoOf = (clip: string): string => `/api/clips/${clip}/video`;
export const posterOf = (clip: string): string => `/api/clips/${clip}/poster`;

/** A sentence for whatever was thrown. */
export function sentence(thrown: unknown): string {
  const words = thrown instanceof Error ? thrown.message : 'Something went wrong on this page. Reload it to go on.';
  // Servers write errors in lower case; people read sentences.
  const whole = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?…]$/.test(whole) ? whole : `${whole}.`;
}
