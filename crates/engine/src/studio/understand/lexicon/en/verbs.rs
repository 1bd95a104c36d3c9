//! What can be done. Forms follow from the lemma; phrases are listed with theirs.

use super::super::sense::Sense;
use crate::studio::screenplay::{Ambience, Verb as V};

pub const VERBS: &[(&str, V)] = &[
    ("stand|wait|pose|stay|stop|brake|halt|pause|stand still|freeze|remain|linger|appear|sway|stumble to a stop", V::Stand),
    (
        "walk|stroll|wander|stride|tiptoe|hike|roam|stagger|limp|strut|pace|trudge|arrive|enter|leave|approach|cross|return|explore|follow|travel|move|patrol|pass by|passes by|walk past|walks past|sneak|march past|come in|comes in|go out|goes out|get off|gets off|get out|gets out|step|step out|steps out|step in|steps in|come out|comes out|emerge",
        V::Walk,
    ),
    ("run|sprint|jog|race|dash|rush|gallop|hurry|trot|bolt|scamper|scurry|charge|hurtle|canter|zoom past|race past|races past", V::Run),
    ("jump|leap|hop|bound|vault|pounce|hurdle|spring up|bounces up and down", V::Jump),
    (
        "throw|toss|shoot|hurl|lob|fling|serve|pass|shot at the hoop|pitch|volley|bowl a ball|play catch|plays catch|playing catch|juggle|take a shot|takes a shot",
        V::Throw,
    ),
    ("kick|patea|punt|penalty kick|take a penalty|takes a penalty|takes the penalty|taking a penalty|shoots at goal|dribbles past", V::Kick),
    ("bounce|dribble|rebound|bounces off|ricochet|rebounds off", V::Bounce),
    ("catch|fetch|grab|receive|snatch|scoop|retrieve|collect|pick up a ball", V::Catch),
    ("wave|greet|meet|wave goodbye|waves goodbye|salute|beckon|say goodbye|says goodbye|wave hello|waves hello", V::Wave),
    ("chase|pursue|overtake|hunt|run after|runs after|ran after|running after|go after|goes after|stalk|chase after|chases after|chasing after", V::Chase),
    (
        "flee|escape|run away|runs away|ran away|running away|run away from|runs away from|running away from|retreat|run from|runs from|running from|flees from|escapes from|fleeing from|escape from",
        V::Flee,
    ),
    (
        "talk|chat|discuss|argue|speak|converse|gossip|quarrel|debate|bicker|negotiate|preach|lecture|recite|teach|interview|complain|gives a speech|give a speech|phone call",
        V::Talk,
    ),
    ("dance|twirl|tango|waltz|breakdance|tap dance|boogie|dance together|dances together", V::Dance),
    ("sit|seated|rest|relax|sit down|sits down|kneel|squat|perch|meditate|crouch|lounge|sunbathe|sitting down", V::Sit),
    (
        "sleep|nap|lie|doze|asleep|go to sleep|goes to sleep|going to sleep|went to sleep|lies down|lie down|lying down|lay down|snore|dream|fall asleep|falls asleep|take a nap|takes a nap|taking a nap|lies asleep",
        V::Sleep,
    ),
    ("cheer|celebrate|rejoice|applaud|throw confetti|high five|cheer on|cheers on|root for", V::Cheer),
    ("drive|ride past|speed|cruise|drift|steer|park a car|drives by|drive by|drives past|drive past|speed past|speeds past", V::Drive),
    ("ride|rides on|riding on|ride on|mount|gallops on|rides a horse of", V::Ride),
    ("fly|flutter|soar|flap|buzz|fly away|flies away|take flight|takes flight", V::Fly),
    ("bark|growl|howl|meow|moo|roar|neigh|quack|chirp|hoot|croak|bleat|oink|purr|hiss|squeak|squawk|whinny|bray|tweet|trumpets loudly|caw", V::Bark),
    (
        "fall|drop down|tumble|trip|fall over|falls over|fall down|falls down|slip|collapse|faint|stumble|fall off|falls off|plummet|crash to the ground|plop",
        V::Fall,
    ),
    // Turning and gliding
    ("backflip|back flip|flip backwards|flips backwards|backward flip|backwards flip|back somersault|back handspring", V::Backflip),
    ("somersault|front flip|frontflip|flip|forward roll|forward flip|tumbling pass|handspring", V::Somersault),
    ("cartwheel|turn cartwheels|turns cartwheels", V::Cartwheel),
    ("spin|pirouette|whirl|rotate|revolve|turn around|turns around|turn in circles|turns in circles|twist", V::Spin),
    ("glide|skate|ice skate|ski|slide|surf|snowboard|roller skate|ride a wave|rides a wave|riding a wave|rides a big wave|rides a huge wave|ride the waves|rides the waves|rides the wave|coast along|skates along|skateboarding|skateboard past", V::Glide),
    ("kickflip|kick flip|ollie|do a trick|does a trick|heelflip|skateboard trick", V::Kickflip),
    (
        "cannonball|cannonballs|cannon ball|belly flop|bellyflop|jumps into the pool|jump into the pool|jumps into the water|jump into the water|leaps into the water|leaps into the pool",
        V::Cannonball,
    ),
    ("dive|plunge|high dive off|dives in|dive in", V::Dive),
    ("swim|paddle|snorkel|wade|swim around|swims around|bathe", V::Swim),
    ("float|bob|drift on water|floats on", V::Float),
    (
        "climb|ascend|clamber|scale|climb up|climbs up|mounts the stairs|go up the stairs|goes up the stairs|walk up the stairs|walks up the stairs|climbing up",
        V::Climb,
    ),
    ("crawl|creep|slither|crawl along|inch along|slink", V::Crawl),
    ("skip|prance|frolic|skip rope|skips rope|jump rope|jumps rope", V::Skip),
    ("march|parade|goose step", V::March),
    // With hands
    ("push|dig|shove|press|nudge|push over", V::Push),
    (
        "pull|drag|tug|haul|tow|play tug of war|plays tug of war|playing tug of war|tug of war|tug of war game|plays a tug of war|pull on|pulls on|reel in|yank",
        V::Pull,
    ),
    ("lift|raise|pick up|picks up|picking up|hoist|lift up|lifts up|hold up|holds up|picked up|carry|rescue|save|build|construct|assemble|lift weights|lifts weights|hold|holds", V::Lift),
    ("drop|let go|lets go|put down|puts down|release|spill|plant a|plants a|plants the|planting a|lay down gently|set down|sets down", V::Drop),
    ("give|hand over|hands over|offer|deliver|hands a|bring|brings|serves food|share|present to|sell|feed|pay", V::Give),
    (
        "hit|strike|smash|crash into|crashes into|crashing into|collide|collide with|collides with|bump into|bumps into|bump|slam into|slams into|punch|knock over|knocks over|knocks down|knock down|attack|fight|bat at|crash|beat|slap|crashed into|run into|runs into|bang into|whack|destroy|ruin|poke|box with|wrestle|chop down|chops down|cut down|cuts down|chop wood|chops wood|chopping wood",
        V::Hit,
    ),
    (
        "eat|munch|chew|nibble|gobble|bite|feed on|graze|taste|lick|devour|snack|have dinner|has dinner|have breakfast|has breakfast|have lunch|has lunch|have a picnic|has a picnic",
        V::Eat,
    ),
    ("drink|sip|slurp|gulp|drink from|drinks from|toast with", V::Drink),
    ("read|study|flip through|leaf through|reads from", V::Read),
    ("write|type|draw|scribble|sign|note down|sketch a|take notes|takes notes|calculate", V::Write),
    (
        "cook|bake|stir|fry|chop|prepare|knead|flip pancakes|flips pancakes|grill|whisk|prepare a meal|prepares a meal|make soup|makes soup|make dinner|makes dinner",
        V::Cook,
    ),
    ("paint|paint a picture|paints a picture|decorate", V::Paint),
    ("strum|play music|plays music|playing music|drum on|play a song|plays a song|make music|makes music", V::Play),
    ("sing|hum|sing along|sings along|chant|serenade|yodel", V::Sing),
    ("clap|clap hands|claps hands|give applause|clap along", V::Clap),
    ("point|point at|points at|point to|points to|pointing at|gesture", V::Point),
    ("hug|embrace|cuddle|kiss|snuggle|hold hands|holds hands|cradle|pet a|stroke|comfort|pat", V::Hug),
    ("shake|shiver|tremble|shudder|shake hands|shakes hands|vibrate|wobble|wag|wags|wag its tail|wags its tail|quiver", V::Shake),
    ("bow|propose|curtsy|take a bow|takes a bow", V::Bow),
    ("nod|nod yes|agree", V::Nod),
    ("refuse|shake head|shakes head|shakes his head|shakes her head|shake their heads|decline|disagree", V::Refuse),
    ("light|ignite|light up a|kindle|lights up|switch on|switches on|turn on|turns on|lit", V::Light),
    ("ring|jingle|chime|ring the doorbell|toll|ding", V::Ring),
    ("knock|knock on|knocks on|rap on|knock at|knocks at", V::Knock),
    ("open|open up|opens up|unlock|unwrap|close|shut", V::Open),
    // Feelings that show
    ("cry|weep|sob|burst into tears|bursts into tears|wail|whimper|cries out loud", V::Cry),
    ("laugh|giggle|chuckle|burst out laughing|bursts out laughing|smile|grin|beam with joy", V::Laugh),
    ("think|ponder|wonder|contemplate|muse|reflect|scratch his head|scratches his head|scratches her head|daydream|worry|philosophize", V::Think),
    (
        "look|watch|listen|stare|gaze|observe|look at|looks at|looking at|look around|looks around|peek|peer|admire|glance|look up|looks up|inspect|examine|search|look for|looks for|stargaze|see|discover|find|finds|notice|spot|sniff|squint|listens to|wake up|wakes up|waking up|wake",
        V::Look,
    ),
    ("hide|hide behind|hides behind|take cover|takes cover|hide under|hides under|cower|hiding behind|peekaboo|vanish", V::Hide),
    ("stretch|yawn|do yoga|does yoga|exercise|warm up|warms up|work out|works out|yoga|doing yoga|stretches out", V::Stretch),
    // What things do
    ("roll|roll down|rolls down|rolls along|roll along|tumbleweed|rolls away|roll away|chug|chugs along", V::Roll),
    ("topple|topple over|topples over|tip over|tips over|keel over|fall like dominoes|crumble|cave in|overturn|capsize", V::Topple),
    ("drip|trickle|pour|pour down|leak|rain down|rains down|drizzle down|squirt", V::Drip),
    (
        "launch|take off|takes off|taking off|blast off|blasts off|lift off|lifts off|lifting off|shoots up into the sky|rocket up|soar into space",
        V::Launch,
    ),
    ("land|touch down|touches down|come down|alight", V::Land),
    ("rock|swing|sway back and forth|rocks back and forth|pitch and roll|swings back and forth|seesaw|swing on a swing|toss about", V::Rock),
    ("sail|row|sail away|sails away|navigate|sails across|set sail|sets sail|ferry across|voyage", V::Sail),
    ("hover|levitate|hang in the air|hangs in the air|hover over|hovers over", V::Hover),
    ("explode|blow up|blows up|burst|erupt|detonate|pop|go boom|bang loudly|bursts into flames", V::Explode),
    (
        "break|shatter|crack|snap|break apart|breaks apart|fall apart|falls apart|break into pieces|breaks into pieces|crumple|smash to pieces|tear",
        V::Break,
    ),
    ("shine|glow|blink|flicker|flash|sparkle|twinkle|glitter|burn|shimmer|light up|beam of light|gleam", V::Shine),
    ("beep|honk|buzzing sound|whirr|bleep|toot|whistle|blow a whistle|blows a whistle|blow the whistle|blows the whistle|blow his whistle|blows his whistle|blow her whistle|blows her whistle|whistle blows|the whistle blows|blowing a whistle", V::Beep),
];

/// Verbs with a meaning of their own, and words for how it ends.
pub const OTHERS: &[(&str, Sense)] = &[
    ("play|practise|practice|train hard|play around|play with|plays with|playing with|play together|plays together", Sense::Play),
    (
        "say|answer|reply|ask|shout|yell|whisper|call|exclaim|respond|scream|announce|add|tell|cry out|cries out|call out|calls out|mutter|murmur|shriek|explain|declare|mumble|bellow|proclaim|state|holler|shout out|shouts out|says in a voice",
        Sense::Says,
    ),
    ("count|count up|counts up|count from|counts from|counting from", Sense::Counts),
    ("miss|misses the shot|miss the shot|miss the goal|fail|fails to", Sense::Miss),
    (
        "score|sink|dunk|slam dunk|make it|score a goal|scores a goal|hits the net|hit the net|hits the back of the net|hit the bullseye|in the net|swish|swishes",
        Sense::Score,
    ),
    (
        "crowd roars|crowd cheers|the crowd roars|the crowd cheers|roar of the crowd|crowd noise|crowd goes wild|crowd claps|the crowd claps|crowd applauds|the crowd applauds|audience applauds|audience claps|audience cheers",
        Sense::Sound(Ambience::Crowd),
    ),
    ("applause|ovation", Sense::Sound(Ambience::Applause)),
];

/// A noun for what a verb does: "after a kick".
pub const SOUNDS: &[(&str, Ambience)] = &[
    ("crowd|audience|spectators|fans", Ambience::Crowd),
    ("birdsong|chirping|birds singing|bird song|birds chirping", Ambience::Birds),
    ("traffic|car horn|sirens|siren", Ambience::Traffic),
    ("waves crashing|surf sound|sound of waves|crashing waves", Ambience::Waves),
    ("cricket|crickets|cicada|cicadas", Ambience::Crickets),
    ("music|song|melody|soundtrack|orchestra|tune|jazz|rock music|symphony", Ambience::Music),
    ("sound of wind|howling wind|wind howls", Ambience::Wind),
    ("sound of rain|rain patters|pattering rain", Ambience::Rain),
    ("thunder rumbles|rolling thunder|sound of thunder", Ambience::Thunder),
    ("crackling fire|campfire|bonfire|fire crackles", Ambience::Fire),
    ("babbling brook|water flows|sound of water", Ambience::Stream),
    ("engine noise|engine sound|sound of engines", Ambience::Engine),
    ("machinery|sound of machines|factory noise", Ambience::Machines),
    ("chatter|murmuring|people talking|babble of voices|chatting crowd", Ambience::Talk),
    ("church bells|bells ringing|bells ring|ringing bells", Ambience::Bells),
    ("hooting owls|owls hoot", Ambience::Owls),
    ("croaking frogs|frogs croak", Ambience::Frogs),
    ("jungle sounds|sounds of the jungle", Ambience::Jungle),
    ("silence|silent|in silence|no sound|soundless|complete silence", Ambience::Silence),
];
