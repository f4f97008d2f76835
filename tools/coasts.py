#!/usr/bin/env python3
"""Makes web/src/lib/coasts.json, the coasts on which the page draws custody legs, from Natural Earth's land 1:50m as the npm
package world-atlas has it (web/src/lib/SOURCE.md): without the corners that change little and islands that are hardly seen."""
import heapq
import json
import math
import sys

UNIT = 0.04  # degrees: what a number of the result counts
CORNER = 0.012  # square degrees (at the equator): a corner whose triangle is smaller is left out
ISLAND = 0.02  # square degrees: so is an island
SOUTH = -60.0  # Antarctica is left out


def unpacked(topology):
    """The arcs of a TopoJSON file as [longitude, latitude] in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for packed in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in packed:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(arc)
    return arcs


def rings(topology):
    """Every ring of land, and of a lake within it; longitudes go on beyond 180 where a ring crosses it."""
    arcs = unpacked(topology)
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for indices in polygon:
                ring = []
                for index in indices:
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    for longitude, latitude in arc[bool(ring):]:
                        if ring:
                            longitude -= 360 * round((longitude - ring[-1][0]) / 360)
                        ring.append((longitude, latitude))
                middle = (min(p[0] for p in ring) + max(p[0] for p in ring)) / 2
                yield [(x - 360 * round(middle / 360), y) for x, y in ring[:-1]]


def triangle(a, b, c):
    area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    return area * math.cos(math.radians(b[1]))


def area_of(ring):
    double = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))
    return abs(double) / 2 * math.cos(math.radians(ring[0][1]))


def simplified(ring):
    """Without the corners that change least, the least first (Visvalingam and Whyatt 1993)."""
    count = len(ring)
    before, after = [(i - 1) % count for i in range(count)], [(i + 1) % count for i in range(count)]
    weight = [triangle(ring[before[i]], ring[i], ring[after[i]]) for i in range(count)]
    queue = [(w, i) for i, w in enumerate(weight)]
    heapq.heapify(queue)
    gone, left = set(), count
    while queue and left > 4:
        least, i = heapq.heappop(queue)
        if i in gone or least != weight[i]:
            continue
        if least >= CORNER:
            break
        gone.add(i)
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for n in (before[i], after[i]):
            weight[n] = max(least, triangle(ring[before[n]], ring[n], ring[after[n]]))
            heapq.heappush(queue, (weight[n], n))
    return [p for i, p in enumerate(ring) if i not in gone]


def packed(ring):
    """Its corners in units, each as its difference from the one before."""
    units = [(round(x / UNIT), round(y / UNIT)) for x, y in ring]
    out = list(units[0])
    for (ax, ay), (bx, by) in zip(units, units[1:]):
        if (ax, ay) != (bx, by):
            out += [bx - ax, by - ay]
    return out


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        topology = json.load(file)
    lands = [packed(simplified(ring)) for ring in rings(topology)
             if area_of(ring) >= ISLAND and min(y for _, y in ring) > SOUTH]
    json.dump({"unit": UNIT, "lands": lands}, sys.stdout, separators=(",", ":"))
    print()
    print(f"{len(lands)} lands, {sum(len(land) // 2 for land in lands)} corners", file=sys.stderr)


if __name__ == "__main__":
    main()
