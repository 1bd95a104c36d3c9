//! Prompts of the kinds that people write, none of them a reference prompt: who must be there, who does what, and where.

use domain::storyboard::Shot;
use engine::studio::{
    screenplay::{ActorKind as K, ShotPlan},
    understand::understand_shots,
};

/// A prompt, the place of its first shot (`-`: any), and what must be in it: a kind, or a kind and what it does. `Person` and `Child` are of
/// either sex. ` || ` between shots, of which the last one is looked at where the place begins with `>`.
const PROMPTS: &[(&str, &str, &str)] = &[
    ("Two boys play badminton in a garden and laugh", "Garden", "Boy:Hit Boy:Laugh TennisBall"),
    ("A beach volleyball match between two women, the ball falls into the sand", "Beach", "Woman:Hit Volleyball:Fall"),
    ("A waiter drops a tray and the guests laugh", "-", "Man:Drop Bowl Woman:Laugh"),
    ("Two cats fight on a fence at midnight", "-", "Cat:Hit"),
    ("A referee blows his whistle and points at the goal", "Stadium", "Person:Beep Person:Point"),
    ("A whistle in a stadium, a kick, the crowd roars", "Stadium", "Person:Kick Person:Beep Football"),
    ("A football player takes a penalty and the goalkeeper dives but misses", "Stadium", "Person:Kick Person:Catch Football"),
    ("A knight rides a horse to the castle and knocks on the door", "Castle", "Person:Ride Horse:Walk Person:Knock Door"),
    ("A penguin slides down an icy hill and falls into the sea", "-", "Penguin:Glide"),
    ("A baby crawls across the carpet towards a teddy bear", "Room", "Baby:Crawl Bear"),
    ("Rain drums on a tin roof while a cat looks out of the window", "Rooftop", "Cat:Look"),
    ("A train arrives at a station, the doors open and three people get off", "Station", "Train:Drive Person:Walk"),
    ("A boy blows up a balloon until it pops", "-", "Boy:Lift Balloon:Explode"),
    ("A girl flies a red kite on a windy beach", "Beach", "Girl:Look Kite:Fly"),
    ("A magician pulls a rabbit out of a hat", "-", "Person:Pull Rabbit"),
    ("A truck carrying boxes brakes and the boxes fall off", "Street", "Truck:Stand Box:Fall"),
    ("A woman in a yellow raincoat walks her dog in the rain", "-", "Woman:Walk Dog:Walk"),
    ("An old man feeds pigeons in the park", "Park", "Man:Give Bird"),
    ("Two knights fight with swords in the courtyard of a castle", "Castle", "Person:Hit Sword"),
    ("A drone shot of a harbour at dawn, fishing boats leave", "Harbour", "Boat:Sail"),
    ("A surfer rides a huge wave and falls off", "Sea", "Person:Glide Person:Fall"),
    ("A child builds a sandcastle and a wave destroys it", "-", "Child:Lift Sandcastle:Topple"),
    ("A firefighter climbs a ladder to rescue a cat from a tree", "-", "Person:Lift Cat"),
    ("A band plays on a stage, the crowd claps", "Theatre", "Person:Play Guitar"),
    ("An astronaut plants a flag on the moon", "Moon", "Person:Drop Flag"),
    ("A witch stirs a bubbling pot, green smoke rises", "-", "Woman:Cook Bowl"),
    ("A cyclist overtakes a bus", "Street", "Person:Ride Bicycle Bus:Drive"),
    ("A squirrel eats a nut in the forest", "Forest", "Squirrel:Eat Apple"),
    ("A bear catches a salmon in a river", "Lake", "Bear:Catch Fish"),
    ("Three ducks cross the road and a car stops", "Street", "Duck:Walk Car:Stand"),
    ("A dog digs a hole in the garden and finds a ball", "Garden", "Dog:Push Dog:Look"),
    ("A ballerina spins on stage under a spotlight", "Theatre", "Woman:Spin"),
    ("A pirate ship sails under the full moon, waves crash", "Sea", "Sailboat:Sail"),
    ("A boy whispers \"Be quiet\" to his sister, she giggles", "-", "Boy:Talk Woman:Laugh"),
    ("Mum says \"Dinner is ready!\" and the children run to the table", "-", "Woman:Talk Child:Run Table"),
    ("A teacher writes on the blackboard, the students yawn", "Classroom", "Person:Write Person:Stretch"),
    ("A parrot on a pirate's shoulder says \"Land ahoy!\"", "-", "Parrot:Talk"),
    ("A man proposes to a woman on a bridge at sunset, she cries with joy", "Street", "Man:Bow Woman:Cry"),
    ("A volcano erupts and villagers flee", "Mountain", "Person:Flee"),
    ("A glass falls from the table and shatters on the floor", "-", "Cup:Fall Cup:Break Table"),
    ("A bowling ball rolls down the lane and knocks over the pins", "-", "Football:Run Football:Hit Bottle"),
    ("A lumberjack chops down a tree", "-", "Man:Hit"),
    ("A spaceship lands in a cornfield at night and an alien steps out", "Farm", "Rocket:Land Person:Walk"),
    ("A mother rocks her baby to sleep and sings softly", "-", "Woman:Hug Woman:Sing Baby"),
    ("A boy and a girl build a tower of blocks, then the boy knocks it over", "Nursery", "Boy:Lift Girl:Lift Boy:Hit Block"),
    ("First a dog barks at a cat, then the cat hisses and the dog runs away", "-", "Dog:Bark Cat:Bark Dog:Flee"),
    ("A dog and a cat quarrel in the kitchen", "Kitchen", "Dog:Bark Cat:Bark"),
    ("A boxer punches a bag in a gym", "Gym", "Person:Hit Suitcase"),
    ("A couple has dinner in a restaurant, the waiter brings wine", "Cafe", "Person:Eat Man:Give Bottle"),
    ("A horse pulls a cart through the village", "Village", "Horse:Pull"),
    ("Timelapse of a city from day to night", "City", ""),
    ("A boat sinks in a storm", "-", "Boat:Topple"),
    ("A woman opens a box and a cat jumps out", "-", "Woman:Open Box Cat:Jump"),
    ("A ball rolls down the stairs and breaks a vase", "Stairs", "Football:Run Football:Hit Bowl"),
    ("Two robots shake hands in a factory", "Office", "Robot:Shake"),
    ("A robot counts to three and beeps at each number", "-", "Robot:Beep Robot:Talk"),
    ("A horse jumps over a box", "-", "Horse:Jump Box"),
    ("Un niño juega con una pelota en la playa y su perro la persigue", "Beach", "Boy:Throw BeachBall Dog:Chase"),
    ("Dos amigas bailan bajo la lluvia con un paraguas rojo", "-", "Woman:Dance"),
    ("Un tren cruza el puente de noche mientras nieva", "Street", "Train:Drive"),
    ("El cocinero corta la cebolla y llora", "Kitchen", "Person:Cook Person:Cry Apple"),
    ("Un chat noir dort sur le toit, puis il chasse une souris", "Rooftop", "Cat:Sleep Cat:Chase Mouse:Flee"),
    ("Le chien aboie et le facteur s'enfuit", "-", "Dog:Bark Man:Flee"),
    ("Une petite fille court dans la neige", "-", "Girl:Run"),
    ("Ein Junge wirft einen Ball und sein Hund holt ihn", "-", "Boy:Throw Dog:Catch"),
    ("Eine alte Frau füttert Enten am See", "Lake", "Woman:Give Duck"),
    ("Der Zug fährt durch den verschneiten Wald", "Forest", "Train:Drive"),
    ("Ein Ritter kämpft gegen einen Drachen vor der Burg", "Castle", "Person:Hit Dragon"),
    ("A girl finds a lost puppy in the rain || She carries it home", ">Room", "Girl:Lift Dog"),
    ("A girl finds a lost puppy in the rain || She carries it home || At night the puppy sleeps in her bed", ">Bedroom", "Dog:Sleep"),
    ("Ana and Ben walk into a cave. Ana lights a torch || Ana laughs and Ben falls into the grass", ">-", "Woman:Laugh Man:Fall"),
    ("A farmer drives a tractor at dawn || He stops and drinks coffee || Close-up of his smile", ">-", "Man:Laugh"),
];

fn is(kind: K, wanted: &str) -> bool {
    match wanted {
        "Person" => matches!(kind, K::Man | K::Woman),
        "Child" => matches!(kind, K::Boy | K::Girl),
        kind_name => format!("{kind:?}") == kind_name,
    }
}

fn holds(shots: &[&ShotPlan], wanted: &str) -> bool {
    let (kind, verb) = wanted.split_once(':').map_or((wanted, None), |(kind, verb)| (kind, Some(verb)));
    let does = |actor: &engine::studio::screenplay::Actor| verb.is_none_or(|verb| actor.actions.iter().any(|a| format!("{:?}", a.verb) == verb));
    shots.iter().flat_map(|shot| &shot.cast).any(|actor| is(actor.kind, kind) && does(actor))
}

#[test]
fn what_is_asked_is_in_the_screenplay() {
    assert!(PROMPTS.len() >= 60);
    let mut missing = Vec::new();
    for (prompt, place, wanted) in PROMPTS {
        let shots: Vec<Shot> = prompt.split(" || ").map(|prompt| Shot { prompt: prompt.to_owned(), seconds: 8, ..Shot::default() }).collect();
        let screenplay = understand_shots(&shots, 7, 24).screenplay;
        let last = place.strip_prefix('>');
        let shots: Vec<&ShotPlan> = match last {
            Some(_) => screenplay.shots.last().into_iter().collect(),
            None => screenplay.shots.iter().collect(),
        };
        let place = last.unwrap_or(place);
        if place != "-" && format!("{:?}", shots[0].setting) != place {
            missing.push(format!("{prompt}: in {:?}, not {place}", shots[0].setting));
        }
        missing.extend(wanted.split_whitespace().filter(|wanted| !holds(&shots, wanted)).map(|wanted| format!("{prompt}: no {wanted}")));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Two who talk face each other and take turns.
#[test]
fn a_quarrel_goes_to_and_fro() {
    let shot = Shot { prompt: "A dog and a cat argue on a roof".into(), seconds: 10, ..Shot::default() };
    let plan = &understand_shots(&[shot], 7, 24).screenplay.shots[0];
    let mut turns: Vec<(f64, usize)> = Vec::new();
    for (id, actor) in plan.cast.iter().enumerate() {
        turns.extend(actor.actions.iter().filter(|action| action.target == Some(1 - id)).map(|action| (action.from, id)));
    }
    turns.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(turns.len() >= 4 && turns.windows(2).all(|pair| pair[0].1 != pair[1].1), "{turns:?}");
}
