#!/usr/bin/env bash
# The shell walkthrough of docs/footage-to-weights.md, run by the tests of python/detection: each region below stands
# there letter by letter. JOUST_PYTHON names a Python that has what docs/training.md installs.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
joust() { "$home/joust" "$@"; }
python() { "${JOUST_PYTHON:-python3}" "$@"; }
cd "$(mktemp -d)"
ln -s "$home/python" python

# region footage
export JOUST_LAKE=lake
joust synth bdd100k --out footage --frames 200 --seed 1   # or your own BDD100K folder, zips and all
joust ingest bdd100k --root footage
joust features add bdd100k has_person has_rider dhash
joust backfill bdd100k has_person has_rider dhash
joust dedup bdd100k
# endregion

# region views
joust view create riders_train --from bdd100k --where "has_rider AND split = 'train' AND is_duplicate IS NOT TRUE"
joust view create riders_val --from bdd100k --where "has_rider AND split = 'val'"
joust view refresh riders_train
joust view refresh riders_val
# endregion

# region train
python python/train_detector.py --views riders_train --steps 20 --out riders.pt --id riders-1
joust checkpoints show riders-1
python python/evaluate.py --views riders_val:rider --models riders=riders.pt --out evaluation
# endregion

# region new-footage
joust synth bdd100k --out monday --frames 60 --seed 2
joust ingest bdd100k --root monday
joust sync bdd100k                       # features, duplicates and views take in what is new
python python/train_detector.py --views riders_train --steps 20 --out riders-2.pt --id riders-2
# endregion

# region back
joust optimize riders_train --keep-days 0
joust checkpoints verify riders-1
joust checkpoints reproduce riders-1 --out order.csv
python python/train_detector.py --again riders.pt --out again.pt --id again
# endregion
