//! What is said over the sockets of ours and of socket.io (Engine.IO 4 over a plain WebSocket), as far as a load test needs it: going in, going in again,
//! hearing. Pure.

use super::tally::Tally;
use domain::RoomId;
use serde_json::{Value, json};
use wire::{Command, Request, Resume};

/// What a socket must remember to go on where it was.
#[derive(Clone, Debug)]
pub enum Tongue {
    Ours {
        room: RoomId,
        epoch: u64,
    },
    /// Who it was there, and the last message's mark.
    SocketIo {
        pid: String,
        mark: String,
    },
}

/// What came of a message.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// To be answered with this.
    pub answer: Option<String>,
    /// It is in.
    pub entered: bool,
    pub refused: Option<String>,
}

impl Tongue {
    #[must_use]
    pub fn socket_io() -> Self {
        Self::SocketIo { pid: String::new(), mark: String::new() }
    }

    /// What is said first on a new socket; socket.io waits until it is asked.
    ///
    /// # Errors
    /// Never: a request is plain data.
    pub fn first(&self, tally: &Tally) -> serde_json::Result<Option<String>> {
        let Self::Ours { room, epoch } = self else { return Ok(None) };
        let resume = tally.at.map(|offset| Resume { epoch: *epoch, offset });
        let request = Request { id: "enter".into(), command: Command::Enter { room: *room, resume } };
        serde_json::to_string(&request).map(Some)
    }

    pub fn hear(&mut self, text: &str, tally: &mut Tally) -> Heard {
        match self {
            Self::Ours { epoch, .. } => ours(text, epoch, tally),
            Self::SocketIo { pid, mark } => socket_io(text, pid, mark, tally),
        }
    }
}

fn ours(text: &str, epoch: &mut u64, tally: &mut Tally) -> Heard {
    if text.starts_with(r#"{"type":"event""#) {
        // A core is shared by thousands: the number is looked for, the rest is not read.
        if let Some(number) = number_behind(text, r#""seq":"#) {
            tally.heard(number, text.contains(r#""kind":"said""#));
        }
        return Heard::default();
    }
    if !text.starts_with(r#"{"type":"reply""#) {
        return Heard::default();
    }
    let Ok(reply) = serde_json::from_str::<Value>(text) else { return Heard::default() };
    let entered = &reply["ok"];
    if entered["did"] != "entered" {
        let refused = reply.get("error").map(Value::to_string);
        return Heard { refused, ..Heard::default() };
    }
    *epoch = entered["epoch"].as_u64().unwrap_or(0);
    match entered["view"]["seq"].as_u64() {
        Some(number) => tally.entered(number),
        None => tally.resumed(),
    }
    Heard { entered: true, ..Heard::default() }
}

fn socket_io(text: &str, pid: &mut String, mark: &mut String, tally: &mut Tally) -> Heard {
    let answer = |text: String| Heard { answer: Some(text), ..Heard::default() };
    if text == "2" {
        return answer("3".into());
    }
    if text.starts_with('0') {
        return answer(if pid.is_empty() { "40".into() } else { format!("40{}", json!({ "pid": pid, "offset": mark })) });
    }
    if let Some(connected) = text.strip_prefix("40") {
        let connected: Value = serde_json::from_str(connected).unwrap_or_default();
        let own = connected["pid"].as_str().unwrap_or_default();
        if !pid.is_empty() && own == pid {
            tally.resumed();
        }
        own.clone_into(pid);
        return Heard { entered: true, ..Heard::default() };
    }
    if let Some(number) = number_behind(text, r#"42["said","#) {
        tally.heard(number, true);
        keep(text, mark);
    } else if let Some(number) = number_behind(text, r#"42["at","#) {
        tally.entered(number);
        keep(text, mark);
    }
    Heard::default()
}

/// The mark is the last of an event's arguments.
fn keep(text: &str, mark: &mut String) {
    if let Some((_, last)) = text.trim_end_matches("\"]").rsplit_once('"') {
        last.clone_into(mark);
    }
}

fn number_behind(text: &str, key: &str) -> Option<u64> {
    let digits = &text[text.find(key)? + key.len()..];
    let end = digits.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Timestamp;

    #[test]
    fn ours_resumes_where_it_was() {
        let room = RoomId::new(Timestamp::from_millis(1), &[1; 10]);
        let (mut tongue, mut tally) = (Tongue::Ours { room, epoch: 0 }, Tally::default());
        assert!(tongue.first(&tally).expect("plain data").expect("ours speaks first").contains(r#""resume":null"#));
        let entered = r#"{"type":"reply","id":"enter","ok":{"did":"entered","epoch":3,"resumed":"fresh","view":{"seq":2}}}"#;
        assert!(tongue.hear(entered, &mut tally).entered);
        tongue.hear(r#"{"type":"event","room":"0199","seq":3,"at":17,"event":{"kind":"said","text":"hi"}}"#, &mut tally);
        assert_eq!((tally.at, tally.said), (Some(3), 1));
        assert!(tongue.first(&tally).expect("plain data").expect("ours speaks first").contains(r#""resume":{"epoch":3,"offset":3}"#));
        let entered = r#"{"type":"reply","id":"enter","ok":{"did":"entered","epoch":3,"resumed":"recovered","view":null}}"#;
        assert!(tongue.hear(entered, &mut tally).entered);
        assert_eq!((tally.recovered, tally.lost), (1, 0));
        let refused = tongue.hear(r#"{"type":"reply","id":"enter","error":{"code":"busy","message":"…"}}"#, &mut tally);
        assert!(refused.refused.is_some_and(|why| why.contains("busy")));
    }

    #[test]
    fn socket_io_gives_its_mark_back() {
        let (mut tongue, mut tally) = (Tongue::socket_io(), Tally::default());
        assert_eq!(tongue.hear(r#"0{"sid":"a"}"#, &mut tally).answer.as_deref(), Some("40"));
        assert!(tongue.hear(r#"40{"sid":"b","pid":"me"}"#, &mut tally).entered);
        tongue.hear(r#"42["at",5,"m0"]"#, &mut tally);
        tongue.hear(r#"42["said",6,"hello","m1"]"#, &mut tally);
        assert_eq!((tally.at, tally.said), (Some(6), 1));
        assert_eq!(tongue.hear("2", &mut tally).answer.as_deref(), Some("3"));
        let answer = tongue.hear(r#"0{"sid":"c"}"#, &mut tally).answer.expect("it is asked who comes");
        let told: Value = serde_json::from_str(answer.strip_prefix("40").expect("it connects")).expect("JSON");
        assert_eq!(told, json!({ "pid": "me", "offset": "m1" }));
        tongue.hear(r#"40{"sid":"b","pid":"me"}"#, &mut tally);
        assert_eq!(tally.recovered, 1);
    }

    #[test]
    fn a_stranger_at_socket_io_has_lost_what_lay_between() {
        let (mut tongue, mut tally) = (Tongue::socket_io(), Tally::default());
        for text in [r#"40{"sid":"b","pid":"me"}"#, r#"42["at",5,"m0"]"#, r#"40{"sid":"d","pid":"other"}"#, r#"42["at",9,"m4"]"#] {
            tongue.hear(text, &mut tally);
        }
        assert_eq!((tally.recovered, tally.not_recovered, tally.lost), (0, 1, 4));
    }
}
