//! The small words: articles, conjunctions, pronouns, what asks for thoughts and what says nothing.

use super::super::sense::{Pronoun, Sense};

pub const WORDS: &[(&str, Sense)] = &[
    (
        "no|not|without|never|don't|doesn't|isn't|aren't|none|neither|nor|won't|didn't|cannot|can't|don’t|doesn’t|isn’t|without any|instead of|except|rather than|avoids|no longer",
        Sense::Not,
    ),
    ("nobody|no one|no people|no person|no humans", Sense::Nobody),
    ("and|plus|&|along with|as well as", Sense::And),
    (
        "then|afterwards|next|later|finally|luego|again|before|until|and then|after that|eventually|moments later|at the end|in the end|soon|back to|subsequently",
        Sense::Then,
    ),
    ("while|as|meanwhile|during|at the same time|whilst|as if to|simultaneously", Sense::Meanwhile),
    ("when|because|after|once the|as soon as|since|whenever|the moment", Sense::When),
    ("the|this|same|the same|these|those", Sense::The),
    ("a|an|another|any|every|each|other|some of the|one of the", Sense::Article),
    ("his|their|its|my|our|your|whose", Sense::Possessive),
    ("that|who|which|whom", Sense::Relative),
    ("each other|one another|with each other|against each other|at each other|together with each other", Sense::Mutual),
    ("by", Sense::By),
    ("with|holding|carrying|carries|together with|accompanied by", Sense::With),
    ("to|towards|at|for|into|toward|onto|toward the|in the direction of", Sense::Towards),
    (
        "of|in|on|off|through|across|along|around|near|beside|between|behind|past|over|under|from|up|down|out of|in front of|next to|inside of|on top of|above|below|against|about|within|beneath|underneath|beyond|amid|among|upon|alongside|out|away",
        Sense::Prep,
    ),
    ("he|him|himself", Sense::Pronoun(Pronoun::He)),
    ("she|her|herself", Sense::Pronoun(Pronoun::She)),
    ("they|them|themselves|both of them|everyone|everybody|all of them|the two", Sense::Pronoun(Pronoun::They)),
    ("it|itself", Sense::Pronoun(Pronoun::It)),
    ("bench|park bench", Sense::Bench),
    ("hoop|basket|backboard|rim|basketball hoop|net|off the backboard|the backboard", Sense::Hoop),
    ("inside|indoor|inside it|interior", Sense::Inside),
    (
        "a day in the life of|day in the life of|daily life of|the life of|the story of|daily routine of|a day with|a series of|montage of|a montage of|montage|day in the life",
        Sense::Series,
    ),
    (
        "is|are|was|were|be|been|being|am|has|have|had|having|do|does|did|start|starts|begin|begins|keep|keeps|keeps on|try|tries|want|wants|go|goes|going|come|comes|get|gets|make|makes|take|takes|starts to|begins to|tries to|wants to|can|could|will|would|should|may|must|let|lets|perform a|performs a|doing|making|performs|trying to|trying|executes|attempts|manages to|continues to|decides to",
        Sense::Helper,
    ),
    (
        "proof|philosophy|philosophical|free will|idea|concept|meaning|truth|theory|justice|freedom|democracy|economy|logic|argument|existence|consciousness|morality|ethics|mathematics|equation|theorem|inflation|capitalism|infinity|soul|destiny|fate|wisdom|knowledge|hope|faith|happiness|sadness|nostalgia|religion|politics|science|strategy|history|society|reason|possibility|paradox|metaphor|abstraction|poem|essay|explanation|summary|exists|exist|nothingness|eternity|love",
        Sense::Idea,
    ),
    (
        "train whistle|blow out|blows out|blowing out|cold|hot|warm|loud|strong|heavy|empty|turn|head|hand|foot|feet|leg|arm|eye|nose|ear|tail|fire|flame|explosion|blood|transparent|invisible|upside|naked|dirty|broken|burning|sleeping bag|glowing|metal|crowded|ground floor|noise|dead|rainbow|text|title|logo|subtitle|sign|letter a|face|finger|mouth|wing|wheel|dust|spark|mud|lava|magic|spell|electric|magnifying glass|shoulder|footprint|hole|bone|pit|trophy|medal|mask|bow tie|necklace|ring finger|earring|glove|sock|belt|tie|tattoo|wig|stripes|striped|spotted|dotted|plaid|polka|checkered|shadow|reflection|friendship bracelet",
        Sense::Mute,
    ),
    (
        "parked|very|really|beautiful|nice|young|cute|pretty|lovely|lots|lot|hers|me|you|we|us|i|there|here|so|but|or|just|only|also|too|all|more|less|most|much|shot|scene|view|camera|picture|video|clip|style|short|show|shows|seen|become|far|close|floor|time|moment|second|minute|way|life|together|alone|where|what|how|if|than|like|it's|today|s|t|well|good|long|high|low|first|last|new|something|everything|nothing|ah|oh|hey|outside|outdoors|outdoor|landscape|background|foreground|slow|quiet|calm|quietly|air|ground|great|back|lush|always|please|prefer|shown|drawn|portrayed|front|side|left|right|rise|rises|rising|full|whole|half|end|beginning|middle|center|centre|top|bottom|corner|edge|distance|in the distance|brave|clever|smart|gentle|kind|funny|famous|mysterious|magical|strange|little bit|ordinary|typical|modern|traditional|elegant|colourful|colorful|cozy|cosy|busy|peaceful|serene|dramatic|epic|perfect|perfectly|fresh|soft light|wild|free|deep|round|shiny|fluffy|furry|graceful|skilled|professional|fancy|classic|simple|majestic|handsome|gorgeous|adorable|sweet|silly|friendly looking|wise|noble|noisy|rusty|smooth|sharp|thick|thin|in slow|already|almost|still|even|ever|yet|once upon a time|upon|suddenly then|finally at last|named|called|atmosphere|mood|ambience|lighting|light|details|detailed|highly|quality|high quality|resolution|beautifully|sound|sounds|voice|aloud|loudly|word|words|line|story|movie scene|image|frame|film|prompt|generate|create|imagine|depict|depicting|showing|featuring|features|feature|display|displaying|setting|set|theme|subject|main|court floor|game|sport|competition|race day|rally|trick|session|show off|tail wagging|fun|joy|playtime|adventure|journey|trip|someone else|work|job|duty|out of the picture|out of the frame|out of frame|off screen|offscreen|out of sight|big splash|splash|splashes|splashing|number|numbers|both feet|with both feet|on both feet|on its feet|feet first|backstage|up and down|back and forth|to and fro|from side to side|for a while|for a moment|at least|of course|no matter|not only|right away|in a row|one by one|step by step|as usual|life long|sure|maybe|perhaps|really big|sunny side|flat out|day by day|bit|kind of|sort of|type|piece|pieces|part|parts|couch potato|to sleep|with a crash|with a bang|with a thud|with a splash|with a bump|icy|lost|found",
        Sense::Skip,
    ),
];
