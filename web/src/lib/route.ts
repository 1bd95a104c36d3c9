// What an address names.

export type Route =
  | { page: 'lobby' }
  | { page: 'sign-in' }
  | { page: 'invite'; code: string }
  | { page: 'room'; room: string }
  | { page: 'clip'; clip: string }
  | { page: 'likeness' }
  | { page: 'person'; handle: string }
  /** Null: the list. `new`: one that begins, with somebody named after it. */
  | { page: 'messages'; conversation: string | null }
  | { page: 'message-to'; handle: string | null }
  | { page: 'nowhere' };

export function routeOf(path: string): Route {
  const [first = '', second = '', ...rest] = path.split('/').filter(Boolean);
  if (rest.length === 0) {
    if (first === '') return { page: 'lobby' };
    if (first === 'sign-in' && second === '') return { page: 'sign-in' };
    if (first === 'i' && second) return { page: 'invite', code: decoded(second) };
    if (first === 'likeness' && second === '') return { page: 'likeness' };
    if (first === 'p' && /^[a-z][a-z0-9_]{1,23}$/.test(second)) return { page: 'person', handle: second };
    if (first === 'm' && (second === '' || isId(second))) return { page: 'messages', conversation: second || null };
    if (first === 'm' && second === 'new') return { page: 'message-to', handle: null };
    if (first === 'r' && isId(second)) return { page: 'room', room: second };
    if (first === 'c' && isId(second)) return { page: 'clip', clip: second };
  }
  if (first === 'm' && second === 'new' && rest.length === 1 && /^[a-z][a-z0-9_]{1,23}$/.test(rest[0] ?? '')) return { page: 'message-to', handle: rest[0] ?? null };
  return { page: 'nowhere' };
}

function isId(part: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(part);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
