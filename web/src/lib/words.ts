// Times and sizes as people say them.

export function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  if (days < 30) return days === 1 ? 'yesterday' : `${days} days ago`;
  return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
}

export function left(milliseconds: number | null): string {
  if (milliseconds === null) return 'a moment';
  const seconds = Math.ceil(milliseconds / 1_000);
  if (seconds < 60) return `${Math.max(1, seconds)} s left`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s left`;
}

export function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Milliseconds since 1970, which a version 7 id begins with. */
export function bornAt(id: string): number {
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

export function passName(pass: number, passes: number): string {
  if (pass === 0) return 'First pictures';
  return pass >= passes - 1 ? 'Full picture' : 'Rough cut';
}
