// Generated from crates/wire. Change it there, then run `make wire`.

export type Accepted = { "did": "done" } | { "did": "entered", 
/**
 * Of the room's home; with the offset it makes the place to resume from.
 */
epoch: number, resumed: Resumed, 
/**
 * The whole state, unless the missed events follow.
 */
view: RoomView | null, } | { "did": "take_queued", take: string, };

export type ChatView = { message: string, by: string, at: number, text: string, };

export type Command = { "do": "ping" } | { "do": "enter", room: string, resume: Resume | null, } | { "do": "exit", room: string, } | { "do": "leave", room: string, } | { "do": "rename", room: string, name: string, } | { "do": "set_role", room: string, user: string, role: RoleView, } | { "do": "say", room: string, message: string, text: string, } | { "do": "typing", room: string, } | { "do": "request_take", room: string, state_vector: string, options: TakeOptions, } | { "do": "cancel_take", room: string, take: string, } | { "do": "watch", room: string, transport: Transport, };

export type Ephemeral = { "kind": "present", users: string[], } | { "kind": "typing", users: string[], } | { "kind": "progress" } & Progress | { "kind": "stage", take: string | null, };

export type ErrorBody = { 
/**
 * Stable; texts may change.
 */
code: string, 
/**
 * One sentence that says what to do.
 */
message: string, };

export type Event = { seq: number, at: number, event: EventKind, };

export type EventKind = { "kind": "room_opened", name: string, by: string, } | { "kind": "room_renamed", name: string, by: string, } | { "kind": "member_joined", user: string, handle: string, role: RoleView, } | { "kind": "member_left", user: string, } | { "kind": "role_changed", user: string, role: RoleView, by: string, } | { "kind": "said", message: string, by: string, text: string, } | { "kind": "take_queued", take: string, asker: string, makers: string[], title: string, seconds: number, } | { "kind": "take_started", take: string, attempt: number, } | { "kind": "take_finished", take: string, clip: string, notices: Array<string>, } | { "kind": "take_failed", take: string, code: string, reason: string, } | { "kind": "take_cancelled", take: string, by: string, } | { "kind": "clip_deleted", clip: string, by: string, };

export type FinishedTake = { outcome: TakeOutcome, take: string, asker: string, makers: string[], title: string, seconds: number, };

export type Hello = { version: number, user: string, handle: string, 
/**
 * The server's clock, milliseconds since 1970.
 */
now: number, 
/**
 * Seconds of silence after which the page should ping, and after twice which the server closes.
 */
heartbeat: number, };

export type MemberView = { user: string, handle: string, role: RoleView, };

export type Message = { "type": "hello" } & Hello | { "type": "reply" } & Reply | { "type": "event", room: string, seq: number, at: number, event: EventKind, } | { "type": "state", room: string, } & ({ "kind": "present", users: string[], } | { "kind": "typing", users: string[], } | { "kind": "progress" } & Progress | { "kind": "stage", take: string | null, });

export type Progress = { take: string, 
/**
 * 0 stills, 1 small, 2 full.
 */
pass: number, passes: number, 
/**
 * 0…1, of the whole work.
 */
done: number, 
/**
 * Milliseconds until it is finished, by the pace so far. None: not known yet.
 */
remaining_ms: number | null, 
/**
 * Sentences about what the engine could not do.
 */
notices: Array<string>, };

export type PersonView = { user: string, handle: string, };

export type QueuedTake = { take: string, asker: string, makers: string[], title: string, seconds: number, };

export type Request = { id: string, } & ({ "do": "ping" } | { "do": "enter", room: string, resume: Resume | null, } | { "do": "exit", room: string, } | { "do": "leave", room: string, } | { "do": "rename", room: string, name: string, } | { "do": "set_role", room: string, user: string, role: RoleView, } | { "do": "say", room: string, message: string, text: string, } | { "do": "typing", room: string, } | { "do": "request_take", room: string, state_vector: string, options: TakeOptions, } | { "do": "cancel_take", room: string, take: string, } | { "do": "watch", room: string, transport: Transport, });

export type Resume = { epoch: number, 
/**
 * The last sequence number it has.
 */
offset: number, };

export type Resumed = "fresh" | "recovered" | "not_recovered";

export type RoleView = "viewer" | "co_creator" | "host";

export type RoomView = { seq: number, name: string, members: Array<MemberView>, 
/**
 * Everybody who was ever a member, for the names below.
 */
people: Array<PersonView>, 
/**
 * The last of them, oldest first.
 */
chat: Array<ChatView>, running: RunningTake | null, 
/**
 * In the order in which they will be served.
 */
queue: Array<QueuedTake>, 
/**
 * The last of them, oldest first.
 */
finished: Array<FinishedTake>, };

export type RunningTake = { attempt: number, take: string, asker: string, makers: string[], title: string, seconds: number, };

export type TakeOptions = { 
/**
 * Only this shot.
 */
shot: string | null, width: number | null, height: number | null, fps: number | null, 
/**
 * The same seed and storyboard give the same take. At most 2^53.
 */
seed: number | null, };

export type TakeOutcome = { "outcome": "finished", clip: string, notices: Array<string>, } | { "outcome": "failed", code: string, reason: string, } | { "outcome": "cancelled", by: string, } | { "outcome": "deleted", by: string, };

export type Transport = "none" | "ws";

export type ErrorAnswer = { error: ErrorBody, };

export type SignUp = { 
/**
 * From an invitation link, or the owner's link.
 */
invite: string, handle: string, password: string, 
/**
 * `2001-12-31`
 */
birth_date: string, };

export type SignIn = { handle: string, password: string, };

export type Me = { user: string, handle: string, invites_left: number, 
/**
 * The room of the invitation that was used to sign up.
 */
room: string | null, };

export type InviteLink = { code: string, 
/**
 * The whole address.
 */
url: string, expires_at: number, };

export type InviteInfo = { 
/**
 * Handle of who invites; none: the owner's link.
 */
by: string | null, room_name: string | null, room: string | null, role: RoleView | null, };

export type Joined = { room: string, };

export type NewRoom = { name: string, };

export type RoomSummary = { room: string, name: string, role: RoleView, members: number, 
/**
 * Milliseconds since 1970.
 */
active_at: number, };

export type NewInvite = { 
/**
 * Viewer or co-creator.
 */
role: RoleView, };

export type DocumentToken = { token: string, expires_at: number, };

export type Clip = { clip: string, take: string, room: string | null, title: string, seconds: number, width: number, height: number, fps: number, 
/**
 * Handles.
 */
makers: Array<string>, 
/**
 * Handles.
 */
owners: Array<string>, engine: string, notices: Array<string>, bytes: number, created_at: number, 
/**
 * The prompts of its shots.
 */
prompts: Array<string>, };

export type Outcome = { "ok": Accepted } | { "error": ErrorBody };

export type Reply = { id: string, } & ({ "ok": Accepted } | { "error": ErrorBody });

