//! Times of day, seasons and weather.

use super::super::sense::Sense;
use crate::studio::screenplay::{Season as N, TimeOfDay as T, Weather as W};

pub const WORDS: &[(&str, Sense)] = &[
    (
        "night|dark|midnight|moonlight|nighttime|starry|moon|stars|tonight|starry night|darkness|nightfall|moonlit|under the moon|full moon|night sky|night falls|darkness falls|night comes|it gets dark|late at night|by candlelight|candlelight|candlelit",
        Sense::Time(T::Night),
    ),
    (
        "sunset|dusk|evening|golden hour|twilight|sundown|setting sun|late afternoon|dusk falls|evening falls|evening comes|the sun sets|sun sets",
        Sense::Time(T::Sunset),
    ),
    ("dawn|sunrise|daybreak|early morning|rising sun|first light|sun rises|the sun rises", Sense::Time(T::Dawn)),
    ("day|daytime|noon|morning|afternoon|daylight|midday|high noon", Sense::Time(T::Day)),
    (
        "sunny|sun|sunshine|sunlit|clear|bright|clear sky|blue sky|cloudless|sun shines|the sun shines|the sun is shining|sunlight|fair weather",
        Sense::Weather(W::Clear),
    ),
    ("rain|rainy|raining|drizzle|shower|downpour|wet|heavy rain|pouring rain|raindrop|in the rain|monsoon|it rains|rain drums|rain hammers|rain pours|rain patters", Sense::Weather(W::Rain)),
    (
        "storm|stormy|thunderstorm|thunder|lightning|hurricane|tempest|typhoon|tornado|gale|lightning strikes|lightning flashes|thunder and lightning",
        Sense::Weather(W::Storm),
    ),
    ("snow|snowy|snowing|snowfall|blizzard|snowflake|snow falls|snowstorm|falling snow|it snows|sleet|hail|frost", Sense::Weather(W::Snow)),
    ("fog|foggy|mist|misty|haze|hazy|smog", Sense::Weather(W::Fog)),
    ("cloud|cloudy|overcast|grey sky|gray sky|gloomy sky", Sense::Weather(W::Cloudy)),
    ("wind|windy|breeze|breezy|blow|gust|strong wind|wind rises|the wind rises|wind blows|the wind blows", Sense::Weather(W::Wind)),
    ("spring|springtime|in spring|april|cherry blossom|march weather", Sense::Season(N::Spring)),
    ("summer|summertime|summery|july|august|midsummer", Sense::Season(N::Summer)),
    ("autumn|autumnal|in fall|in the fall|fall colours|fall colors|fall leaves|fall foliage|fall forest|october|november", Sense::Season(N::Autumn)),
    ("winter|wintry|wintertime|december|january|christmas", Sense::Season(N::Winter)),
];
