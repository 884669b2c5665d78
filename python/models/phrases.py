# SPDX-License-Identifier: Apache-2.0
"""The phrases of captions: for each attribute the ways to say it. `[a|b|c]` stands for one of the choices."""

from __future__ import annotations

ROAD = "[road|street|roadway|lane]"
PERSON = "[person|pedestrian|man|woman|somebody|someone|human|walker|individual|figure|passer-by|child]"
PEOPLE = "[people|pedestrians|persons|humans|folks|walkers|men and women]"
FAR = "[far away|far off|in the distance|distant|a long way off|a long way ahead|far down the road|barely visible|tiny]"
NEAR = "[close|very close|nearby|near the camera|right in front of the car|right ahead|up close|close to us|near]"
WALKING = "[walking|standing|strolling|on foot|waiting|seen|going|moving|]"
BIKE = (
    "[bike|bicycle|cycle|pedal bike|motorbike|motorcycle|two-wheeler|scooter|bicycle or motorcycle|bike or motorbike]"
)
RIDER = (
    "[cyclist|rider|biker|bicyclist|motorcyclist|bike rider|motorbike rider|bicycle rider|person on a {bike}|"
    "someone on a {bike}|man riding a {bike}|woman riding a {bike}|person riding a {bike}|somebody riding a {bike}|"
    "rider on a {bike}|cyclist on a {bike}|cyclist riding|person cycling|pedestrian riding a {bike}]"
).replace("{bike}", BIKE)
TRUCK = "[truck|lorry|cargo truck|heavy goods vehicle|box truck|semi|hauler]"
BUS = "[bus|coach|city bus|public transport bus|omnibus|public transit bus]"

# Whole things, with their article where they need one.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "person": (
        f"a {PERSON} {WALKING}",
        f"a {PERSON} on the [sidewalk|pavement|road|street]",
        f"{PEOPLE} {WALKING}",
        f"at least one {PERSON}",
        f"a {PERSON} [beside|on|along|next to] the {ROAD}",
    ),
    "person far": (
        f"a {PERSON} {FAR}",
        f"a {PERSON} {WALKING} {FAR}",
        f"a [distant|tiny|small|far|faraway|remote] {PERSON} {WALKING}",
        f"{FAR} a {PERSON} {WALKING}",
        f"[small|distant|tiny|far] {PEOPLE} {WALKING}",
        f"{PEOPLE} {FAR}",
        f"a {PERSON} {FAR} on the {ROAD}",
        f"a {PERSON} [walking|standing] {FAR} [on|beside|along] the {ROAD}",
    ),
    "person near": (
        f"a {PERSON} {NEAR}",
        f"a {PERSON} {WALKING} {NEAR}",
        f"a [near|nearby|close|large|big|tall] {PERSON} {WALKING}",
        f"{PEOPLE} {NEAR}",
        f"close-up of a {PERSON}",
        f"a {PERSON} [directly|just] before the [car|bumper|hood|camera|windscreen]",
    ),
    "one person": (
        f"[a single|one|a lone|only one|exactly one|a solitary] {PERSON} {WALKING}",
        f"a {PERSON} [all alone|alone|by himself|by herself]",
    ),
    "several people": (
        f"[many|several|lots of|a lot of|a group of|a crowd of|numerous|plenty of|three or more|crowds of] {PEOPLE} {WALKING}",
        "a [crowd|group|bunch|throng]",
        f"[crowded|busy] with {PEOPLE}",
        "[crowded|busy] [sidewalk|pavement|scene]",
    ),
    "nobody": (
        "[nobody|no one|no people|no pedestrians|not a single person] [around|in sight|on the road|there|to be seen]",
        f"[empty of|free of|without any|without|no] {PEOPLE}",
        "[deserted|lonely|abandoned] [road|scene|place|street]",
        f"no {PEOPLE} and no [riders|cyclists]",
    ),
    "crossing": (
        f"a {PERSON} [crossing|going across|walking across] [the {ROAD}|] [at|by|near|under] [a|the] [traffic light|signal|lights|crossing|crossroads]",
        f"a [crosswalk|zebra crossing|pedestrian crossing|junction|intersection|crossroads] with [a {PERSON}|{PEOPLE}]",
        f"{PEOPLE} [crossing|at a crossing|at the intersection|at the crossroads|at traffic lights|at a junction|on a crosswalk]",
        f"a {PERSON} [at|by|near] [an intersection|the junction|traffic lights|a signal|the crosswalk|a crossroads]",
        f"[intersection|junction|crossroads] where a {PERSON} [crosses|is crossing|walks]",
        f"[crossing|crosses] the {ROAD} at [an intersection|a junction|the lights]",
    ),
    "rider": (
        f"a {RIDER}",
        f"a {RIDER} on the {ROAD}",
        f"a {RIDER} [going|riding|driving|pedalling] along",
        "[cycling|biking|bike riding]",
        f"[riders|cyclists|bikers|bicyclists|motorcyclists] on the {ROAD}",
        f"riding a {BIKE}",
        f"a {BIKE} with its rider",
        f"a [person|man|woman] [rides|riding] a {BIKE} [on|down|along] the {ROAD}",
    ),
    "rider far": (f"a {RIDER} {FAR}", f"a [distant|tiny|small|far] {RIDER}", f"{FAR} a {RIDER}"),
    "rider near": (
        f"a {RIDER} {NEAR}",
        f"a [near|nearby|close|large] {RIDER}",
        f"a {RIDER} [just|directly] before the [car|camera]",
    ),
    "bicycle": (
        "a [parked|leaning|locked|empty] [bicycle|pushbike]",
        "a [bicycle|pushbike] without [a rider|anybody]",
        "a [bicycle|pushbike] at the [kerb|curb]",
    ),
    "motorcycle": (
        "a [parked|empty] [motorcycle|motorbike]",
        "a [motorcycle|motorbike] without [a rider|anybody]",
        "a [motorcycle|motorbike] at the [kerb|curb]",
    ),
    "truck": (f"a {TRUCK}", f"a {TRUCK} on the {ROAD}", "[trucks|lorries]", f"a {TRUCK} [driving|ahead|in traffic]"),
    "truck near": (
        f"a {TRUCK} {NEAR}",
        f"a [big|large|huge|close|near|giant|massive] {TRUCK} [ahead|in front|before us|in front of the car|close by|]",
        f"behind a [big|large|] {TRUCK}",
        f"a {TRUCK} [blocking|filling|covering] the view",
    ),
    "bus": (
        f"a {BUS}",
        f"a {BUS} on the {ROAD}",
        "[buses|coaches|public transport|public transit]",
        f"a {BUS} [driving|ahead|in traffic]",
    ),
    "bus near": (
        f"a {BUS} {NEAR}",
        f"a [big|large|huge|close|near|giant] {BUS} [ahead|in front|before us|close by|]",
        f"behind a {BUS}",
        f"a {BUS} [blocking|filling|covering] the view",
    ),
    "train": (
        "a [tram|streetcar|trolley|train|light rail|tramway|rail car]",
        "a [tram|streetcar|train] [on rails|in the street|on the tracks|ahead|on its way]",
        "[trams|streetcars|trains]",
    ),
    "traffic light": (
        "[a traffic light|traffic lights|a traffic signal|traffic signals|a stoplight|a red light|signal lights|stop lights]",
        "[an intersection|a junction|a crossroads] with [a traffic light|traffic lights|signals|a stop light]",
        "[a traffic light|a signal|a stop light|stoplights] [above|over|at|hanging above|hanging over|beside] the [road|street|crossroads|intersection]",
    ),
    "traffic sign": ("[a traffic sign|road signs|a road sign|street signs|a sign post|signs by the road]",),
    "few cars": ("[few|hardly any|almost no|only a few|light] [cars|vehicles|traffic]", f"a [quiet|free|open] {ROAD}"),
    "many cars": (
        "[many|lots of|a lot of|plenty of|numerous] [cars|vehicles|automobiles]",
        "[heavy|dense|busy] traffic",
        "[a traffic jam|congestion|rush hour]",
    ),
}

# Words before a place: "rainy", "dark".
ADJECTIVES: dict[str, tuple[str, ...]] = {
    "rainy": ("rainy", "wet", "rain-soaked", "drizzly", "pouring", "rainy and wet"),
    "snowy": ("snowy", "snow-covered", "wintry", "white and snowy", "snowbound"),
    "clear": ("clear", "clear-sky", "cloudless", "[sunny|clear]", "fair"),
    "overcast": ("overcast", "[grey|gray]", "cloudy", "dull"),
    "partly cloudy": ("partly cloudy", "partly sunny", "slightly cloudy", "half-clouded"),
    "foggy": ("foggy", "misty", "hazy", "murky"),
    "night": ("night", "nighttime", "dark", "nocturnal", "unlit", "moonlit"),
    "daytime": ("daytime", "daylight", "day", "bright", "sunlit"),
    "dawn/dusk": ("dusk", "dawn", "twilight", "sunset", "sunrise"),
}

# What may follow: "in the rain", "at night".
CIRCUMSTANCES: dict[str, tuple[str, ...]] = {
    "rainy": (
        "in [the|] [rain|drizzle|pouring rain|heavy rain|a shower]",
        "while it [rains|is raining|pours]",
        "[in|during] [rainy|wet] weather",
        "[rain|raindrops] falling",
        "under [rain|rainy] clouds",
        "on a [rainy|wet] [day|evening|road]",
        "with a wet [road|surface]",
        "with [rain|puddles]",
    ),
    "snowy": (
        "in [the|] snow",
        "in a [snowstorm|blizzard]",
        "while it [snows|is snowing]",
        "with [snow|snowflakes|flurries] [falling|coming down|on the ground|]",
        "in [snowy|winter|wintry] weather",
        "in winter",
        "with a [snowstorm|blizzard]",
        "covered [in|by|with] snow",
    ),
    "clear": (
        "under a [clear|blue|cloudless] sky",
        "in [clear|fine|good|fair|dry] weather",
        "with [a clear|no clouds in the] sky",
        "with a clear view of the sky",
        "in [clear|dry] conditions",
        "without [rain|clouds]",
    ),
    "overcast": (
        "under [an overcast|a grey|a gray|a dull|a cloudy] sky",
        "in [overcast|cloudy|dull|gloomy] weather",
        "with [thick clouds|heavy clouds|clouds everywhere]",
    ),
    "partly cloudy": (
        "under a partly cloudy sky",
        "with [some|a few|scattered|white] clouds",
        "in [partly cloudy|mixed|changing] weather",
        "with clouds and [sun|blue sky]",
    ),
    "foggy": (
        "in [the|] [fog|mist|haze|thick fog|dense fog|dense mist]",
        "in [foggy|misty|hazy] weather",
        "with [fog|mist|haze|poor visibility|low visibility]",
        "hidden by [fog|mist|haze]",
        "where [fog|mist|haze] [hides|covers|veils|swallows] [everything|the road|the cars]",
        "veiled in [thick|dense|] [fog|mist]",
    ),
    "night": (
        "at night",
        "at nighttime",
        "in the dark",
        "after dark",
        "in the night",
        "after nightfall",
        "late at night",
        "in darkness",
        "by night",
        "under [street lights|headlights|the night sky]",
        "on a dark [road|street|night]",
        "around midnight",
        "when it is dark",
        "during the night",
        "after the sun has set",
    ),
    "daytime": (
        "by day",
        "during the day",
        "in daylight",
        "in the daytime",
        "at [noon|midday]",
        "in the [morning|afternoon]",
        "in broad daylight",
        "at daytime",
        "when it is bright",
        "in bright daylight",
        "during [day|daylight] hours",
    ),
    "dawn/dusk": (
        "at [dusk|dawn|sunset|sunrise|twilight]",
        "in the [twilight|evening light|half-light]",
        "early in the morning light",
        "when the sun [sets|rises|goes down]",
        "with a [red|pink|orange|glowing] sky",
        "during [sunset|sunrise]",
        "in the [glow|light] of [sunset|sunrise|dusk]",
        "under an evening sky",
    ),
}

# Places as nouns without an article.
PLACES: dict[str, tuple[str, ...]] = {
    "tunnel": ("tunnel", "road tunnel", "underground road", "underpass", "covered road", "traffic tunnel"),
    "residential": (
        "residential [area|street|neighborhood|neighbourhood|district|quarter|]",
        "suburb",
        "suburban [street|area|road]",
        "street [of|with|between] houses",
        "housing area",
        "[quiet|leafy] neighborhood",
    ),
    "parking lot": (
        "parking lot",
        "car park",
        "parking area",
        "parking space",
        "parking place [of|by|outside] a [shop|mall|store|supermarket|shopping mall]",
        "lot of parked cars",
    ),
    "city street": (
        "city street",
        "urban [street|road|area|avenue]",
        "downtown [street|road|area]",
        "street in [the city|town]",
        "inner city [road|street|]",
        "town [street|center|centre]",
        "city avenue",
        "city [center|centre]",
    ),
    "gas stations": (
        "gas station",
        "petrol station",
        "filling station",
        "fuel station",
        "service station [with pumps|]",
        "fuel stop",
        "place to refuel",
    ),
    "highway": ("highway", "motorway", "freeway", "expressway", "interstate", "multi-lane road", "autobahn"),
}

WHERE: dict[str, tuple[str, ...]] = {
    "tunnel": ("in", "inside", "within", "through", "in"),
    "residential": ("in", "on", "through", "in", "along"),
    "parking lot": ("in", "on", "at", "on", "by"),
    "city street": ("in", "on", "through", "on", "along"),
    "gas stations": ("at", "near", "by", "at", "beside"),
    "highway": ("on", "along", "down", "on", "by"),
}

# Sayings that name a place without its noun.
SAYINGS: dict[str, tuple[str, ...]] = {
    "city street": (
        "downtown",
        "in the city",
        "in town",
        "through town",
        "between tall buildings",
        "in the city center",
    ),
    "residential": ("among [houses|family homes|gardens]", "past [houses|homes] [and gardens|]", "in the suburbs"),
    "tunnel": ("underground", "inside the tunnel", "between concrete walls"),
    "gas stations": ("[stopping|a stop] for [gas|fuel|petrol]", "[at|by] the [pumps|fuel pumps]", "refuelling"),
    "parking lot": (
        "[cars|vehicles] parked [at|outside|before] a [mall|store|shop|supermarket|shopping center]",
        "between parked cars [on the lot|]",
    ),
}

PREFIXES = (
    "",
    "",
    "",
    "",
    "",
    "a photo of",
    "a picture of",
    "an image of",
    "a dashcam image of",
    "dashcam photo of",
    "frame with",
    "scene with",
    "view of",
    "there is",
    "we see",
    "driving scene:",
    "a road scene with",
    "show me",
    "find",
)
