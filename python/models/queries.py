# SPDX-License-Identifier: Apache-2.0
"""Queries that training never sees, each with the frames that are right; written before anything was measured."""

from __future__ import annotations

from dataclasses import dataclass

from attributes import ATTRIBUTES
from frames import Frame


@dataclass(frozen=True)
class Query:
    """Words, and the names of all attributes that a right frame has."""

    text: str
    attributes: tuple[str, ...]

    def right(self, frame: Frame) -> bool:
        return all(ATTRIBUTES[name](frame) for name in self.attributes)


QUERIES = (
    Query("a person far away walking on a dark road at night", ("person far", "night")),
    Query("cyclist riding a bicycle in the rain", ("rider", "rainy")),
    Query("Pedestrian crossing at an intersection", ("crossing",)),
    Query("person riding a bicycle or motorcycle on the road", ("rider",)),
    Query("snow falling on an urban street", ("snowy", "city street")),
    Query("wet motorway under grey rain clouds", ("rainy", "highway")),
    Query("inside an underground passage for vehicles", ("tunnel",)),
    Query("thick mist hides the cars ahead", ("foggy",)),
    Query("big lorry right in front of us", ("truck near",)),
    Query("sunset glow above suburban houses", ("dawn/dusk", "residential")),
    Query("public transport vehicle on a downtown avenue", ("bus", "city street")),
    Query("lots of folks strolling downtown", ("several people", "city street")),
    Query("somebody standing very close to our windshield", ("person near",)),
    Query("vehicles parked outside a shopping centre", ("parking lot",)),
    Query("refuelling stop with pumps", ("gas stations",)),
    Query("blizzard after dark", ("snowy", "night")),
    Query("stop light hanging over a junction", ("traffic light",)),
    Query("biker after sunset in the dark", ("rider", "night")),
    Query("tram rolling through town", ("train",)),
    Query("bright sunny afternoon on the freeway", ("clear", "daytime", "highway")),
)
