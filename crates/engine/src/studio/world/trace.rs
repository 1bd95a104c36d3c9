//! A trace as JSON lines, for whoever checks or plots it: a header, one line a frame with every body's place and speed, one line for
//! each contact and each sound.
//!
//! Lines: `{"header": …}`, `{"frame": n, "shot": s, "now": t, "bodies": [{"actor", "x", "y", "angle", "vx", "vy", "half", "spin", "sway"}]}`,
//! `{"contact": …}`, `{"event": …}`. Metres, seconds, radians, newton seconds; `at` counts from the beginning of the take, `now` in world
//! seconds of the scene: a shot that `continues` goes on with those of the shot before, and its first actors are the same bodies. Speeds are those of the pose where it has one, else the difference from the frame before.

use super::{
    Contact, Moment, Other, Sway, Trace,
    pose::{Pose, Vec2},
};
use crate::studio::screenplay::Screenplay;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Middle, angle and, where the pose has it, the speed of a body.
#[must_use]
pub fn place(pose: &Pose) -> (Vec2, f64, Option<Vec2>) {
    match pose {
        Pose::Person(p) => (p.pelvis, p.turn, None),
        Pose::Pet(p) => ((p.chest + p.rump) / 2.0, 0.0, None),
        Pose::Ball(b) => (b.centre, b.angle, Some(b.velocity)),
        Pose::Car(c) => (c.at + Vec2::new(0.0, 0.7 + c.heave), c.pitch * c.facing, Some(Vec2::new(c.speed, 0.0))),
        Pose::Flyer(f) => (f.at, f.tilt, None),
        Pose::Thing(t) => (t.centre, t.angle, Some(t.velocity)),
        Pose::Rope(r) => (r.points.iter().fold(Vec2::ZERO, |sum, point| sum + *point) / r.points.len().max(1) as f64, 0.0, None),
    }
}

/// Three digits are a millimetre, and keep the file small.
fn round(value: f64) -> Value {
    json!((value * 1e3).round() / 1e3)
}

/// Writes everything that moved, met and sounded.
///
/// # Errors
/// Those of `out`.
pub fn write(trace: &Trace, screenplay: &Screenplay, out: &mut impl Write) -> io::Result<()> {
    let shots: Vec<Value> = screenplay
        .shots
        .iter()
        .map(|shot| {
            let actors: Vec<Value> = shot.cast.iter().map(|actor| json!({"kind": actor.kind, "name": actor.name, "size": actor.size})).collect();
            json!({"start": shot.start, "seconds": shot.seconds, "setting": shot.setting, "weather": shot.weather, "pace": shot.pace, "continues": shot.goes_on(), "actors": actors})
        })
        .collect();
    writeln!(out, "{}", json!({"header": {"format": 1, "fps": screenplay.fps, "seed": screenplay.seed, "shots": shots}}))?;
    let mut number = 0;
    let mut before: Option<(f64, Vec<Vec2>)> = None;
    for (index, shot) in trace.shots.iter().enumerate() {
        before = before.filter(|_| shot.joint.is_some());
        let mut contacts = shot.contacts.iter().peekable();
        for moment in &shot.frames {
            while let Some(contact) = contacts.next_if(|contact| contact.now <= moment.now) {
                contact_line(index, contact, out)?;
            }
            let places: Vec<Vec2> = moment.poses.iter().map(|pose| place(pose).0).collect();
            let moved = |actor: usize| {
                let was = before.as_ref().and_then(|(now, was)| Some((now, was.get(actor)?)));
                was.map_or(Vec2::ZERO, |(now, was)| (places[actor] - *was) / (moment.now - now).max(1e-6))
            };
            let bodies: Vec<Value> = (0..places.len()).map(|actor| body(actor, moment, moved(actor))).collect();
            writeln!(out, "{}", json!({"frame": number, "shot": index, "now": round(moment.now), "bodies": bodies}))?;
            before = Some((moment.now, places));
            number += 1;
        }
        for contact in contacts {
            contact_line(index, contact, out)?;
        }
    }
    for event in &trace.events {
        writeln!(out, "{}", json!({"event": event}))?;
    }
    Ok(())
}

fn body(actor: usize, moment: &Moment, moved: Vec2) -> Value {
    let pose = &moment.poses[actor];
    let (at, angle, velocity) = place(pose);
    let velocity = velocity.unwrap_or(moved);
    let [left, low, right, high] = pose.bounds();
    json!({
        "actor": actor, "x": round(at.x), "y": round(at.y), "angle": round(angle), "vx": round(velocity.x), "vy": round(velocity.y),
        "half": [round((right - left) / 2.0), round((high - low) / 2.0)],
        "spin": round(moment.spins[actor]), "sway": match moment.sway[actor] { Sway::Own => "own", Sway::Free => "free", Sway::Worked => "worked" },
    })
}

fn contact_line(shot: usize, contact: &Contact, out: &mut impl Write) -> io::Result<()> {
    let other = match contact.other {
        Other::Ground => json!("ground"),
        Other::Rim => json!("rim"),
        Other::Board => json!("board"),
        Other::Net => json!("net"),
        Other::Actor(actor) => json!(actor),
    };
    let at = [round(contact.at.x), round(contact.at.y)];
    writeln!(
        out,
        "{}",
        json!({"contact": {"shot": shot, "now": round(contact.now), "bodies": [contact.actor, other], "impulse": round(contact.impulse), "at": at}})
    )
}
