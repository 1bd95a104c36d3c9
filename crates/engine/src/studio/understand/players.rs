//! Whom the mentions of a storyboard mean, and by whom each is played: a likeness of the cast, or a stand-in.
//!
//! A stand-in is staged just as the likeness would be, so that a take that is made again without somebody keeps its places and
//! movements.

use super::{
    lexicon::{self, Sense, Subject, Tongue},
    nearest::{Asking, Nothing},
    parse,
    reading::Entity,
    tag,
    token::{Token, tokenise},
};
use crate::studio::{
    likeness::{Bill, Role},
    screenplay::{ActorKind, Part, ShotPlan, Verb, Wear},
};
use domain::{likeness::CameoKind, mention::Mention, storyboard::Shot};

#[derive(Clone, Debug, PartialEq)]
pub struct Player {
    pub mention: Mention,
    pub part: Part,
    kind: CameoKind,
    wish: Wear,
    /// Something in their wishes was not understood.
    unheard: bool,
}

impl Player {
    #[must_use]
    pub fn what(&self) -> Subject {
        Subject::Kind(match self.kind {
            CameoKind::Person => ActorKind::Somebody,
            CameoKind::Pet => ActorKind::Creature,
            CameoKind::Object => ActorKind::Prop,
        })
    }

    /// Makes an entity this player.
    pub fn takes(&self, entity: &mut Entity) {
        entity.what = self.what();
        entity.name = Some(self.mention.to_string());
        entity.part = self.part;
        entity.wish = self.wish;
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Players {
    known: Vec<Player>,
}

impl Players {
    #[must_use]
    pub fn new(shots: &[Shot], bill: &Bill) -> Self {
        let mut players = Self { known: bill.0.iter().enumerate().map(|(index, role)| cast(index, role)).collect() };
        for shot in shots {
            let tokens = tokenise(&shot.prompt);
            for (at, token) in tokens.iter().enumerate() {
                if let Token::Mention(mention) = token
                    && is_handled(&tokens[..at])
                {
                    players.is_a_thing(mention);
                }
            }
        }
        players
    }

    /// Nobody enrolled it, but what is thrown or carried is a thing.
    fn is_a_thing(&mut self, mention: &Mention) {
        if mention.name().is_some() && self.known.iter().all(|player| player.mention != *mention) {
            self.known.push(Player { kind: CameoKind::Object, ..stand_in(mention) });
        }
    }

    fn known(&self, mention: &Mention) -> Option<&Player> {
        self.known.iter().find(|player| player.mention == *mention)
    }

    /// Who plays a mention.
    #[must_use]
    pub fn of(&self, mention: &Mention) -> Player {
        self.known(mention).cloned().unwrap_or_else(|| stand_in(mention))
    }

    /// What is to be said of those who are seen in a shot.
    #[must_use]
    pub fn notices(&self, plan: &ShotPlan) -> Vec<String> {
        let mut told = Vec::new();
        for actor in &plan.cast {
            let Some(name) = &actor.name else { continue };
            match actor.part {
                Part::StandIn => told.push(format!("A stand-in plays @{name}.")),
                Part::Cameo(index) if self.known.get(index).is_some_and(|player| player.unheard) => {
                    told.push(format!("Not every wish of @{name} about how to be shown could be honoured."));
                }
                _ => {}
            }
        }
        told
    }
}

fn stand_in(mention: &Mention) -> Player {
    let kind = if mention.name().is_some() { CameoKind::Pet } else { CameoKind::Person };
    Player { mention: mention.clone(), part: Part::StandIn, kind, wish: Wear::default(), unheard: false }
}

fn cast(index: usize, role: &Role) -> Player {
    let plain = Player { mention: role.mention.clone(), part: Part::Cameo(index), kind: role.kind, wish: Wear::default(), unheard: false };
    if role.preferences.trim().is_empty() {
        return plain;
    }
    let mut tokens = vec![Token::Mention(role.mention.clone())];
    tokens.extend(tokenise(&role.preferences));
    let alone = Players { known: vec![plain.clone()] };
    let reading = parse::read(&tag::tag(&tokens, Tongue::English, &Asking::new(&Nothing)), Tongue::English, &alone);
    let wish = reading.entities.first().map_or(Wear::default(), |entity| entity.wear);
    let wish = Wear { hair: None, cut: None, old: false, umbrella: None, ..wish };
    let more = !reading.unknown.is_empty() || !reading.near.is_empty() || !reading.clauses.is_empty() || reading.entities.len() > 1;
    Player { unheard: more || wish == Wear::default(), wish, ..plain }
}

/// Whether the words before something say that it is thrown, kicked, caught or carried.
fn is_handled(before: &[Token]) -> bool {
    let mut words = before.iter().rev().map_while(|token| if let Token::Word { word, .. } = token { Some(word.as_str()) } else { None });
    let Some(last) = words.find(|word| !matches!(*word, "the" | "a" | "an" | "his" | "her" | "their" | "my" | "up" | "down")) else { return false };
    let does = lexicon::meanings(last, Tongue::English)
        .iter()
        .any(|meaning| matches!(meaning.sense, Sense::Act(Verb::Throw | Verb::Kick | Verb::Catch | Verb::Bounce)));
    does || matches!(last, "holding" | "holds" | "hold" | "carrying" | "carries" | "carry" | "carried")
}
