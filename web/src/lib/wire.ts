// Generated from crates/wire. Change it there, then run `make wire`.

export type Accepted = { "did": "done" } | { "did": "entered", 
/**
 * Of the room's home; with the offset it makes the place to resume from.
 */
epoch: number, resumed: Resumed, 
/**
 * The whole state, unless the missed events follow.
 */
view: RoomView | null, } | { "did": "take_queued", take: string, } | { "did": "inbox_followed", resumed: Resumed, offset: number, } | { "did": "conversation_started", conversation: string, } | { "did": "conversed", seq: number | null, at: number, } | { "did": "steering", edit: number, };

export type ChatView = { message: string, by: string, at: number, 
/**
 * Empty where it was taken back.
 */
text: string, reply_to: string | null, rewritten: boolean, 
/**
 * Who took it back.
 */
unsaid: string | null, 
/**
 * One for each person.
 */
reactions: Array<ReactionView>, };

export type Command = { "do": "ping" } | { "do": "enter", room: string, resume: Resume | null, } | { "do": "exit", room: string, } | { "do": "leave", room: string, } | { "do": "rename", room: string, name: string, } | { "do": "set_role", room: string, user: string, role: RoleView, } | { "do": "say", room: string, message: string, text: string, 
/**
 * A line that was said before.
 */
reply_to?: string | null, } | { "do": "rewrite", room: string, message: string, text: string, } | { "do": "unsay", room: string, message: string, } | { "do": "react", room: string, message: string, reaction: string | null, } | { "do": "set_door", room: string, door: DoorView, } | { "do": "answer_knock", room: string, user: string, role: RoleView | null, } | { "do": "remove", room: string, user: string, } | { "do": "mute", room: string, user: string, on: boolean, } | { "do": "hand_over", room: string, user: string, } | { "do": "move_take", room: string, take: string, behind: number, } | { "do": "vote", room: string, take: string, on: boolean, } | { "do": "pick", room: string, take: string | null, } | { "do": "remark", room: string, take: string, remark: string, 
/**
 * Milliseconds from its beginning.
 */
at_ms: number, text: string, } | { "do": "remove_remark", room: string, take: string, remark: string, } | { "do": "look", room: string, place: PlaceView, } | { "do": "typing", room: string, } | { "do": "request_take", room: string, state_vector: string, options: TakeOptions, } | { "do": "cancel_take", room: string, take: string, } | { "do": "open_stage", room: string, shot: string, state_vector: string, } | { "do": "steer", room: string, shot: string, state_vector: string, } | { "do": "push", room: string, x: number, y: number, dx: number, dy: number, } | { "do": "close_stage", room: string, } | { "do": "record", room: string, on: boolean, } | { "do": "voice", room: string, call: string, microphone: boolean, camera: boolean, 
/**
 * The microphone is on, and the page sends silence.
 */
silent: boolean, } | { "do": "watch", room: string, transport: Transport, } | { "do": "answer_question", question: string, answer: AnswerView, } | { "do": "follow_inbox", offset: number | null, } | { "do": "start_conversation", conversation: string, 
/**
 * Handles.
 */
with: Array<string>, name: string | null, } | { "do": "converse", conversation: string, what: Deed, } | { "do": "composing", conversation: string, };

export type Ephemeral = { "kind": "present", users: string[], } | { "kind": "typing", users: string[], } | { "kind": "places", places: Array<PersonPlace>, } | { "kind": "progress" } & Progress | { "kind": "stage", take: string | null, } | { "kind": "voices", voices: Array<VoiceView>, } | { "kind": "live", live: LiveView | null, } | { "kind": "uploads", at: number, };

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

export type EventKind = { "kind": "room_opened", name: string, by: string, } | { "kind": "room_renamed", name: string, by: string, } | { "kind": "member_joined", user: string, handle: string, role: RoleView, 
/**
 * A host muted them when they were here before.
 */
muted: boolean, } | { "kind": "member_left", user: string, } | { "kind": "role_changed", user: string, role: RoleView, by: string, } | { "kind": "said", message: string, by: string, text: string, reply_to: string | null, } | { "kind": "rewritten", message: string, text: string, } | { "kind": "unsaid", message: string, by: string, } | { "kind": "reacted", message: string, by: string, reaction: string | null, } | { "kind": "door_set", door: DoorView, by: string, } | { "kind": "knocked", user: string, handle: string, } | { "kind": "knock_ended", user: string, admitted: boolean, by: string | null, } | { "kind": "member_removed", user: string, by: string, } | { "kind": "member_muted", user: string, on: boolean, by: string, } | { "kind": "take_queued", take: string, asker: string, makers: string[], title: string, seconds: number, 
/**
 * Who appears in it.
 */
cast: Array<CastView>, 
/**
 * Mentions, without the `@`, whose owners were asked and have not answered; each `consent_given` takes one away. While there is
 * one, the take is held apart from the queue.
 */
waiting_for: Array<string>, 
/**
 * The clips that it is made of.
 */
made_of: MadeOf | null, } | { "kind": "consent_given", take: string, cameo: string, 
/**
 * Without the `@`.
 */
mention: string, } | { "kind": "take_started", take: string, attempt: number, } | { "kind": "take_finished", take: string, clip: string, notices: Array<string>, } | { "kind": "take_failed", take: string, code: string, reason: string, } | { "kind": "take_cancelled", take: string, by: string, } | { "kind": "clip_deleted", clip: string, by: string, } | { "kind": "take_moved", take: string, behind: number, by: string, } | { "kind": "voted", take: string, by: string, on: boolean, } | { "kind": "take_picked", take: string | null, by: string, } | { "kind": "remarked", remark: string, take: string, by: string, at_ms: number, text: string, } | { "kind": "remark_removed", remark: string, take: string, by: string, } | { "kind": "stage_opened", stage: string, by: string, } | { "kind": "stage_closed", stage: string, by: string | null, code: string, reason: string, };

export type FinishedTake = { outcome: TakeOutcome, 
/**
 * Who voted for it.
 */
votes: string[], 
/**
 * In the order in which they were written.
 */
remarks: Array<RemarkView>, take: string, asker: string, makers: string[], title: string, seconds: number, 
/**
 * Who appears in it.
 */
cast: Array<CastView>, 
/**
 * Mentions, without the `@`, whose owners were asked and have not answered; each `consent_given` takes one away. While there is
 * one, the take is held apart from the queue.
 */
waiting_for: Array<string>, 
/**
 * The clips that it is made of.
 */
made_of: MadeOf | null, };

export type HeldTake = { 
/**
 * It fails then.
 */
until: number, take: string, asker: string, makers: string[], title: string, seconds: number, 
/**
 * Who appears in it.
 */
cast: Array<CastView>, 
/**
 * Mentions, without the `@`, whose owners were asked and have not answered; each `consent_given` takes one away. While there is
 * one, the take is held apart from the queue.
 */
waiting_for: Array<string>, 
/**
 * The clips that it is made of.
 */
made_of: MadeOf | null, };

export type Hello = { version: number, user: string, handle: string, 
/**
 * The server's clock, milliseconds since 1970.
 */
now: number, 
/**
 * Seconds of silence after which the page should ping, and after twice which the server closes.
 */
heartbeat: number, };

export type MemberView = { user: string, handle: string, role: RoleView, 
/**
 * Not heard in chat and voice.
 */
muted: boolean, };

export type Message = { "type": "hello" } & Hello | { "type": "reply" } & Reply | { "type": "event", room: string, seq: number, at: number, event: EventKind, } | { "type": "state", room: string, } & ({ "kind": "present", users: string[], } | { "kind": "typing", users: string[], } | { "kind": "places", places: Array<PersonPlace>, } | { "kind": "progress" } & Progress | { "kind": "stage", take: string | null, } | { "kind": "voices", voices: Array<VoiceView>, } | { "kind": "live", live: LiveView | null, } | { "kind": "uploads", at: number, }) | { "type": "question" } & QuestionView | { "type": "question_gone", question: string, } | { "type": "knock_answered", room: string, admitted: boolean, } | { "type": "inbox" } & InboxMessage | { "type": "conversation", conversation: string, state: ConversationState, } | { "type": "cameo_revoked", room: string, take: string, };

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

export type QueuedTake = { take: string, asker: string, makers: string[], title: string, seconds: number, 
/**
 * Who appears in it.
 */
cast: Array<CastView>, 
/**
 * Mentions, without the `@`, whose owners were asked and have not answered; each `consent_given` takes one away. While there is
 * one, the take is held apart from the queue.
 */
waiting_for: Array<string>, 
/**
 * The clips that it is made of.
 */
made_of: MadeOf | null, };

export type Request = { id: string, } & ({ "do": "ping" } | { "do": "enter", room: string, resume: Resume | null, } | { "do": "exit", room: string, } | { "do": "leave", room: string, } | { "do": "rename", room: string, name: string, } | { "do": "set_role", room: string, user: string, role: RoleView, } | { "do": "say", room: string, message: string, text: string, 
/**
 * A line that was said before.
 */
reply_to?: string | null, } | { "do": "rewrite", room: string, message: string, text: string, } | { "do": "unsay", room: string, message: string, } | { "do": "react", room: string, message: string, reaction: string | null, } | { "do": "set_door", room: string, door: DoorView, } | { "do": "answer_knock", room: string, user: string, role: RoleView | null, } | { "do": "remove", room: string, user: string, } | { "do": "mute", room: string, user: string, on: boolean, } | { "do": "hand_over", room: string, user: string, } | { "do": "move_take", room: string, take: string, behind: number, } | { "do": "vote", room: string, take: string, on: boolean, } | { "do": "pick", room: string, take: string | null, } | { "do": "remark", room: string, take: string, remark: string, 
/**
 * Milliseconds from its beginning.
 */
at_ms: number, text: string, } | { "do": "remove_remark", room: string, take: string, remark: string, } | { "do": "look", room: string, place: PlaceView, } | { "do": "typing", room: string, } | { "do": "request_take", room: string, state_vector: string, options: TakeOptions, } | { "do": "cancel_take", room: string, take: string, } | { "do": "open_stage", room: string, shot: string, state_vector: string, } | { "do": "steer", room: string, shot: string, state_vector: string, } | { "do": "push", room: string, x: number, y: number, dx: number, dy: number, } | { "do": "close_stage", room: string, } | { "do": "record", room: string, on: boolean, } | { "do": "voice", room: string, call: string, microphone: boolean, camera: boolean, 
/**
 * The microphone is on, and the page sends silence.
 */
silent: boolean, } | { "do": "watch", room: string, transport: Transport, } | { "do": "answer_question", question: string, answer: AnswerView, } | { "do": "follow_inbox", offset: number | null, } | { "do": "start_conversation", conversation: string, 
/**
 * Handles.
 */
with: Array<string>, name: string | null, } | { "do": "converse", conversation: string, what: Deed, } | { "do": "composing", conversation: string, });

export type Resume = { epoch: number, 
/**
 * The last sequence number it has.
 */
offset: number, };

export type Resumed = "fresh" | "recovered" | "not_recovered";

export type RoleView = "viewer" | "co_creator" | "host";

export type RoomView = { seq: number, name: string, door: DoorView, 
/**
 * Who waits to be let in, the longest wait first.
 */
knocks: Array<PersonView>, members: Array<MemberView>, 
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
 * So many of the queue, its first, were put at their places by a host.
 */
placed: number, 
/**
 * Apart from the queue: somebody in them has not said yes yet. The longest wait first.
 */
asking: Array<HeldTake>, 
/**
 * The stage that runs, by the take whose id it bears.
 */
stage: string | null, 
/**
 * The last of them, oldest first.
 */
finished: Array<FinishedTake>, 
/**
 * The finished take that the room goes on with.
 */
picked: string | null, };

export type RunningTake = { attempt: number, take: string, asker: string, makers: string[], title: string, seconds: number, 
/**
 * Who appears in it.
 */
cast: Array<CastView>, 
/**
 * Mentions, without the `@`, whose owners were asked and have not answered; each `consent_given` takes one away. While there is
 * one, the take is held apart from the queue.
 */
waiting_for: Array<string>, 
/**
 * The clips that it is made of.
 */
made_of: MadeOf | null, };

export type TakeOptions = { 
/**
 * Only this shot.
 */
shot: string | null, width: number | null, height: number | null, fps: number | null, 
/**
 * The same seed and storyboard give the same take. At most 2^53.
 */
seed: number | null, 
/**
 * What becomes of the take while the owner of somebody in it has not answered.
 */
absent?: Absent, };

export type TakeOutcome = { "outcome": "finished", clip: string, notices: Array<string>, } | { "outcome": "failed", code: string, reason: string, } | { "outcome": "cancelled", by: string, } | { "outcome": "deleted", by: string, };

export type Transport = "none" | "ws";

export type VoiceView = { user: string, 
/**
 * Their connection: a page that finds another one here than its own was taken over from elsewhere.
 */
call: string, 
/**
 * Of which sections of an answer their sound and pictures come; null: they listen.
 */
slot: number | null, microphone: boolean, camera: boolean, 
/**
 * Their page sends silence.
 */
silent: boolean, 
/**
 * By a host.
 */
muted: boolean, speaking: boolean, };

export type DoorView = "closed" | "knock" | "open";

export type PersonPlace = { user: string, 
/**
 * Nothing was touched for a while, or the page is hidden.
 */
away: boolean, 
/**
 * The shot in which they write, by its id.
 */
shot: string | null, 
/**
 * The finished clip on their stage; null: what everybody sees.
 */
clip: string | null, 
/**
 * Milliseconds from its beginning.
 */
at_ms: number, playing: boolean, };

export type PlaceView = { 
/**
 * Nothing was touched for a while, or the page is hidden.
 */
away: boolean, 
/**
 * The shot in which they write, by its id.
 */
shot: string | null, 
/**
 * The finished clip on their stage; null: what everybody sees.
 */
clip: string | null, 
/**
 * Milliseconds from its beginning.
 */
at_ms: number, playing: boolean, };

export type ReactionView = { by: string, reaction: string, };

export type RemarkView = { remark: string, by: string, at: number, 
/**
 * Milliseconds from the beginning of the take.
 */
at_ms: number, text: string, };

export type FriendRoom = { room: string, name: string, door: DoorView, 
/**
 * Friends who write there, by handle; those who are there now first.
 */
friends: Array<string>, 
/**
 * So many of `friends` are there now.
 */
friends_here: number, members: number, 
/**
 * People who have it open now.
 */
here: number, active_at: number, };

export type AtDoor = { 
/**
 * Not told where the door is closed.
 */
name: string | null, state: AtDoorState, };

export type AtDoorState = "member" | "welcome" | "may_knock" | "knocking" | "closed";

export type EditState = "pending" | "asked" | "applied" | "rejected";

export type EditView = { edit: number, by: string, 
/**
 * The shot whose words they are.
 */
shot: string, 
/**
 * The beginning of its prompt.
 */
words: string, state: EditState, 
/**
 * Why it was rejected, or what it waits for.
 */
why: string | null, 
/**
 * What was asked and is not shown, a sentence each.
 */
notices: Array<string>, 
/**
 * The first picture that shows it.
 */
picture: PictureView | null, };

export type LiveView = { stage: string, 
/**
 * Who opened it.
 */
by: string, 
/**
 * The last of them, oldest first.
 */
edits: Array<EditView>, width: number, height: number, 
/**
 * Pictures a second.
 */
fps: number, recording: RecordingView | null, 
/**
 * What became of the last recording, where nothing did.
 */
notice: string | null, };

export type PictureView = { take: string, index: number, };

export type RecordingView = { by: string, 
/**
 * The server's clock, milliseconds.
 */
since: number, };

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

export type Clip = { clip: string, take: string, room: string | null, 
/**
 * Of whoever is in it.
 */
room_name: string | null, seen_as: SeenAs, title: string, seconds: number, width: number, height: number, fps: number, 
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
prompts: Array<string>, 
/**
 * Who appears in it.
 */
cast: Array<ClipCast>, 
/**
 * Handles of those who appear in it and took their consent back. Not empty: nobody gets its pictures.
 */
withheld: Array<string>, 
/**
 * Handles of owners who closed it for everybody but its owners.
 */
withdrawn_by: Array<string>, 
/**
 * What I can do with it now.
 */
can: Array<ClipAction>, 
/**
 * The withheld clip in whose place it was made.
 */
remade_from: string | null, };

export type ClipAction = "play" | "delete" | "withdraw" | "return" | "remake" | "remix" | "edit" | "extend" | "join";

export type ClipCast = { 
/**
 * Without the `@`.
 */
mention: string, 
/**
 * Handle.
 */
owner: string, kind: KindView, 
/**
 * Its owner's consent stands.
 */
standing: boolean, };

export type Remade = { take: string, room: string, };

export type SeenAs = "owner" | "member" | "recipient";

export type CutRequest = { 
/**
 * 1 to 24, of clips of one size and rate, 4 to 60 s in all. The same piece may come several times.
 */
pieces: Array<CutPiece>, 
/**
 * None: the room of the first.
 */
room: string | null, };

export type CutPiece = { clip: string, from: number, 
/**
 * Not shown any more.
 */
to: number, };

export type MadeOf = { how: HowView, 
/**
 * Each once.
 */
clips: string[], };

export type ShotWords = { prompt: string, seconds: number, style: string, camera: string, setting: string, 
/**
 * Lines as they are written beside a shot: `Ana: Did you hear that?`
 */
dialogue: string, 
/**
 * It goes on from the shot before without a cut.
 */
continues?: boolean, 
/**
 * At most 32.
 */
corrections?: Array<CorrectionWords>, };

export type UnderstandRequest = { 
/**
 * At most 12.
 */
shots: Array<ShotWords>, };

export type UnderstoodView = { 
/**
 * In the order in which they are shown; one shot of the request may become several.
 */
shots: Array<UnderstoodShot>, 
/**
 * What was asked and will not be shown, a sentence each.
 */
notices: Array<string>, 
/**
 * The values that [`UnderstoodItem`]s can have.
 */
choices: Array<ChoiceSet>, };

export type UnderstoodShot = { 
/**
 * Index into the shots of the request.
 */
shot: number, seconds: number, 
/**
 * Place, time of day, weather, season.
 */
place: string, style: string, camera: string, 
/**
 * Who is in it and what they do, a sentence each.
 */
cast: Array<string>, 
/**
 * Who says what, in which language.
 */
speech: Array<string>, 
/**
 * What can be corrected.
 */
items: Array<UnderstoodItem>, };

export type CorrectionWords = { 
/**
 * [`UnderstoodItem::what`].
 */
what: string, 
/**
 * [`ChoiceName::name`].
 */
to: string, };

export type UnderstoodItem = { 
/**
 * Its key: what a correction of it names. It says what was understood, so that changed words end the correction.
 */
what: string, 
/**
 * [`ChoiceSet::set`].
 */
set: string, 
/**
 * Whose it is, in words; empty: the shot's.
 */
of: string, 
/**
 * [`ChoiceName::name`] of what was understood.
 */
understood: string, 
/**
 * [`ChoiceName::name`] of what will be shown: another one where it is corrected.
 */
now: string, };

export type ChoiceSet = { 
/**
 * `subject`, `setting`, `action` …
 */
set: string, groups: Array<ChoiceGroup>, };

export type ChoiceGroup = { 
/**
 * Empty where there is only one.
 */
label: string, choices: Array<ChoiceName>, };

export type ChoiceName = { 
/**
 * Stable.
 */
name: string, 
/**
 * For people.
 */
label: string, };

export type RemixRequest = { 
/**
 * Behind the storyboard of this room. None: in a new room.
 */
room: string | null, 
/**
 * Of a new room; none: after the clip.
 */
name: string | null, };

export type Remixed = { room: string, 
/**
 * How many were copied.
 */
shots: number, };

export type EditRequest = { shots: Array<ShotWords> | null, changes: Array<ShotChange>, 
/**
 * Where it is made; none: in the room of the clip.
 */
room: string | null, absent?: Absent, };

export type ShotChange = { 
/**
 * From 0.
 */
shot: number, prompt?: string, style?: string, camera?: string, setting?: string, 
/**
 * Lines as they are written beside a shot.
 */
dialogue?: string, };

export type ExtensionRequest = { 
/**
 * 1 to 15.
 */
seconds: number, 
/**
 * What happens then; empty: they go on with what they do.
 */
prompt: string, room: string | null, absent?: Absent, };

export type StitchRequest = { 
/**
 * 2 to 8, of one size and rate, at most a minute in all.
 */
clips: string[], 
/**
 * None: the room of the first.
 */
room: string | null, };

export type DerivedTake = { take: string, room: string, };

export type StoryboardView = { shots: Array<FrozenShot>, };

export type FrozenShot = { prompt: string, seconds: number, style: string, camera: string, setting: string, dialogue: string, continues: boolean, };

export type HowView = "remix" | "edit" | "extension" | "stitch" | "cut";

export type LineageView = { 
/**
 * The clip itself too.
 */
clips: Array<LineageClip>, links: Array<LineageLink>, 
/**
 * There are more than are told.
 */
more: boolean, };

export type LineageClip = { clip: string, state: LineageState, 
/**
 * Of those that I can see.
 */
title: string | null, seconds: number | null, 
/**
 * Its pictures can be had now.
 */
plays: boolean, };

export type LineageState = "seen" | "unseen" | "deleted";

export type LineageLink = { clip: string, parent: string, how: HowView, 
/**
 * Among the parents of the clip, from 0.
 */
place: number, };

export type Absent = "wait" | "without";

export type Outcome = { "ok": Accepted } | { "error": ErrorBody };

export type Reply = { id: string, } & ({ "ok": Accepted } | { "error": ErrorBody });

export type AnswerRequest = { answer: AnswerView, };

export type AnswerView = "once" | "room" | "always" | "no";

export type AudienceView = "only_me" | "approved" | "mutuals" | "everyone";

export type CameoState = "active" | "ended";

export type CameoView = { cameo: string, kind: KindView, 
/**
 * Of a pet or a thing; none: this is me.
 */
name: string | null, 
/**
 * As it is written in a prompt, without the `@`: `ana`, `ana.rex`.
 */
mention: string, state: CameoState, audience: AudienceView, 
/**
 * Exceptions, whatever the audience says.
 */
people: Array<PersonException>, rooms: Array<RoomException>, 
/**
 * How to portray me, in plain words; may be empty.
 */
preferences: string, 
/**
 * What never, in plain words.
 */
restrictions: Array<string>, strict: boolean, 
/**
 * Its owner is under 18: `mutuals` and `everyone` need a guardian's approval, and strict mode stays on without it.
 */
minor: boolean, guardian_approved: boolean, enrolled_at: number, 
/**
 * Once ended: its biometric data is gone by then.
 */
erased_by: number | null, };

export type CameosView = { cameos: Array<CameoView>, enrolment: EnrolmentView, };

export type CastView = { cameo: string, 
/**
 * Without the `@`.
 */
mention: string, 
/**
 * Handle.
 */
owner: string, };

export type ChallengeView = { challenge: string, 
/**
 * Three, in this order, each from looking straight ahead and back. As the person feels it: to their own left.
 */
turns: Array<Turn>, 
/**
 * To be spoken, one by one: `314259`.
 */
digits: string, expires_at: number, seconds: SecondsView, };

export type EnrolRefused = { error: ErrorBody, 
/**
 * None: it did not come to the checks.
 */
step: EnrolStep | null, tries_left: number, retry_at: number | null, };

export type EnrolStep = "challenge" | "recording" | "replay" | "face" | "steady" | "turns" | "digits" | "identity";

export type EnrolmentView = { 
/**
 * Persons can be enrolled. Closed where the server lacks a model or a program for the checks.
 */
open: boolean, 
/**
 * Why not, as a sentence.
 */
reason: string | null, 
/**
 * Of this hour.
 */
tries_left: number, 
/**
 * When there is a next try; none: now.
 */
retry_at: number | null, 
/**
 * Bytes of a recording.
 */
max_bytes: number, };

export type ExceptionRequest = { rule: ExceptionView, };

export type ExceptionView = "allow" | "deny";

export type KindView = "person" | "pet" | "object";

export type PersonException = { handle: string, rule: ExceptionView, };

export type PrecheckRequest = { 
/**
 * Where the take would be made.
 */
room: string | null, 
/**
 * At most 32, with or without the `@`.
 */
mentions: Array<string>, };

export type PrecheckView = { 
/**
 * As it was sent, without the `@`.
 */
mention: string, ruling: RulingView, 
/**
 * None for what is unknown.
 */
kind: KindView | null, why: WhyView, };

export type QuestionView = { question: string, cameo: string, 
/**
 * Which of my cameos: `ana`, `ana.rex`.
 */
mention: string, take: string, room: string | null, room_name: string | null, 
/**
 * Handle of who asked for the take.
 */
by: string, 
/**
 * Handles; the asker first.
 */
makers: Array<string>, title: string, 
/**
 * Each shot of the take with all that is said in it, in lines; then who else is in it.
 */
prompts: Array<string>, asked_at: number, expires_at: number, };

export type ReceiptView = { 
/**
 * Its name, unique for the cameo.
 */
receipt: string, cameo: string, at: number, scope: ScopeView, 
/**
 * The last thing of each stream that had left.
 */
streams: Array<StreamView>, takes_stopped: string[], clips_withheld: string[], 
/**
 * Indexes of its entries in the ledger.
 */
ledger: number[], 
/**
 * From the request to silence on every node.
 */
millis: number, };

export type RevokeRequest = { scope: ScopeView, };

export type RoomException = { room: string, name: string, rule: ExceptionView, };

export type RulesRequest = { audience: AudienceView, 
/**
 * At most 500 characters.
 */
preferences: string, 
/**
 * At most 20, of 120 characters each.
 */
restrictions: Array<string>, strict: boolean, };

export type RulingView = "allowed" | "will_ask" | "denied" | "unknown";

export type ScopeView = "everything" | { "person": string } | { "room": string } | { "take": string } | { "clip": string };

export type SecondsView = { least: number, most: number, };

export type StreamView = { take: string, stream: number, node: string, 
/**
 * None: nothing had left.
 */
last_sequence: number | null, };

export type Turn = "left" | "right" | "up" | "down";

export type UseAction = "delete" | "withdraw" | "revoke";

export type UseState = "asking" | "queued" | "running" | "draft" | "withheld" | "deleted" | "failed";

export type UseView = { take: string, clip: string | null, room: string | null, room_name: string | null, title: string, 
/**
 * Handles.
 */
makers: Array<string>, state: UseState, at: number, can: Array<UseAction>, };

export type WhyView = { 
/**
 * Stable.
 */
code: string, 
/**
 * One plain sentence.
 */
sentence: string, };

export type LedgerEntryView = { index: number, 
/**
 * The exact text whose hash is the leaf.
 */
entry: string, 
/**
 * Opens its references: `sha256(blind || id)`. None: erased with the cameo.
 */
blind: string | null, };

export type LedgerHeadView = { 
/**
 * Entries in the log.
 */
size: number, root: string, 
/**
 * Signed tree head: a C2SP checkpoint, a signed note.
 */
checkpoint: string, 
/**
 * With which to check it: a verifier key of a signed note.
 */
key: string, };

export type LedgerProofView = { index: number, 
/**
 * Of the log that the head speaks of.
 */
size: number, leaf: string, 
/**
 * Sibling hashes, from the leaf up.
 */
path: Array<string>, checkpoint: string, };

export type ProfileCameo = { 
/**
 * Without the `@`.
 */
mention: string, kind: KindView, };

export type ProfileView = { handle: string, 
/**
 * This is whoever asks.
 */
me: boolean, 
/**
 * I follow them.
 */
follows: boolean, 
/**
 * They follow me.
 */
followed_by: boolean, mutual: boolean, 
/**
 * I blocked them. Whether they blocked me is not told.
 */
blocked: boolean, 
/**
 * Whom they can be cast as, whether or not I may.
 */
cameos: Array<ProfileCameo>, };

export type Deed = { "deed": "say", message: string, content: ContentView, reply_to: string | null, } | { "deed": "edit", message: string, text: string, } | { "deed": "delete", message: string, } | { "deed": "hide", message: string, } | { "deed": "react", message: string, emoji: string | null, } | { "deed": "reached", delivered: number, read: number, } | { "deed": "accept" } | { "deed": "decline" } | { "deed": "leave" } | { "deed": "rename", name: string, } | { "deed": "open", open: boolean, } | { "deed": "add", handle: string, } | { "deed": "remove", user: string, } | { "deed": "mute", hours: number, };

export type ContentView = { "kind": "text", text: string, } | { "kind": "clip", clip: string, } | { "kind": "room", room: string, role: RoleView, } | { "kind": "gone" };

export type InboxMessage = { offset: number, conversation: string, } & ({ "came": "event" } & ConversationEvent | { "came": "hidden", message: string, } | { "came": "muted", until: number, } | { "came": "declined" });

export type InboxItem = { "came": "event" } & ConversationEvent | { "came": "hidden", message: string, } | { "came": "muted", until: number, } | { "came": "declined" };

export type ConversationEvent = { seq: number, 
/**
 * Milliseconds since 1970.
 */
at: number, } & ({ "kind": "started", by: string, 
/**
 * Of a group.
 */
name: string | null, members: string[], } | { "kind": "renamed", by: string, name: string, } | { "kind": "opened", by: string, open: boolean, } | { "kind": "member_added", by: string, user: string, } | { "kind": "member_accepted", user: string, } | { "kind": "member_left", user: string, by: string, } | { "kind": "owner_changed", user: string, } | { "kind": "said", message: string, by: string, content: ContentView, reply_to: string | null, } | { "kind": "edited", message: string, text: string, } | { "kind": "deleted", message: string, } | { "kind": "reacted", message: string, by: string, emoji: string | null, });

export type ConversationHappening = { "kind": "started", by: string, 
/**
 * Of a group.
 */
name: string | null, members: string[], } | { "kind": "renamed", by: string, name: string, } | { "kind": "opened", by: string, open: boolean, } | { "kind": "member_added", by: string, user: string, } | { "kind": "member_accepted", user: string, } | { "kind": "member_left", user: string, by: string, } | { "kind": "owner_changed", user: string, } | { "kind": "said", message: string, by: string, content: ContentView, reply_to: string | null, } | { "kind": "edited", message: string, text: string, } | { "kind": "deleted", message: string, } | { "kind": "reacted", message: string, by: string, emoji: string | null, };

export type ConversationState = { "kind": "reached", user: string, delivered: number, read: number, } | { "kind": "typing", user: string, };

export type StandingView = "in" | "asked" | "left";

export type ConversationMember = { user: string, 
/**
 * None: the account is gone.
 */
handle: string | null, standing: StandingView, 
/**
 * 0 of those who have not accepted.
 */
delivered: number, read: number, };

export type ConversationView = { conversation: string, 
/**
 * Of a group; none between two.
 */
name: string | null, 
/**
 * Who runs the group.
 */
owner: string | null, 
/**
 * Everybody in the group may add people.
 */
open: boolean, 
/**
 * In the order in which they came, I among them.
 */
members: Array<ConversationMember>, standing: StandingView, last_seq: number, last_at: number, muted_until: number, 
/**
 * Up to a hundred.
 */
unread: number, last: GlimpseView | null, };

export type GlimpseView = { message: string, by: string, at: number, 
/**
 * Its first words.
 */
words: string | null, what: GlimpseKind, };

export type GlimpseKind = "text" | "clip" | "room" | "gone";

export type ConversationsView = { conversations: Array<ConversationView>, 
/**
 * Of the inbox, at least: what comes after it may be in the list already.
 */
offset: number, 
/**
 * There are older ones.
 */
more: boolean, };

export type HistoryView = { 
/**
 * In order.
 */
events: Array<ConversationEvent>, 
/**
 * There are more beyond.
 */
more: boolean, };

export type SearchRequest = { 
/**
 * 2 to 100 characters.
 */
words: string, };

export type FoundView = { message: string, conversation: string, seq: number, 
/**
 * Handle; none: the account is gone.
 */
by: string | null, at: number, words: string, };

export type ReportReason = "spam" | "harassment" | "sexual" | "danger" | "other";

export type ReportRequest = { reason: ReportReason, 
/**
 * At most 500 characters.
 */
note: string, };

export type VersionsView = { versions: Array<VersionSummary>, 
/**
 * What was written since the newest one; none: nothing.
 */
now: VersionSummary | null, 
/**
 * Everybody in it who has an account.
 */
people: Array<PersonView>, };

export type VersionSummary = { 
/**
 * None: what stands now.
 */
number: number | null, 
/**
 * When its last word was written.
 */
at: number, 
/**
 * Who wrote since the one before. Nobody: it is not known.
 */
by: string[], reason: VersionReason | null, shots: number, words: number, };

export type VersionReason = "pause" | "take" | "author" | "kept" | "closed";

export type VersionKept = { 
/**
 * None: nothing was written since the newest one.
 */
number: number | null, };

export type VersionView = { version: VersionSummary, shots: Array<VersionShotView>, people: Array<PersonView>, };

export type VersionShotView = { id: string, prompt: Array<StretchView>, dialogue: Array<StretchView>, setting: Array<StretchView>, seconds: number, style: string, camera: string, continues: boolean, reference: VersionReference | null, copied_from: string | null, corrections: Array<CorrectionWords>, };

export type VersionReference = { upload: string, role: UploadRole, };

export type StretchView = { 
/**
 * Whose words; none: it can't be told.
 */
by: string | null, text: string, };

export type UploadView = { upload: string, kind: UploadKindView, name: string, 
/**
 * Handle of who added it.
 */
by: string, width: number, height: number, 
/**
 * 0 of an image.
 */
seconds: number, 
/**
 * `#rrggbb`, the most frequent first.
 */
palette: Array<string>, mosaic: string, 
/**
 * Who was recognised in it when it was last looked at, as mentions without the `@`. A take looks anew.
 */
shows: Array<string>, 
/**
 * What was left out of it.
 */
notices: Array<string>, 
/**
 * What a shot can do with it.
 */
roles: Array<UploadRole>, 
/**
 * I may remove it.
 */
removable: boolean, 
/**
 * Milliseconds since 1970.
 */
created_at: number, };

export type UploadKindView = "image" | "footage";

export type UploadRole = "palette" | "setting" | "subject" | "backdrop" | "insert" | "restyle";

