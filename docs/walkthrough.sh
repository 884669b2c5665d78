#!/usr/bin/env bash
# The shell walkthrough of README.md, run by .ci/run: each region below stands there letter by letter.
set -euo pipefail
joust=$(cd "$(dirname "$0")/.." && pwd)/joust
joust() { "$joust" "$@"; }
cd "$(mktemp -d)"

# region footage
joust synth bdd100k --out footage --frames 200 --seed 1   # or your own BDD100K folder, zips and all
joust ingest bdd100k --root footage
# endregion

# region features
joust features add bdd100k has_person has_rider scene_description dhash
joust backfill bdd100k has_person has_rider scene_description dhash
joust features list bdd100k
# endregion

# region curate
joust count bdd100k --where "timeofday = 'night' AND has_person"
joust index create bdd100k --column scene_description --type fts
joust search bdd100k --fts "rainy night" --where has_person --select image_id,scene_description
joust sql bdd100k "SELECT timeofday, count(*) AS frames FROM t GROUP BY timeofday ORDER BY frames DESC"
# endregion

# region meaning
joust features add bdd100k clip_embedding --param model=demo:clip
joust backfill bdd100k clip_embedding
joust search bdd100k --text "a person far away walking on a dark road at night" --where "timeofday = 'night'" --html hits.html
# endregion

# region view
joust view create riders_train --from bdd100k --where "has_rider AND split = 'train'"
joust view refresh riders_train
joust loader riders_train --batch 16 --decode 640x360 --seed 42
# endregion

# region new-footage
joust synth bdd100k --out monday --frames 40 --seed 2
joust ingest bdd100k --root monday
joust sync bdd100k              # computes the 40 new frames, updates the index, refreshes the view by them
joust loader riders_train --batch 16 --decode 640x360 --seed 42
# endregion
