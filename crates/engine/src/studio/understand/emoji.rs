//! Words of pictures that people type instead of words.

const TABLE: &[(&str, &str)] = &[
    ("🐶🐕🐩🦮", "dog"), ("🐱🐈", "cat"), ("🦊", "fox"), ("🐺", "wolf"), ("🐴🐎", "horse"), ("🦄", "unicorn"), ("🐮🐄", "cow"), ("🐷🐖", "pig"), ("🐑", "sheep"),
    ("🐐", "goat"), ("🦌", "deer"), ("🐰🐇", "rabbit"), ("🐭🐁", "mouse"), ("🐿", "squirrel"), ("🐘", "elephant"), ("🦁", "lion"), ("🐯🐅", "tiger"), ("🐻🧸", "bear"),
    ("🐼", "panda"), ("🦒", "giraffe"), ("🦓", "zebra"), ("🐫🐪", "camel"), ("🦕🦖", "dinosaur"), ("🐢", "turtle"), ("🐸", "frog"), ("🐌", "snail"), ("🦆", "duck"),
    ("🐧", "penguin"), ("🐔🐓", "chicken"), ("🐤🐥🐣", "chick"), ("🦉", "owl"), ("🦅", "eagle"), ("🐦🕊", "bird"), ("🦜", "parrot"), ("🦋", "butterfly"), ("🐝", "bee"),
    ("🐉🐲", "dragon"), ("🐟🐠🐡", "fish"), ("🦈", "shark"), ("🐬", "dolphin"), ("🐳🐋", "whale"), ("🐙", "octopus"), ("🐵🐒", "monkey"), ("🐍", "snake"),
    ("🏀", "basketball"), ("⚽", "football"), ("🎾", "tennis ball"), ("🏐", "volleyball"), ("🧶", "yarn"),
    ("🚗🚙🏎", "car"), ("🚕🚖", "taxi"), ("🚌🚍", "bus"), ("🚚🚛", "truck"), ("🚒", "fire engine"), ("🚜", "tractor"), ("🚂🚆🚄🚅", "train"), ("🚲🚴", "bicycle"),
    ("🏍🛵", "motorcycle"), ("🛹", "skateboard"), ("🚣🛶", "boat"), ("⛵", "sailboat"), ("🚢⛴", "ship"), ("✈🛩", "plane"), ("🚁", "helicopter"), ("🚀", "rocket"),
    ("🛸", "ufo"), ("🤖", "robot"), ("👩👵💁🙋", "woman"), ("👨👴", "man"), ("👧", "girl"), ("👦", "boy"), ("👶", "baby"), ("👫👬👭", "couple"), ("👪", "family"),
    ("🏃", "runner"), ("💃🕺", "dancer"), ("🏊", "swimmer"), ("⛸", "skater"), ("🤸", "gymnast"), ("👮", "police officer"), ("👸", "princess"), ("🤴", "prince"),
    ("🧙", "wizard"), ("🧜", "mermaid"), ("🤡", "clown"), ("👻", "ghost"), ("🎅", "santa"), ("🥷", "ninja"), ("🦸", "superhero"), ("👰", "bride"), ("🧚", "fairy"),
    ("🌧☔🌦💧", "rain"), ("⛈🌩⚡", "storm"), ("❄🌨", "snow"), ("⛄☃", "snowman"), ("🌫", "fog"), ("☁", "cloudy"), ("💨🌬", "wind"), ("🌈", "rainbow"),
    ("🌙🌃🌛🌜🌚", "night"), ("☀🌞", "sunny"), ("🌅🌇🌆", "sunset"), ("🌄", "dawn"), ("🏖🏝", "beach"), ("🌊", "sea"), ("🏞", "park"), ("🌳🌲", "forest"),
    ("🏜🌵", "desert"), ("🏙", "city"), ("🏰", "castle"), ("⛰🏔🗻", "mountain"), ("🌌", "space"), ("🏟", "stadium"), ("🏠🏡", "house"), ("🌋", "volcano"),
    ("🎈", "balloon"), ("🪁", "kite"), ("🎸", "guitar"), ("🎹", "piano"), ("🥁", "drum"), ("🔔", "bell"), ("🎂🍰", "cake"), ("🍎🍏", "apple"), ("📚📖📕", "book"),
    ("☕🍵", "cup"), ("🌸🌹🌻🌷🌼", "flower"), ("🕯", "candle"), ("🚪", "door"), ("📱", "phone"), ("💻🖥", "computer"), ("📺", "television"), ("⏰🕰", "clock"),
    ("🗡⚔", "sword"), ("📦🎁", "box"), ("🎵🎶", "music"), ("😴💤", "sleeping"), ("😂🤣", "laughing"), ("😭😢", "crying"), ("👋", "waving"), ("👏", "clapping"),
    ("💥", "explodes"), ("☂", "umbrella"), ("🍁🍂", "autumn"),
];

/// The word for a picture.
#[must_use]
pub fn word(c: char) -> Option<&'static str> {
    TABLE.iter().find(|(pictures, _)| pictures.contains(c)).map(|(_, word)| *word)
}

/// Whether a character is a picture at all.
#[must_use]
pub fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}
