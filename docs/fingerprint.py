# SPDX-License-Identifier: Apache-2.0
"""The fingerprint of docs/reproducibility.md in plain Python, to compare with Joust's own."""

# region program
import hashlib
import struct
from collections import namedtuple

Type = namedtuple("Type", "name encode")  # its name, and the bytes of a value that is not NULL


def u64(number):
    return struct.pack("<Q", number)


def fixed(name, code):  # numbers, dates, times, timestamps, as in the module struct
    return Type(name, lambda value: struct.pack("<" + code, value))


def sized(name):  # text and bytes
    def encode(value):
        data = value.encode() if isinstance(value, str) else value
        return u64(len(data)) + data

    return Type(name, encode)


def cell(type, value):
    return b"\0" if value is None else b"\1" + type.encode(value)


def elements(type, values):
    if any(value is None for value in values):
        return b"\2" + b"".join(cell(type, value) for value in values)
    return b"\1" + b"".join(type.encode(value) for value in values)


def list_of(element, kind="list"):
    return Type(f"{kind}<{element.name}>", lambda values: u64(len(values)) + elements(element, values))


def vector(element, size):
    return Type(f"fixed_size_list<{element.name}>[{size}]", lambda values: elements(element, values))


def struct_of(**fields):
    name = ",".join(f"{field}:{type.name}" for field, type in fields.items())
    return Type(f"struct<{name}>", lambda value: b"".join(cell(type, value[field]) for field, type in fields.items()))


def fingerprint(columns, rows):
    """columns: types by name; rows: for each row id a dict of values by column."""
    columns = sorted(columns.items(), key=lambda column: column[0].encode())
    total = hashlib.sha256(b"joust-fingerprint-1\n" + u64(len(columns)))
    for name, type in columns:
        for text in (name.encode(), type.name.encode()):
            total.update(u64(len(text)) + text)
    for row_id in sorted(rows):
        values = b"".join(cell(type, rows[row_id][name]) for name, type in columns)
        total.update(hashlib.sha256(u64(row_id) + values).digest())
    total.update(u64(len(rows)))
    return total.hexdigest()
# endregion


def every_type():
    decimal = Type("decimal128(10,2)", lambda cents: cents.to_bytes(16, "little", signed=True))
    flag = Type("bool", lambda value: bytes([value]))
    raw = Type("fixed_size_binary[3]", lambda value: value)
    text, number = sized("utf8"), fixed("float32", "f")
    box = struct_of(label=text, box=list_of(number))
    columns = {
        "a_bool": flag, "b_int8": fixed("int8", "b"), "c_int16": fixed("int16", "h"), "d_int32": fixed("int32", "i"),
        "e_uint8": fixed("uint8", "B"), "f_uint32": fixed("uint32", "I"), "g_float16": fixed("float16", "e"),
        "h_float32": number, "i_float64": fixed("float64", "d"), "j_large": sized("large_utf8"),
        "k_binary": sized("binary"), "l_bytes": sized("large_binary"), "m_fixed": raw,
        "n_instant": fixed("timestamp[us, UTC]", "q"), "o_local": fixed("timestamp[us]", "q"),
        "p_date": fixed("date32", "i"), "q_time": fixed("time64[us]", "q"), "r_decimal": decimal,
        "s_words": list_of(text), "t_boxes": list_of(list_of(number)), "u_vector": vector(number, 2), "v_box": box,
        "w_objects": list_of(box), "ä": fixed("int32", "i"),
    }
    full = {
        "a_bool": True, "b_int8": -8, "c_int16": -300, "d_int32": 70000, "e_uint8": 200, "f_uint32": 4000000000,
        "g_float16": 0.5, "h_float32": -0.0, "i_float64": float("inf"), "j_large": "größe", "k_binary": b"\0\1\2",
        "l_bytes": bytes(range(256)) * 4, "m_fixed": b"abc", "n_instant": 1767323045678901, "o_local": -1000000,
        "p_date": -1, "q_time": 3723000004, "r_decimal": -125, "s_words": ["a", None, ""],
        "t_boxes": [[1.0, 2.0], [], None, [None, 3.0]], "u_vector": [0.25, -1.0], "v_box": {"label": "car", "box": [1.0]},
        "w_objects": [{"label": None, "box": None}, None, {"label": "x", "box": []}], "ä": 1,
    }
    nulls = dict.fromkeys(columns)
    empty = dict(
        nulls, a_bool=False, h_float32=0.0, j_large="", k_binary=b"", l_bytes=b"", s_words=[], t_boxes=[],
        v_box={"label": None, "box": None}, w_objects=[])
    return fingerprint(columns, {0: full, 1: nulls, 2: empty})


if __name__ == "__main__":
    # region frames
    frames = {"id": fixed("int64", "q"), "scene": sized("utf8")}
    rows = {0: {"id": 7, "scene": "tunnel"}, 1: {"id": -1, "scene": ""}, 2: {"id": 3, "scene": None}}
    print(fingerprint(frames, rows))  # 98612edf38813e7d404e44a7ce61a3aba83b8cb1b67260a1539d5da6d9609d09
    # endregion
    print(fingerprint(frames, {}))
    print(fingerprint({"id": frames["id"]}, rows))
    print(every_type())
