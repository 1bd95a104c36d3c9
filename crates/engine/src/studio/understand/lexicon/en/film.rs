//! Camera, framing, style, pace, and the languages that lines can be spoken in.

use super::super::sense::Sense;
use crate::studio::screenplay::{CameraMove as M, Framing as F, Style as S};

pub const WORDS: &[(&str, Sense)] = &[
    ("pan left|pans left|panning left|slow pan left|pan to the left|pans to the left|camera pans left", Sense::Camera(M::PanLeft)),
    (
        "pan right|pans right|slow pan|pan shot|panning shot|panning right|slow pan right|panning|pan to the right|pans to the right|camera pans right|camera pans|camera pan",
        Sense::Camera(M::PanRight),
    ),
    ("tilt up|tilts up|camera tilts up|tilting up|tilt upwards", Sense::Camera(M::TiltUp)),
    ("tilt down|tilts down|camera tilts down|tilting down|tilt", Sense::Camera(M::TiltDown)),
    ("zoom in|zooms in|slow zoom|zooming in|zoom|zoom in on|zooms in on|zoom into|slow zoom in|crash zoom", Sense::Camera(M::ZoomIn)),
    ("zoom out|zooms out|zooming out|slow zoom out", Sense::Camera(M::ZoomOut)),
    (
        "dolly in|dollies in|push in|push in shot|dolly|dolly shot|dolly forward|camera moves closer|camera moves in|camera pushes in|moving closer|dolly zoom|slow push in|dolly towards",
        Sense::Camera(M::DollyIn),
    ),
    (
        "dolly out|dollies out|pull back|pulls back|pull out|dolly back|camera pulls back|camera moves back|camera pulls away|camera pulls out",
        Sense::Camera(M::DollyOut),
    ),
    (
        "orbit|orbit shot|orbits around|camera circles|arc shot|360 shot|circling shot|camera orbits|camera orbits around|bullet time|camera rotates around|orbiting shot|circling camera",
        Sense::Camera(M::Orbit),
    ),
    ("crane|crane shot|crane up|jib shot|camera rises|camera lifts|boom shot|boom up|rising shot|pedestal up", Sense::Camera(M::CraneUp)),
    (
        "tracking shot|tracking|follow shot|camera follows|follow cam|steadicam|camera tracks|camera following|dolly along|trucking shot|side scrolling|following shot",
        Sense::Camera(M::Track),
    ),
    ("static shot|still camera|locked|static|static camera|tripod|locked off|fixed camera|still shot|stationary camera", Sense::Camera(M::Still)),
    ("handheld|hand held|shaky|shaky cam|handheld camera|handheld shot|shaky camera|found footage|documentary style", Sense::Handheld),
    (
        "close up|closeup|portrait|extreme close|close up shot|close up of|extreme close up|macro|macro shot|close shot|headshot",
        Sense::Frame(F::Close),
    ),
    ("medium shot|medium|mid shot|waist shot|medium close up|cowboy shot|half body", Sense::Frame(F::Medium)),
    ("full shot|full body|full body shot|head to toe", Sense::Frame(F::Full)),
    (
        "wide shot|wide|wide view|long shot|establishing shot|panorama|wide angle|wide view of|panoramic|wide angle shot|extreme wide shot|panoramic view|very wide shot|establishing",
        Sense::Frame(F::Wide),
    ),
    (
        "aerial view|aerial|drone|drone shot|bird eye|bird eye view|birds eye view|overhead|top down|overhead shot|from above|aerial shot|drone view|drone footage|high angle|high angle shot|aerial view of|helicopter shot|view from above|seen from above",
        Sense::Frame(F::Aerial),
    ),
    (
        "low angle|low angle shot|worm eye view|worm eye|worms eye view|from below|ground level|low shot|view from below|seen from below",
        Sense::Frame(F::Low),
    ),
    (
        "realistic|photorealistic|realism|photo realistic|realistic style|lifelike|hyperrealistic|live action|photograph style|4k|8k|ultra realistic",
        Sense::Style(S::Realistic),
    ),
    ("soft style|natural style|soft|soft shading|default style", Sense::Style(S::Soft)),
    (
        "cartoon|cartoonish|animated|animation|cel shaded|cartoon style|animated film|storybook style|pixar style|disney style|3d animation",
        Sense::Style(S::Cartoon),
    ),
    ("film noir|black and white|monochrome|noir|noir style|black and white film|noir film", Sense::Style(S::Noir)),
    (
        "watercolor|watercolour|watercolor painting|watercolour painting|aquarelle|watercolor style|watercolour style|ink wash",
        Sense::Style(S::Watercolour),
    ),
    ("pixel art|pixel|8 bit|pixelated|16 bit|pixel style|retro game|video game style|pixel art style|8 bit style", Sense::Style(S::Pixel)),
    ("anime|manga|anime style|ghibli|studio ghibli|ghibli style|manga style|japanese animation", Sense::Style(S::Anime)),
    ("claymation|clay|stop motion|plasticine|clay style|clay animation|claymation style|play doh|clay figures", Sense::Style(S::Clay)),
    ("comic book|comic|graphic novel|comic style|comic book style|pop art|comics", Sense::Style(S::Comic)),
    (
        "pencil sketch|sketch|pencil drawing|charcoal|hand drawn|sketched|pencil style|graphite|line drawing|sketchbook|charcoal drawing|pencil sketch style",
        Sense::Style(S::Pencil),
    ),
    ("dissolve|crossfade|cross fade|dissolves into|fade to|fades to|dissolve to|fade into|fades into", Sense::Dissolve),
    ("slow motion|slowmo|slow mo|in slow motion|slow motion shot|super slow motion|slowed down", Sense::Pace(0.45)),
    ("time lapse|timelapse|hyperlapse|sped up|fast forward|fast motion|in time lapse|time lapse shot", Sense::Pace(4.0)),
    ("french|in french", Sense::Language("fr")),
    ("spanish|in spanish", Sense::Language("es")),
    ("german|in german", Sense::Language("de")),
    ("english|in english", Sense::Language("en")),
    ("italian|in italian", Sense::Language("it")),
    ("japanese|in japanese", Sense::Language("ja")),
    ("portuguese|in portuguese", Sense::Language("pt")),
    ("russian|in russian", Sense::Language("ru")),
    ("chinese|mandarin|in chinese|in mandarin", Sense::Language("zh")),
    ("arabic|in arabic", Sense::Language("ar")),
    ("hindi|in hindi", Sense::Language("hi")),
    ("dutch|in dutch", Sense::Language("nl")),
    ("polish|in polish", Sense::Language("pl")),
    ("turkish|in turkish", Sense::Language("tr")),
];

/// Styles that are not drawn, and what is drawn instead.
pub const NEAR_STYLES: &[(&str, S, &str)] = &[
    ("oil painting|oil paint|impressionist|impressionism|van gogh|painting style|gouache|renaissance", S::Watercolour, "watercolor"),
    ("cinematic|film look|movie|blockbuster|cinematic style|documentary|unreal engine|cgi|3d|hdr|photo|photographic", S::Realistic, "realistic"),
    ("sepia|vintage|silent film|old film|retro|1920s|vhs|grainy film", S::Noir, "film noir"),
    ("paper cut|paper cutout|paper cut out|origami|felt|lego style|low poly|voxel|minecraft|south park", S::Clay, "claymation"),
    ("cyberpunk|synthwave|vaporwave|steampunk|gta style|superhero comic", S::Comic, "comic book"),
    ("ink drawing|etching|woodcut|engraving|doodle|chalk|crayon|crayon drawing|calligraphy|ukiyo e", S::Pencil, "pencil sketch"),
    (
        "flat design|minimalist|vector|vector art|children book|children book illustration|illustration|storybook|motion graphics|surreal|surrealism|cubist|cubism|abstract",
        S::Cartoon,
        "cartoon",
    ),
];
