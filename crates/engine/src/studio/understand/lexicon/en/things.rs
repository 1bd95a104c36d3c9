//! Balls, vehicles and other things that can be cast, and words for several of them.

use super::super::sense::{Body, Subject};
use crate::studio::screenplay::{ActorKind as K, Colour};

const fn k(kind: K) -> Body {
    Body::kind(kind)
}

pub const BODIES: &[(&str, Body)] = &[
    ("ball", Body::new(Subject::AnyBall)),
    ("basketball", k(K::Basketball)),
    ("football|soccer ball|soccer", k(K::Football)),
    ("beach ball|beachball", k(K::BeachBall)),
    ("tennis ball", k(K::TennisBall)),
    ("volleyball", k(K::Volleyball)),
    ("yarn|ball of yarn|ball of wool|wool ball|yarn ball", k(K::Yarn)),
    ("snowball", k(K::Snowball)),
    // On wheels
    ("car|automobile|auto|sedan|sports car|race car|racecar|racing car|convertible|limousine", k(K::Car)),
    ("toy car", k(K::Car).sized(0.3)),
    ("police car|jeep", k(K::Car).near()),
    ("taxi|cab|taxicab", k(K::Taxi)),
    ("bus|school bus|coach bus|double decker", k(K::Bus)),
    ("truck|lorry|van|pickup|delivery van|ice cream truck", k(K::Truck)),
    ("fire engine|fire truck|firetruck", k(K::FireEngine)),
    ("tractor|harvester", k(K::Tractor)),
    ("train|locomotive|steam train|express train|railway train", k(K::Train)),
    ("toy train|model train|wooden train", k(K::ToyTrain)),
    ("bicycle|bike|mountain bike", k(K::Bicycle)),
    ("motorcycle|motorbike|scooter|moped", k(K::Motorcycle)),
    ("skateboard", k(K::Skateboard)),
    // On water and in the air
    ("boat|rowboat|canoe|dinghy|rowing boat|fishing boat|gondola|raft", k(K::Boat)),
    ("toy boat|paper boat", k(K::Boat).sized(0.2)),
    ("sailboat|sailing boat|yacht|sailing ship|catamaran", k(K::Sailboat)),
    ("ship|cruise ship|steamer|vessel|cargo ship|ocean liner", k(K::Ship)),
    ("pirate ship", k(K::Sailboat).sized(1.8).near()),
    ("plane|airplane|aeroplane|aircraft|biplane|airliner|jet plane|jet", k(K::Plane)),
    ("paper plane|paper airplane", k(K::Plane).sized(0.05)),
    ("helicopter|chopper", k(K::Helicopter)),
    ("hot air balloon|airship|zeppelin|blimp|hot air balloons", k(K::Airship)),
    ("rocket|spaceship|space shuttle|spacecraft|rocket ship|starship", k(K::Rocket)),
    ("ufo|flying saucer|alien ship", k(K::Ufo)),
    // Things
    ("block|wooden block|building block|brick|toy block|cube|domino|lego", k(K::Block)),
    ("box|crate|cardboard box|package|parcel|carton|present|gift", k(K::Box)),
    ("trash can|garbage can|dustbin|bin|trashcan|rubbish bin|barrel", k(K::TrashCan)),
    ("chair|stool|armchair|rocking chair|seat", k(K::Chair)),
    ("table|desk|kitchen table", k(K::Table)),
    ("lamp|lantern|table lamp|floor lamp", k(K::Lamp)),
    ("book|notebook|diary|novel|newspaper|magazine|storybook|comic strip", k(K::Book)),
    ("cup|mug|glass|teacup|coffee cup|cup of tea|cup of coffee|glass of water|coffee|tea", k(K::Cup)),
    ("bottle|bottle of wine|wine bottle|flask|milk bottle", k(K::Bottle)),
    ("bowl|bowl of soup|soup|bowl of milk|dish|plate|bowl of food|noodles", k(K::Bowl)),
    ("apple", k(K::Apple)),
    ("cake|birthday cake|pie|cupcake|wedding cake", k(K::Cake)),
    ("guitar|ukulele|electric guitar", k(K::Guitar)),
    ("piano|grand piano|keyboard", k(K::Piano)),
    ("drum|drums|drum kit|bongo", k(K::Drum)),
    ("bell|hand bell|dinner bell|church bell", k(K::Bell)),
    ("balloon", k(K::Balloon)),
    ("kite", k(K::Kite)),
    ("suitcase|briefcase|bag|backpack|luggage|trunk", k(K::Suitcase)),
    ("rope|cord|lasso", k(K::Rope)),
    ("flag|banner", k(K::Flag)),
    ("candle", k(K::Candle)),
    ("flower|sunflower|tulip|daisy|rose|bouquet|lily", k(K::Flower)),
    ("sword|saber|sabre|blade", k(K::Sword)),
    ("sandcastle|sand castle", k(K::Sandcastle)),
    ("television|tv|tv set", k(K::Television)),
    ("computer|laptop|monitor", k(K::Computer)),
    ("phone|telephone|smartphone|mobile phone|cell phone|mobile|cellphone", k(K::Phone)),
    ("clock|alarm clock|grandfather clock", k(K::Clock)),
    ("door|gate|front door", k(K::Door)),
    ("golden apple", k(K::Apple).coloured(Colour::Gold)),
];

/// "A tower of": how many of what follows.
pub const HEAPS: &[(&str, u8)] = &[
    ("tower of|stack of|pile of|heap of|wall of|pyramid of|row of|line of|towers of|piles of|stacks of", 5),
    ("herd of|flock of|school of|swarm of|pack of|crowd of|group of|bunch of|team of|army of|bouquet of|fleet of|family of|handful of|troop of", 3),
    ("pair of|couple of", 2),
];

/// Two who play with a ball.
pub const GAMES: &[(&str, K)] = &[
    (
        "volleyball rally|volleyball game|volleyball match|beach volleyball|beach volleyball rally|beach volleyball game|beach volleyball match|play volleyball|plays volleyball",
        K::Volleyball,
    ),
    (
        "tennis match|tennis game|tennis rally|game of tennis|play tennis|plays tennis|playing tennis|ping pong match|table tennis match|badminton match|badminton|play badminton|plays badminton|playing badminton|table tennis|ping pong|play ping pong|plays ping pong",
        K::TennisBall,
    ),
    ("snowball fight", K::Snowball),
];
