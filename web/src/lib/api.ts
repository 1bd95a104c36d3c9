// The HTTP API as functions. Every failure is a `Problem` with a stable code and a sentence for people.

import type {
  AnswerView,
  CameosView,
  CameoView,
  ChallengeView,
  Clip,
  ConversationsView,
  ConversationView,
  CutPiece,
  DerivedTake,
  EnrolRefused,
  ExceptionView,
  FoundView,
  HistoryView,
  HowView,
  InviteInfo,
  InviteLink,
  Joined,
  LedgerEntryView,
  LedgerHeadView,
  LedgerProofView,
  LineageView,
  Me,
  PrecheckView,
  ProfileView,
  QuestionView,
  ReceiptView,
  Remade,
  Remixed,
  ReportRequest,
  RoleView,
  RoomSummary,
  AtDoor,
  FriendRoom,
  RulesRequest,
  ScopeView,
  SignIn,
  SignUp,
  UseView,
  ShotChange,
  ShotWords,
  StoryboardView,
  UnderstoodView,
  UploadView,
  VersionKept,
  VersionsView,
  VersionView,
} from './wire';

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
  /** How it was made of other files. */
  how: HowView | null;
  made_of: { title: string | null; makers: string[]; recorded: boolean }[];
  codes: string[];
}

async function call<T>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers: body ? { 'content-type': 'application/json', ...headers } : headers,
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
  understand: (shots: ShotWords[]) => call<UnderstoodView>('POST', '/api/understand', { shots }),
  rooms: () => call<RoomSummary[]>('GET', '/api/rooms'),
  newRoom: (name: string) => call<RoomSummary>('POST', '/api/rooms', { name }),
  roomInvite: (room: string, role: RoleView) => call<InviteLink>('POST', `/api/rooms/${at(room)}/invites`, { role }),
  endRoomLinks: (room: string) => call<void>('DELETE', `/api/rooms/${at(room)}/invites`),
  friendRooms: () => call<FriendRoom[]>('GET', '/api/friends/rooms'),
  door: (room: string) => call<AtDoor>('GET', `/api/rooms/${at(room)}/door`),
  /** In at once, or as a knock. */
  come: (room: string) => call<AtDoor>('POST', `/api/rooms/${at(room)}/door`),
  goAway: (room: string) => call<void>('DELETE', `/api/rooms/${at(room)}/door`),
  uploads: (room: string) => call<UploadView[]>('GET', `/api/rooms/${at(room)}/uploads`),
  /** The newest first, without what stood there. */
  versions: (room: string) => call<VersionsView>('GET', `/api/rooms/${at(room)}/storyboard/versions`),
  /** By its number, or `now`. */
  version: (room: string, number: string) => call<VersionView>('GET', `/api/rooms/${at(room)}/storyboard/versions/${at(number)}`),
  forgetVersion: (room: string, number: number) => call<void>('DELETE', `/api/rooms/${at(room)}/storyboard/versions/${number}`),
  keepVersion: (room: string) => call<VersionKept>('POST', `/api/rooms/${at(room)}/storyboard/versions`),
  removeUpload: (upload: string) => call<void>('DELETE', `/api/uploads/${at(upload)}`),
  /** Fifty at a time, newest first; `after` the last one seen. */
  clips: (after?: string) => call<Clip[]>('GET', after ? `/api/clips?after=${at(after)}` : '/api/clips'),
  clip: (clip: string) => call<Clip>('GET', `/api/clips/${at(clip)}`),
  deleteClip: (clip: string) => call<void>('DELETE', `/api/clips/${at(clip)}`),
  withdrawClip: (clip: string) => call<Clip>('POST', `/api/clips/${at(clip)}/withdraw`),
  returnClip: (clip: string) => call<Clip>('DELETE', `/api/clips/${at(clip)}/withdraw`),
  remakeClip: (clip: string) => call<Remade>('POST', `/api/clips/${at(clip)}/remake`),
  lineage: (clip: string) => call<LineageView>('GET', `/api/clips/${at(clip)}/lineage`),
  clipStoryboard: (clip: string) => call<StoryboardView>('GET', `/api/clips/${at(clip)}/storyboard`),
  /** Its storyboard as text again: behind that of a room, or in a new one. */
  remixClip: (clip: string, room: string | null) => call<Remixed>('POST', `/api/clips/${at(clip)}/remixes`, { room }),
  editClip: (clip: string, changes: ShotChange[]) => call<DerivedTake>('POST', `/api/clips/${at(clip)}/edits`, { changes }),
  extendClip: (clip: string, seconds: number, prompt: string) => call<DerivedTake>('POST', `/api/clips/${at(clip)}/extensions`, { seconds, prompt }),
  joinClips: (clips: string[]) => call<DerivedTake>('POST', '/api/clips/stitches', { clips }),
  /** Sent again with the same key, it is the same take. */
  cutClips: (pieces: CutPiece[], room: string | null, key: string) => call<DerivedTake>('POST', '/api/clips/cuts', { pieces, room }, { 'idempotency-key': key }),
  origin: (clip: string) => call<Origin>('GET', `/api/clips/${at(clip)}/origin`),
  cameos: () => call<CameosView>('GET', '/api/cameos'),
  challenge: () => call<ChallengeView>('POST', '/api/cameos/challenge'),
  endCameo: (cameo: string) => call<ReceiptView>('DELETE', `/api/cameos/${at(cameo)}`),
  setRules: (cameo: string, rules: RulesRequest) => call<CameoView>('PUT', `/api/cameos/${at(cameo)}/rules`, rules),
  setPerson: (cameo: string, handle: string, rule: ExceptionView) => call<CameoView>('PUT', `/api/cameos/${at(cameo)}/people/${at(handle)}`, { rule }),
  clearPerson: (cameo: string, handle: string) => call<CameoView>('DELETE', `/api/cameos/${at(cameo)}/people/${at(handle)}`),
  setRoom: (cameo: string, room: string, rule: ExceptionView) => call<CameoView>('PUT', `/api/cameos/${at(cameo)}/rooms/${at(room)}`, { rule }),
  clearRoom: (cameo: string, room: string) => call<CameoView>('DELETE', `/api/cameos/${at(cameo)}/rooms/${at(room)}`),
  uses: (cameo: string, after?: string) => call<UseView[]>('GET', `/api/cameos/${at(cameo)}/uses${after ? `?after=${at(after)}` : ''}`),
  revoke: (cameo: string, scope: ScopeView) => call<ReceiptView>('POST', `/api/cameos/${at(cameo)}/revoke`, { scope }),
  receipts: (cameo: string) => call<ReceiptView[]>('GET', `/api/cameos/${at(cameo)}/receipts`),
  questions: () => call<QuestionView[]>('GET', '/api/questions'),
  answer: (question: string, answer: AnswerView) => call<void>('POST', `/api/questions/${at(question)}`, { answer }),
  precheck: (mentions: string[], room: string | null) => call<PrecheckView[]>('POST', '/api/precheck', { mentions, room }),
  /** The latest; `after` the last one that was seen. */
  conversations: (after?: { last_at: number; conversation: string }) => call<ConversationsView>('GET', `/api/conversations${after === undefined ? '' : `?before=${after.last_at}&conversation=${at(after.conversation)}`}`),
  conversation: (conversation: string) => call<ConversationView>('GET', `/api/conversations/${at(conversation)}`),
  /** The last hundred events, or those before a number. */
  history: (conversation: string, before?: number) => call<HistoryView>('GET', `/api/conversations/${at(conversation)}/events${before === undefined ? '' : `?before=${before}`}`),
  findMessages: (words: string) => call<FoundView[]>('POST', '/api/messages/search', { words }),
  /** What a message invites to, and the way in. */
  wayIn: (message: string) => call<InviteInfo>('GET', `/api/messages/${at(message)}/join`),
  comeIn: (message: string) => call<Joined>('POST', `/api/messages/${at(message)}/join`),
  report: (message: string, body: ReportRequest) => call<void>('POST', `/api/messages/${at(message)}/report`, body),
  person: (handle: string) => call<ProfileView>('GET', `/api/people/${at(handle)}`),
  follow: (handle: string, on: boolean) => call<ProfileView>(on ? 'PUT' : 'DELETE', `/api/people/${at(handle)}/follow`),
  block: (handle: string, on: boolean) => call<ProfileView>(on ? 'PUT' : 'DELETE', `/api/people/${at(handle)}/block`),
  ledgerHead: () => call<LedgerHeadView>('GET', '/api/ledger'),
  ledgerMine: (after?: number) => call<LedgerEntryView[]>('GET', `/api/ledger/mine${after === undefined ? '' : `?after=${after}`}`),
  ledgerProof: (index: number) => call<LedgerProofView>('GET', `/api/ledger/${index}/proof`),
};

/** What an enrolment was refused for. */
export class NotEnrolled extends Problem {
  constructor(
    status: number,
    readonly refused: EnrolRefused,
  ) {
    super(status, refused.error.code, refused.error.message);
    this.name = 'NotEnrolled';
  }
}

export interface Enrolment {
  kind: CameoView['kind'];
  /** Of a pet or a thing. */
  name?: string;
  /** Of a person. */
  challenge?: string;
  recording: Blob;
}

/** Sends a recording; `sent` hears 0…1. */
export function enrol(enrolment: Enrolment, sent: (part: number) => void): Promise<CameoView> {
  const form = new FormData();
  form.set('kind', enrolment.kind);
  if (enrolment.name) form.set('name', enrolment.name);
  if (enrolment.challenge) form.set('challenge', enrolment.challenge);
  form.set('recording', enrolment.recording, enrolment.recording.type.includes('mp4') ? 'recording.mp4' : 'recording.webm');
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/cameos');
    request.responseType = 'json';
    request.upload.onprogress = (event) => event.lengthComputable && sent(event.loaded / event.total);
    request.onerror = () => reject(new Problem(0, 'unreachable', 'The recording did not arrive. Nothing was kept. Try again in a moment.'));
    request.onload = () => {
      const body: unknown = request.response;
      if (request.status === 201) resolve(body as CameoView);
      else if (body && typeof body === 'object' && 'error' in body) reject(new NotEnrolled(request.status, body as EnrolRefused));
      else reject(new Problem(request.status, 'unknown', 'The server could not check the recording. Nothing was kept. Try again in a moment.'));
    };
    request.send(form);
  });
}

/** Adds a picture or footage to a room; `sent` hears 0…1. */
export function addUpload(room: string, file: File, sent: (part: number) => void): Promise<UploadView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/rooms/${at(room)}/uploads?name=${at(file.name)}`);
    request.setRequestHeader('content-type', file.type);
    request.responseType = 'json';
    request.upload.onprogress = (event) => event.lengthComputable && sent(event.loaded / event.total);
    request.upload.onload = () => sent(1);
    request.onerror = () => reject(new Problem(0, 'unreachable', 'The file did not arrive. Nothing was kept. Try again in a moment.'));
    request.onload = () => {
      const body = request.response as { error?: { code?: string; message?: string } } | null;
      if (request.status === 201 && body) resolve(body as UploadView);
      else reject(new Problem(request.status, body?.error?.code ?? 'unknown', body?.error?.message ?? 'The server could not look at this file. Nothing was kept. Try again in a moment.'));
    };
    request.send(file);
  });
}

export const faceOf = (cameo: string): string => `/api/cameos/${cameo}/face`;
export const exportOf = (cameo: string): string => `/api/cameos/${cameo}/export`;
export const videoOf = (clip: string): string => `/api/clips/${clip}/video`;
export const posterOf = (clip: string): string => `/api/clips/${clip}/poster`;

/** A sentence for whatever was thrown. */
export function sentence(thrown: unknown): string {
  const words = thrown instanceof Error ? thrown.message : 'Something went wrong on this page. Reload it to go on.';
  // Servers write errors in lower case; people read sentences.
  const whole = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?…]$/.test(whole) ? whole : `${whole}.`;
}
