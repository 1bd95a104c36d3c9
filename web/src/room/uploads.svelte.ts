// The room's pictures and footage on this page: fetched once, and again where a shot uses one that is not known yet.

import { addUpload, api } from '../lib/api';
import type { ShotView } from '../lib/storyboard/board.svelte';
import type { UploadRole, UploadView } from '../lib/wire';

/** What the server reads. */
export const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'video/mp4', 'video/webm'];
export const MOST_BYTES = 64 * 1024 * 1024;

export const USES: Record<UploadRole, string> = {
  palette: 'Its colours',
  setting: 'As the place',
  subject: 'Cut out, as who acts',
  backdrop: 'Another place behind the person',
  insert: 'Put the scene into it',
  restyle: 'Draw it in this style',
};

/** What one is used for until somebody chooses. */
export const firstUse = (upload: UploadView): UploadRole => (upload.kind === 'footage' ? 'backdrop' : 'setting');

export class Uploads {
  list: UploadView[] = $state.raw([]);
  /** Fetched at least once: what is not in the list is not in the room. */
  read = $state(false);
  private missed = new Set<string>();

  constructor(private readonly room: string) {
    void this.look();
  }

  of(upload: string): UploadView | null {
    return this.list.find((each) => each.upload === upload) ?? null;
  }

  /** Who is recognised in what the shots use, as mentions, each once. */
  mentions(shots: ShotView[]): string[] {
    return [...new Set(usedBy(shots).flatMap((upload) => this.of(upload)?.shows ?? []))];
  }

  /** Fetches what somebody else has just added, once. */
  follow(shots: ShotView[]): void {
    const unknown = usedBy(shots).filter((upload) => this.read && !this.of(upload) && !this.missed.has(upload));
    unknown.forEach((upload) => this.missed.add(upload));
    if (unknown.length > 0) void this.look();
  }

  async look(): Promise<void> {
    const found = await api.uploads(this.room).catch(() => null);
    if (!found) return;
    this.list = found;
    this.read = true;
  }

  /** Sends a file; `sent` hears 0…1. */
  async add(file: File, sent: (part: number) => void): Promise<UploadView> {
    const added = await addUpload(this.room, file, sent);
    this.list = [...this.list.filter((each) => each.upload !== added.upload), added];
    return added;
  }

  async remove(upload: string): Promise<void> {
    await api.removeUpload(upload);
    this.list = this.list.filter((each) => each.upload !== upload);
  }
}

const usedBy = (shots: ShotView[]): string[] => shots.flatMap((shot) => (shot.reference ? [shot.reference.upload] : []));

/** The first file that the server may read. */
export function fileIn(data: DataTransfer | null): File | null {
  return Array.from(data?.files ?? []).find((file) => TYPES.includes(file.type)) ?? null;
}

/** Whether files are carried at all. */
export function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false;
}
