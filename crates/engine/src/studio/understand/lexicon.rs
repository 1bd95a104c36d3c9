//! What words mean here: a table of lemmas with synonyms, and the rules that lead from a form to its lemma.

use crate::studio::screenplay::{
    ActorKind, Ambience, CameraMove, Colour, Cut, Feeling, Framing, Hat, Lower, Setting, Style, TimeOfDay, Verb, Weather,
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sense {
    /// Something to cast. The number is how many a group has.
    Subject {
        what: Subject,
        count: usize,
    },
    /// Shown as something near it: what is said of that.
    Near {
        what: Subject,
        colour: Option<Colour>,
        shown: &'static str,
    },
    Place(Setting),
    NearPlace(Setting, &'static str),
    Time(TimeOfDay),
    Weather(Weather),
    Act(Verb),
    /// Plays: what that is depends on with what.
    Play,
    Says,
    Miss,
    Score,
    Colour(Colour),
    Size(f32),
    Count(usize),
    Not,
    And,
    Then,
    /// While, as.
    Meanwhile,
    The,
    By,
    With,
    Towards,
    Pronoun(Pronoun),
    Bench,
    Hoop,
    Camera(CameraMove),
    Handheld,
    Frame(Framing),
    NearFrame(Framing, &'static str),
    Style(Style),
    NearStyle(Style),
    Slow,
    Language(&'static str),
    Sound(Ambience),
    Garment(Garment),
    /// "Long", "curly": of hair.
    Cut(Cut),
    Old,
    Feeling(Feeling),
    /// Times the usual speed.
    Haste(f64),
    /// To the right (1) or to the left (−1).
    Way(i8),
    /// "That", "who", "which".
    Relative,
    /// "Each other".
    Mutual,
    /// Asks for something, and nothing here can show it.
    Mute,
    /// Carries nothing that could be shown or left out.
    Skip,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Garment {
    Top,
    Coat,
    Dress,
    Lower(Lower),
    Jeans,
    Shoes,
    Hat(Hat),
    Umbrella,
    Hair,
    /// "Clothes": all of it.
    All,
    Ponytail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Kind(ActorKind),
    /// Of either sex.
    Person,
    Child,
    /// A basketball player brings a ball and a hoop.
    Hooper,
    /// A footballer brings a ball.
    Footballer,
    AnyBall,
    Runner,
    Dancer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    He,
    She,
    They,
    It,
}

const fn one(what: Subject) -> Sense {
    Sense::Subject { what, count: 1 }
}

const fn kind(kind: ActorKind) -> Sense {
    one(Subject::Kind(kind))
}

/// Words, separated by bars, and what they mean.
const TABLE: &[(&str, Sense)] = &[
    // People
    ("woman|lady|mother|mom|mum|girlfriend|queen|mujer|femme|frau|señora|actress|waitress|sister|wife|grandmother|princess", kind(ActorKind::Woman)),
    (
        "man|guy|gentleman|father|dad|boyfriend|king|hombre|homme|mann|señor|actor|waiter|brother|husband|grandfather|fellow|prince",
        kind(ActorKind::Man),
    ),
    ("girl|daughter|niña|fille|mädchen|schoolgirl", kind(ActorKind::Girl)),
    ("boy|son|niño|garçon|junge|schoolboy", kind(ActorKind::Boy)),
    (
        "teenager|teen|youth|person|someone|somebody|human|adult|teacher|neighbour|neighbor|visitor|stranger|passer|student|artist|worker|jogger|walker|singer|speaker|persona|personne",
        one(Subject::Person),
    ),
    ("friend|amigo|ami|freund", one(Subject::Person)),
    ("couple", Sense::Subject { what: Subject::Person, count: 2 }),
    ("people|group|family|team|dancers", Sense::Subject { what: Subject::Person, count: 3 }),
    ("child|kid|toddler|children|enfant", one(Subject::Child)),
    ("basketball player|hooper|basketballer", one(Subject::Hooper)),
    ("football player|soccer player|footballer|striker|goalkeeper", one(Subject::Footballer)),
    ("player|athlete|sportsman|sportswoman", one(Subject::Person)),
    ("runner|sprinter", one(Subject::Runner)),
    ("dancer|ballerina", one(Subject::Dancer)),
    (
        "chef|cook|doctor|nurse|keeper|farmer|policeman|firefighter|soldier|pirate|knight|clown|wizard|witch|astronaut|robot|superhero|ninja|gymnast|skater|skateboarder|surfer|musician|guitarist",
        Sense::Near { what: Subject::Person, colour: None, shown: "a person in plain clothes" },
    ),
    // Animals
    ("dog|puppy|hound|retriever|terrier|poodle|labrador|pup|perro|chien|hund|golden retriever", kind(ActorKind::Dog)),
    ("cat|kitten|kitty|gato|katze", kind(ActorKind::Cat)),
    ("bird|sparrow|robin|pigeon|pájaro|oiseau|vogel|dove|seagull|swallow", kind(ActorKind::Bird)),
    ("snail|caracol|escargot|schnecke", kind(ActorKind::Snail)),
    ("butterfly|mariposa|papillon|schmetterling", kind(ActorKind::Butterfly)),
    ("fox", Sense::Near { what: Subject::Kind(ActorKind::Dog), colour: Some(Colour::Orange), shown: "an orange dog" }),
    ("wolf|coyote|jackal", Sense::Near { what: Subject::Kind(ActorKind::Dog), colour: Some(Colour::Grey), shown: "a grey dog" }),
    ("lion|tiger|leopard|panther|lynx", Sense::Near { what: Subject::Kind(ActorKind::Cat), colour: Some(Colour::Gold), shown: "a golden cat" }),
    ("moth|dragonfly|bee|fairy", Sense::Near { what: Subject::Kind(ActorKind::Butterfly), colour: None, shown: "a butterfly" }),
    ("eagle|hawk|owl|crow|raven|parrot|duck|goose", Sense::Near { what: Subject::Kind(ActorKind::Bird), colour: None, shown: "a plain bird" }),
    // Things
    ("ball|pelota|balle|volleyball", one(Subject::AnyBall)),
    ("basketball", kind(ActorKind::Basketball)),
    ("football|soccer ball|soccer|balón|fußball", kind(ActorKind::Football)),
    ("beach ball|beachball|balloon", kind(ActorKind::BeachBall)),
    ("tennis ball", kind(ActorKind::TennisBall)),
    ("car|automobile|coche|voiture|auto|sedan|cab|taxi", kind(ActorKind::Car)),
    ("truck|van|bus|lorry|jeep|sports car|race car|racecar", Sense::Near { what: Subject::Kind(ActorKind::Car), colour: None, shown: "a car" }),
    ("bench|park bench", Sense::Bench),
    ("hoop|basket|backboard|rim|net", Sense::Hoop),
    // Places
    ("park|garden|parque|parc|playground|lawn", Sense::Place(Setting::Park)),
    ("basketball court|court|cancha", Sense::Place(Setting::Court)),
    ("gym|gymnasium|sports hall", Sense::Place(Setting::Gym)),
    ("street|road|city|town|sidewalk|pavement|crosswalk|avenue|boulevard|calle|rue|straße|downtown|alley", Sense::Place(Setting::Street)),
    ("meadow|field|grass|countryside|hill|prado|wiese|pasture|flower meadow", Sense::Place(Setting::Meadow)),
    ("forest|wood|woods|bosque|forêt|wald|jungle", Sense::Place(Setting::Forest)),
    ("beach|sand|shore|seaside|coast|playa|plage|strand", Sense::Place(Setting::Beach)),
    ("room|bedroom|living room|house|home|indoors|apartment|habitación|chambre|zimmer|inside", Sense::Place(Setting::Room)),
    ("stadium|football field|soccer field|pitch|estadio", Sense::Place(Setting::Stadium)),
    ("stage|studio", Sense::Place(Setting::Stage)),
    ("arena|sports arena", Sense::NearPlace(Setting::Gym, "a sports hall")),
    ("kitchen|office|classroom|restaurant|cafe|café|library|shop|bathroom|museum", Sense::NearPlace(Setting::Room, "a plain room")),
    ("village|market|rooftop|roof|azotea|square|bridge|station", Sense::NearPlace(Setting::Street, "a street")),
    ("desert|dune|desierto|désert|wüste", Sense::Place(Setting::Desert)),
    ("mountain|farm|valley|hilltop", Sense::NearPlace(Setting::Meadow, "a meadow with hills")),
    ("sea|ocean|lake|river|pool|harbour|harbor|island", Sense::NearPlace(Setting::Beach, "a beach")),
    // Times and weather
    ("night|dark|midnight|moonlight|nighttime|noche|nuit|nacht|starry|moon|stars|tonight", Sense::Time(TimeOfDay::Night)),
    ("sunset|dusk|evening|golden hour|twilight|atardecer|sundown", Sense::Time(TimeOfDay::Sunset)),
    ("dawn|sunrise|daybreak|amanecer|early morning", Sense::Time(TimeOfDay::Dawn)),
    ("day|daytime|noon|morning|afternoon|daylight|midday", Sense::Time(TimeOfDay::Day)),
    ("sunny|sun|sunshine|sunlit|clear|bright", Sense::Weather(Weather::Clear)),
    ("rain|rainy|raining|drizzle|shower|downpour|lluvia|pluie|regen|puddle|wet|splash|heavy rain", Sense::Weather(Weather::Rain)),
    ("storm|stormy|thunderstorm|thunder|lightning|tormenta", Sense::Weather(Weather::Storm)),
    ("snow|snowy|snowing|winter|snowfall|nieve|neige|schnee|blizzard|snowflake", Sense::Weather(Weather::Snow)),
    ("fog|foggy|mist|misty|haze|hazy", Sense::Weather(Weather::Fog)),
    ("cloud|cloudy|overcast", Sense::Weather(Weather::Cloudy)),
    ("wind|windy|breeze|breezy|viento|blow", Sense::Weather(Weather::Wind)),
    // Doing
    ("walk|stroll|wander|march|camina|stride|tiptoe|hike", Sense::Act(Verb::Walk)),
    ("run|sprint|jog|race|dash|rush|gallop|corre|hurry|correr", Sense::Act(Verb::Run)),
    ("jump|leap|hop|skip|salta|bounds", Sense::Act(Verb::Jump)),
    ("throw|toss|shoot|hurl|lob|fling|serve|pass|shot at the hoop|lanza", Sense::Act(Verb::Throw)),
    ("kick|strike|patea", Sense::Act(Verb::Kick)),
    ("bounce|dribble|rebound|bounces off", Sense::Act(Verb::Bounce)),
    ("catch|fetch|grab|receive", Sense::Act(Verb::Catch)),
    ("wave|greet|saluda", Sense::Act(Verb::Wave)),
    ("chase|pursue|hunt|persigue|run after|runs after|ran after|running after|go after|goes after", Sense::Act(Verb::Chase)),
    ("flee|escape|run away|runs away|ran away|running away|run away from|runs away from|running away from", Sense::Act(Verb::Flee)),
    ("talk|chat|discuss|argue|speak|converse|habla|discuten|gossip|sing", Sense::Act(Verb::Talk)),
    ("dance|twirl|spin|baila", Sense::Act(Verb::Dance)),
    ("sit|seated|rest|relax|sienta", Sense::Act(Verb::Sit)),
    ("sleep|nap|lie|doze|asleep|lies down|duerme", Sense::Act(Verb::Sleep)),
    ("cheer|celebrate|rejoice|applaud|clap", Sense::Act(Verb::Cheer)),
    ("drive|roll|ride past|speed|cruise|conduce", Sense::Act(Verb::Drive)),
    ("ride|rides on|riding on|ride on|monta", Sense::Act(Verb::Ride)),
    ("fly|flutter|soar|hover|glide|vuela", Sense::Act(Verb::Fly)),
    ("bark|growl|howl|meow|ladra", Sense::Act(Verb::Bark)),
    ("fall|drop|tumble|trip", Sense::Act(Verb::Fall)),
    ("stand|wait|look|watch|pose|listen|stare|gaze|stay|think|stop|halt|pause", Sense::Act(Verb::Stand)),
    ("play|practise|practice|juega|train", Sense::Play),
    ("say|answer|reply|ask|shout|yell|whisper|call|exclaim|cry|dice|dit|sagt|grita|respond|scream|announce|add|tell", Sense::Says),
    ("miss", Sense::Miss),
    ("score|sink|dunk|make it", Sense::Score),
    // Qualities
    ("red|crimson|scarlet|rojo|roja|rouge|rot", Sense::Colour(Colour::Red)),
    ("orange|naranja", Sense::Colour(Colour::Orange)),
    ("yellow|amarillo|amarilla|jaune|gelb", Sense::Colour(Colour::Yellow)),
    ("green|verde|vert|grün", Sense::Colour(Colour::Green)),
    ("blue|azul|bleu|blau|navy|turquoise|teal", Sense::Colour(Colour::Blue)),
    ("purple|violet|lilac", Sense::Colour(Colour::Purple)),
    ("pink|rosa|rose", Sense::Colour(Colour::Pink)),
    ("brown|marrón|braun", Sense::Colour(Colour::Brown)),
    ("black|negro|negra|noir|schwarz", Sense::Colour(Colour::Black)),
    ("white|blanco|blanca|blanc|weiß", Sense::Colour(Colour::White)),
    ("grey|gray|silver|gris|grau", Sense::Colour(Colour::Grey)),
    ("gold|golden|blond", Sense::Colour(Colour::Gold)),
    ("big|large|huge|giant|enormous|tall|grande|gigantic", Sense::Size(1.35)),
    ("small|little|tiny|short|mini|pequeño|miniature", Sense::Size(0.72)),
    ("one|uno|una", Sense::Count(1)),
    ("two|pair|dos|deux|zwei|both", Sense::Count(2)),
    ("three|trio|tres|trois|drei|several|some|few|many", Sense::Count(3)),
    ("four|cuatro", Sense::Count(4)),
    ("five|six|seven|eight|nine|ten|dozen", Sense::Count(5)),
    // Grammar
    ("no|not|without|never|sin|ohne|sans|don't|doesn't|isn't|nobody", Sense::Not),
    ("and|y|et|und|plus|e|&", Sense::And),
    ("then|afterwards|next|later|finally|after|luego|puis|dann|again|before|until", Sense::Then),
    ("while|as|when|mientras|during", Sense::Meanwhile),
    ("the|el|la|le|les|der|die|das|this|same", Sense::The),
    ("that|who|which|whom", Sense::Relative),
    ("each other|one another", Sense::Mutual),
    ("by", Sense::By),
    ("with|holding|carrying|con|avec|mit", Sense::With),
    ("to|towards|at|for|into|toward", Sense::Towards),
    ("he|him", Sense::Pronoun(Pronoun::He)),
    ("she|her", Sense::Pronoun(Pronoun::She)),
    ("they|them", Sense::Pronoun(Pronoun::They)),
    ("it", Sense::Pronoun(Pronoun::It)),
    // Camera and style
    ("pan left|pans left|panning left", Sense::Camera(CameraMove::PanLeft)),
    ("pan right|pans right|slow pan|pan|panning right|slow pan right", Sense::Camera(CameraMove::PanRight)),
    ("slow pan left", Sense::Camera(CameraMove::PanLeft)),
    ("tilt up", Sense::Camera(CameraMove::TiltUp)),
    ("tilt down", Sense::Camera(CameraMove::TiltDown)),
    ("zoom in|zooms in|dolly in|push in|slow zoom|zooming in|zoom", Sense::Camera(CameraMove::ZoomIn)),
    ("zoom out|zooms out|dolly out|pull back|pull out|zooming out", Sense::Camera(CameraMove::ZoomOut)),
    ("tracking shot|tracking|follow shot|camera follows|follows", Sense::Camera(CameraMove::Track)),
    ("static|still camera|locked", Sense::Camera(CameraMove::Still)),
    ("handheld|hand held|shaky", Sense::Handheld),
    ("close up|closeup|portrait|extreme close", Sense::Frame(Framing::Close)),
    ("medium shot|medium", Sense::Frame(Framing::Medium)),
    ("full shot|full body", Sense::Frame(Framing::Full)),
    ("wide shot|wide|wide view|long shot|establishing shot|panorama|wide angle", Sense::Frame(Framing::Wide)),
    ("aerial view|aerial|drone|drone shot|bird's eye|overhead|top down", Sense::NearFrame(Framing::Wide, "a wide shot from the ground")),
    ("realistic|photorealistic|realism|natural|cinematic|soft|film", Sense::Style(Style::Soft)),
    ("cartoon|cartoonish|animated|animation|cel shaded", Sense::Style(Style::Cartoon)),
    ("film noir|black and white|monochrome", Sense::Style(Style::Noir)),
    ("watercolor|watercolour|aquarell|aquarelle|acuarela", Sense::Style(Style::Watercolour)),
    ("pixel art|pixel|8 bit|pixelated", Sense::Style(Style::Pixel)),
    ("anime|comic book|comic|manga|claymation", Sense::NearStyle(Style::Cartoon)),
    ("pencil sketch|oil painting|sketch|painting|sepia|vintage", Sense::NearStyle(Style::Soft)),
    ("slow motion|slowmo|slow mo", Sense::Slow),
    ("french|français|francés", Sense::Language("fr")),
    ("spanish|español", Sense::Language("es")),
    ("german|deutsch", Sense::Language("de")),
    ("english", Sense::Language("en")),
    ("italian", Sense::Language("it")),
    ("japanese", Sense::Language("ja")),
    ("portuguese", Sense::Language("pt")),
    ("russian", Sense::Language("ru")),
    ("chinese|mandarin", Sense::Language("zh")),
    ("arabic", Sense::Language("ar")),
    ("crowd|audience|spectator|fan|crowd noise|crowd roars", Sense::Sound(Ambience::Crowd)),
    ("birdsong|chirping|birds singing", Sense::Sound(Ambience::Birds)),
    ("traffic", Sense::Sound(Ambience::Traffic)),
    ("waves crashing|surf", Sense::Sound(Ambience::Waves)),
    ("cricket|crickets", Sense::Sound(Ambience::Crickets)),
    ("music|song|melody", Sense::Sound(Ambience::Music)),
    // Clothes, age, feelings, manner
    ("shirt|t shirt|tshirt|sweater|pullover|jumper|blouse|top|vest|jersey|hemd|camisa|chemise", Sense::Garment(Garment::Top)),
    ("jacket|coat|raincoat|hoodie|parka|cardigan|blazer|chaqueta|manteau|jacke", Sense::Garment(Garment::Coat)),
    ("dress|gown|vestido|kleid", Sense::Garment(Garment::Dress)),
    ("trousers|pants|leggings", Sense::Garment(Garment::Lower(Lower::Trousers))),
    ("jeans", Sense::Garment(Garment::Jeans)),
    ("shorts", Sense::Garment(Garment::Lower(Lower::Shorts))),
    ("skirt|falda|jupe|rock", Sense::Garment(Garment::Lower(Lower::Skirt))),
    ("shoe|sneaker|trainer|boot", Sense::Garment(Garment::Shoes)),
    ("hat|sun hat|straw hat|cowboy hat|sombrero", Sense::Garment(Garment::Hat(Hat::Brimmed))),
    ("cap|baseball cap|beanie", Sense::Garment(Garment::Hat(Hat::Cap))),
    ("umbrella|parasol|paraguas|parapluie|regenschirm", Sense::Garment(Garment::Umbrella)),
    ("hair|haired", Sense::Garment(Garment::Hair)),
    ("ponytail|pigtail", Sense::Garment(Garment::Ponytail)),
    ("clothes|clothing|outfit|suit|tracksuit", Sense::Garment(Garment::All)),
    ("long hair|long haired", Sense::Cut(Cut::Long)),
    ("short hair|short haired", Sense::Cut(Cut::Short)),
    ("curly|curly hair|curly haired", Sense::Cut(Cut::Curly)),
    ("old|elderly|aged", Sense::Old),
    ("happy|joyful|cheerful|playful|friendly|smile|laugh|giggle|grin", Sense::Feeling(Feeling::Happy)),
    ("sad|unhappy|sorrowful|lonely", Sense::Feeling(Feeling::Sad)),
    ("surprised|startled|scared|frightened|afraid", Sense::Feeling(Feeling::Surprised)),
    ("slowly|gently|leisurely|carefully", Sense::Haste(0.65)),
    ("quickly|fast|faster|hastily", Sense::Haste(1.25)),
    ("right to left|to the left|leftward|leftwards", Sense::Way(-1)),
    ("left to right|to the right|rightward|rightwards", Sense::Way(1)),
    ("angry|lazy|tired|cold|hot|warm|loud|strong|heavy|empty|turn|left|right|high|low|head|hand|foot|feet|leg|suddenly|open|softly", Sense::Mute),
    (
        "rise|a|an|of|in|on|is|are|was|were|be|been|being|am|has|have|had|having|do|does|did|off|onto|up|down|out|from|over|under|through|across|along|around|near|beside|next|between|behind|front|side|past|away|very|really|beautiful|nice|young|cute|pretty|lovely|lots|lot|other|another|his|its|their|hers|our|your|my|me|you|we|us|i|there|here|so|but|or|just|only|also|too|all|every|each|any|more|less|most|much|un|una|une|en|de|du|des|ein|eine|im|dans|sur|shot|scene|view|camera|picture|video|clip|style|short|show|shows|seen|see|sees|go|goes|going|come|comes|get|gets|make|makes|take|takes|put|start|starts|begin|begins|keep|keeps|try|tries|want|wants|become|long|far|close|ground|floor|time|moment|second|minute|way|life|together|alone|where|what|how|if|than|like|it's|today|s|t|against|about|above|below|toward|well|good|can|could|will|would|should|may|must|first|last|new|something|everything|nothing|lets|let|ah|oh|hey|outside|outdoors|outdoor|indoor|landscape|wearing|wears|wear|worn|dressed|background|foreground|slow|quiet|calm|light|summer|spring|air|sky|great|back|lush|always|please|prefer|shown|drawn|portrayed",
        Sense::Skip,
    ),
];

/// Forms that no rule leads from.
const IRREGULAR: &[(&str, &str)] = &[
    ("ran", "run"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("caught", "catch"),
    ("sat", "sit"),
    ("slept", "sleep"),
    ("stood", "stand"),
    ("flew", "fly"),
    ("flies", "fly"),
    ("fell", "fall"),
    ("fallen", "fall"),
    ("drove", "drive"),
    ("said", "say"),
    ("told", "tell"),
    ("men", "man"),
    ("women", "woman"),
    ("shot", "shot"),
    ("lying", "lie"),
    ("lay", "lie"),
    ("shone", "shine"),
    ("leapt", "leap"),
    ("fled", "flee"),
    ("spoke", "speak"),
    ("sang", "sing"),
    ("perros", "perro"),
    ("gatos", "gato"),
    ("wolves", "wolf"),
];

/// The meaning of a word or of words separated by single spaces, in lower case.
#[must_use]
pub fn exact(word: &str) -> Option<Sense> {
    TABLE.iter().find(|(words, _)| words.split('|').any(|known| known == word)).map(|(_, sense)| *sense)
}

/// The meaning of a form, and whether it stands for several.
#[must_use]
pub fn sense(word: &str) -> Option<(Sense, bool)> {
    if let Some(sense) = exact(word) {
        return Some((sense, matches!(word, "children" | "people")));
    }
    if let Some((_, lemma)) = IRREGULAR.iter().find(|(form, _)| *form == word) {
        return exact(lemma).map(|sense| (sense, matches!(word, "men" | "women" | "wolves" | "perros" | "gatos")));
    }
    lemmas(word).into_iter().find_map(|(lemma, plural)| exact(&lemma).map(|sense| (sense, plural)))
}

/// What a form may come from, likeliest first; true for a plural or a third person.
fn lemmas(word: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut add = |stem: &str, end: &str, plural: bool| {
        if stem.chars().count() >= 2 {
            found.push((format!("{stem}{end}"), plural));
        }
    };
    if let Some(stem) = word.strip_suffix("ies") {
        add(stem, "y", true);
        add(stem, "ie", true);
    }
    if let Some(stem) = word.strip_suffix("ves") {
        add(stem, "f", true);
        add(stem, "ve", true);
    }
    if let Some(stem) = word.strip_suffix("es") {
        add(stem, "", true);
        add(stem, "e", true);
    }
    if let Some(stem) = word.strip_suffix('s') {
        add(stem, "", true);
    }
    for suffix in ["ing", "ed"] {
        if let Some(stem) = word.strip_suffix(suffix) {
            add(stem, "", false);
            add(stem, "e", false);
            let mut chars = stem.chars().rev();
            if let (Some(a), Some(b)) = (chars.next(), chars.next())
                && a == b
            {
                add(&stem[..stem.len() - a.len_utf8()], "", false);
            }
            if let Some(stem) = stem.strip_suffix('i') {
                add(stem, "y", false);
            }
        }
    }
    if let Some(stem) = word.strip_suffix("ly") {
        add(stem, "", false);
    }
    found
}

/// Whether a name is more often a man's. Only for choosing a look and a voice.
#[must_use]
pub fn is_mans_name(name: &str) -> bool {
    const MEN: &[&str] = &[
        "ben", "tom", "max", "leo", "sam", "joe", "jack", "bob", "carlos", "luca", "noah", "joshua", "luis", "juan", "pablo", "mike", "elia",
        "andrea", "nikita", "sasha", "jonas",
    ];
    let name = name.to_lowercase();
    MEN.contains(&name.as_str()) || !name.ends_with(['a', 'e', 'i', 'y', 'é'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_lemma() {
        for (form, verb) in [
            ("running", Verb::Run),
            ("chases", Verb::Chase),
            ("kicked", Verb::Kick),
            ("waving", Verb::Wave),
            ("threw", Verb::Throw),
            ("hops", Verb::Jump),
            ("flies", Verb::Fly),
            ("dribbling", Verb::Bounce),
        ] {
            assert_eq!(sense(form).map(|(sense, _)| sense), Some(Sense::Act(verb)), "{form}");
        }
        assert_eq!(sense("dogs"), Some((kind(ActorKind::Dog), true)));
        assert_eq!(sense("qwer"), None);
    }

    #[test]
    fn no_word_stands_twice_with_two_meanings() {
        let mut seen: Vec<(&str, Sense)> = Vec::new();
        for (words, sense) in TABLE {
            for word in words.split('|') {
                let before = seen.iter().find(|(known, _)| *known == word);
                assert!(before.is_none_or(|(_, was)| was == sense || *sense == Sense::Skip), "{word}");
                seen.push((word, *sense));
            }
        }
    }
}
