//! What given names say, and what the kinds of the catalogue are called in notices.

use crate::studio::screenplay::ActorKind;

/// Whether a name is more often a man's. Only for choosing a look and a voice.
#[must_use]
pub fn is_mans_name(name: &str) -> bool {
    const MEN: &[&str] = &[
        "ben", "tom", "max", "leo", "sam", "joe", "jack", "bob", "carlos", "luca", "noah", "joshua", "luis", "juan", "pablo", "mike", "elia",
        "andrea", "nikita", "sasha", "jonas", "pierre", "jose", "josé", "charlie", "harry", "henry", "george", "mike", "pete", "billy", "jimmy",
        "johnny", "tony", "andy", "danny", "tommy", "felipe", "enrique", "jorge", "antoine", "philippe", "uwe", "ole", "luke", "jake", "kyle",
        "steve", "dave", "mickey",
    ];
    let name = name.to_lowercase();
    MEN.contains(&name.as_str()) || !name.ends_with(['a', 'e', 'i', 'y', 'é'])
}

/// In plain words, without an article.
#[must_use]
pub fn called(kind: ActorKind) -> String {
    match kind {
        ActorKind::Creature => "pet".to_owned(),
        ActorKind::Prop => "thing".to_owned(),
        ActorKind::Somebody => "person".to_owned(),
        ActorKind::Yarn => "ball of yarn".to_owned(),
        ActorKind::Ufo => "flying saucer".to_owned(),
        ActorKind::Airship => "hot air balloon".to_owned(),
        kind => spaced(&format!("{kind:?}")),
    }
}

/// `TrashCan` as "trash can".
#[must_use]
pub fn spaced(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// With its article: "an elephant".
#[must_use]
pub fn a(name: &str) -> String {
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']) && !name.starts_with("un") || name.starts_with("umb");
    format!("{} {name}", if vowel { "an" } else { "a" })
}
