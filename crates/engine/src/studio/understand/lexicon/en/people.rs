//! Who can be cast: people by age and sex, by trade, and in groups.

use super::super::sense::{Body, Subject};
use crate::studio::screenplay::{ActorKind as K, Costume as C, Verb};

const PERSON: Body = Body::person();

pub const BODIES: &[(&str, Body)] = &[
    // Age and sex
    (
        "woman|lady|mother|mom|mum|mama|mommy|girlfriend|actress|waitress|sister|wife|aunt|madam|businesswoman|housewife|heroine|sportswoman|saleswoman",
        Body::kind(K::Woman),
    ),
    ("grandmother|grandma|granny|nan|old lady|old woman", Body::kind(K::Woman).aged()),
    (
        "man|guy|gentleman|father|dad|daddy|papa|boyfriend|actor|waiter|brother|husband|fellow|uncle|dude|bloke|businessman|fisherman|postman|mailman|salesman|sportsman|woodcutter|lumberjack|monk|blacksmith|cameraman|milkman",
        Body::kind(K::Man),
    ),
    ("grandfather|grandpa|granddad|old man", Body::kind(K::Man).aged()),
    ("girl|daughter|schoolgirl|granddaughter|niece|little girl|young girl", Body::kind(K::Girl)),
    ("boy|son|schoolboy|grandson|nephew|lad|little boy|young boy", Body::kind(K::Boy)),
    ("baby|infant|newborn", Body::kind(K::Baby)),
    ("toddler|child|kid|schoolchild|youngster|orphan|boy or girl", Body::new(Subject::Child)),
    ("children", Body::new(Subject::Child).many(2)),
    (
        "teenager|teen|youth|person|someone|somebody|human|adult|teacher|neighbour|neighbor|visitor|stranger|passer|passerby|student|artist|worker|walker|speaker|\
         parent|rider|guest|customer|client|traveller|traveler|tourist|hiker|writer|poet|painter|reader|driver|passenger|cleaner|baker|barber|tailor|butcher|gardener|\
         shepherd|hunter|volunteer|coach|referee|judge|lawyer|mayor|president|hero of the story|protagonist|character|figure|twin|cousin|colleague|boss|secretary|\
         librarian|photographer|reporter|journalist|barista|bartender|cashier|shopkeeper|seller|vendor|thief|burglar|spy|prisoner|beggar|refugee|camper|explorer|\
         adventurer|climber|mountaineer|spectator|pilot|engineer|mechanic|plumber|carpenter|electrician|golfer|bowler|boxer|wrestler|archer|\
         conductor|magician|juggler|acrobat|model|influencer|gamer|hacker|programmer|developer|scholar|philosopher|pianist's friend|dreamer|fool|opponent|rival|enemy|owner",
        PERSON,
    ),
    ("friend|buddy|pal|companion|mate|roommate|lover|sibling", PERSON),
    ("couple|lovers|newlyweds|twins|partners|parents", PERSON.many(2)),
    ("people|group|family|team|gang|class|folk|villagers|passersby|tourists", PERSON.many(3)),
    ("basketball player|hooper|basketballer|basketball star", Body::new(Subject::Hooper)),
    ("football player|soccer player|footballer|striker|goalkeeper|goalie", Body::new(Subject::Footballer)),
    ("player|athlete|tennis player|volleyball player|baseball player|hockey player", Body::trade(C::Player)),
    // By what they do
    ("runner|sprinter|jogger|marathoner", PERSON.who(Verb::Run)),
    ("dancer|breakdancer", PERSON.who(Verb::Dance)),
    ("dancers", PERSON.who(Verb::Dance).many(3)),
    ("ballerina|ballet dancer", Body::kind(K::Woman).in_costume(C::Ballet).who(Verb::Dance)),
    ("gymnast|tumbler", Body::trade(C::Gymnast)),
    ("skater|figure skater|ice skater", Body::trade(C::Skater).who(Verb::Glide)),
    ("skier|snowboarder", PERSON.who(Verb::Glide)),
    ("skateboarder|skateboard rider", Body::trade(C::Cyclist).who(Verb::Glide)),
    ("swimmer|diver|scuba diver|snorkeler", Body::trade(C::Swimmer).who(Verb::Swim)),
    ("surfer|lifeguard", Body::trade(C::Swimmer)),
    ("jockey|horseman|horsewoman|equestrian", Body::trade(C::Cyclist)),
    ("cyclist|biker|bicyclist|motorcyclist", Body::trade(C::Cyclist).who(Verb::Ride)),
    ("singer|vocalist|opera singer|rapper", PERSON.who(Verb::Sing)),
    ("band|rock band|jazz band|street band", PERSON.who(Verb::Play).many(3)),
    ("musician|guitarist|pianist|drummer|violinist|busker", PERSON.who(Verb::Play)),
    // Trades and tales
    ("astronaut|cosmonaut|spaceman|space explorer|spacewoman", Body::trade(C::Astronaut)),
    ("chef|cook|pastry chef", Body::trade(C::Chef)),
    ("doctor|nurse|surgeon|dentist|physician|vet|veterinarian|paramedic", Body::trade(C::Doctor)),
    ("firefighter|fireman|firewoman", Body::trade(C::Firefighter)),
    ("policeman|policewoman|police officer|cop|officer|sheriff|police|guard|security guard|traffic warden", Body::trade(C::Police)),
    ("soldier|warrior|general|trooper|marine", Body::trade(C::Soldier)),
    ("sailor|captain|fisher|skipper|seaman", Body::trade(C::Sailor)),
    ("keeper|lighthouse keeper|caretaker", Body::trade(C::Keeper)),
    ("farmer|peasant|rancher", Body::trade(C::Farmer)),
    ("builder|construction worker|bricklayer|workman|miner", Body::trade(C::Builder)),
    ("king|emperor|monarch|sultan|pharaoh|duke|tsar", Body::kind(K::Man).in_costume(C::King)),
    ("queen|empress|duchess|countess|sultana", Body::kind(K::Woman).in_costume(C::Queen)),
    ("princess", Body::kind(K::Girl).in_costume(C::Queen)),
    ("prince", Body::kind(K::Boy).in_costume(C::King)),
    ("knight|gladiator|viking", Body::trade(C::Knight)),
    ("pirate|buccaneer", Body::trade(C::Pirate)),
    ("wizard|sorcerer|warlock|druid", Body::kind(K::Man).in_costume(C::Wizard)),
    ("witch|sorceress", Body::kind(K::Woman).in_costume(C::Witch)),
    ("clown|jester|mime", Body::trade(C::Clown)),
    ("superhero|hero|superheroine|superman", Body::trade(C::Hero)),
    ("ninja|samurai", Body::trade(C::Ninja)),
    ("cowboy|gunslinger|outlaw", Body::kind(K::Man).in_costume(C::Cowboy)),
    ("cowgirl", Body::kind(K::Woman).in_costume(C::Cowboy)),
    ("detective|private eye|sleuth|investigator", Body::trade(C::Detective)),
    ("groom|butler|manager|banker|politician|bridegroom", Body::kind(K::Man).in_costume(C::Suit)),
    ("bride", Body::kind(K::Woman).in_costume(C::Bride)),
    ("santa|santa claus|father christmas", Body::kind(K::Man).in_costume(C::Santa)),
    ("scientist|professor|inventor|chemist|researcher", Body::trade(C::Scientist)),
    ("ghost|spirit|phantom|spectre", Body::trade(C::Ghost)),
    ("mermaid", Body::kind(K::Woman).in_costume(C::Mermaid)),
    ("robot|android|droid|cyborg|automaton|bot", Body::kind(K::Robot)),
    ("snowman", Body::kind(K::Snowman)),
];
