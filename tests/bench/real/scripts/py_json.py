# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads, changes and writes a JSON file of orders, with the C and the pure Python scanner."""
import hashlib
import json
import json.scanner
import sys


def totals(orders):
    by_city = {}
    for order in orders:
        for line in order["lines"]:
            line["sum"] = round(line["price"] * line["count"], 2)
        order["sum"] = round(sum(line["sum"] for line in order["lines"]), 2)
        city = order["customer"]["city"]
        by_city[city] = round(by_city.get(city, 0) + order["sum"], 2)
    return by_city


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        text = f.read()
    digest = hashlib.sha256()
    for _ in range(20):
        orders = json.loads(text)
        digest.update(json.dumps(totals(orders), sort_keys=True).encode())
        digest.update(json.dumps(orders, ensure_ascii=False).encode())
        digest.update(json.dumps(orders[:1500], indent=1, sort_keys=True).encode())
    decoder = json.JSONDecoder()
    decoder.parse_object, decoder.parse_array = json.decoder.JSONObject, json.decoder.JSONArray
    decoder.parse_string = json.decoder.py_scanstring
    decoder.scan_once = json.scanner.py_make_scanner(decoder)
    slow = decoder.decode(json.dumps(orders[:2000]))
    print(len(slow), totals(slow) == totals(orders[:2000]), digest.hexdigest())


main()
