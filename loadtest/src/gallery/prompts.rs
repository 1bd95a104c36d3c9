//! The reference prompts: what people will type, and what the studio engine is looked at with.

/// One clip of the gallery.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    pub name: &'static str,
    pub prompt: &'static str,
    pub style: &'static str,
    pub camera: &'static str,
}

const fn plain(name: &'static str, prompt: &'static str) -> Reference {
    Reference { name, prompt, style: "", camera: "" }
}

const FOX: &str = "A fox runs through an autumn forest";

const fn styled(name: &'static str, style: &'static str) -> Reference {
    Reference { name, prompt: FOX, style, camera: "" }
}

const fn shot(name: &'static str, camera: &'static str) -> Reference {
    Reference { name, prompt: FOX, style: "", camera }
}

pub const ALL: &[Reference] = &[
    // One shot, cause and effect
    plain("01", "A basketball player shoots, misses, and the ball rebounds off the backboard onto the court, gym at night"),
    plain("02", "A beach volleyball rally at sunset, the ball drops into the sand and stops"),
    plain("03", "A skateboarder does a kickflip over a trash can in a sunny street, slow motion"),
    plain("04", "A gymnast does two backflips on a mat in an arena and lands with both feet"),
    plain("05", "Someone cannonballs from a diving board into a pool, big splash, friends cheer"),
    plain("06", "A tower of wooden blocks topples when a toy train hits it, children's room"),
    plain("07", "A red car drives through heavy rain at night, puddles splash, neon signs"),
    plain("08", "A sailboat rocks on a stormy sea, lightning in the distance"),
    plain("09", "A golden retriever chases a butterfly across a flower meadow, tracking shot"),
    plain("10", "Snow falls on a quiet village while smoke rises from a chimney, slow pan right"),
    plain("11", "A figure skater spins three times and glides out of the picture"),
    plain("12", "An elephant and a tiny mouse play tug of war with a rope"),
    // Talk and sound
    plain("13", "Two friends on a park bench. Ana says \"Did you hear that?\" Ben answers \"It's only the wind.\" Wind rises"),
    plain("14", "A chef in a kitchen says in French \"Le dîner est prêt !\" and rings a bell"),
    plain("15", "Un perro y un gato discuten en una azotea: el perro dice \"¡Es mi pelota!\""),
    plain("16", "A robot counts from one to five in Japanese, beeping at each number"),
    plain("17", "Crowd noise in a stadium, a whistle, a kick, the crowd roars as the ball hits the net"),
    // Several shots
    plain("18", "Shot 1: wide view of a lighthouse at dawn. Shot 2: inside, the keeper climbs the stairs. Shot 3: close-up, he lights the lamp"),
    plain("19", "A day in the life of a lazy cat: sleeping, eating, chasing a ball of yarn, sleeping again"),
    plain("20", "A rocket launches, crosses the clouds, and a small astronaut waves from the moon"),
    // Style and camera
    styled("21-realistic", "realistic"),
    styled("21-anime", "anime"),
    styled("21-watercolor", "watercolor"),
    styled("21-pixel", "pixel art"),
    styled("21-noir", "film noir"),
    styled("21-clay", "claymation"),
    styled("21-comic", "comic book"),
    styled("21-pencil", "pencil sketch"),
    shot("22-close", "close-up"),
    shot("22-wide", "wide shot"),
    shot("22-aerial", "aerial view"),
    shot("22-dolly", "dolly in"),
    shot("22-handheld", "handheld"),
    shot("22-slow", "slow motion"),
    shot("22-timelapse", "time-lapse"),
    // With people in it: without consent from a room, stand-ins play them
    Reference { name: "23", prompt: "@ana and @ben dance in the rain under one umbrella", style: "cartoon", camera: "" },
    plain("24", "@ana rides a giant snail through the desert and shouts \"Faster!\""),
    // To be told honestly
    plain("25", "A philosophical proof that free will exists"),
    plain("26", "asdf qwer zxcv"),
    plain("27", "🐶🏀🌧️"),
];
